//! IATI 2.03: activities as initiatives. Percentages that do not add up to 100 are said and stay as they are.

use std::collections::BTreeMap;

use crate::exchange::foreign::element::Element;
use crate::exchange::foreign::listed::Listed;
use crate::exchange::foreign::{Found, joined};
use crate::exchange::iati::prefix;
use crate::fault::Fault;

/// Roles of organizations (code list `OrganisationRole`).
const ROLES: [(&str, &str); 4] =
    [("1", "funding"), ("2", "accountable"), ("3", "extending"), ("4", "implementing")];

/// The activities of a document, a row each.
pub(super) fn initiatives(root: &Element, programme: &str) -> Result<Found, Fault> {
    if root.name != "iati-activities" {
        return Err(Fault::new("XML of a kind that is not read")
            .value(&format!("<{}>", root.name))
            .cure("IATI activities are; other formats come as CSV, XLSX or JSON"));
    }
    let mut listed = Listed::new(&["id", "name", "date", "ends", "costs", "currency", "note"]);
    let mut transactions = 0;
    for (at, own) in root.all("iati-activity").enumerate() {
        let id = own.first("iati-identifier");
        let place = format!("iati-activity {} ({id})", at + 1);
        let title = own.first("title");
        let name = if title.is_empty() { id.clone() } else { title };
        // What this programme wrote keeps the id that it has here.
        let id = id.strip_prefix(&prefix(programme)).unwrap_or(&id).to_owned();
        let sums = uneven(own);
        for sum in &sums {
            listed.note(format!("{place}: {sum}, not rescaled"));
        }
        let (costs, currency, unread) = costs(own);
        let mut parts = vec![("", own.first("description"))];
        parts.extend(ROLES.iter().map(|(code, role)| {
            let all = own.all("participating-org").filter(|org| org.attribute("role") == *code);
            (*role, all.map(Element::told).collect::<Vec<_>>().join(", "))
        }));
        parts.push(("budgets not read", unread));
        parts.push(("", sums.join(", ")));
        let end = [day(own, "4"), day(own, "3")].into_iter().find(|day| !day.is_empty());
        let said = own.attribute("last-updated-datetime");
        let said = said.get(..10).unwrap_or_default().to_owned();
        transactions += own.all("transaction").count();
        let ends = end.unwrap_or_default();
        listed.row(place, vec![id, name, said, ends, costs, currency, joined(&parts)]);
    }
    if transactions > 0 {
        listed.note(format!(
            "{transactions} transactions passed over: money of others is no spending of this programme"
        ));
    }
    listed.note("results, places and sectors stay where they are");
    Ok(listed.found("initiatives"))
}

fn day(own: &Element, kind: &str) -> String {
    let found = own.all("activity-date").find(|date| date.attribute("type") == kind);
    found.map_or_else(String::new, |date| date.attribute("iso-date").to_owned())
}

/// Sums of percentages that are not 100, by what they divide and its vocabulary.
fn uneven(own: &Element) -> Vec<String> {
    let mut sums: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for name in ["sector", "recipient-country", "recipient-region"] {
        for part in own.all(name) {
            let Ok(percent) = part.attribute("percentage").parse::<f64>() else { continue };
            let vocabulary = match (name, part.attribute("vocabulary")) {
                // Countries and regions divide one whole.
                ("sector", "") => "1",
                ("sector", other) => other,
                _ => "",
            };
            let what = if name == "sector" { "sector" } else { "recipient" };
            *sums.entry((what, vocabulary)).or_default() += percent;
        }
    }
    let off = sums.into_iter().filter(|(_, sum)| (sum - 100.0).abs() > 0.01);
    off.map(|((what, vocabulary), sum)| match vocabulary {
        "" => format!("{what} percentages add up to {sum}"),
        own => format!("{what} percentages of vocabulary {own} add up to {sum}"),
    })
    .collect()
}

/// Budgets by year after the first, their currency, and those that are not read. A revised budget stands for the
/// original of its time.
fn costs(own: &Element) -> (String, String, String) {
    let usual = own.attribute("default-currency");
    let mut by_start: BTreeMap<String, (bool, String, String)> = BTreeMap::new();
    let mut unread = Vec::new();
    for budget in own.all("budget") {
        let start = budget.all("period-start").next().map_or("", |own| own.attribute("iso-date"));
        let Some(value) = budget.all("value").next() else { continue };
        let currency = match value.attribute("currency") {
            "" => usual,
            own => own,
        };
        if start.get(..4).and_then(|year| year.parse::<i32>().ok()).is_none() {
            unread.push(format!("{} {currency}", value.told()));
            continue;
        }
        let is_revised = budget.attribute("type") == "2";
        let held = by_start
            .entry(start.to_owned())
            .or_insert_with(|| (is_revised, value.told(), currency.to_owned()));
        if is_revised {
            *held = (true, value.told(), currency.to_owned());
        }
    }
    let currency = by_start.values().next().map_or("", |(_, _, own)| own).to_owned();
    let first = by_start.keys().next().and_then(|day| day.get(..4)?.parse::<i32>().ok());
    let mut years: BTreeMap<i32, f64> = BTreeMap::new();
    for (start, (_, amount, own)) in &by_start {
        let year = start.get(..4).and_then(|year| year.parse::<i32>().ok());
        match (year.zip(first), amount.parse::<f64>()) {
            (Some((year, first)), Ok(amount)) if *own == currency && amount.is_finite() => {
                *years.entry(year - first).or_default() += amount;
            }
            _ => unread.push(format!("{amount} {own} from {start}")),
        }
    }
    let text = years.iter().map(|(year, amount)| format!("{year}:{amount}"));
    (text.collect::<Vec<_>>().join("; "), currency, unread.join(", "))
}
