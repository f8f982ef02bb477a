//! Which column of a file is which of ours: the scenario's mapping first, then
//! our own name, then the names that Salesforce, `HubSpot` and their warehouse
//! copies give it. Case, blanks, underscores and hyphens do not count, nor do
//! the `property_` before and the `__c` after a name.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::DataFault;
use super::findings::Findings;
use super::parse::normal;
use attain_core::diagnostics::Faults;
use attain_core::scenario::ResolvedScenario;
use attain_core::scenario::choices::DataSource;

/// One of our columns.
#[derive(Debug)]
pub(super) struct Field {
    /// Our name.
    pub name: &'static str,
    /// Names that go before our own, written as `normal` writes them.
    pub before: &'static [&'static str],
    /// Other names, most telling first, written as `normal` writes them.
    pub aliases: &'static [&'static str],
    /// A file without it is a fault.
    pub required: bool,
}

const fn needed(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field { name, before: &[], aliases, required: true }
}

const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field { name, before: &[], aliases, required: false }
}

/// Columns of the accounts.
pub(super) const ACCOUNTS: &[Field] = &[
    needed("id", &["accountid", "recordid", "hsobjectid", "companyid", "customerid", "account", "company", "customer"]),
    optional("name", &["accountname", "companyname", "customername"]),
    optional("segment", &["accountsegment", "customersegment", "marketsegment"]),
    optional("industry", &["sector", "vertical"]),
    optional("region", &["salesregion", "territory"]),
    optional("latitude", &["lat", "billinglatitude"]),
    optional("longitude", &["lon", "lng", "long", "billinglongitude"]),
    optional("potential", &["annualpotential", "accountpotential", "potentialrevenue", "tam", "wallet"]),
    optional("revenue", &["currentrevenue", "recurringrevenue", "annualrecurringrevenue", "arr", "acv"]),
    optional("growth", &["growthclass", "growthpotential"]),
    optional("strategic", &["isstrategic", "strategicaccount", "keyaccount"]),
    optional("risk", &["riskclass", "churnrisk"]),
    optional("parent", &["parentid", "parentaccountid", "parentaccount", "hsparentcompanyid", "parentcompany", "subsidiaryof"]),
    optional("skill", &["neededskill", "requiredskill"]),
    optional("fit", &["fitscore", "icpfit"]),
    optional("engagement", &["engagementscore"]),
    optional(
        "owner",
        &["ownerid", "accountownerid", "accountowner", "hubspotownerid", "companyowner", "repid", "rep", "salesagent"],
    ),
    optional("owner-since", &["ownersincedate", "hubspotownerassigneddate", "ownerassigneddate"]),
    optional(
        "last-touch",
        &["lasttouched", "lasttouchdate", "lastactivitydate", "lastactivity", "noteslastcontacted", "lastcontacted"],
    ),
    optional("renewal", &["renewaldate", "nextrenewal", "contractenddate", "contractend"]),
    CURRENCY,
    DELETED,
    CURRENT,
];

/// Columns of the reps. `team` may be left out where the scenario has one team.
pub(super) const REPS: &[Field] = &[
    needed("id", &["repid", "userid", "ownerid", "hubspotownerid", "recordid", "salesagent", "agent", "rep"]),
    optional("name", &["fullname", "repname", "username"]),
    optional("first-name", &["givenname"]),
    optional("last-name", &["surname", "familyname"]),
    optional("email", &["emailaddress", "useremail", "owneremail"]),
    optional("team", &["teamname", "role", "userrole", "rolename"]),
    optional("region", &["salesregion", "regionaloffice", "territory", "office"]),
    optional("manager", &["managername", "managerid"]),
    optional("hired", &["hiredate", "hiredon", "startdate"]),
    optional("left", &["leftdate", "lefton", "leavedate", "enddate", "terminationdate"]),
    optional("active", &["isactive", "activeuser"]),
    optional("quota", &["annualquota", "yearlyquota", "quotaamount"]),
    optional("skills", &["skill", "expertise", "languages"]),
    optional("latitude", &["lat"]),
    optional("longitude", &["lon", "lng", "long"]),
    CURRENCY,
    DELETED,
    CURRENT,
];

