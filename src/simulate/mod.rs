pub mod lived;
