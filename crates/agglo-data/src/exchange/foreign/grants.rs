//! 360Giving's JSON: grants as awards.

use crate::exchange::foreign::listed::Listed;
use crate::exchange::foreign::{Found, joined, told};
use crate::exchange::giving::prefix;
use crate::sheet::json::Value;

/// Members of a grant that have a column of their own.
const TAKEN: [&str; 9] = [
    "id",
    "title",
    "description",
    "currency",
    "amountAwarded",
    "awardDate",
    "plannedDates",
    "recipientOrganization",
    "fundingOrganization",
];

/// The grants of a package, a row each. Those that this programme wrote keep their own ids.
pub(super) fn awards(value: &Value, programme: &str) -> Found {
    let mut listed = Listed::new(&[
        "id", "number", "funder", "amount", "currency", "date", "start", "end", "note",
    ]);
    let own = prefix(programme);
    let mut left: Vec<&str> = Vec::new();
    let all = value.get("grants").map_or(&[] as &[Value], Value::items);
    for (at, grant) in all.iter().enumerate() {
        let first = |key: &str| grant.get(key).and_then(|list| list.items().first());
        let of = |key: &str, field: &str| first(key).map_or(String::new(), |own| told(own, field));
        let (id, title) = (told(grant, "id"), told(grant, "title"));
        let (funder, recipient) =
            (of("fundingOrganization", "name"), of("recipientOrganization", "name"));
        let about = told(grant, "description");
        let (id, number, note) = if let Some(id) = id.strip_prefix(&own) {
            let number = title.strip_prefix("Award ").filter(|number| *number != id);
            let is_usual = about == format!("{funder} to {recipient}");
            let note = if is_usual { String::new() } else { about };
            (id.to_owned(), number.unwrap_or_default().to_owned(), note)
        } else {
            let note = joined(&[("", title), ("", about), ("recipient", recipient)]);
            (id.clone(), id, note)
        };
        listed.row(
            format!("/grants/{at}"),
            vec![
                id,
                number,
                funder,
                told(grant, "amountAwarded"),
                told(grant, "currency"),
                told(grant, "awardDate"),
                of("plannedDates", "startDate"),
                of("plannedDates", "endDate"),
                note,
            ],
        );
        let rest = grant.members().iter().map(|(key, _)| &**key);
        left.extend(rest.filter(|key| !TAKEN.contains(key) && *key != "dateModified"));
    }
    left.sort_unstable();
    left.dedup();
    if !left.is_empty() {
        listed.note(format!("members of grants passed over: {}", left.join(", ")));
    }
    listed.found("awards")
}
