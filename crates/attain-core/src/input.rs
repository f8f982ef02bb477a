//! Reading of input files with a limit on their size.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// Largest text file that is read: scenarios, studies and lists, 16 MiB.
pub const LARGEST_TEXT: u64 = 16 << 20;

/// Reads a regular file of at most `most` bytes.
///
/// # Errors
/// Any error of the file system; [`ErrorKind::FileTooLarge`] for longer files, and
/// [`ErrorKind::InvalidInput`] for devices, pipes and sockets, which may never end.
pub fn read(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let known = path.metadata()?;
    if known.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    if !known.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is a device, pipe or socket, not a regular file"));
    }
    let too_large = || Error::new(ErrorKind::FileTooLarge, format!("it is larger than {} MiB", most >> 20));
    if known.len() > most {
        return Err(too_large());
    }
    // A file may grow while it is read, and some report no length.
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// Reads a text file in UTF-8 of at most [`LARGEST_TEXT`] bytes.
///
/// # Errors
/// Those of [`read`], and [`ErrorKind::InvalidData`] for bytes that are not UTF-8.
pub fn read_text(path: &Path) -> std::io::Result<String> {
    String::from_utf8(read(path, LARGEST_TEXT)?).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_up_to_the_limit_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        std::fs::write(&path, [b'a'; 100]).expect("a file");
        assert_eq!(read(&path, 100).expect("within the limit").len(), 100);
        assert_eq!(read(&path, 99).expect_err("too large").kind(), ErrorKind::FileTooLarge);
        assert_eq!(read(folder.path(), 99).expect_err("a folder").kind(), ErrorKind::IsADirectory);
        assert_eq!(read(&folder.path().join("none"), 99).expect_err("missing").kind(), ErrorKind::NotFound);
        if cfg!(unix) {
            assert_eq!(read(Path::new("/dev/zero"), 99).expect_err("a device").kind(), ErrorKind::InvalidInput);
        }
    }
}
