//! HSDS 3.0: organizations as partners, what they offer in the note.

use std::collections::BTreeMap;

use crate::exchange::foreign::listed::Listed;
use crate::exchange::foreign::{Found, joined, told};
use crate::exchange::hsds::OWN;
use crate::fault::{Fault, Faults};
use crate::sheet::json::Value;

/// An organization with where it stands and what it offers.
struct Organization<'a> {
    place: String,
    value: &'a Value,
    services: Vec<String>,
    marks: Vec<&'a Value>,
}

/// The tabular package, in one document or read from its files: `place` says where each organization stands.
pub(super) fn tabular(value: &Value, place: impl Fn(usize) -> String) -> Found {
    let rows = |name: &str| value.get(name).map_or(&[] as &[Value], Value::items);
    let mut all = BTreeMap::new();
    for (at, own) in rows("organizations.csv").iter().enumerate() {
        add(&mut all, place(at), own);
    }
    for service in rows("services.csv") {
        offer(&mut all, &told(service, "organization_id"), service);
    }
    for mark in rows("organization_identifiers.csv") {
        if let Some(held) = all.get_mut(&told(mark, "organization_id")) {
            held.marks.push(mark);
        }
    }
    listed(all)
}

/// The organizations of a document; nothing where it is no document of the standard.
pub(super) fn partners(value: &Value) -> Option<Result<Found, Faults>> {
    let mut all: BTreeMap<String, Organization<'_>> = BTreeMap::new();
    if value.get("organizations.csv").is_some() {
        return Some(Ok(tabular(value, |at| format!("/organizations.csv/{at}"))));
    }
    if let Some(items) = value.get("contents") {
        items.items().iter().enumerate().for_each(|(at, own)| {
            any(&mut all, format!("/contents/{at}"), own);
        });
    } else if matches!(value, Value::List(_)) {
        value.items().iter().enumerate().for_each(|(at, own)| any(&mut all, format!("/{at}"), own));
    } else {
        any(&mut all, String::new(), value);
    }
    if all.is_empty() {
        let place = value.get("location_type").map(|_| {
            Fault::new("a location of HSDS: it names no organization")
                .cure("bring the organizations or the services")
        });
        return place.map(|fault| Err(fault.into()));
    }
    Some(Ok(listed(all)))
}

/// Takes an organization, or a service with its organization; nothing else.
fn any<'a>(all: &mut BTreeMap<String, Organization<'a>>, place: String, value: &'a Value) {
    if let Some(organization) = value.get("organization") {
        add(all, format!("{place}/organization"), organization);
        offer(all, &told(organization, "id"), value);
    } else if ["id", "name", "description"].iter().all(|key| value.get(key).is_some())
        && value.get("location_type").is_none()
        && ["services", "legal_status", "organization_identifiers", "locations", "website"]
            .iter()
            .any(|key| value.get(key).is_some())
    {
        add(all, place, value);
    }
}

fn add<'a>(all: &mut BTreeMap<String, Organization<'a>>, place: String, value: &'a Value) {
    let marks = value.get("organization_identifiers").map_or(&[] as &[Value], Value::items);
    let own = Organization { place, value, services: Vec::new(), marks: marks.iter().collect() };
    let held = all.entry(told(value, "id")).or_insert(own);
    let services = held.value.get("services").map_or(&[] as &[Value], Value::items);
    if held.services.is_empty() {
        held.services.extend(services.iter().map(service));
    }
}

fn offer(all: &mut BTreeMap<String, Organization<'_>>, id: &str, own: &Value) {
    let text = service(own);
    if let Some(held) = all.get_mut(id).filter(|held| !held.services.contains(&text)) {
        held.services.push(text);
    }
}

fn service(own: &Value) -> String {
    match told(own, "status").as_str() {
        "" | "active" => told(own, "name"),
        other => format!("{} ({other})", told(own, "name")),
    }
}

fn listed(all: BTreeMap<String, Organization<'_>>) -> Found {
    let mut listed = Listed::new(&["id", "name", "kind", "note"]);
    for (id, own) in all {
        let value = own.value;
        let mark = |kind: &str| {
            own.marks
                .iter()
                .find(|own| told(own, "identifier_type") == kind)
                .map(|own| told(own, "identifier"))
        };
        let (name, about) = (told(value, "name"), told(value, "description"));
        // One that we wrote: its services are areas and initiatives, which have records of their own.
        let texts = if let Some(id) = mark(OWN) {
            let usual = about.strip_prefix(&format!("{name}, "));
            let kind = usual.filter(|kind| *kind != "partner").unwrap_or_default().to_owned();
            let note = if usual.is_some() { String::new() } else { about };
            vec![id, name, kind, note]
        } else {
            let note = joined(&[
                ("", about),
                ("alternate name", told(value, "alternate_name")),
                ("website", told(value, "website")),
                ("services", own.services.join(", ")),
            ]);
            vec![id, name, String::new(), note]
        };
        listed.row(if own.place.is_empty() { "/".to_owned() } else { own.place }, texts);
    }
    listed.note("addresses, contacts, phones, schedules and languages stay where they are");
    listed.found("partners")
}
