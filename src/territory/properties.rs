//! What holds for every plan, whatever the book.

use super::fixture;
use crate::design::design;
