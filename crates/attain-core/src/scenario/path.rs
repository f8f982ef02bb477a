//! Paths of choices, such as `territory.locks[0].rep`.

use super::document::{DocumentNode, NodeKind};

/// Returns the node at a path, and whether it exists. If it does not exist, returns its nearest
/// existing ancestor.
pub(super) fn find<'n>(root: &'n DocumentNode, path: &str) -> (&'n DocumentNode, bool) {
    let mut node = root;
    let mut rest = path;
    while !rest.is_empty() {
        let next = match &node.kind {
            NodeKind::Table(table) => {
                let rest = rest.strip_prefix('.').unwrap_or(rest);
                // Names may contain dots, so the longest matching name is used.
                let fitting = table.iter().filter_map(|(name, child)| Some((name, child, after(rest, name)?)));
                fitting.max_by_key(|(name, ..)| name.len()).map(|(_, child, rest)| (child, rest))
            }
            NodeKind::List(list) => rest.strip_prefix('[').and_then(|rest| {
                let (index, rest) = rest.split_once(']')?;
                Some((list.get(index.parse::<usize>().ok()?)?, rest))
            }),
            NodeKind::Leaf(_) => None,
        };
        match next {
            Some((child, after)) => (node, rest) = (child, after),
            None => return (node, false),
        }
    }
    (node, true)
}

/// Returns the rest of a path after a name, which may be quoted.
fn after<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let quoted = quote(name);
    let rest = path.strip_prefix(name).or_else(|| path.strip_prefix(quoted.as_str()))?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
}

/// Formats a name for a path, quoted if necessary.
pub(super) fn quote(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if plain { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}

/// Returns the path of a table's entry.
pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { quote(name) } else { format!("{path}.{}", quote(name)) }
}
