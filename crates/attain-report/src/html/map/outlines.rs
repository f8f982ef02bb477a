//! Coasts and borders of countries and of US states.

use super::frame::MapFrame;

/// Lines in hundredths of a degree: a first point and the steps from it.
const OUTLINES: &str = include_str!("../../assets/outlines.json");

/// The parts of the lines near a frame, in the same coding.
pub(super) fn inside(frame: &MapFrame) -> Vec<Vec<i32>> {
    let lines: Vec<Vec<i32>> = serde_json::from_str(OUTLINES).unwrap_or_default();
    lines.iter().flat_map(|line| pieces(frame, line)).collect()
}

/// The runs of consecutive points of a line near the frame.
fn pieces(frame: &MapFrame, line: &[i32]) -> Vec<Vec<i32>> {
    let (mut x, mut y) = (0, 0);
    let mut found: Vec<Vec<i32>> = Vec::new();
    let mut open = false;
    for step in line.chunks_exact(2) {
        (x, y) = (x + step[0], y + step[1]);
        if !frame.is_near(f64::from(x) / 100.0, f64::from(y) / 100.0) {
            open = false;
            continue;
        }
        match found.last_mut().filter(|_| open) {
            Some(piece) => piece.extend([step[0], step[1]]),
            None => found.push(vec![x, y]),
        }
        open = true;
    }
    found.retain(|piece| piece.len() > 2);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::geography::GeoPoint;

    fn frame(south: f64, north: f64, west: f64, east: f64) -> MapFrame {
        let corners = [GeoPoint { latitude: south, longitude: west }, GeoPoint { latitude: north, longitude: east }];
        MapFrame::around(corners.into_iter()).expect("two corners")
    }

    #[test]
    fn a_line_is_cut_where_it_leaves_the_frame() {
        let frame = frame(0.0, 1.0, 0.0, 1.0);
        let line = [0, 0, 50, 0, 9000, 0, -9000, 50, 10, 0];
        assert_eq!(pieces(&frame, &line), [vec![0, 0, 50, 0], vec![50, 50, 10, 0]]);
    }

    #[test]
    fn every_inhabited_place_has_outlines() {
        for (south, north, west, east) in
            [(25.0, 49.0, -124.0, -67.0), (47.0, 55.0, 6.0, 15.0), (-44.0, -10.0, 113.0, 154.0), (50.0, 60.0, -8.0, 2.0)]
        {
            let points: usize = inside(&frame(south, north, west, east)).iter().map(|piece| piece.len() / 2).sum();
            assert!((50..12_000).contains(&points), "{south} {west}: {points}");
        }
    }
}
