//! Input faults of runs and shards.

use miette::Diagnostic;

/// Maximum number of shards of a run.
pub const MOST_SHARDS: u32 = 100_000;

/// A fault of the blocks of an earlier run.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum RunFault {
    /// An earlier run did not finish.
    #[error("the folder contains {blocks} finished blocks of an interrupted run")]
    #[diagnostic(
        code("run::unfinished"),
        help("pass --resume to continue it, --fresh to discard its blocks, or --out to use another folder")
    )]
    Unfinished { blocks: usize },
    /// The blocks belong to another study, seed or version.
    #[error("{blocks} of the blocks in the folder belong to another run: {differences}")]
    #[diagnostic(code("run::foreign-blocks"), help("pass --fresh to discard them, or --out to use another folder"))]
    Foreign { blocks: usize, differences: String },
}

/// A fault of shards that are merged into a run.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum MergeFault {
    #[error("no blocks found")]
    #[diagnostic(code("merge::no-blocks"), help("{SHARD_FOLDERS}"))]
    NoBlocks,
    #[error("cannot read the blocks: {why}")]
    #[diagnostic(code("merge::unreadable"), help("{SHARD_FOLDERS}"))]
    Unreadable { why: String },
    #[error("{blocks} blocks in the folder belong to another run: {differences}")]
    #[diagnostic(
        code("merge::foreign-blocks"),
        help("merge only shards of this study with the same seed, version and number of years")
    )]
    Foreign { blocks: usize, differences: String },
    #[error("damaged block: {why}")]
    #[diagnostic(
        code("merge::damaged"),
        help("restore the block, or simulate it again with `attain compare --shard … --resume`")
    )]
    Damaged { why: String },
    #[error("{other} has the same years with different contents")]
    #[diagnostic(code("merge::contradiction"), help("keep only one of the two blocks"))]
    Twice { other: String },
    #[error("{blocks} blocks are missing: years {years}")]
    #[diagnostic(
        code("merge::missing-blocks"),
        help("pass the folders of all shards, and complete interrupted shards with --resume")
    )]
    Missing { blocks: usize, years: String },
}

const SHARD_FOLDERS: &str = "expected folders written by `attain compare --shard`";

/// A shard that is invalid or cannot be read from the environment.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ShardFault {
    #[error("invalid shard `{found}`")]
    #[diagnostic(
        code("shard::out-of-range"),
        help("expected a shard such as 2/7, the second of seven, or `auto` in an array job")
    )]
    NotAShard { found: String },
    #[error("the environment does not describe an array job")]
    #[diagnostic(
        code("shard::unspecified"),
        help(
            "set SLURM_ARRAY_TASK_ID, SLURM_ARRAY_TASK_MIN and SLURM_ARRAY_TASK_COUNT, or JOB_COMPLETION_INDEX and ATTAIN_SHARDS"
        )
    )]
    NoArray,
    #[error("JOB_COMPLETION_INDEX is set, but Kubernetes does not provide the number of completions")]
    #[diagnostic(code("shard::unspecified"), help("set ATTAIN_SHARDS to the `completions` of the job"))]
    NoCount,
    #[error("SLURM_ARRAY_TASK_ID is set, but {name} is not")]
    #[diagnostic(
        code("shard::unspecified"),
        help("set SLURM_ARRAY_TASK_ID, SLURM_ARRAY_TASK_MIN and SLURM_ARRAY_TASK_COUNT together")
    )]
    Missing { name: &'static str },
    #[error("invalid value `{found}` for {name}")]
    #[diagnostic(code("shard::not-a-number"), help("expected a whole number"))]
    NotANumber { name: &'static str, found: String },
    #[error("task {id} is not one of {of} consecutive tasks starting at {min}")]
    #[diagnostic(code("shard::array-with-gaps"), help("use an array without gaps, such as --array=1-7"))]
    Gaps { id: u32, min: u32, of: u32 },
    #[error("the environment describes two array jobs: {one} and {other}")]
    #[diagnostic(code("shard::contradiction"), help("unset the variables of all but one array job"))]
    Contradiction { one: String, other: String },
    #[error("shard {index} of {of} is out of range")]
    #[diagnostic(
        code("shard::out-of-range"),
        help("expected a shard from 1 to the number of shards, which is at most {MOST_SHARDS}")
    )]
    OutOfRange { index: u32, of: u32 },
}
