//! Accounts touched before the horizon, by rep.

use super::layout::{clean, paragraph, percent};
use crate::explanations::touched_recently;
use attain_data::Book;

/// Number of reps named.
const NAMED: usize = 5;

/// Renders how many accounts were touched in the 90 days before `start`, and the reps who touched
/// the smallest share of their accounts. Empty if no account has a date of its last touch.
#[must_use]
pub fn touches(book: &Book, start: jiff::civil::Date, width: usize) -> String {
    if book.accounts.iter().all(|account| account.last_touch.is_none()) {
        return String::new();
    }
    let mut of_rep = vec![(0, 0); book.reps.len()];
    let (mut touched, mut owned) = (0, 0);
    for account in &book.accounts {
        let recent = usize::from(touched_recently(account, start));
        if let Some(owner) = account.owner {
            of_rep[owner] = (of_rep[owner].0 + recent, of_rep[owner].1 + 1);
            touched += recent;
            owned += 1;
        }
    }
    let share = |(touched, accounts): (usize, usize)| touched as f64 / accounts.max(1) as f64;
    let mut reps: Vec<usize> = (0..of_rep.len()).filter(|&rep| of_rep[rep].1 > 0).collect();
    reps.sort_by(|&a, &b| share(of_rep[a]).total_cmp(&share(of_rep[b])).then(a.cmp(&b)));
    let name = |rep: usize| {
        let row = &book.reps[rep];
        let (touched, accounts) = of_rep[rep];
        format!("{} {touched} of {accounts}", clean(if row.name.is_empty() { &row.id } else { &row.name }))
    };
    let lowest: Vec<String> = reps.iter().take(NAMED).map(|&rep| name(rep)).collect();
    let text = format!(
        "In the 90 days before {start}, {touched} of {owned} accounts with an owner were touched ({}). Lowest shares: {}.",
        percent(share((touched, owned))),
        lowest.join(", ")
    );
    paragraph(&text, width.clamp(20, 200)) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use attain_fixtures::books as fixture;
    use jiff::civil::date;

    #[test]
    fn the_rep_with_the_fewest_touched_accounts_comes_first() {
        let mut book = fixture::book(3, 40, 4);
        for account in &mut book.accounts {
            let late = account.owner == Some(1);
            account.last_touch = Some(if late { date(2026, 6, 1) } else { date(2026, 12, 1) });
        }
        let text = touches(&book, date(2027, 1, 1), 200);
        let others = book.accounts.iter().filter(|account| account.owner.is_some_and(|owner| owner != 1)).count();
        let owned = book.accounts.iter().filter(|account| account.owner.is_some()).count();
        assert!(text.starts_with(&format!("In the 90 days before 2027-01-01, {others} of {owned} accounts")), "{text}");
        assert!(text.contains("Lowest shares: ") && text.contains(" 0 of "), "{text}");
        book.accounts.iter_mut().for_each(|account| account.last_touch = None);
        assert_eq!(touches(&book, date(2027, 1, 1), 80), "");
    }
}
