//! The search for the smallest sufficient number.

/// Finds the smallest number from 1 to `cap` for which `enough` returns `true`, assuming that every
/// larger number is also enough. The search expands outward from `guess` and then bisects. Returns
/// `None` if `cap` itself is not enough.
///
/// # Errors
/// Returns any error of `enough`.
pub fn fewest<E>(guess: u32, cap: u32, mut enough: impl FnMut(u32) -> Result<bool, E>) -> Result<Option<u32>, E> {
    // The largest number known to be insufficient, and the smallest known to be sufficient.
    let (mut under, mut over) = (0, None);
    let mut next = guess.clamp(1, cap.max(1));
    let mut stride = (next / 4).max(1);
    loop {
        if enough(next)? {
            over = Some(next);
        } else {
            under = next;
        }
        match over {
            None if under >= cap => return Ok(None),
            None => next = (under + stride).min(cap),
            Some(over) if over == under + 1 => return Ok(Some(over)),
            // The guess was more than enough: step down before bisecting.
            Some(over) if under == 0 && over > stride => next = over - stride,
            Some(over) => next = under + (over - under) / 2,
        }
        stride *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_fewest_is_found_from_any_guess(wanted in 1_u32..400, guess in 0_u32..500, cap in 1_u32..300) {
            let mut calls = 0;
            let found = fewest(guess, cap, |n| {
                calls += 1;
                Ok::<bool, ()>(n >= wanted)
            });
            prop_assert_eq!(found, Ok((wanted <= cap).then_some(wanted)));
            prop_assert!(calls <= 24, "{}", calls);
        }
    }
}
