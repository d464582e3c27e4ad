//! 360Giving 1.4: awards that the programme won, as grants of their funders.

use std::collections::BTreeMap;

use agglo::engage::event::{Kind, slug};
use serde_json::{Value, json};

use crate::exchange::outgoing::Outgoing;

/// What ids of grants begin with that this programme writes.
pub(super) fn prefix(programme: &str) -> String {
    format!("360G-{}-", slug(programme))
}

/// The package of what goes out, and what it cannot hold.
pub fn package(all: &[Outgoing], programme: (&str, &str), currency: &str) -> (Value, Vec<String>) {
    let (id, title) = programme;
    let mut last: BTreeMap<&str, &Outgoing> = BTreeMap::new();
    for own in all.iter().filter(|own| own.kind == Kind::Award) {
        if let Some(award) = own.text("id") {
            last.insert(award, own);
        }
    }
    let (mut grants, mut left) = (Vec::new(), Vec::new());
    for (award, own) in last {
        let cents = own.values.get("amount").and_then(Value::as_i64);
        let funder = own.text("funder").filter(|_| !own.withheld.contains("funder"));
        let day = own.text("start").or_else(|| own.text("date"));
        let (Some(cents), Some(funder), Some(day)) = (cents, funder, day) else {
            left.push(format!("award {award}: a grant needs an amount, a funder and a day"));
            continue;
        };
        let number = own.text("number").unwrap_or(award);
        // A grant that came in from a publisher keeps the publisher's id.
        let is_published = number.starts_with("360G-");
        let grant_id =
            if is_published { number.to_owned() } else { format!("{}{award}", prefix(id)) };
        let about = own.text("note").map_or_else(|| format!("{funder} to {title}"), str::to_owned);
        let mut grant = json!({
            "id": grant_id,
            "title": format!("Award {number}"),
            "description": about,
            "currency": currency,
            "amountAwarded": amount(cents),
            "awardDate": day,
            "recipientOrganization": [{ "id": format!("{}org-{}", prefix(id), slug(id)), "name": title }],
            "fundingOrganization": [{ "id": format!("{}org-{}", prefix(id), slug(funder)), "name": funder }],
            "dateModified": own.entered.to_string(),
        });
        let span: Vec<(&str, &str)> = [("startDate", "start"), ("endDate", "end")]
            .into_iter()
            .filter_map(|(name, field)| Some((name, own.text(field)?)))
            .collect();
        if !span.is_empty() {
            grant["plannedDates"] = json!([Value::from_iter(span)]);
        }
        if own.values.contains_key("reports") {
            left.push(format!("award {award}: the reports that it asks for"));
        }
        grants.push(grant);
    }
    left.push(
        "ids begin with 360G- and the programme's id: a publisher registers a prefix of its own"
            .to_owned(),
    );
    left.push("every kind but awards".to_owned());
    (json!({ "version": "1.4", "grants": grants }), left)
}

/// An amount in units: whole where it is whole.
fn amount(cents: i64) -> Value {
    if cents % 100 == 0 { json!(cents / 100) } else { json!(cents as f64 / 100.0) }
}
