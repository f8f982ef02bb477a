//! The sheets `Books`, `Moves` and `Appeals`: one row an account.

use super::sheet::{SheetCell, SheetColumn, SheetModel};
use crate::plan_export::{PlanExport, label};
use attain_data::workbook_format;
use attain_report::explanations::AssignmentExplainer;

/// One row an account, with an owner that may be edited.
pub(super) fn books(export: &PlanExport<'_>) -> SheetModel {
    let (book, plan) = (export.book, export.plan);
    let explainer = AssignmentExplainer::new(book, plan);
    let open = export.open_deals();
    let row = |at: usize| {
        let (account, made) = (&book.accounts[at], &plan.accounts[at]);
        let planned = export.seat(at).map(|seat| label(&seat.name, &seat.id)).unwrap_or_default();
        let next = made.next_best.and_then(|next| plan.seats.get(next.seat));
        vec![
            SheetCell::text(&account.id),
            SheetCell::text(&account.name),
            SheetCell::text(book.segments.get(account.segment).map_or("", String::as_str)),
            SheetCell::text(account.industry.and_then(|industry| book.industries.get(industry)).map_or("", String::as_str)),
            SheetCell::text(account.region.and_then(|region| book.regions.get(region)).map_or("", String::as_str)),
            SheetCell::text(plan.scenario.tiers.get(made.tier).map_or("", |tier| tier.name.as_str())),
            SheetCell::text(export.owner(at).map(|rep| label(&rep.name, &rep.id)).unwrap_or_default()),
            SheetCell::text(&planned),
            SheetCell::text(&planned),
            SheetCell::text(if explainer.moves(at) { "yes" } else { "no" }),
            SheetCell::text(made.reason.words()),
            SheetCell::number(SheetCell::Money, account.potential),
            SheetCell::number(SheetCell::Money, account.revenue),
            SheetCell::number(SheetCell::Money, open[at].amount),
            SheetCell::Whole(open[at].count as f64),
            SheetCell::number(SheetCell::Decimal, made.score),
            SheetCell::text(next.map(|seat| label(&seat.name, &seat.id)).unwrap_or_default()),
            SheetCell::number(SheetCell::Decimal, made.next_best.map(|next| explainer.points(next.cost()))),
        ]
    };
    let seats = u32::try_from(plan.seats.len()).unwrap_or(u32::MAX);
    let mut columns = columns(&[
        (workbook_format::ACCOUNT, 20.0),
        ("Name", 30.0),
        ("Segment", 13.0),
        ("Industry", 16.0),
        ("Region", 13.0),
        ("Tier", 12.0),
        ("Owner today", 26.0),
        (workbook_format::PLANNED, 26.0),
        (workbook_format::OWNER, 26.0),
        ("Moves", 7.0),
        ("Reason", 40.0),
        ("Potential", 14.0),
        ("Revenue", 14.0),
        ("Open pipeline", 14.0),
        ("Open deals", 8.0),
        ("Score", 8.0),
        ("Next best", 26.0),
        ("Points to overturn", 11.0),
    ]);
    columns[8].choices = Some((workbook_format::SEATS, seats));
    table(workbook_format::BOOKS, columns, (0..book.accounts.len()).map(row).collect(), 2)
}

