//! Tables as programmes bring them: what they are called, and other names of their columns.

use agglo::engage::event::Kind;

use crate::exchange::field::{KINDS, fields};

/// Names of tables that are not the kind's own word or its plural.
const TABLES: [(&str, Kind); 20] = [
    ("agreements", Kind::Link),
    ("activities", Kind::Engagement),
    ("sessions", Kind::Listening),
    ("inputs", Kind::Listening),
    ("asks", Kind::Said),
    ("said", Kind::Said),
    ("idea_events", Kind::Stage),
    ("money", Kind::Money),
    ("budget", Kind::Budget),
    ("spending", Kind::Spend),
    ("grants", Kind::Award),
    ("survey", Kind::Rating),
    ("contacts", Kind::Partner),
    ("stakeholders", Kind::Partner),
    ("vouches", Kind::Vouch),
    ("projects", Kind::Initiative),
    ("clients", Kind::Venture),
    ("elements", Kind::Partner),
    ("organizations", Kind::Partner),
    ("connections", Kind::Link),
];

/// Other names of columns: of which kind (any if absent), the name, the field.
const COLUMNS: [(Option<Kind>, &str, &str); 80] = [
    (None, "happened", "date"),
    (Some(Kind::Rating), "subject", "partner"),
    (Some(Kind::Rating), "rater_side", "side"),
    (Some(Kind::Rating), "staff_of_subject", "staff"),
    (Some(Kind::Partner), "reach_n", "reach"),
    (Some(Kind::Partner), "programmes_12m", "programmes"),
    (Some(Kind::Partner), "area_ids", "areas"),
    (Some(Kind::Partner), "organisation", "name"),
    (Some(Kind::Partner), "organization", "name"),
    (Some(Kind::Partner), "partner", "name"),
    (Some(Kind::Partner), "service_area", NOTE),
    (Some(Kind::Partner), "reach_date", NOTE),
    (Some(Kind::Link), "last_activity", "active"),
    (Some(Kind::Area), "iap2_claim", "depth"),
    (Some(Kind::Area), "lead_partner", "lead"),
    (Some(Kind::Area), "name", NOTE),
    (Some(Kind::Engagement), "area_id", "area"),
    (Some(Kind::Engagement), "iap2", "depth"),
    (Some(Kind::Engagement), "participants", "n"),
    (Some(Kind::Engagement), "kind", NOTE),
    (Some(Kind::Listening), "area_id", "area"),
    (Some(Kind::Listening), "text", "heard"),
    (Some(Kind::Listening), "topic", NOTE),
    (Some(Kind::Listening), "participants", "n"),
    (Some(Kind::Idea), "title", "text"),
    (Some(Kind::Idea), "input_id", "input"),
    (Some(Kind::Idea), "area_id", "area"),
    (Some(Kind::Stage), "idea_id", "of"),
    (Some(Kind::Stage), "idea", "of"),
    (Some(Kind::Stage), "venture", "of"),
    (Some(Kind::Venture), "idea_id", "idea"),
    (Some(Kind::Venture), "naics", "industry"),
    (Some(Kind::Venture), "business", "name"),
    (Some(Kind::Initiative), "title", "name"),
    (Some(Kind::Initiative), "project", "name"),
    (Some(Kind::Initiative), "prereq", "after"),
    (Some(Kind::Initiative), "carriers_needed", "needs"),
    (Some(Kind::Initiative), "benefit_unit", NOTE),
    (Some(Kind::Initiative), "start_min", NOTE),
    (Some(Kind::Initiative), "start_max", NOTE),
    (Some(Kind::Initiative), "delay", NOTE),
    (Some(Kind::Spend), "currency", CURRENCY),
    (Some(Kind::Money), "currency", CURRENCY),
    (Some(Kind::Award), "currency", CURRENCY),
    (Some(Kind::Partner), "label", "name"),
    (Some(Kind::Partner), "type", "kind"),
    (Some(Kind::Partner), "description", NOTE),
    (Some(Kind::Partner), "tags", NOTE),
    (Some(Kind::Partner), "alternate_name", NOTE),
    (Some(Kind::Partner), "email", LEFT),
    (Some(Kind::Partner), "website", NOTE),
    (Some(Kind::Partner), "tax_status", NOTE),
    (Some(Kind::Partner), "tax_id", NOTE),
    (Some(Kind::Partner), "year_incorporated", NOTE),
    (Some(Kind::Partner), "legal_status", NOTE),
    (Some(Kind::Partner), "logo", LEFT),
    (Some(Kind::Partner), "uri", NOTE),
    (Some(Kind::Partner), "parent_organization_id", NOTE),
    (Some(Kind::Link), "from", "a"),
    (Some(Kind::Link), "to", "b"),
    (Some(Kind::Link), "direction", "confirmed"),
    (Some(Kind::Link), "label", NOTE),
    (Some(Kind::Link), "type", NOTE),
    (Some(Kind::Link), "strength", NOTE),
    (Some(Kind::Initiative), "currency", CURRENCY),
    (Some(Kind::Award), "identifier", "id"),
    (Some(Kind::Award), "title", NOTE),
    (Some(Kind::Award), "description", NOTE),
    (Some(Kind::Award), "amount_awarded", "amount"),
    (Some(Kind::Award), "award_date", "date"),
    (Some(Kind::Award), "planned_dates_start_date", "start"),
    (Some(Kind::Award), "planned_dates_end_date", "end"),
    (Some(Kind::Award), "recipient_org_identifier", LEFT),
    (Some(Kind::Award), "recipient_org_name", NOTE),
    (Some(Kind::Award), "funding_org_identifier", LEFT),
    (Some(Kind::Award), "funding_org_name", "funder"),
    (Some(Kind::Award), "beneficiary_location_name", NOTE),
    (Some(Kind::Award), "beneficiary_location_geographic_code", LEFT),
    (Some(Kind::Award), "beneficiary_location_geographic_code_type", LEFT),
    (None, "more", NOTE),
];

