//! Response of opportunities to selling effort.

use crate::quantile::{fast_exp, fast_log};
use crate::scenario::choices::Response;

/// Rate of creation of opportunities at effort `k`, relative to the normal rate. An effort of 1
/// corresponds to the reference coverage model. Returns to effort diminish.
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
