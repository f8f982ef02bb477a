//! The street quota as a share of realistic potential, and the reason for an unusual share.

use attain_core::metric::MetricUnit;
use attain_core::number_format::NumberFormat;
use attain_core::scenario::choices::{QuotaPolicy, Scenario};

/// Usual range of quota as a share of realistic potential. P: practitioner guide.
pub const USUAL_SHARE: (f64, f64) = (0.70, 0.80);

/// A note on a street quota whose share of realistic potential is not the usual one: below 70 % or
/// above 80 %, each to the nearest percent.
pub(super) fn unusual_share(scenario: &Scenario, street: f64, realistic: f64) -> Option<String> {
    let n = NumberFormat::in_currency(&scenario.money.currency);
    let money = |amount| n.plain(MetricUnit::Money, amount);
    if realistic.is_nan() || realistic <= 0.0 {
        return (street > 0.0).then(|| {
            format!("The street quota is {}, and the books can hardly be expected to bring any bookings.", money(street))
        });
    }
    let percent = (100.0 * street / realistic).round();
    let (low, high) = (100.0 * USUAL_SHARE.0, 100.0 * USUAL_SHARE.1);
    let (beyond, effect) = if percent < low {
        ("below", "most seats would exceed their quota")
    } else if percent > high {
        ("above", "seats would miss their quota more often than usual")
    } else {
        return None;
    };
    Some(format!(
        "The street quota of {} is {percent:.0} % of the {} that ramped reps in all seats can be expected to book, {beyond} the usual {low:.0}–{high:.0} %, \
         because {}: {effect}.",
        money(street),
        money(realistic),
        cause(scenario, &money)
    ))
}

/// What determines the street quota under each policy.
fn cause(scenario: &Scenario, money: &dyn Fn(f64) -> String) -> String {
    match &scenario.quota.policy {
        QuotaPolicy::Current => "quotas stay as they are today".to_owned(),
        QuotaPolicy::Flat { quota } => format!("every seat has a quota of {}", money(quota.get())),
        QuotaPolicy::PotentialShare { share } => format!("the policy asks for {:.0} %", 100.0 * share.get()),
        QuotaPolicy::TopDown { over_assignment } | QuotaPolicy::EqualChance { over_assignment } => {
            let target = scenario.target.bookings.map_or(0.0, attain_core::units::Money::get);
            format!("it is the target of {} plus {:.0} % over-assignment", money(target), 100.0 * over_assignment.get())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_core::units::{Money, Share};

    fn note(street: f64) -> Option<String> {
        let mut scenario = Scenario::default();
        scenario.target.bookings = Some(Money::literal(36e6));
        scenario.quota.policy = QuotaPolicy::TopDown { over_assignment: Share::literal(0.1) };
        unusual_share(&scenario, street, 100e6)
    }

    #[test]
    fn a_share_outside_the_usual_range_is_explained() {
        assert_eq!((note(70e6), note(80.4e6)), (None, None));
        let over = note(97e6).unwrap_or_default();
        assert!(over.contains("97 % of the $100M") && over.contains("above the usual 70–80 %"), "{over}");
        assert!(over.contains("the target of $36.0M plus 10 % over-assignment"), "{over}");
        assert!(note(60e6).is_some_and(|note| note.contains("below") && note.contains("exceed")));
    }

    #[test]
    fn a_street_quota_without_any_potential_is_noted() {
        let scenario = Scenario::default();
        assert!(unusual_share(&scenario, 1e6, 0.0).is_some_and(|note| note.contains("hardly")));
        assert_eq!(unusual_share(&scenario, 0.0, 0.0), None);
    }
}
