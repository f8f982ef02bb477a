//! Where an output file really goes.

use std::path::{Path, PathBuf};

use super::fault::OutputFault;

/// Most links followed from one path, as in Linux.
const MOST_LINKS: usize = 40;

/// The path of the regular file that `path` leads to, which need not exist: symbolic links are
/// followed, so that the file behind them is replaced and not the link.
///
/// # Errors
/// If the path leads to a folder or to something that cannot be replaced, such as a device or a
/// pipe.
pub(super) fn destination(path: &Path) -> Result<PathBuf, OutputFault> {
    let shown = || path.display().to_string();
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(known) = target.symlink_metadata() else { return Ok(target) };
        if known.is_symlink() {
            let link = std::fs::read_link(&target).map_err(|source| OutputFault::Unwritable { file: shown(), source })?;
            target = target.parent().map_or_else(|| link.clone(), |folder| folder.join(&link));
        } else if known.is_dir() {
            return Err(OutputFault::WrongKind { file: shown(), found: "folder, not a file" });
        } else if known.is_file() {
            return Ok(target);
        } else {
            return Err(OutputFault::WrongKind { file: shown(), found: "device or pipe, not a regular file" });
        }
    }
    Err(OutputFault::Unwritable { file: shown(), source: std::io::Error::other("too many levels of symbolic links") })
}

/// The temporary name beside a file: `.NAME.partial`, shortened where a file system would refuse it.
pub(super) fn partial_name(target: &Path) -> PathBuf {
    /// Longest file name of common file systems, in bytes.
    const LONGEST: usize = 255;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let room = LONGEST - "..partial".len();
    let short = if name.len() <= room {
        name.into_owned()
    } else {
        let digest = super::hex(&<sha2::Sha256 as sha2::Digest>::digest(name.as_bytes())[..8]);
        let end = (0..(room - digest.len())).rev().find(|&end| name.is_char_boundary(end)).unwrap_or(0);
        format!("{}-{digest}", &name[..end])
    };
    target.with_file_name(format!(".{short}.partial"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_have_short_partials_of_their_own() {
        let long = |last: char| PathBuf::from(format!("{}{last}.csv", "東".repeat(83)));
        let (a, b) = (partial_name(&long('a')), partial_name(&long('b')));
        assert!(a.as_os_str().len() <= 255 && a != b, "{}", a.display());
        assert_eq!(partial_name(Path::new("x/years.csv")), Path::new("x/.years.csv.partial"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("real.csv"), "old").expect("a file");
        for (link, to) in
            [("link.csv", "real.csv"), ("second.csv", "link.csv"), ("dangling.csv", "new.csv"), ("circle.csv", "circle.csv")]
        {
            std::os::unix::fs::symlink(to, at(link)).expect("a link");
        }
        assert_eq!(destination(&at("second.csv")).expect("a file"), at("real.csv"));
        assert_eq!(destination(&at("dangling.csv")).expect("a file"), at("new.csv"));
        assert!(destination(&at("circle.csv")).is_err());
        assert!(destination(folder.path()).is_err());
        assert!(destination(Path::new("/dev/null")).is_err());
    }
}
