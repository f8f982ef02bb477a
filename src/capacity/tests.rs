//! The bridge and what follows from it, on small studies.