/// Columns of the opportunities. `account` may be left out where a table of links has it.
pub(super) const OPPORTUNITIES: &[Field] = &[
    needed("id", &["opportunityid", "dealid", "recordid", "hsobjectid"]),
    optional(
        "account",
        &[
            "accountid",
            "companyid",
            "associatedcompanyid",
            "associatedcompanyids(primary)",
            "associatedcompanyids",
            "customerid",
            "accountname",
            "associatedcompany(primary)",
            "associatedcompany",
            "company",
            "customer",
        ],
    ),
    optional(
        "owner",
        &["ownerid", "opportunityownerid", "opportunityowner", "hubspotownerid", "dealowner", "repid", "rep", "salesagent"],
    ),
    needed("stage", &["stagename", "dealstage", "dealpipelinestageid"]),
    needed("amount", &["dealamount", "closevalue", "value"]),
    needed("created", &["createddate", "createdate", "createdat", "creationdate", "engagedate"]),
    // In Salesforce's reports "Closed" is a yes or no.
    Field { name: "closed", before: &["closedate", "closeddate"], aliases: &["closedat", "expectedclosedate"], required: false },
    optional("source", &["leadsource", "opportunitysource", "hsanalyticssource", "originalsource"]),
    optional("product", &["productname"]),
    optional("type", &["dealtype", "opportunitytype", "recordtype"]),
    optional("chance", &["probability", "probability(%)", "hsdealstageprobability", "dealprobability"]),
    optional("is-closed", &["closed", "closed?", "hsisclosed", "isdealclosed?"]),
    optional("is-won", &["won", "hsisclosedwon", "isclosedwon"]),
    CURRENCY,
    DELETED,
    CURRENT,
];

/// Columns of the production.
pub(super) const PRODUCTION: &[Field] = &[
    needed("rep", &["repid", "ownerid", "userid", "salesagent", "agent", "owner", "id"]),
    needed("month", &["date", "period"]),
    needed("bookings", &["amount", "booked", "sales", "production", "value"]),
    CURRENCY,
];

/// Columns of a table of owners; the accounts table of a plan is one, too.
pub(super) const OWNERS: &[Field] = &[
    needed("account", &["accountid", "id", "recordid"]),
    needed("rep", &["repid", "seat", "seatid", "ownerafter", "newowner", "ownerid", "owner"]),
    optional("reason", &["why"]),
];

/// Columns of the products.
pub(super) const PRODUCTS: &[Field] = &[
    needed("product", &["productname", "name", "id"]),
    needed("price", &["listprice", "salesprice", "unitprice", "amount"]),
    CURRENCY,
    DELETED,
];

/// Columns of the changes of opportunities.
pub(super) const HISTORY: &[Field] = &[
    needed("opportunity", &["opportunityid", "dealid", "id"]),
    needed("stage", &["stagename", "dealstage", "value", "tostage"]),
    needed("date", &["fivetranstart", "datechanged", "changedate", "lastmodified", "createddate", "timestamp", "dateentered"]),
    optional("owner", &["ownerid", "hubspotownerid", "dealowner", "opportunityowner"]),
    DELETED,
];

/// Columns of the stages.
pub(super) const STAGES: &[Field] = &[
    needed("id", &["stageid", "stage", "stagename", "apiname", "masterlabel"]),
    optional("label", &["stagelabel", "displaylabel", "name"]),
    needed("chance", &["probability", "defaultprobability", "winprobability"]),
    optional("won", &["closedwon", "iswon"]),
    optional("closed", &["isclosed"]),
    DELETED,
];

/// Columns of the links from opportunities to accounts.
pub(super) const LINKS: &[Field] =
    &[needed("opportunity", &["opportunityid", "dealid"]), needed("account", &["accountid", "companyid"])];

/// Columns of what the field says.
pub(super) const FIELD: &[Field] = &[
    needed("account", &["accountid", "companyid", "id"]),
    optional("potential", &["annualpotential", "accountpotential", "fieldpotential"]),
    optional("odds", &["chance", "probability", "winchance", "fieldodds"]),
    optional("note", &["comment", "reason", "why"]),
    optional("confidence", &["sure", "certainty"]),
    optional("by", &["who", "rep", "manager", "author", "name"]),
    CURRENCY,
];

const CURRENCY: Field =
    optional("currency", &["currencyisocode", "currencycode", "dealcurrencycode", "opportunitycurrency", "accountcurrency"]);
const DELETED: Field = optional("deleted", &["isdeleted", "fivetrandeleted"]);
const CURRENT: Field = optional("current", &["fivetranactive"]);

/// Which column of a file is which of ours.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Position in the file of each of our columns that it has.
    pub places: BTreeMap<&'static str, usize>,
    /// Those of them that the scenario names.
    pub mapped: BTreeSet<&'static str>,
}

