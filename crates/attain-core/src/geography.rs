//! Locations of accounts and reps.

/// A point on the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoPoint {
    /// Latitude, -90 to 90.
    pub latitude: f64,
    /// Longitude, -180 to 180.
    pub longitude: f64,
}

impl GeoPoint {
    /// Great-circle distance in km, by the haversine formula with a radius of 6371 km.
    #[must_use]
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let d_lat = libm::sin((b - a) / 2.0);
        let d_lon = libm::sin((other.longitude - self.longitude).to_radians() / 2.0);
        let h = d_lat * d_lat + libm::cos(a) * libm::cos(b) * d_lon * d_lon;
        2.0 * 6371.0 * libm::asin(h.sqrt().min(1.0))
    }
}
