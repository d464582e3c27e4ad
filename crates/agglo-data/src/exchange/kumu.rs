//! Kumu: partners, pieces and areas as elements; agreements, leads and where partners work as connections.

use std::collections::BTreeMap;

use agglo::engage::event::Kind;
use serde_json::{Value, json};

use crate::exchange::outgoing::Outgoing;

/// A map as Kumu reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Columns of the elements' sheet, the label first.
    pub elements: Vec<[String; 5]>,
    /// Columns of the connections' sheet: from, to, direction, label, type.
    pub connections: Vec<[String; 5]>,
    /// What a map cannot hold, in words.
    pub left: Vec<String>,
}

/// Names of the elements' columns.
pub const ELEMENTS: [&str; 5] = ["Label", "Type", "Description", "Tags", "ID"];

/// Names of the connections' columns.
pub const CONNECTIONS: [&str; 5] = ["From", "To", "Direction", "Label", "Type"];

/// Kinds that become elements.
const DRAWN: [Kind; 3] = [Kind::Area, Kind::Partner, Kind::Piece];

/// The map of what goes out. The last word on each record counts.
pub fn map(all: &[Outgoing]) -> Map {
    let mut last: BTreeMap<(&str, &str), &Outgoing> = BTreeMap::new();
    for own in all.iter().filter(|own| DRAWN.contains(&own.kind)) {
        let Some(id) = own.text("id") else { continue };
        let held = last.entry((own.kind.word(), id)).or_insert(own);
        if (held.text("date"), held.sequence) <= (own.text("date"), own.sequence) {
            *held = own;
        }
    }
    let mut map = Map::default();
    let mut labels: BTreeMap<String, String> = BTreeMap::new();
    for ((kind, id), own) in &last {
        let name = own.text("name").unwrap_or(id);
        // Kumu joins by label: two of one name are kept apart by their ids.
        let is_taken = labels.values().any(|label| label == name);
        let label = if is_taken { format!("{name} ({id})") } else { name.to_owned() };
        labels.insert((*id).to_owned(), label.clone());
        let tag = own.text("kind").or_else(|| own.text("element")).unwrap_or_default();
        let about = own.text("note").unwrap_or_default();
        map.elements.push([
            label,
            capital(kind),
            about.to_owned(),
            tag.to_owned(),
            (*id).to_owned(),
        ]);
    }
    let mut connect = |from: &str, to: &str, direction: &str, label: &str, kind: &str| {
        if let (Some(from), Some(to)) = (labels.get(from), labels.get(to)) {
            let row = [from.as_str(), to, direction, label, kind].map(str::to_owned);
            if !map.connections.contains(&row) {
                map.connections.push(row);
            }
        }
    };
    for ((_, id), own) in &last {
        if let Some(lead) = own.text("lead") {
            connect(lead, id, "Directed", "leads", "Lead");
        }
        for area in own.texts("areas") {
            connect(id, area, "Directed", "works in", "Focus");
        }
    }
    for own in all.iter().filter(|own| own.kind == Kind::Link) {
        let text = |field: &str| own.text(field).unwrap_or_default();
        let direction = if text("confirmed") == "both" { "Mutual" } else { "Directed" };
        let (from, to) = if text("confirmed") == "b" { ("b", "a") } else { ("a", "b") };
        connect(text(from), text(to), direction, text("kind"), "Agreement");
    }
    map.left = left(all);
    map
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What a map cannot hold.
fn left(all: &[Outgoing]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for own in all.iter().filter(|own| !DRAWN.contains(&own.kind) && own.kind != Kind::Link) {
        *counts.entry(own.kind.word()).or_default() += 1;
    }
    let mut left: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{count} of the kind {kind}: a map has none"))
        .collect();
    left.push(
        "days of agreements; reach, cost and staff days of partners; shocks and facts of pieces"
            .to_owned(),
    );
    left
}

impl Map {
    /// The map as Kumu's JSON.
    pub fn json(&self) -> Value {
        let elements = self.elements.iter().map(|[label, kind, about, tags, id]| {
            let tags: Vec<&str> = tags.split('|').filter(|tag| !tag.is_empty()).collect();
            json!({ "label": label, "type": kind, "description": about, "tags": tags, "id": id })
        });
        let connections = self.connections.iter().map(|[from, to, direction, label, kind]| {
            let direction = direction.to_lowercase();
            json!({ "from": from, "to": to, "direction": direction, "label": label, "type": kind })
        });
        json!({
            "elements": elements.collect::<Vec<_>>(),
            "connections": connections.collect::<Vec<_>>(),
        })
    }
}
