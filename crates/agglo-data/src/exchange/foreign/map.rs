//! Kumu's JSON: elements and connections as two tables.

use crate::exchange::foreign::listed::Listed;
use crate::exchange::foreign::{Found, joined, told};
use crate::sheet::json::Value;

/// Members of an element that have a column of their own.
const ELEMENT: [&str; 5] = ["label", "type", "description", "tags", "id"];
/// Members of a connection that have one.
const CONNECTION: [&str; 5] = ["from", "to", "direction", "label", "type"];

pub(super) fn tables(value: &Value) -> Vec<Found> {
    ["elements", "connections"]
        .into_iter()
        .zip([ELEMENT, CONNECTION])
        .map(|own| table(value, own))
        .collect()
}

fn table(value: &Value, (name, own): (&str, [&str; 5])) -> Found {
    let columns: Vec<&str> = own.into_iter().chain(["more"]).collect();
    let mut listed = Listed::new(&columns);
    for (at, item) in value.get(name).map_or(&[] as &[Value], Value::items).iter().enumerate() {
        let text = |key: &str| match item.get(key) {
            Some(list @ Value::List(_)) => {
                list.items().iter().filter_map(Value::plain).collect::<Vec<_>>().join("|")
            }
            _ => told(item, key),
        };
        let rest = item.members().iter().filter(|(key, _)| !own.contains(&&**key));
        let more: Vec<(&str, String)> = rest.map(|(key, _)| (&**key, text(key))).collect();
        let mut texts: Vec<String> = own.iter().map(|key| text(key)).collect();
        texts.push(joined(&more));
        listed.row(format!("/{name}/{at}"), texts);
    }
    listed.found(name)
}
