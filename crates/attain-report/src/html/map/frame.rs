//! The area that a map shows.

use attain_core::geography::GeoPoint;

/// A box of degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MapFrame {
    low: GeoPoint,
    high: GeoPoint,
}

impl MapFrame {
    /// The box around the places with a margin; `None` without places.
    pub(super) fn around(mut places: impl Iterator<Item = GeoPoint>) -> Option<Self> {
        let first = places.next()?;
        let (low, high) = places.fold((first, first), |(low, high), place| {
            (
                GeoPoint { latitude: low.latitude.min(place.latitude), longitude: low.longitude.min(place.longitude) },
                GeoPoint { latitude: high.latitude.max(place.latitude), longitude: high.longitude.max(place.longitude) },
            )
        });
        let margin = |low: f64, high: f64| 0.04 * (high - low).max(1.0);
        let (up, across) = (margin(low.latitude, high.latitude), margin(low.longitude, high.longitude));
        Some(Self {
            low: GeoPoint { latitude: low.latitude - up, longitude: low.longitude - across },
            high: GeoPoint { latitude: high.latitude + up, longitude: high.longitude + across },
        })
    }

    /// West, east, south and north.
    pub(super) fn corners(&self) -> [f64; 4] {
        [self.low.longitude, self.high.longitude, self.low.latitude, self.high.latitude].map(rounded)
    }

    /// Length of a degree of longitude relative to one of latitude, at the centre.
    pub(super) fn aspect(&self) -> f64 {
        rounded(libm::cos((0.5 * (self.low.latitude + self.high.latitude)).to_radians()).max(0.05))
    }

    /// Whether a point lies in the box or in half a box around it, which a wide picture shows too.
    pub(super) fn is_near(&self, longitude: f64, latitude: f64) -> bool {
        let near = |value: f64, low: f64, high: f64| value >= low - 0.5 * (high - low) && value <= high + 0.5 * (high - low);
        near(longitude, self.low.longitude, self.high.longitude) && near(latitude, self.low.latitude, self.high.latitude)
    }
}

/// Rounds to hundredths of a degree, about a kilometre.
pub(super) fn rounded(degrees: f64) -> f64 {
    (100.0 * degrees).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_holds_its_places_and_what_is_near() {
        let at = |latitude, longitude| GeoPoint { latitude, longitude };
        let frame = MapFrame::around([at(50.0, 8.0), at(52.0, 13.0)].into_iter()).expect("two places");
        assert!(frame.is_near(8.0, 50.0) && frame.is_near(15.0, 52.5) && !frame.is_near(30.0, 51.0));
        let [west, east, south, north] = frame.corners();
        assert!(west < 8.0 && east > 13.0 && south < 50.0 && north > 52.0);
        assert!(MapFrame::around(std::iter::empty()).is_none());
    }
}
