//! Recognises the tool that named the columns of a file: the CRM by headers that are unique
//! to it, and the naming style by their case and separators.

use super::comparable_name::bare;

/// Bare headers that identify Salesforce.
const SALESFORCE: &[&str] = &[
    "stagename",
    "isclosed",
    "iswon",
    "forecastcategory",
    "forecastcategoryname",
    "leadsource",
    "recordtypeid",
    "ownerid",
    "createddate",
    "lastmodifieddate",
    "systemmodstamp",
    "billingcountry",
    "billingstate",
    "billingpostalcode",
    "isdeleted",
    "numberofemployees",
    "accountowner",
    "opportunityowner",
    "opportunityid",
    "accountid",
    "userroleid",
    "profileid",
    "isactive",
    "fiscalperiod",
    "opportunityname",
    "billingstate/province",
    "currencyisocode",
    "masterrecordid",
];
/// Bare headers that identify `HubSpot`.
const HUBSPOT: &[&str] = &[
    "hsobjectid",
    "recordid",
    "dealid",
    "dealname",
    "dealstage",
    "dealowner",
    "dealpipelinestageid",
    "dealpipelineid",
    "companyid",
    "pipeline",
    "companyowner",
    "companyname",
    "companydomainname",
    "hubspotownerid",
    "createdate",
    "portalid",
    "associatedcompany",
    "associatedcompanyids",
    "associatedcompanyids(primary)",
    "dealcurrencycode",
    "stageid",
    "pipelineid",
    "activeuserid",
    "annualrevenue",
    "lifecyclestage",
];

/// Describes the tool and the style of a file's headers.
pub(super) fn recognise(headers: &[String]) -> &'static str {
    let bared: Vec<String> = headers.iter().map(|header| bare(header)).collect();
    let marks = |known: &[&str]| bared.iter().filter(|header| known.contains(&header.as_str())).count();
    let property = headers.iter().filter(|header| header.trim().to_lowercase().starts_with("property_")).count();
    let (salesforce, hubspot) = (marks(SALESFORCE), marks(HUBSPOT) + property);
    let style = style(headers);
    match () {
        () if salesforce.max(hubspot) < 2 => "plain names",
        () if salesforce >= hubspot => match style {
            HeaderStyle::Snake => "Salesforce, warehouse names",
            HeaderStyle::Label => "Salesforce, report labels",
            HeaderStyle::Name => "Salesforce, API names",
        },
        () => match style {
            HeaderStyle::Snake if headers.iter().any(|header| header.starts_with("hs_")) && property == 0 => {
                "HubSpot, internal names"
            }
            HeaderStyle::Snake => "HubSpot, warehouse names",
            HeaderStyle::Label => "HubSpot, export labels",
            HeaderStyle::Name => "HubSpot, internal names",
        },
    }
}

/// The style of headers with several words.
enum HeaderStyle {
    Snake,
    Label,
    Name,
}

/// Determines whether most headers with several words use underscores, blanks or neither.
fn style(headers: &[String]) -> HeaderStyle {
    let with = |sign: char| headers.iter().filter(|header| header.trim().contains(sign)).count();
    let (snake, label) = (with('_'), with(' '));
    if snake == 0 && label == 0 {
        HeaderStyle::Name
    } else if label >= snake {
        HeaderStyle::Label
    } else if headers.iter().any(|header| header.chars().any(char::is_uppercase)) && snake * 2 < headers.len() {
        // Custom fields end in `__c` among names in camel case.
        HeaderStyle::Name
    } else {
        HeaderStyle::Snake
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &str) -> &'static str {
        recognise(&headers.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn each_dialect_is_known_by_its_headers() {
        assert_eq!(of("Id,AccountId,OwnerId,StageName,Amount,CloseDate,CreatedDate,Fit__c"), "Salesforce, API names");
        assert_eq!(
            of("Opportunity ID,Account ID,Opportunity Owner,Stage,Amount,Close Date,Created Date"),
            "Salesforce, report labels"
        );
        assert_eq!(of("id,account_id,owner_id,stage_name,amount,close_date,is_won"), "Salesforce, warehouse names");
        assert_eq!(
            of("Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date,Deal owner"),
            "HubSpot, export labels"
        );
        assert_eq!(of("hs_object_id,dealname,dealstage,pipeline,amount,createdate,hubspot_owner_id"), "HubSpot, internal names");
        assert_eq!(of("deal_id,deal_pipeline_stage_id,owner_id,property_dealname,property_amount"), "HubSpot, warehouse names");
        assert_eq!(of("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_value"), "plain names");
        assert_eq!(of("id,potential,owner"), "plain names");
    }
}
