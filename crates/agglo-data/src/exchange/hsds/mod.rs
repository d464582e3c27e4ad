//! HSDS 3.0: partners as organizations, the areas that they lead and the initiatives that they carry as services.

mod package;

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::Kind;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::exchange::outgoing::Outgoing;
pub use package::package;

/// An id in the form that the standard asks for, always the same for the same thing (UUID version 8, RFC 9562).
fn uuid(parts: [&str; 3]) -> String {
    let digest = Sha256::digest(parts.join("\u{1f}"));
    let mut bytes: Vec<u8> = digest.iter().take(16).copied().collect();
    if let [_, _, _, _, _, _, version, _, variant, ..] = bytes.as_mut_slice() {
        *version = (*version & 0x0f) | 0x80;
        *variant = (*variant & 0x3f) | 0x80;
    }
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let hex: String = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    [0..8, 8..12, 12..16, 16..20, 20..32].map(|span| hex.get(span).unwrap_or_default()).join("-")
}

/// The type of the identifier under which a partner's own id stands.
pub(super) const OWN: &str = "agglo";

/// The id of an organization: one that came in with an id of the standard keeps it.
fn organization(programme: &str, id: &str) -> String {
    let parts: Vec<&str> = id.split('-').collect();
    let is_hex = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let is_uuid = parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]);
    if is_uuid && is_hex { id.to_owned() } else { uuid([programme, "organization", id]) }
}

fn latest(all: &[Outgoing], kind: Kind) -> BTreeMap<&str, &Outgoing> {
    let mut last: BTreeMap<&str, &Outgoing> = BTreeMap::new();
    for own in all.iter().filter(|own| own.kind == kind) {
        let Some(id) = own.text("id") else { continue };
        let held = last.entry(id).or_insert(own);
        if (held.text("date"), held.sequence) <= (own.text("date"), own.sequence) {
            *held = own;
        }
    }
    last
}

/// Organizations with their services, and what the standard cannot hold.
pub fn organizations(all: &[Outgoing], programme: &str) -> (Value, Vec<String>) {
    let spent: BTreeSet<&str> = all
        .iter()
        .filter(|own| own.kind == Kind::Spend)
        .filter_map(|own| own.text("initiative"))
        .collect();
    let (areas, initiatives) = (latest(all, Kind::Area), latest(all, Kind::Initiative));
    let mut out = Vec::new();
    for (id, own) in latest(all, Kind::Partner) {
        let key = organization(programme, id);
        let name = own.text("name").unwrap_or(id);
        let about = own.text("note").map(str::to_owned);
        let what = own.text("kind").unwrap_or("partner");
        let service = |kind: &str, of: &str, title: &str, status: &str| {
            json!({
                "id": uuid([programme, kind, of]),
                "organization_id": key,
                "name": title,
                "status": status,
            })
        };
        let mut services: Vec<Value> = areas
            .iter()
            .filter(|(_, area)| area.text("lead") == Some(id))
            .map(|(of, _)| service("area", of, &format!("Area of engagement: {of}"), "active"))
            .collect();
        for (of, initiative) in &initiatives {
            // A service belongs to one organization: the first that carries it.
            if initiative.texts("carriers").first() == Some(&id) {
                let status = if spent.contains(of) { "active" } else { "inactive" };
                services.push(service(
                    "initiative",
                    of,
                    initiative.text("name").unwrap_or(of),
                    status,
                ));
            }
        }
        out.push(json!({
            "id": key,
            "name": name,
            "description": about.unwrap_or_else(|| format!("{name}, {what}")),
            "organization_identifiers": [{
                "id": uuid([programme, "identifier", id]),
                "organization_id": key,
                "identifier_type": OWN,
                "identifier": id,
            }],
            "services": services,
        }));
    }
    let left = vec![
        "reach, cost, staff days, ratings and agreements of partners".to_owned(),
        "further carriers of an initiative; initiatives and areas without a partner".to_owned(),
        "pieces, listening, ideas, ventures, money, promises, meetings and awards".to_owned(),
    ];
    (Value::Array(out), left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_form_of_a_uuid_and_stay() {
        let id = uuid(["coast", "organization", "pt-college"]);
        assert_eq!(id, uuid(["coast", "organization", "pt-college"]));
        assert_ne!(id, uuid(["coast", "organization", "pt-county"]));
        let parts: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!((parts, &id[14..15]), (vec![8, 4, 4, 4, 12], "8"));
    }
}
