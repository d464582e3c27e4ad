//! The outcome of a check as lines for a terminal, or as a table.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use agglo::engage::Ruling;
use agglo::engage::gates::{Finding, Owed, Subject};

use crate::cmd::check::{OfRegion, Report, Rule};
use crate::table::Table;

/// Events that are named as evidence.
const NAMED: usize = 8;

pub(super) fn text(report: &Report, rules: &BTreeSet<Rule>) -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = writeln!(text, "{}, as of {}: {}", report.title, report.as_of, loud(report.ruling));
    if report.illustrative {
        text += "Everything recorded here is made up.\n";
    }
    for region in &report.regions {
        let _ = writeln!(text, "\nRegion {}", region.checked.region);
        if let Some(registered) = &region.registered {
            let _ = writeln!(text, "{}", registered.text);
        }
        for finding in &region.checked.findings {
            gate(&mut text, finding);
        }
        extra(&mut text, region, rules);
    }
    if report.later > 0 {
        let _ = writeln!(text, "\n{} entries of later days are left aside.", report.later);
    }
    if report.not_yet_known > 0 {
        let _ =
            writeln!(text, "{} entries were made later and are left aside.", report.not_yet_known);
    }
    for code in &report.uncounted {
        let _ = writeln!(text, "\nUnknown: {code}.");
    }
    for loose in &report.loosened {
        let _ = writeln!(text, "Looser than usual: {loose}.");
    }
    text
}

fn loud(ruling: Ruling) -> String {
    ruling.word().to_uppercase()
}

fn gate(text: &mut String, finding: &Finding) {
    let _ = writeln!(text, "{} {:<8} {}", finding.gate.word(), finding.ruling.word(), finding.rule);
    let _ = writeln!(text, "    {}", finding.found);
    for subject in &finding.subjects {
        one(text, subject);
    }
    if !finding.evidence.is_empty() {
        let named: Vec<String> = finding.evidence.iter().take(NAMED).map(u64::to_string).collect();
        let more = finding.evidence.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "    events {}{more}", named.join(", "));
    }
    if let Some(next) = &finding.next {
        let _ = writeln!(text, "    next: {next}");
    }
}

fn one(text: &mut String, subject: &Subject) {
    let _ = writeln!(text, "    {:<8} {}: {}", subject.ruling.word(), subject.id, subject.name);
    for leg in subject.legs.iter().filter(|leg| !leg.found.is_empty()) {
        let _ = writeln!(text, "      {:<12} {:<8} {}", leg.name, leg.ruling.word(), leg.found);
    }
}

fn extra(text: &mut String, region: &OfRegion, rules: &BTreeSet<Rule>) {
    for note in &region.overlay {
        let _ = writeln!(text, "overlay: {note}");
    }
    if let Some(own) = &region.coordination {
        let _ = writeln!(text, "coordination {}", own.ruling.word());
        for (a, b, kind) in &own.live {
            let _ = writeln!(text, "    live       {a} - {b}: {kind}");
        }
        for (a, b, kind) in &own.one_sided {
            let _ = writeln!(text, "    one-sided  {a} - {b}: {kind}, does not count");
        }
        if let Some(density) = own.density {
            let _ = writeln!(text, "    density {density:.3}");
        }
        for mark in &own.marks {
            let since = mark.since.map_or_else(String::new, |day| format!(" since {day}"));
            let _ = writeln!(text, "    {:<8} {}{since}", mark.ruling.word(), mark.name);
        }
    }
    if let Some(owed) = &region.promises {
        promises(text, owed);
    }
    for removed in &region.removed {
        let _ = writeln!(text, "Without {}: {}.", removed.elements.join(", "), removed.said);
    }
    for warning in &region.checked.warnings {
        let _ = writeln!(text, "Warning: {warning}.");
    }
    let is_whole = rules.len() > 1;
    if is_whole && !region.checked.ours_not_theirs.is_empty() {
        let ours = region.checked.ours_not_theirs.join(", ");
        let _ = writeln!(text, "Ours, not theirs (no input and no piece behind it): {ours}.");
    }
    if is_whole && !region.checked.late.is_empty() {
        let _ = writeln!(text, "Entered more than thirty days after their day:");
        for late in region.checked.late.iter().take(NAMED) {
            let _ = writeln!(
                text,
                "    event {}, {} of {}, entered {} ({} days)",
                late.event, late.kind, late.happened, late.entered, late.days
            );
        }
        let more = region.checked.late.len().saturating_sub(NAMED);
        if more > 0 {
            let _ = writeln!(text, "    and {more} more");
        }
    }
}

fn promises(text: &mut String, owed: &[Owed]) {
    let overdue = owed.iter().filter(|own| own.is_overdue).count();
    let _ = writeln!(text, "promises: {} open, {overdue} overdue", owed.len());
    for own in owed {
        let due = own.due.map_or_else(String::new, |day| format!(", due {day}"));
        let to = own.to.as_deref().map_or_else(String::new, |to| format!(" ({to})"));
        let mark = if own.is_overdue { "overdue" } else { "open" };
        let _ =
            writeln!(text, "    {mark:<8} {}{to}: {}, {} days{due}", own.of, own.text, own.days);
    }
}

pub(super) fn table(report: &Report, rules: &BTreeSet<Rule>) -> Table {
    let mut table = Table::new(["region", "rule", "name", "subject", "ruling", "found", "next"]);
    for region in &report.regions {
        let id = &region.checked.region;
        for finding in &region.checked.findings {
            let (code, name) = (finding.gate.word(), finding.gate.name());
            let next = finding.next.clone().unwrap_or_default();
            let word = finding.ruling.word();
            table.row(row([id, code, name, "", word, &finding.found, &next]));
            for subject in &finding.subjects {
                let legs: Vec<String> = subject
                    .legs
                    .iter()
                    .map(|leg| format!("{} {}: {}", leg.name, leg.ruling.word(), leg.found))
                    .collect();
                table.row(row([
                    id,
                    code,
                    name,
                    &subject.id,
                    subject.ruling.word(),
                    &legs.join("; "),
                    "",
                ]));
            }
        }
        if rules.contains(&Rule::Promises) {
            for own in region.promises.iter().flatten() {
                let word = Ruling::known(!own.is_overdue).word();
                table.row(row([id, "A1", "promises", &own.of.to_string(), word, &own.text, ""]));
            }
        }
    }
    table
}

/// Cells that a spreadsheet would take for a formula are led by an apostrophe.
fn row(cells: [&str; 7]) -> Vec<String> {
    let safe = |cell: &str| match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell.to_owned(),
    };
    cells.map(safe).to_vec()
}
