//! Selection of the pairs of plans to compare.

/// Returns pairs of plan indices: every plan with the reference, then all other pairs.
pub(super) fn couples(plans: usize, reference: usize) -> Vec<(usize, usize)> {
    let others = || (0..plans).filter(move |&plan| plan != reference);
    let with_reference = others().filter(|_| reference < plans).map(|plan| (plan, reference));
    let rest = others().flat_map(|a| others().filter(move |&b| b > a).map(move |b| (a, b)));
    with_reference.chain(rest).collect()
}