/// A column that has no field of its own: it is kept in the note, under its name.
pub(super) const NOTE: &str = "note+";

/// A column that must say the programme's currency.
pub(super) const CURRENCY: &str = "currency";

/// A column that is left out: persons' addresses stay where they are.
const LEFT: &str = "";

/// A name as it is compared: lower case, words joined by `_`.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.trim_end_matches('_').to_owned()
}

/// The name of a kind's table: `partners`.
pub fn table_of(kind: Kind) -> String {
    match kind {
        Kind::Said => "asks".to_owned(),
        Kind::Money => "money".to_owned(),
        Kind::Spend => "spending".to_owned(),
        Kind::Vouch => "vouches".to_owned(),
        Kind::Link => "agreements".to_owned(),
        other => match other.word().strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{}s", other.word()),
        },
    }
}

/// The kind of a table by its name: `partners`, `Partner`, `agreements`.
pub fn kind_of(name: &str) -> Option<Kind> {
    let name = plain(name);
    let own = KINDS.iter().copied().find(|kind| kind.word() == name || table_of(*kind) == name);
    own.or_else(|| TABLES.iter().find(|(table, _)| *table == name).map(|(_, kind)| *kind))
}

/// The field that a column is, by its own name or another.
pub(super) fn field_of(kind: Kind, column: &str) -> Option<&'static str> {
    let name = plain(column);
    let own = fields(kind).iter().find(|own| own.name == name);
    own.map(|own| own.name.as_str()).or_else(|| {
        let is = |own: Option<Kind>| own.is_none_or(|own| own == kind);
        COLUMNS.iter().find(|(own, other, _)| is(*own) && *other == name).map(|(.., field)| *field)
    })
}

/// The kind that the columns fit best, where one fits better than all others.
pub(super) fn kind_by(columns: &[String]) -> Option<Kind> {
    let score = |kind: Kind| {
        let has = |name: &str| columns.iter().any(|own| field_of(kind, own) == Some(name));
        let own = fields(kind).iter().skip(crate::exchange::field::HEAD.len());
        let all = fields(kind).iter().all(|own| !own.is_required || has(&own.name));
        if all { own.filter(|own| has(&own.name)).count() } else { 0 }
    };
    let mut scores: Vec<(usize, Kind)> = KINDS.iter().map(|kind| (score(*kind), *kind)).collect();
    scores.sort_by_key(|own| std::cmp::Reverse(own.0));
    match scores.as_slice() {
        [(best, kind), (next, _), ..] if *best > 1 && best > next => Some(*kind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_columns_are_known_by_several_names() {
        assert_eq!(kind_of("Partners"), Some(Kind::Partner));
        assert_eq!(kind_of("agreements"), Some(Kind::Link));
        assert_eq!(kind_of("activities"), Some(Kind::Engagement));
        assert_eq!(kind_of("idea events"), Some(Kind::Stage));
        assert_eq!(kind_of("whatever"), None);
        for kind in KINDS {
            assert_eq!(kind_of(&table_of(kind)), Some(kind), "{}", kind.word());
        }
        assert_eq!(field_of(Kind::Rating, "Rater side"), Some("side"));
        assert_eq!(field_of(Kind::Link, "Last activity"), Some("active"));
        let names = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let ratings = names("rater,rater_side,subject,item,score,date,source,consent");
        assert_eq!(kind_by(&ratings), Some(Kind::Rating));
        assert_eq!(kind_by(&names("name,phone")), None);
    }
}
