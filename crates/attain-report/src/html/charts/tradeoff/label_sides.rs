//! Placement of names beside their marks, so that names and marks do not overlap.

use crate::names::columns;

/// Size of a typical chart, width of a character, height of a line, and half the size of a mark,
/// all in px.
const CHART: (f64, f64) = (760.0, 330.0);
const COLUMN: f64 = 6.8;
const LINE: f64 = 14.0;
const MARK: f64 = 9.0;

/// The sides in order of preference, with their directions.
const SIDES: [(&str, f64, f64); 4] = [("top", 0.0, 1.0), ("bottom", 0.0, -1.0), ("right", 1.0, 0.0), ("left", -1.0, 0.0)];

/// A rectangle, as its centre and half its size.
#[derive(Clone, Copy)]
struct LabelBox {
    middle: (f64, f64),
    half: (f64, f64),
}

impl LabelBox {
    fn overlaps(&self, other: &Self) -> bool {
        (self.middle.0 - other.middle.0).abs() < self.half.0 + other.half.0
            && (self.middle.1 - other.middle.1).abs() < self.half.1 + other.half.1
    }

    fn leaves_the_chart(&self) -> bool {
        let leaves = |middle: f64, half: f64, end: f64| middle - half < 0.0 || middle + half > end;
        leaves(self.middle.0, self.half.0, CHART.0) || leaves(self.middle.1, self.half.1, CHART.1)
    }
}

/// Chooses a side for each point. Points are fractions of the chart; `names` holds the lines of
/// each name. From the highest point down, each name takes the first free side, or the least
/// crowded one if none is free.
#[must_use]
pub fn sides(points: &[(f64, f64)], names: &[Vec<String>]) -> Vec<&'static str> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*b].1.total_cmp(&points[*a].1));
    let marks: Vec<LabelBox> =
        points.iter().map(|(x, y)| LabelBox { middle: (x * CHART.0, y * CHART.1), half: (MARK, MARK) }).collect();
    let mut taken: Vec<LabelBox> = Vec::new();
    let mut chosen = vec!["top"; points.len()];
    for i in order {
        let longest = names[i].iter().map(|line| columns(line)).max().unwrap_or(0);
        let half = (longest as f64 * COLUMN / 2.0, names[i].len() as f64 * LINE / 2.0);
        let place = |(_, right, up): &(&str, f64, f64)| {
            let (x, y) = marks[i].middle;
            LabelBox { middle: (x + right * (half.0 + MARK + 6.0), y + up * (half.1 + MARK + 6.0)), half }
        };
        let crowd = |area: &LabelBox| {
            let names = taken.iter().filter(|name| name.overlaps(area)).count();
            let marks = marks.iter().enumerate().filter(|(j, mark)| *j != i && mark.overlaps(area)).count();
            8 * names + 2 * marks + 4 * usize::from(area.leaves_the_chart())
        };
        if let Some(best) = SIDES.iter().min_by_key(|side| crowd(&place(side))) {
            chosen[i] = best.0;
            taken.push(place(best));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::sides;

    #[test]
    fn names_of_marks_in_one_place_part() {
        let names = vec![vec!["some-plan".to_owned()]; 3];
        let found = sides(&[(0.5, 0.5), (0.5, 0.5), (0.2, 0.2)], &names);
        assert_ne!(found[0], found[1]);
        assert_eq!(found[2], "top");
        assert!(sides(&[(f64::NAN, f64::NAN)], &names).len() == 1);
    }

    #[test]
    fn a_name_does_not_cover_its_neighbour() {
        let names = vec![vec!["status-quo".to_owned()], vec!["protect-everything".to_owned()]];
        let found = sides(&[(0.05, 0.5), (0.1, 0.49)], &names);
        assert_ne!(found[0], "right");
        assert_ne!(found[0], found[1]);
    }
}
