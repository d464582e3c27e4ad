//! The overlay of a programme from TOML: every fault at once, each with its line.

use agglo::Error;
use agglo::base::blueprint::{Better, Measure, Member, Overlay, OwnEdge, OwnMember, Recorded};
use toml::de::DeTable;

use crate::definitions::Errors;

use super::walk::{Sheet, Table};
use super::{edge, unreadable};

/// An overlay from its text; `place` names the file in errors.
///
/// # Errors
///
/// Every fault: `E0221` for what cannot be read. What a blueprint allows is checked by [`Overlay::onto`].
pub fn overlay(text: &str, place: &str) -> Result<Overlay, Errors> {
    let document =
        DeTable::parse(text).map_err(|error| Errors(vec![unreadable(&error, text, place)]))?;
    let sheet = Sheet::new(place, text);
    let root = Table::root(&document, &sheet);
    let edges = root.tables("edge").into_iter().filter_map(own_edge).collect();
    let members = root.tables("member").into_iter().filter_map(own_member).collect();
    root.finish();
    let found: Vec<Error> = sheet.into_found();
    if found.is_empty() { Ok(Overlay { edges, members }) } else { Err(Errors(found)) }
}

fn own_edge(table: Table<'_>) -> Option<OwnEdge> {
    let place = table.place();
    let inputs = table.texts("inputs").unwrap_or_default();
    Some(OwnEdge { edge: edge::read(table)?, inputs, place })
}

fn own_member(table: Table<'_>) -> Option<OwnMember> {
    let place = table.place();
    let element = table.need("element").and_then(|node| node.text());
    let id = table.need("id").and_then(|node| node.text());
    let fact = table.need("fact").and_then(|node| node.text());
    let table = match &id {
        Some(id) => table.called(format!("member `{id}`")),
        None => table,
    };
    let title = table.text("title");
    let rate = table.number("rate").unwrap_or(1.0);
    let optional = table.truth("optional").unwrap_or(false);
    let less = table.truth("less_is_better").unwrap_or(false);
    let full_at = table.number("full_at");
    if let Some(value) = full_at.filter(|value| *value <= 0.0) {
        table.fault(format!("`full_at` is {value}: the value that is level 1 lies above 0"));
    }
    table.finish();
    let id = id?;
    let measure = Measure::Recorded(Recorded {
        fact: fact?,
        members: Vec::new(),
        value: None,
        full_at,
        better: if less { Better::Less } else { Better::More },
    });
    let title = title.unwrap_or_else(|| id.replace('_', " "));
    let member = Member { title, id: id.into(), rate, measure, optional };
    Some(OwnMember { element: element?.into(), member, place })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROAD: &str = "[[member]]\nelement = \"access\"\nid = \"road\"\nrate = 0.9\nfact = \"minutes\"\nless_is_better = true\noptional = true\n";
    const EDGE: &str = "[[edge]]\nfrom = \"evening\"\nto = \"lodging\"\nsign = \"+\"\nkind = \"draws_customers\"\nb = 0.3\ngrade = \"D\"\ninputs = [\"input:1\"]\n";

    #[test]
    fn edges_and_members_are_read_with_their_lines() {
        let own = overlay(&format!("{EDGE}{ROAD}"), "own.toml").unwrap();
        assert_eq!((own.edges.len(), own.members.len()), (1, 1));
        assert_eq!(own.edges[0].inputs, ["input:1"]);
        assert!(own.members[0].place.starts_with("own.toml, line "), "{}", own.members[0].place);
        assert_eq!(own.members[0].member.measure.better(), Better::Less);
    }

    #[test]
    fn all_faults_come_at_once_each_with_its_line() {
        let text = format!(
            "{}{}[[egde]]\n",
            EDGE.replace("\"+\"", "\"plus\"").replace("inputs", "input"),
            ROAD.replace("0.9", "\"much\"")
        );
        let Errors(found) = overlay(&text, "own.toml").unwrap_err();
        let all = found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for part in ["`sign` is `plus`", "`input` is no part", "not a number", "`egde`", "line 4"] {
            assert!(all.contains(part), "{part} in\n{all}");
        }
    }
}
