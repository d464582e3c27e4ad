//! IATI 2.03: initiatives for which money was spent, as activities with their budgets and spending.

use std::collections::BTreeMap;
use std::fmt::Write;

use agglo::engage::event::{Kind, slug};
use jiff::civil::Date;
use serde_json::Value;

use crate::exchange::cell::units;
use crate::exchange::outgoing::Outgoing;

/// A programme as an activity names it.
#[derive(Clone, Copy, Debug)]
pub struct Reporting<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The currency of its money.
    pub currency: &'a str,
}

/// What identifiers of activities begin with that this programme writes.
#[cfg(feature = "ingest")]
pub(super) fn prefix(programme: &str) -> String {
    format!("XX-AGGLO-{}-", slug(programme))
}

/// A day on which money was spent, and how much, in hundredths.
type Spent<'a> = Vec<(&'a str, i64, u64)>;

/// The document of what goes out, and what it cannot hold.
pub fn activities(all: &[Outgoing], own: Reporting<'_>) -> (String, Vec<String>) {
    let mut spent: BTreeMap<&str, Spent<'_>> = BTreeMap::new();
    for spend in all.iter().filter(|own| own.kind == Kind::Spend) {
        let cents = spend.values.get("amount").and_then(Value::as_i64);
        if let (Some(of), Some(day), Some(cents)) =
            (spend.text("initiative"), spend.text("date"), cents)
        {
            spent.entry(of).or_default().push((day, cents, spend.sequence));
        }
    }
    let names: BTreeMap<&str, &str> = all
        .iter()
        .filter(|own| own.kind == Kind::Partner)
        .filter_map(|own| Some((own.text("id")?, own.text("name")?)))
        .collect();
    let mut last: BTreeMap<&str, &Outgoing> = BTreeMap::new();
    for initiative in all.iter().filter(|own| own.kind == Kind::Initiative) {
        if let Some(id) = initiative.text("id") {
            last.insert(id, initiative);
        }
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"2.03\">\n",
    );
    let mut left = Vec::new();
    for (id, initiative) in last {
        match spent.get_mut(id) {
            None => left.push(format!(
                "initiative {id}: an activity needs a start, and nothing was spent yet"
            )),
            Some(spent) => {
                spent.sort_unstable();
                out.push_str(&activity((id, initiative), spent, &names, own));
            }
        }
    }
    out.push_str("</iati-activities>\n");
    left.push("ids begin with XX-AGGLO: a publisher registers an id of its own".to_owned());
    left.push(
        "country and sector by their code lists: an element of the blueprint stands as the sector"
            .to_owned(),
    );
    left.push("every kind but initiatives and spending".to_owned());
    (out, left)
}

fn activity(
    (id, own): (&str, &Outgoing),
    spent: &Spent<'_>,
    names: &BTreeMap<&str, &str>,
    programme: Reporting<'_>,
) -> String {
    let Reporting { id: of, title, currency } = programme;
    let (title, of) = (escaped(title), slug(of));
    let name = escaped(own.text("name").unwrap_or(id));
    let about = own.text("note").map_or_else(|| name.clone(), escaped);
    let start = spent.first().map_or("", |(day, ..)| day);
    let mut text = format!(
        " <iati-activity xml:lang=\"en\" default-currency=\"{currency}\">\n  \
         <iati-identifier>XX-AGGLO-{of}-{id}</iati-identifier>\n  \
         <reporting-org ref=\"XX-AGGLO-{of}\" type=\"90\"><narrative>{title}</narrative></reporting-org>\n  \
         <title><narrative>{name}</narrative></title>\n  \
         <description type=\"1\"><narrative>{about}</narrative></description>\n  \
         <participating-org role=\"2\"><narrative>{title}</narrative></participating-org>\n",
    );
    // A text takes whatever is written to it.
    let mut say = |line: String| {
        let _ = writeln!(text, "  {line}");
    };
    for carrier in own.texts("carriers") {
        let carrier = escaped(names.get(carrier).unwrap_or(&carrier));
        say(format!(
            "<participating-org role=\"4\"><narrative>{carrier}</narrative></participating-org>"
        ));
    }
    say("<activity-status code=\"2\"/>".to_owned());
    say(format!("<activity-date iso-date=\"{start}\" type=\"2\"/>"));
    if let Some(end) = own.text("ends") {
        say(format!("<activity-date iso-date=\"{end}\" type=\"3\"/>"));
    }
    if let Some(element) = own.text("element") {
        let element = escaped(element);
        say(format!(
            "<sector vocabulary=\"99\" code=\"{element}\"><narrative>{element}</narrative></sector>"
        ));
    }
    for (from, to, cents) in budgets(own, start) {
        let amount = units(cents);
        say(format!(
            "<budget type=\"1\"><period-start iso-date=\"{from}\"/><period-end iso-date=\"{to}\"/>\
             <value currency=\"{currency}\" value-date=\"{from}\">{amount}</value></budget>"
        ));
    }
    for (day, cents, sequence) in spent {
        let amount = units(*cents);
        say(format!(
            "<transaction ref=\"{sequence}\"><transaction-type code=\"4\"/><transaction-date iso-date=\"{day}\"/>\
             <value currency=\"{currency}\" value-date=\"{day}\">{amount}</value></transaction>"
        ));
    }
    text.push_str(" </iati-activity>\n");
    text
}

/// Costs by year after the start, as budgets of years of the calendar: first day, last day, hundredths.
fn budgets(own: &Outgoing, start: &str) -> Vec<(Date, Date, i64)> {
    let Ok(start) = start.parse::<Date>() else { return Vec::new() };
    let all = own.values.get("costs").and_then(Value::as_array);
    let budget = |cost: &Value| {
        let after = i16::try_from(cost.get("year")?.as_i64()?).ok()?;
        let year = start.year().checked_add(after)?;
        let days = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
        Some((days.0, days.1, cost.get("amount")?.as_i64()?))
    };
    all.into_iter().flatten().filter_map(budget).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML knows no other signs of control.
            other if other.is_control() && !matches!(other, '\n' | '\t') => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_end_an_element() {
        assert_eq!(
            escaped("</title><x a=\"1\"/>\u{1}&"),
            "&lt;/title&gt;&lt;x a=&quot;1&quot;/&gt;&amp;"
        );
    }
}
