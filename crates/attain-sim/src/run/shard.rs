//! Selection of the blocks that a shard simulates.

use attain_core::diagnostics::{Fault, Place};

use super::fault::{MOST_SHARDS, ShardFault};

/// A shard of a run, which consists of every `of`-th block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Number of this shard, counted from 1.
    pub index: u32,
    /// Total number of shards.
    pub of: u32,
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "shard {} of {}", self.index, self.of)
    }
}

/// Looks up an environment variable by name.
type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Shard {
    /// Parses a shard such as `2/7`, or `auto`, which reads the position in an array job from the
    /// environment.
    ///
    /// # Errors
    /// Returns a fault at `--shard` if the text or the environment is invalid.
    pub fn read(text: &str, environment: Environment) -> Result<Self, Fault> {
        let shard = if text == "auto" { from_array(environment) } else { from_text(text) };
        shard.map_err(|problem| Fault::new(Place::Option("--shard"), problem))
    }

    /// Whether a block belongs to the shard.
    #[must_use]
    pub fn has(&self, block: u32) -> bool {
        block % self.of == self.index - 1
    }

    fn new(index: u32, of: u32) -> Option<Self> {
        (1 <= index && index <= of && of <= MOST_SHARDS).then_some(Self { index, of })
    }
}

fn from_text(text: &str) -> Result<Shard, ShardFault> {
    let wrong = || ShardFault::NotAShard { found: text.to_owned() };
    let (index, of) = text.split_once('/').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
    Shard::new(number(index)?, number(of)?).ok_or_else(wrong)
}

/// Reads the shard from the environment of an array job. All of its variables must agree.
fn from_array(environment: Environment) -> Result<Shard, ShardFault> {
    let number = |name: &'static str| match environment(name).filter(|value| !value.trim().is_empty()) {
        None => Ok(None),
        Some(found) => found.trim().parse::<u32>().map(Some).map_err(|_| ShardFault::NotANumber { name, found }),
    };
    let shards = number("ATTAIN_SHARDS")?;
    let slurm = match number("SLURM_ARRAY_TASK_ID")? {
        None => None,
        Some(id) => Some(slurm(id, &number)?),
    };
    let kubernetes = match number("JOB_COMPLETION_INDEX")? {
        None => None,
        Some(index) => {
            let of = shards.or(slurm.map(|place: ArrayPlace| place.of)).ok_or(ShardFault::NoCount)?;
            Some(ArrayPlace { index: index.saturating_add(1), of })
        }
    };
    let place = match (slurm, kubernetes) {
        (None, None) => return Err(ShardFault::NoArray),
        (Some(slurm), Some(kubernetes)) if slurm != kubernetes => {
            return Err(ShardFault::Contradiction { one: slurm.to_string(), other: kubernetes.to_string() });
        }
        (Some(place), _) | (None, Some(place)) => place,
    };
    if let Some(shards) = shards.filter(|shards| *shards != place.of) {
        return Err(ShardFault::Contradiction { one: place.to_string(), other: format!("ATTAIN_SHARDS {shards}") });
    }
    Shard::new(place.index, place.of).ok_or(ShardFault::OutOfRange { index: place.index, of: place.of })
}

/// Index and number of tasks in a Slurm array job. The array may start at any number and have
/// steps.
fn slurm(id: u32, number: &dyn Fn(&'static str) -> Result<Option<u32>, ShardFault>) -> Result<ArrayPlace, ShardFault> {
    let needed = |name| number(name)?.ok_or(ShardFault::Missing { name });
    let (min, of) = (needed("SLURM_ARRAY_TASK_MIN")?, needed("SLURM_ARRAY_TASK_COUNT")?);
    let step = number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1);
    match id.checked_sub(min) {
        Some(gap) if gap % step == 0 && gap / step < of => Ok(ArrayPlace { index: gap / step + 1, of }),
        _ => Err(ShardFault::Gaps { id, min, of }),
    }
}

/// Position in an array job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ArrayPlace {
    index: u32,
    of: u32,
}

impl std::fmt::Display for ArrayPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "shard {} of {}", self.index, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, environment: &[(&str, &str)]) -> Result<(u32, u32), String> {
        let value = |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Shard::read(text, &value).map(|shard| (shard.index, shard.of)).map_err(|fault| fault.to_string())
    }

    #[test]
    fn shards_are_counted_from_one() {
        assert_eq!(read("2/7", &[]), Ok((2, 7)));
        assert_eq!(read("1/1", &[]), Ok((1, 1)));
        for wrong in ["0/7", "8/7", "7", "", "a/b", "-1/2", "1/0", "1/2/3", "1/100001"] {
            assert!(read(wrong, &[]).unwrap_err().contains("shard::out-of-range"), "{wrong}");
        }
    }

    #[test]
    fn every_block_is_in_one_shard() {
        for of in 1..9 {
            for block in 0..40 {
                assert_eq!((1..=of).filter(|&index| Shard { index, of }.has(block)).count(), 1);
            }
        }
    }

    #[test]
    fn slurm_arrays_may_start_anywhere() {
        let task = |id: &str, min: &str, count: &str, more: &[(&str, &str)]| {
            let reported = [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_MIN", min), ("SLURM_ARRAY_TASK_COUNT", count)];
            read("auto", &[&reported, more].concat())
        };
        assert_eq!(task("0", "0", "4", &[]), Ok((1, 4)));
        assert_eq!(task("13", "10", "4", &[]), Ok((4, 4)));
        assert_eq!(task("14", "10", "3", &[("SLURM_ARRAY_TASK_STEP", "2")]), Ok((3, 3)));
        assert_eq!(task("3", "1", "7", &[("ATTAIN_SHARDS", "7")]), Ok((3, 7)));
        assert!(task("9", "1", "3", &[]).unwrap_err().contains("shard::array-with-gaps"));
        assert!(task("11", "10", "3", &[("SLURM_ARRAY_TASK_STEP", "2")]).unwrap_err().contains("shard::array-with-gaps"));
        assert!(task("3", "1", "7", &[("ATTAIN_SHARDS", "8")]).unwrap_err().contains("shard::contradiction"));
        assert!(task("x", "1", "7", &[]).unwrap_err().contains("shard::not-a-number"));
        assert!(read("auto", &[("SLURM_ARRAY_TASK_ID", "1")]).unwrap_err().contains("SLURM_ARRAY_TASK_MIN is not"));
    }

    #[test]
    fn kubernetes_needs_the_count_from_the_user() {
        let index = ("JOB_COMPLETION_INDEX", "2");
        assert_eq!(read("auto", &[index, ("ATTAIN_SHARDS", "3")]), Ok((3, 3)));
        assert!(read("auto", &[index]).unwrap_err().contains("ATTAIN_SHARDS"));
        assert!(read("auto", &[index, ("ATTAIN_SHARDS", "2")]).unwrap_err().contains("shard::out-of-range"));
        assert!(read("auto", &[]).unwrap_err().contains("shard::unspecified"));
        let both = [("SLURM_ARRAY_TASK_ID", "1"), ("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_COUNT", "3"), index];
        assert!(read("auto", &both).unwrap_err().contains("shard::contradiction"));
    }
}
