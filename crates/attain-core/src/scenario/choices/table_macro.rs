//! The macro that defines a table of a scenario file.

/// Defines a table of a scenario file. Each field has a description, a type, a default and, after
/// `from`, the source of the default: published (`P:`), secondary (`S:`) or assumed (`A:`).
macro_rules! choices {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$fmeta:meta])* $field:ident : $type:ty = $default:expr, from $source:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
        pub struct $name {
            $($(#[$fmeta])* #[schemars(extend("x-source" = $source))] pub $field: $type,)*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }
    };
}
pub(crate) use choices;
