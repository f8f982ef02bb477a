//! The structure that contributors rely on: layers without cycles, modules
//! without circles, and one meaning for each type name.

mod layers;
mod modules;
mod source;
mod type_names;
