//! Tests of the page through its routes.

mod attack;
mod exact;
mod fixture;
mod saving;
