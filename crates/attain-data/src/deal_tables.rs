//! The table of opportunities and its auxiliary tables. They are opened before the accounts,
//! whose potentials may be estimated from past purchases.

use std::collections::HashMap;

use super::book::Product;
use super::open_sheet::open_sheet;
use super::read_context::ReadContext;
use super::read_record::ReadRecord;
use super::sheet::DataSheet;
use super::stages::{self, StageOutcomes};
use super::{column_specs, lookup_tables};
use attain_core::diagnostics::Faults;
use attain_core::scenario::choices::OpportunitiesTable;

/// The table of opportunities and its auxiliary tables.
pub(super) struct DealTables {
    /// The table of opportunities, not yet read.
    pub sheet: Option<DataSheet>,
    pub stage_outcomes: StageOutcomes,
    pub products: Vec<Product>,
    /// Accounts, keyed by opportunity.
    pub links: HashMap<String, String>,
}

/// Opens the opportunities and reads the auxiliary tables.
pub(super) fn open_deal_tables(context: &mut ReadContext<'_>, record: &mut ReadRecord, faults: &mut Faults) -> DealTables {
    let mut products = Vec::new();
    if let Some(mut sheet) = open_sheet(context, "products", column_specs::PRODUCTS, record, faults) {
        products = lookup_tables::products(&mut sheet, &context.rates);
        record.close(sheet, faults);
    }
    context.products = products.iter().map(|product| product.name.clone()).collect();
    let mut table = Vec::new();
    if let Some(mut sheet) = open_sheet(context, "stages", column_specs::STAGES, record, faults) {
        table = stages::read(&mut sheet);
        record.close(sheet, faults);
    }
    let mut links = HashMap::new();
    if let Some(mut sheet) = open_sheet(context, "links", column_specs::LINKS, record, faults) {
        links = lookup_tables::links(&mut sheet);
        record.close(sheet, faults);
    }
    let data = &context.resolved.scenario.data;
    let choice = data.opportunities.as_ref();
    let stage_outcomes = StageOutcomes::new(choice.unwrap_or(&OpportunitiesTable::default()), table);
    let mut sheet = open_sheet(context, "opportunities", column_specs::OPPORTUNITIES, record, faults);
    if let Some(mut incomplete) = sheet.take_if(|sheet| !sheet.has("account") && data.links.is_none()) {
        incomplete.missing(column_specs::OPPORTUNITIES, "account");
        record.close(incomplete, faults);
    }
    DealTables { sheet, stage_outcomes, products, links }
}
