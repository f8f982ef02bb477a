//! The columns of every table, with their names in CRMs and warehouse copies.

/// A column that can be read.
#[derive(Debug)]
pub(super) struct ColumnSpec {
    /// Name in scenarios and documentation.
    pub name: &'static str,
    /// Names that take precedence over the column's own name, in the form of `comparable`.
    pub before: &'static [&'static str],
    /// Other names, most specific first, in the form of `comparable`.
    pub aliases: &'static [&'static str],
    /// Whether a file without this column is a fault.
    pub required: bool,
}

const fn needed(name: &'static str, aliases: &'static [&'static str]) -> ColumnSpec {
    ColumnSpec { name, before: &[], aliases, required: true }
}

const fn optional(name: &'static str, aliases: &'static [&'static str]) -> ColumnSpec {
    ColumnSpec { name, before: &[], aliases, required: false }
}

/// Columns of the accounts.
pub(super) const ACCOUNTS: &[ColumnSpec] = &[
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
    optional("created", &["createddate", "createdate", "createdat", "creationdate"]),
    CURRENCY,
    DELETED,
    CURRENT,
];

/// Columns of the reps. `team` may be missing if the scenario has one team.
pub(super) const REPS: &[ColumnSpec] = &[
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

/// Columns of the opportunities. `account` may be missing if there is a table of links.
pub(super) const OPPORTUNITIES: &[ColumnSpec] = &[
    needed("id", &["opportunityid", "dealid", "recordid", "hsobjectid", "(donotmodify)opportunity"]),
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
            "organization",
            "potentialcustomer",
        ],
    ),
    optional(
        "owner",
        &["ownerid", "opportunityownerid", "opportunityowner", "hubspotownerid", "dealowner", "repid", "rep", "salesagent"],
    ),
    needed("stage", &["stagename", "dealstage", "dealpipelinestageid", "statusreason"]),
    needed("amount", &["dealamount", "closevalue", "value", "dealvalue", "est.revenue", "estimatedrevenue", "actualrevenue"]),
    needed(
        "created",
        &["createddate", "createdate", "createdat", "creationdate", "engagedate", "createdon", "dealcreated", "addtime"],
    ),
    // In Salesforce reports, "Closed" is yes or no.
    ColumnSpec {
        name: "closed",
        before: &["closedate", "closeddate"],
        aliases: &["closedat", "dealclosedon", "actualclosedate", "expectedclosedate", "est.closedate", "estimatedclosedate"],
        required: false,
    },
    optional("source", &["leadsource", "opportunitysource", "hsanalyticssource", "originalsource"]),
    optional("product", &["productname"]),
    optional("type", &["dealtype", "opportunitytype", "recordtype"]),
    optional("chance", &["probability", "probability(%)", "hsdealstageprobability", "dealprobability"]),
    optional("is-closed", &["closed", "closed?", "hsisclosed", "isdealclosed?"]),
    // In Pipedrive and Dynamics, the stage of a closed deal is the one that it had last.
    optional("status", &["dealstatus", "opportunitystatus"]),
    optional("is-won", &["won", "hsisclosedwon", "isclosedwon"]),
    CURRENCY,
    DELETED,
    CURRENT,
];

/// Columns of the production table.
pub(super) const PRODUCTION: &[ColumnSpec] = &[
    needed("rep", &["repid", "ownerid", "userid", "salesagent", "agent", "owner", "id"]),
    needed("month", &["date", "period"]),
    needed("bookings", &["amount", "booked", "sales", "production", "value"]),
    CURRENCY,
];

/// Columns of a table of owners, which the accounts table of a plan also has.
pub(super) const OWNERS: &[ColumnSpec] = &[
    needed("account", &["accountid", "id", "recordid"]),
    needed("rep", &["repid", "seat", "seatid", "ownerafter", "newowner", "ownerid", "owner"]),
    optional("reason", &["why"]),
    optional("from-month", &["frommonth", "effectivemonth", "month"]),
    // In an edited workbook: the owner that the plan chose.
    optional("planned", &["plannedowner"]),
];

/// Columns of a CRM export with owners.
pub(super) const CRM_RECORDS: &[ColumnSpec] = &[
    needed("id", &["contactid", "opportunityid", "dealid", "recordid", "hsobjectid", "accountid", "companyid"]),
    optional(
        "account",
        &[
            "accountid",
            "companyid",
            "associatedcompanyid",
            "associatedcompanyids(primary)",
            "associatedcompanyids",
            "primaryassociatedcompanyid",
        ],
    ),
    optional(
        "owner",
        &[
            "ownerid",
            "accountownerid",
            "opportunityownerid",
            "contactownerid",
            "hubspotownerid",
            "companyowner",
            "dealowner",
            "contactowner",
            "accountowner",
            "opportunityowner",
        ],
    ),
];

/// Columns of a table that gives the CRM's ids.
pub(super) const CRM_IDS: &[ColumnSpec] = &[
    needed("id", &["accountid", "repid", "seat", "seatid"]),
    needed("crm-id", &["salesforceid", "hubspotid", "recordid", "hsobjectid", "userid", "email"]),
];

/// Columns of the products.
pub(super) const PRODUCTS: &[ColumnSpec] = &[
    needed("product", &["productname", "name", "id"]),
    needed("price", &["listprice", "salesprice", "unitprice", "amount"]),
    CURRENCY,
    DELETED,
];

/// Columns of the stage changes of opportunities.
pub(super) const HISTORY: &[ColumnSpec] = &[
    needed("opportunity", &["opportunityid", "dealid", "id"]),
    needed("stage", &["stagename", "dealstage", "value", "tostage"]),
    needed("date", &["fivetranstart", "datechanged", "changedate", "lastmodified", "createddate", "timestamp", "dateentered"]),
    optional("owner", &["ownerid", "hubspotownerid", "dealowner", "opportunityowner"]),
    DELETED,
];

/// Columns of the stages.
pub(super) const STAGES: &[ColumnSpec] = &[
    needed("id", &["stageid", "stage", "stagename", "apiname", "masterlabel"]),
    optional("label", &["stagelabel", "displaylabel", "name"]),
    needed("chance", &["probability", "defaultprobability", "winprobability"]),
    optional("won", &["closedwon", "iswon"]),
    optional("closed", &["isclosed"]),
    DELETED,
];

/// Columns of the links from opportunities to accounts.
pub(super) const LINKS: &[ColumnSpec] =
    &[needed("opportunity", &["opportunityid", "dealid"]), needed("account", &["accountid", "companyid"])];

/// Columns of the table of field statements.
pub(super) const FIELD: &[ColumnSpec] = &[
    needed("account", &["accountid", "companyid", "id"]),
    optional("potential", &["annualpotential", "accountpotential", "fieldpotential"]),
    optional("odds", &["chance", "probability", "winchance", "fieldodds"]),
    optional("note", &["comment", "reason", "why"]),
    optional("confidence", &["sure", "certainty"]),
    optional("by", &["who", "rep", "manager", "author", "name"]),
    CURRENCY,
];

const CURRENCY: ColumnSpec = optional(
    "currency",
    &[
        "currencyisocode",
        "currencycode",
        "dealcurrencycode",
        "opportunitycurrency",
        "accountcurrency",
        "amountcurrency",
        "currencyofvalue",
    ],
);
const DELETED: ColumnSpec = optional("deleted", &["isdeleted", "fivetrandeleted"]);
const CURRENT: ColumnSpec = optional("current", &["fivetranactive"]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparable_name::comparable;

    #[test]
    fn aliases_are_written_as_they_are_compared() {
        for field in [ACCOUNTS, REPS, OPPORTUNITIES, CRM_RECORDS, CRM_IDS, PRODUCTION, PRODUCTS, HISTORY, STAGES, LINKS, FIELD]
            .into_iter()
            .flatten()
        {
            for alias in field.aliases.iter().chain(field.before) {
                assert_eq!(*alias, comparable(alias), "{}", field.name);
            }
        }
    }
}
