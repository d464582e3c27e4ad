//! `agglo gaps REGION`: levels against exemplars, the binding gap, and how surely it binds.

mod asked;

use agglo::Error;
use agglo::base::blueprint::{Grade, Sign};
use agglo::base::id::{ElementId, RegionId};
use agglo::base::region::Region;
use agglo::base::terms::Part;
use agglo::map::complementarity::Answer;
use agglo::map::gap::choose::RULE;
use agglo::map::gap::reading::{Activity, BindingGap, EdgeReading, ElementReading};
use agglo::map::gap::{Applicable, CutsChoice, Options, Reading, Score};
use agglo_report::words::{Unit, and, line, short};
use serde::Serialize;

use crate::args::{Cuts, GapsArgs, Global};
use crate::cmd::removed::said;
use crate::desk::{Definitions, Desk, Reads};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// What is written to JSON.
#[derive(Serialize)]
struct Gaps<'a> {
    region: &'a RegionId,
    rule: &'a str,
    readings: Vec<Row<'a>>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    lacks: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    because: &'a str,
    #[serde(flatten)]
    reading: &'a Reading,
}

pub(crate) fn run(args: &GapsArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let asked = asked::asked(args, global)?;
    let (country, region) = (&asked.country, &asked.region);
    let printer = &printer.resting_on(country.data())?;
    asked.notes.iter().for_each(|note| printer.message(&format!("note: {note}")));
    if let Some(why) = country.lacks(Part::Blueprint) {
        return unread(region, why, global, printer);
    }
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(country, &definitions)?;
    #[cfg(feature = "ledger")]
    let desk = desk.with_overlay(asked.overlay.clone());
    let no_clusters = || Error::new("E0203", "no table of clusters is at hand");
    let portfolio = desk.portfolio(region).ok_or_else(no_clusters)?;
    let options = Options {
        tau: args.tau,
        cuts: match args.cuts {
            Cuts::Default => CutsChoice::Default,
            Cuts::Exemplar => CutsChoice::Exemplar,
        },
        without: args.remove.iter().map(|id| ElementId::from(id.as_str())).collect(),
        gates: asked.gates,
        seed: asked.seed,
        ..Options::default()
    };
    let reads = desk.read(asked.blueprint.as_deref(), region, &portfolio, &options)?;
    if global.json {
        let rows = reads.iter();
        let readings = rows.map(|r| Row { because: &r.because, reading: &r.reading }).collect();
        printer.json(
            "agglo/gaps/1",
            &Gaps { region: &region.id, rule: RULE, readings, lacks: None },
        )?;
    } else if global.csv {
        reads.iter().try_for_each(|reads| printer.table(&levels(&reads.reading), global))?;
    } else {
        printer.data(&format!("{} ({})\n", region.title(), region.id))?;
        for reads in &reads {
            text(reads, &options, args.explain, global, printer)?;
        }
        if asked.blueprint.is_none() {
            printer.data(&format!("\nChosen by this rule: {RULE}.\n"))?;
        }
    }
    // A region that the only blueprint is not for has no gap to print.
    let read = reads.iter().any(|reads| reads.reading.score().is_some());
    Ok(if read { Exit::Ok } else { Exit::Unknown })
}

/// Of a region that is read against no blueprint: why, and what would do.
fn unread(
    region: &Region,
    why: String,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    if global.json {
        let lacks = Some(why);
        let gaps = Gaps { region: &region.id, rule: RULE, readings: Vec::new(), lacks };
        printer.json("agglo/gaps/1", &gaps)?;
    } else {
        printer.message(&format!("{} ({}): {why}", region.title(), region.id));
    }
    Ok(Exit::Unknown)
}

fn text(
    reads: &Reads<'_>,
    options: &Options,
    explain: bool,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    let Reads { reading, because, .. } = reads;
    printer.data(&format!("\nRead as: {} ({because})\n", reading.title))?;
    let Some(score) = reading.score().filter(|_| reading.applies.answer == Applicable::Yes) else {
        return printer
            .data(&format!("Not a region for this blueprint: {}\n", reading.applies.rule));
    };
    printer.data("\n")?;
    printer.table(&levels(reading), global)?;
    printer.data(&format!("\n{}", verdict(reading, score)))?;
    let removed = said(reading, &options.without);
    if !removed.is_empty() {
        printer.data(&format!("{:<14}{}\n", "Without it", removed.join("; ")))?;
    }
    if explain {
        printer.data(&explained(reading))?;
    }
    Ok(())
}

/// One row for each element, one more for each member of a nest.
fn levels(reading: &Reading) -> Table {
    let mut table = Table::new(["element", "value", "level 1 is", "level", "weight", "note"]);
    for element in &reading.elements {
        let unit = Unit::named(&element.unit);
        table.row(vec![
            element.id.to_string(),
            short(&element.value, unit),
            short(&element.benchmark, unit),
            short(&element.level, Unit::Level),
            if element.scored { Unit::Level.print(element.weight) } else { String::new() },
            note(element, reading),
        ]);
        for member in &element.members {
            let unit = Unit::named(&member.unit);
            table.row(vec![
                format!("  {}", member.id),
                short(&member.value, unit),
                short(&member.benchmark, unit),
                short(&member.level, Unit::Level),
                String::new(),
                if member.counted { String::new() } else { "not recorded".to_owned() },
            ]);
        }
    }
    table
}

