//! One kind of initiative: prior, forest, findings, what lasts, what is displaced, who gains, caveats.

use agglo::base::archetype::{Decider, Study};
use agglo::plan::evidence::{Evidence, Finding, Used};
use agglo_report::plot::{forest, said};
use agglo_report::words::{Unit, capital, line, sentence, short};

use crate::args::Global;
use crate::cmd::evidence::basis;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// Letters of a label.
const LABEL: usize = 14;

pub(super) fn print(
    evidence: &Evidence,
    all: bool,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    if global.csv {
        printer.table(&table(evidence), global)?;
        return Ok(());
    }
    printer.data(&head(evidence))?;
    printer.data(&format!("\n{}\n", forest(evidence).lines().join("\n")))?;
    if all {
        for finding in &evidence.findings {
            printer.data(&in_full(finding))?;
        }
    } else {
        printer.data("\n")?;
        printer.table(&table(evidence), global)?;
    }
    printer.data(&foot(evidence, all))?;
    Ok(())
}

fn say(label: &str, text: &str) -> String {
    format!("{label:LABEL$}{}\n", sentence(text))
}

fn head(evidence: &Evidence) -> String {
    let prior = &evidence.prior;
    let mut text = format!("{}: {}\n\n", evidence.title, evidence.about);
    text.push_str(&say("Prior", &format!("{}. {}", capital(&basis(&prior.basis)), prior.text)));
    if prior.expected.value().is_some() {
        text.push_str(&say(
            "Expected",
            &format!(
                "{} on {}, that it may do nothing counted; it helps with probability {}",
                line(&prior.expected, Unit::Percent),
                prior.outcome,
                short(&prior.helps, Unit::Level)
            ),
        ));
    }
    if let Some(votes) = &evidence.votes {
        text.push_str(&say(
            "Counted",
            &format!(
                "{} of {} evaluations of its kind found more jobs; drawn towards the average of all {}",
                votes.positive,
                votes.all,
                line(&votes.share, Unit::Share)
            ),
        ));
    }
    text
}

/// A row for each finding.
fn table(evidence: &Evidence) -> Table {
    let mut table = Table::new([
        "finding", "found", "effect", "says", "grade", "design", "where", "year", "used",
    ]);
    for finding in &evidence.findings {
        let study = &finding.study;
        table.row(vec![
            study.id.clone(),
            study.found.clone(),
            effect(finding),
            said(study.direction).to_owned(),
            grade(study),
            study.design.clone(),
            place(study),
            study.year.map_or_else(String::new, |year| year.to_string()),
            used(finding.used).to_owned(),
        ]);
    }
    table
}

/// The figure as it is printed, with what stands beside it.
fn effect(finding: &Finding) -> String {
    let study = &finding.study;
    let Some(effect) = study.effect else {
        return study
            .votes
            .map_or_else(|| "not printed".to_owned(), |(some, all)| format!("{some} of {all}"));
    };
    let beside = match (study.interval95, study.range) {
        (Some((low, high)), _) => format!(" (95% interval {low} to {high})"),
        (None, Some((low, high))) => format!(" (range {low} to {high}, no interval)"),
        (None, None) => String::new(),
    };
    format!("{effect} {}{beside}", study.unit)
}

fn grade(study: &Study) -> String {
    let own = if study.own_grade { " (ours)" } else { "" };
    study.grade.map_or_else(String::new, |grade| format!("{grade}{own}"))
}

fn place(study: &Study) -> String {
    let parts = [study.country.as_str(), study.place.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn used(used: Used) -> &'static str {
    match used {
        Used::Pooled => "pooled",
        Used::Counted => "counted",
        Used::Quoted => "quoted",
        Used::BelowTheBar => "below the bar",
        Used::Refused => "refused",
        Used::Pointer => "not opened",
    }
}

/// Everything that is stored of a finding.
fn in_full(finding: &Finding) -> String {
    let study = &finding.study;
    let year = study.year.map_or_else(String::new, |year| format!(" ({year})"));
    let by = if study.authors.is_empty() { "author not named" } else { &study.authors };
    let rows = [
        ("Effect", effect(finding)),
        ("Says", said(study.direction).to_owned()),
        ("Design", format!("{}; grade {} of 5", study.design, grade(study))),
        ("Where", place(study)),
        ("Followed for", study.horizon.clone()),
        ("Units", study.n.clone()),
        ("From", from(study, by, &year)),
        ("Checked", format!("{:?}, {}", study.checked, study.seen).to_lowercase()),
        ("Note", study.note.clone()),
        ("Used", format!("{}: {}", used(finding.used), finding.because)),
    ];
    let lines =
        rows.into_iter().filter(|(_, text)| !text.trim().is_empty() && text != "; grade  of 5");
    let lines = lines.map(|(label, text)| format!("  {}", say(label, &text)));
    format!("\n{}\n  {}\n{}", study.id, study.found, lines.collect::<String>())
}

fn from(study: &Study, by: &str, year: &str) -> String {
    let doi = study.doi.as_ref().map_or_else(String::new, |doi| format!(" {doi}"));
    let title = if study.title.is_empty() { "title not seen" } else { &study.title };
    let published =
        if study.published.is_empty() { String::new() } else { format!(", {}", study.published) };
    format!("{by}{year}: {title}{published}{doi}")
}

fn foot(evidence: &Evidence, all: bool) -> String {
    let mut text = "\n".to_owned();
    let gains = if evidence.who_gains.is_empty() { "nobody looked" } else { &evidence.who_gains };
    text.push_str(&say("Who gains", gains));
    text.push_str(&say("Lasts", &evidence.lasts));
    text.push_str(&say(
        "Displaces",
        &format!(
            "{} Assumed share {}",
            evidence.displaced,
            evidence
                .displacement
                .value()
                .map_or_else(String::new, |share| Unit::Share.print(share))
        ),
    ));
    text.push_str(&say(
        "First seen",
        &format!("after {} years", line(&evidence.lead_years, Unit::Count)),
    ));
    if !evidence.partner.is_empty() {
        text.push_str(&say("Carried by", &evidence.partner));
    }
    if let Decider::Other(how) | Decider::Nobody(how) = &evidence.decided_by {
        text.push_str(&say("Decided by", &format!("not the programme: {how}")));
    }
    for (label, published) in [("Cost", &evidence.cost), ("Cost per job", &evidence.cost_per_job)] {
        if let Some(published) = published {
            text.push_str(&say(label, &format!("{} ({})", published.text, published.study)));
        }
    }
    for (at, caveat) in evidence.caveats.iter().enumerate() {
        text.push_str(&say(if at == 0 { "Beware" } else { "" }, &caveat.text));
    }
    if !all {
        let own =
            format!("\nEach finding in full: agglo evidence {} --studies\n", evidence.initiative);
        text.push_str(&own);
    }
    text
}
