//! Segments of a quick answer, with their reps.

use super::fault::QuickOptionFault;
use super::preset::{PRESETS, SegmentPreset};
use super::values;
use attain_core::diagnostics::{Faults, Place};

/// Divides the reps among the segments: the given numbers first, and the rest in equal parts.
pub(super) fn segments(texts: &[String], reps: Option<u32>, faults: &mut Faults) -> Vec<(&'static SegmentPreset, u32)> {
    const PLACE: Place = Place::Option("--segment");
    let mut found: Vec<(&'static SegmentPreset, Option<u32>)> = Vec::new();
    for text in texts {
        let (name, count) = text.split_once('=').map_or((text.trim(), None), |(name, count)| (name.trim(), Some(count)));
        let count = match count.map(values::reps) {
            Some(Err(wrong)) => {
                faults.push(PLACE, wrong);
                None
            }
            Some(Ok(count)) => Some(count),
            None => None,
        };
        match PRESETS.iter().find(|preset| preset.name == name) {
            None => faults.push(PLACE, QuickOptionFault::NoSegment { found: name.to_owned() }),
            Some(preset) if found.iter().any(|(known, _)| known.name == preset.name) => {
                faults.push(PLACE, QuickOptionFault::Twice { found: name.to_owned() });
            }
            Some(preset) => found.push((preset, count)),
        }
    }
    if texts.is_empty() {
        found.push((&PRESETS[1], None));
    }
    let Some(reps) = reps else { return Vec::new() };
    let given: u32 = found.iter().filter_map(|(_, count)| *count).sum();
    let open = found.iter().filter(|(_, count)| count.is_none()).count() as u32;
    let left = reps.saturating_sub(given);
    if !found.is_empty() && (given > reps || (open == 0 && left > 0) || left < open) {
        faults.push(PLACE, QuickOptionFault::DoNotAdd { said: given, open, reps });
        return Vec::new();
    }
    let mut divided = 0;
    let part = |(preset, count): (&'static SegmentPreset, Option<u32>)| {
        let part = count.unwrap_or_else(|| {
            divided += 1;
            left / open + u32::from(divided <= left % open)
        });
        (preset, part)
    };
    found.into_iter().map(part).collect()
}