/// One row an account that changes owner, with the reason and what the move is expected to cost.
pub(super) fn moves(export: &PlanExport<'_>) -> SheetModel {
    let (book, plan) = (export.book, export.plan);
    let explainer = AssignmentExplainer::new(book, plan);
    let open = export.open_deals();
    let mut moved: Vec<usize> = (0..book.accounts.len()).filter(|&at| explainer.moves(at)).collect();
    moved.sort_by(|&a, &b| book.accounts[b].potential.total_cmp(&book.accounts[a].potential).then(a.cmp(&b)));
    let row = |&at: &usize| {
        let (account, made) = (&book.accounts[at], &plan.accounts[at]);
        vec![
            SheetCell::text(&account.id),
            SheetCell::text(&account.name),
            SheetCell::text(export.owner(at).map(|rep| label(&rep.name, &rep.id)).unwrap_or_default()),
            SheetCell::text(export.seat(at).map_or_else(|| "house account".to_owned(), |seat| label(&seat.name, &seat.id))),
            SheetCell::text(made.reason.words()),
            SheetCell::text(explainer.why(at)),
            SheetCell::number(SheetCell::Money, account.potential),
            SheetCell::number(SheetCell::Money, account.revenue),
            SheetCell::number(SheetCell::Money, open[at].amount),
            // Back with today's owner, the account would cost this much less.
            SheetCell::number(SheetCell::Money, made.return_to_owner.map(|back| (0.0 - back.relationship).max(0.0))),
            account.renewal.map_or(SheetCell::Empty, SheetCell::Date),
        ]
    };
    let rows = moved.iter().map(row).collect();
    let mut columns = columns(&[
        ("Account id", 20.0),
        ("Name", 30.0),
        ("Owner today", 26.0),
        ("Owner after", 26.0),
        ("Reason", 34.0),
        ("Why", 70.0),
        ("Potential", 14.0),
        ("Revenue", 14.0),
        ("Open pipeline", 14.0),
        ("Expected cost of the move, with its family", 15.0),
        ("Next renewal", 12.0),
    ]);
    columns[5].wraps = true;
    table("Moves", columns, rows, 2)
}

/// One row an account that changes owner, with the cost of giving it back.
pub(super) fn appeals(export: &PlanExport<'_>) -> SheetModel {
    let (book, plan) = (export.book, export.plan);
    let explainer = AssignmentExplainer::new(book, plan);
    let price = |at: usize| plan.accounts[at].return_to_owner.map_or(f64::INFINITY, |back| back.cost());
    let owner = |at: usize| export.owner(at).map_or("", |rep| rep.id.as_str());
    let mut moved: Vec<usize> = (0..book.accounts.len()).filter(|&at| explainer.moves(at)).collect();
    moved.sort_by(|&a, &b| owner(a).cmp(owner(b)).then(price(a).total_cmp(&price(b))).then(a.cmp(&b)));
    let row = |&at: &usize| {
        let (account, back) = (&book.accounts[at], plan.accounts[at].return_to_owner);
        let part = |of: f64| SheetCell::number(SheetCell::Decimal, explainer.points(of));
        let mut row = vec![
            SheetCell::text(export.owner(at).map(|rep| label(&rep.name, &rep.id)).unwrap_or_default()),
            SheetCell::text(&account.id),
            SheetCell::text(&account.name),
            SheetCell::text(export.seat(at).map_or_else(|| "house account".to_owned(), |seat| label(&seat.name, &seat.id))),
            SheetCell::number(SheetCell::Money, account.potential),
            SheetCell::text(explainer.back(at).unwrap_or_default()),
        ];
        match back {
            Some(back) => {
                row.extend([back.cost(), back.balance, back.workload, back.travel, back.relationship, back.fit].map(part));
            }
            None => row.extend(vec![SheetCell::Empty; 6]),
        }
        row
    };
    let rows = moved.iter().map(row).collect();
    let mut columns = columns(&[
        ("Owner today", 26.0),
        ("Account id", 20.0),
        ("Name", 30.0),
        ("Owner after", 26.0),
        ("Potential", 14.0),
        ("Giving it back", 60.0),
        ("Points to give back", 11.0),
        ("… balance", 10.0),
        ("… workload", 10.0),
        ("… travel", 10.0),
        ("… relationship", 12.0),
        ("… fit", 10.0),
    ]);
    columns[5].wraps = true;
    table("Appeals", columns, rows, 3)
}

fn columns(titles: &[(&str, f64)]) -> Vec<SheetColumn> {
    titles.iter().map(|(title, width)| SheetColumn::new(title, *width)).collect()
}

fn table(name: &'static str, columns: Vec<SheetColumn>, rows: Vec<Vec<SheetCell>>, frozen: u16) -> SheetModel {
    SheetModel { name, columns, rows, frozen, filter: true, charts: Vec::new() }
}