fn note(element: &ElementReading, reading: &Reading) -> String {
    let removed = reading.removed.contains(&element.id);
    let notes = [
        (removed, "removed"),
        (element.immutable, "nobody can change it"),
        (!element.members.is_empty(), "substitutes"),
        (!element.scored, "shown, not scored"),
    ];
    let words: Vec<&str> =
        notes.iter().filter(|(holds, _)| *holds).map(|(_, words)| *words).collect();
    words.join("; ")
}

/// Class, gap, possible set, stability, and the twin without complementarity.
fn verdict(reading: &Reading, score: &Score) -> String {
    let mut lines = Vec::new();
    let mut say = |label: &str, words: String| lines.push(format!("{label:<14}{words}\n"));
    let claim = &reading.claim;
    let marked = |rests: bool, words: String| {
        if rests && !claim.is_supported() {
            format!("{words} * only at rho {}", score.rho)
        } else {
            words
        }
    };
    say("Class", marked(claim.class_rests_on_it, score.words()));
    say("Whole", line(&score.aggregate, Unit::Level));
    say("Binding gap", marked(claim.gap_rests_on_it, named(reading, &score.binding)));
    say("Core", core(reading));
    let possible: Vec<String> = score.possible.iter().map(ToString::to_string).collect();
    let sure =
        if score.necessary.is_empty() { "hidden cells decide" } else { "whatever is hidden" };
    say(
        "Possible",
        format!(
            "{} ({sure})",
            if possible.is_empty() { "none".to_owned() } else { and(&possible) }
        ),
    );
    if let Some(own) = &reading.stability {
        let second = match (&own.second, &own.second_share) {
            (Some(second), Some(share)) => {
                format!(", {} {}", line(share, Unit::Share), named(reading, second))
            }
            _ => String::new(),
        };
        let contested = if own.contested { ": contested" } else { "" };
        let words = format!(
            "{} of {} settings name {}{second}{contested}",
            line(&own.share, Unit::Share),
            own.cells,
            named(reading, &own.modal)
        );
        say("Stability", words);
    }
    for other in reading.scores.iter().skip(1) {
        let words = format!(
            "{}, whole {}, gap {}",
            other.words(),
            line(&other.aggregate, Unit::Level),
            named(reading, &other.binding)
        );
        say(&format!("At rho {}", other.rho), words);
    }
    let tested = claim.answer.map_or("not tested", Answer::words);
    say("Claim", format!("{tested}: that one weak element holds the rest back"));
    if let Some(cell) = &score.would_shrink {
        say("Would tell", cell.what.clone());
    }
    lines.concat()
}

/// The reinforcing core: its share, its elements, and what would widen it.
fn core(reading: &Reading) -> String {
    let core = &reading.core;
    let ids: Vec<String> = core.elements.iter().map(ToString::to_string).collect();
    let share = core.share.value().unwrap_or(0.0);
    let cut = if core.reinforcing {
        ""
    } else {
        ", below the cut: nothing shows that they reinforce each other"
    };
    let own = reading.edges.iter().filter(|edge| edge.grade == Grade::D);
    let own = match own.count() {
        0 => String::new(),
        n => format!("; {n} of its edges are this programme's own (grade D)"),
    };
    format!("{share:.3} of the weight: {}{cut}{own}", ids.join(", "))
}

fn edges(reading: &Reading) -> Vec<String> {
    let words = |edge: &EdgeReading| {
        let sign = if edge.sign == Sign::Plus { "+" } else { "-" };
        let stands = match edge.activity {
            Activity::Active => "counts",
            Activity::Inactive => "does not count",
            Activity::Unknown => "unknown",
        };
        let regraded = if edge.grade == edge.stated { "" } else { ", below the cut of evidence" };
        format!(
            "  {} -> {} ({sign}, grade {:?}{regraded}, {stands}): {}",
            edge.from, edge.to, edge.grade, edge.source
        )
    };
    let wider = reading.core.would_widen.iter().map(|own| {
        let named: Vec<String> =
            own.edges.iter().map(|(from, to)| format!("{from} -> {to}")).collect();
        let share = own.share.value().unwrap_or(0.0);
        format!("  would widen the core to {share:.3}: {} ({})", named.join(" with "), own.because)
    });
    reading.edges.iter().map(words).chain(wider).collect()
}

fn named(reading: &Reading, gap: &BindingGap) -> String {
    match gap {
        BindingGap::One { element } => {
            let title = reading.element(element.as_str()).map(|element| element.title.as_str());
            title.map_or_else(|| element.to_string(), |title| format!("{element} ({title})"))
        }
        other => other.words(),
    }
}

fn explained(reading: &Reading) -> String {
    let mut lines = vec![String::new(), "How it was read".to_owned()];
    lines.extend(reading.elements.iter().map(|e| format!("  {}: {}", e.id, e.measure)));
    let exemplars = &reading.exemplars;
    let names: Vec<&str> = exemplars.regions.iter().map(|region| region.name.as_str()).collect();
    lines.push(format!("  exemplars: {}", exemplars.rule));
    lines.push(format!("  {}: {}", exemplars.class, names.join("; ")));
    lines.extend(edges(reading));
    lines.extend(reading.stability.iter().map(|own| format!("  settings: {}", own.settings)));
    lines
        .extend(reading.caveats.iter().map(|caveat| format!("  {}: {}", caveat.code, caveat.text)));
    lines.push(String::new());
    lines.join("\n")
}