/// Finds our columns in a file. A header stands for one of them at most.
pub(super) fn find(
    headers: &[String],
    fields: &'static [Field],
    source: &DataSource<'_>,
    resolved: &ResolvedScenario,
    findings: &mut Findings,
    faults: &mut Faults,
) -> Found {
    let places = mapped(headers, fields, source, resolved, faults);
    let mut found = Found { mapped: places.keys().copied().collect(), places };
    let tried: Vec<String> = source.columns.keys().map(|key| normal(key)).collect();
    let bared: Vec<String> = headers.iter().map(|header| bare(header)).collect();
    for field in fields {
        let own = normal(field.name);
        if tried.contains(&own) {
            continue;
        }
        let names = field.before.iter().copied().chain([own.as_str()]).chain(field.aliases.iter().copied());
        let free = |place: &usize| !found.places.values().any(|taken| taken == place);
        let mut hits =
            names.map(|name| (0..headers.len()).filter(free).filter(|place| bared[*place] == name).collect::<Vec<_>>());
        match hits.find(|hits| !hits.is_empty()).as_deref() {
            Some([one]) => {
                found.places.insert(field.name, *one);
            }
            Some(several) => {
                let candidates: Vec<String> = several.iter().map(|place| format!("`{}`", headers[*place])).collect();
                findings.file(DataFault::AmbiguousColumn { column: field.name, candidates: candidates.join(" and ") });
            }
            None if field.required => findings.file(missing(field, headers)),
            None => {}
        }
    }
    found
}

/// The fault of a column that is needed and not there.
pub(super) fn missing(field: &Field, headers: &[String]) -> DataFault {
    DataFault::MissingColumn { column: field.name, available: headers.join(", "), advice: advice(field, headers) }
}

/// The columns that the scenario names.
fn mapped(
    headers: &[String],
    fields: &'static [Field],
    source: &DataSource<'_>,
    resolved: &ResolvedScenario,
    faults: &mut Faults,
) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for (ours, theirs) in source.columns {
        let place = resolved.place(&format!("data.{}.columns.{ours}", source.table));
        let Some(field) = fields.iter().find(|field| normal(field.name) == normal(ours)) else {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let near = nearest(ours, names.iter().copied());
            faults.push(place, DataFault::UnknownKey { found: ours.clone(), known: names.join(", "), near });
            continue;
        };
        // Said not to be read.
        if theirs.trim().is_empty() && !field.required {
            continue;
        }
        let exact = headers.iter().position(|header| header == theirs);
        match exact.or_else(|| headers.iter().position(|header| normal(header) == normal(theirs))) {
            Some(position) => {
                found.insert(field.name, position);
            }
            None => faults.push(
                place,
                DataFault::MappedColumn {
                    ours: ours.clone(),
                    theirs: theirs.clone(),
                    available: headers.join(", "),
                    near: nearest(theirs, headers.iter().map(String::as_str)),
                },
            ),
        }
    }
    found
}

/// A header without what tools put around a name.
pub(super) fn bare(header: &str) -> String {
    let lower = header.trim().to_lowercase();
    let inner = lower.strip_prefix("property_").unwrap_or(&lower);
    normal(inner.strip_suffix("__c").unwrap_or(inner))
}

/// How to name a column that was not found.
fn advice(field: &Field, headers: &[String]) -> Option<String> {
    let firm = headers.iter().find(|header| bare(header) == "annualrevenue");
    if let (Some(header), "potential") = (firm, field.name) {
        return Some(format!(
            "`{header}` is the customer's own turnover; to use it as potential, set `columns = {{ potential = \"{header}\" }}`"
        ));
    }
    let near = nearest(field.name, headers.iter().map(String::as_str))?;
    Some(format!("to use `{near}`, set `columns = {{ {} = \"{near}\" }}`", field.name))
}

/// The known name nearest to one that is not known, when it is near enough for a slip of the pen.
pub(super) fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted: String = normal(found).chars().take(100).collect();
    known
        .map(|name| (strsim::osa_distance(&wanted, &normal(name)), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().min(wanted.len()) / 4)
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bared() {
        assert_eq!(bare("property_createdate"), "createdate");
        assert_eq!(bare(" Potential__c "), "potential");
        assert_eq!(bare("Account ID"), "accountid");
    }

    #[test]
    fn near_names() {
        assert_eq!(nearest("enterprize", ["smb", "enterprise"].into_iter()).as_deref(), Some("enterprise"));
        assert_eq!(nearest("zebra", ["smb", "enterprise"].into_iter()), None);
    }

    #[test]
    fn aliases_are_written_as_they_are_compared() {
        for field in [ACCOUNTS, REPS, OPPORTUNITIES, PRODUCTION, PRODUCTS, HISTORY, STAGES, LINKS, FIELD].into_iter().flatten() {
            for alias in field.aliases.iter().chain(field.before) {
                assert_eq!(*alias, normal(alias), "{}", field.name);
            }
        }
    }
}
