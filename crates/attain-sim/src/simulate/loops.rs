//! Monthly loops over all accounts. They run over columns without calls or branches and use the
//! widest vector registers of the machine.

/// Tolerance for sums of touches in single precision.
const NEARLY: f32 = 1e-4;

/// Runs a loop over columns with the widest vector registers of the machine. The result of each row
/// is identical on every machine, to the last bit.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn wide<R>(rows: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(rows)
}

/// Computes the response to full or no coverage. Partly covered accounts are handled separately.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn respond(response: &mut [f32], coverage: &[f32], full: &[f32], boost: &[f32], inbound: f32) {
    for (((response, &coverage), &full), &boost) in response.iter_mut().zip(coverage).zip(full).zip(boost) {
        *response = if coverage >= 1.0 { inbound + (full - inbound) * boost } else { inbound };
    }
}

/// Adds a month's touches. Complete touches are counted and the remaining fraction is kept. An open
/// deal guarantees one touch per month, and a month counts at most one touch. An account without a
/// touch for longer than its patience is orphaned.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn touch(
    touched: &mut [f32],
    untouched: &mut [f32],
    orphaned: &mut [f32],
    coverage: &[f32],
    engaged: &[f32],
    touches: &[f32],
    patience: &[f32],
) {
    let changed = touched.iter_mut().zip(untouched).zip(orphaned);
    let fixed = touches.iter().zip(patience);
    for (((((touched, untouched), orphaned), &coverage), &engaged), (&touches, &patience)) in
        changed.zip(coverage).zip(engaged).zip(fixed)
    {
        let given = coverage * touches;
        let wanted = if given > engaged { given } else { engaged };
        let sum = *touched + if wanted < 1.0 { wanted } else { 1.0 };
        let complete = sum >= 1.0 - NEARLY;
        let over = if sum > 1.0 { sum - 1.0 } else { 0.0 };
        *touched = if complete { over } else { sum };
        let months = if complete { 0.0 } else { *untouched + 1.0 };
        *untouched = months;
        *orphaned += if months > patience { 1.0 } else { 0.0 };
    }
}

/// Open deals wait for what they lack of this month's coverage.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn wait(idle: &mut [f32], coverage: &[f32], engaged: &[f32]) {
    for ((idle, &coverage), &engaged) in idle.iter_mut().zip(coverage).zip(engaged) {
        *idle += engaged * (1.0 - coverage);
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn gather(covered: &mut [f64], coverage: &[f32]) {
    for (covered, &coverage) in covered.iter_mut().zip(coverage) {
        *covered += f64::from(coverage);
    }
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn pay(lost: &mut [f64], value: &[f32], response: &[f32], scale: &[f32], handover_loss: &[f32]) {
    for ((((lost, &value), &response), &scale), &handover_loss) in
        lost.iter_mut().zip(value).zip(response).zip(scale).zip(handover_loss)
    {
        *lost += f64::from(cost(value * response * scale, handover_loss));
    }
}

/// New business of a month that is lost because of changes of owner, at most all of it.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn cost(business: f32, handover_loss: f32) -> f32 {
    business * if handover_loss < 1.0 { handover_loss } else { 1.0 }
}

/// Computes the rate of creation of each account. Returns the number of accounts whose rate exceeds
/// the cap.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn create(rate: &mut [f32], response: &[f32], scale: &[f32], loss: &[f32], drift: &[f32], cap: f32) -> u32 {
    let mut over = 0;
    for ((((rate, &response), &scale), &loss), &drift) in rate.iter_mut().zip(response).zip(scale).zip(loss).zip(drift) {
        let left = 1.0 - loss;
        *rate = response * scale * if left > 0.0 { left } else { 0.0 };
        over += u32::from(*rate * drift > cap);
    }
    over
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop is done in wide registers only when it is inlined")]
pub(crate) fn shrink(loss: &mut [f32], handover_loss: &mut [f32], staffed: &[f32], by: f32) {
    for ((loss, handover_loss), &staffed) in loss.iter_mut().zip(handover_loss).zip(staffed) {
        let less = if staffed > 0.0 { by } else { 1.0 };
        *loss *= less;
        *handover_loss *= less;
    }
}
