//! On which side of its mark each name stands, so that names and marks stay apart.

/// Half a name's width and a line's height, as shares of a chart of usual size.
const HALF_NAME: f64 = 0.07;
const LINE: f64 = 0.07;

/// Sides tried, in order, and where the middle of the name then is.
const SIDES: [(&str, f64, f64); 4] =
    [("top", 0.0, LINE), ("bottom", 0.0, -LINE), ("right", HALF_NAME + 0.02, 0.0), ("left", -HALF_NAME - 0.02, 0.0)];

/// A side for each point, given as shares of the chart: from the highest down, the first side that is free, else the least crowded.
#[must_use]
pub fn sides(points: &[(f64, f64)]) -> Vec<&'static str> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|a, b| points[*b].1.total_cmp(&points[*a].1));
    let mut names: Vec<(f64, f64)> = Vec::new();
    let mut chosen = vec!["top"; points.len()];
    for i in order {
        let clashes = |name: (f64, f64)| {
            let near = |other: &&(f64, f64), width: f64| (other.0 - name.0).abs() < width && (other.1 - name.1).abs() < LINE;
            let out = usize::from(name.0 - HALF_NAME < 0.0 || name.0 + HALF_NAME > 1.0);
            names.iter().filter(|n| near(n, 2.0 * HALF_NAME)).count()
                + points.iter().filter(|p| near(p, HALF_NAME)).count()
                + 3 * out
        };
        let place = |(_, dx, dy): &(&str, f64, f64)| (points[i].0 + dx, points[i].1 + dy);
        if let Some(best) = SIDES.iter().min_by_key(|side| clashes(place(side))) {
            chosen[i] = best.0;
            names.push(place(best));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::sides;

    #[test]
    fn names_of_marks_in_one_place_part() {
        let found = sides(&[(0.5, 0.5), (0.5, 0.5), (0.2, 0.2)]);
        assert_ne!(found[0], found[1]);
        assert_eq!(found[2], "top");
        assert!(sides(&[(f64::NAN, f64::NAN)]).len() == 1);
    }
}
