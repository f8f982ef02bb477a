//! The differences as text.

use std::fmt::Write as _;

use super::compare::{AccountChange, PlanDiff};
use attain_core::metric::MetricUnit;
use attain_core::number_format::{MISSING, NumberFormat, plural};

/// Lists the accounts and seats that differ, one a line. Empty if nothing differs.
#[must_use]
pub fn text(diff: &PlanDiff) -> String {
    let mut text = String::new();
    if diff.is_empty() {
        return text;
    }
    let n = NumberFormat::in_currency(&diff.currency);
    let money = |value: f64| n.plain(MetricUnit::Money, value).replace('\u{a0}', " ");
    let counts = [AccountChange::Moved, AccountChange::Added, AccountChange::Lost].map(|change| (change, diff.count(change)));
    let counts = counts.map(|(change, count)| format!("{count} {}", change.name()));
    let (accounts, seats) = (plural(diff.accounts.len(), "account"), plural(diff.seats.len(), "seat"));
    let _ = writeln!(text, "{} → {}: {accounts} ({}), {seats}", diff.from, diff.to, counts.join(", "));
    for account in &diff.accounts {
        let owner = |owner: &Option<String>| owner.clone().unwrap_or_else(|| "house account".to_owned());
        let sign = match account.change {
            AccountChange::Added => '+',
            AccountChange::Lost => '-',
            AccountChange::Moved => '~',
        };
        let owners = match account.change {
            AccountChange::Added => owner(&account.to),
            AccountChange::Lost => owner(&account.from),
            AccountChange::Moved => format!("{} → {}", owner(&account.from), owner(&account.to)),
        };
        let potential = account.potential.map_or_else(String::new, |potential| format!(", potential {}", money(potential)));
        let name =
            if account.name.is_empty() || account.name == account.id { String::new() } else { format!(" {}", account.name) };
        let _ = writeln!(text, "{sign} {}{name}: {owners}{potential}", account.id);
    }
    for seat in &diff.seats {
        let pair = |[a, b]: [f64; 2]| if a == b { money(a) } else { format!("{} → {}", money(a), money(b)) };
        let mut parts = Vec::new();
        if seat.quota[0] != seat.quota[1] {
            let one = |quota: Option<f64>| quota.map_or_else(|| MISSING.to_owned(), &money);
            parts.push(format!("quota {} → {}", one(seat.quota[0]), one(seat.quota[1])));
        }
        if seat.accounts[0] != seat.accounts[1] {
            parts.push(format!("accounts {} → {}", seat.accounts[0], seat.accounts[1]));
        }
        for (name, values) in [("potential", seat.potential), ("revenue", seat.revenue), ("pipeline", seat.pipeline)] {
            if values[0] != values[1] {
                parts.push(format!("{name} {}", pair(values)));
            }
        }
        if seat.chance[0] != seat.chance[1] {
            let one = |chance: Option<f64>| {
                chance.map_or_else(|| MISSING.to_owned(), |chance| n.plain(MetricUnit::Share, chance).replace('\u{a0}', " "))
            };
            parts.push(format!("chance of quota {} → {}", one(seat.chance[0]), one(seat.chance[1])));
        }
        let _ = writeln!(text, "= {} {}: {}", seat.id, seat.name, parts.join(", "));
    }
    text
}
