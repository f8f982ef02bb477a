//! The command line as its users see it: files in, text and files out.

mod backtest;
mod blocks;
mod broken;
mod capacity;
mod carve;
mod commands;
mod data;
#[cfg(unix)]
mod failing_writes;
mod identity;
mod proposals;
mod replay;
mod spread;
mod stress;
mod tiny;
mod verify;
