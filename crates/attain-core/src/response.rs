//! How opportunities respond to the effort of a rep.

use crate::quantile::{fast_exp, fast_log};
use crate::scenario::choices::Response;

/// Share of the normal rate of creation at effort `k`, where 1 is the effort of
/// the reference coverage model; more brings more, ever less of it.
#[inline]
#[must_use]
pub fn response(choice: &Response, k: f64) -> f64 {
    let power = |k: f64, exponent: f64| if k > 0.0 { fast_exp(exponent * fast_log(k)) } else { 0.0 };
    let (inbound, effect) = match *choice {
        Response::Power { inbound, elasticity } => (inbound.get(), power(k, elasticity.get())),
        Response::Adbudg { inbound, half, shape } => {
            let (h, x) = (power(half.get(), shape.get()), power(k, shape.get()));
            (inbound.get(), if x + h > 0.0 { x * (1.0 + h) / (x + h) } else { 0.0 })
        }
    };
    if k <= 0.0 { inbound } else { inbound + (1.0 - inbound) * effect }
}
