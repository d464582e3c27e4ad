//! `agglo blueprint template NAME`: a copy free of any region, tried on one where one is named.

use agglo::base::blueprint::Blueprint;
use agglo::map::gap::reading::{Applicable, ElementReading, MemberReading, Reading};
use agglo::map::gap::{Options, Prepared, read};
use agglo_data::definitions::blueprint;
use serde::Serialize;

use crate::args::{Global, TemplateArgs};
use crate::cmd::blueprint::{named, with_tables};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// What becomes of an element where a template is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// The region has it.
    Kept,
    /// Another member of the nest stands in for the one that it names first.
    Substituted,
    /// The region surely lacks it.
    Dropped,
    /// Hidden or unrecorded: nobody can say.
    Unknown,
}

impl Role {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Substituted => "substituted",
            Self::Dropped => "dropped",
            Self::Unknown => "unknown",
        }
    }
}

/// One scored element in a region.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Applied {
    pub(super) element: String,
    pub(super) title: String,
    pub(super) role: Role,
    /// The member that stands in.
    pub(super) by: Option<String>,
}

/// The roles of a blueprint's scored elements in a region; none where it is not one for the blueprint.
pub(super) fn roles(
    prepared: &Prepared<'_>,
    country: &Country,
    region: &str,
) -> Result<(Reading, Vec<Applied>), Failure> {
    let region = country.region(region)?;
    let options = Options { stability: false, ..Options::default() };
    let reading = read(prepared, &region, &options)?;
    let cut = prepared.blueprint().cuts.missing;
    let scored = reading.elements.iter().filter(|element| element.scored);
    let applied = scored.map(|element| applied(element, cut)).collect();
    Ok((reading, applied))
}

fn applied(element: &ElementReading, cut: f64) -> Applied {
    let ends = element.level.range();
    let has = |member: &MemberReading| member.level.range().is_some_and(|(low, _)| low >= cut);
    let stands_in = element.members.iter().find(|member| has(member));
    let (role, by) = match ends {
        Some((low, _)) if low >= cut => match (element.members.first(), stands_in) {
            (Some(first), Some(other)) if first.id != other.id => {
                (Role::Substituted, Some(other.id.to_string()))
            }
            _ => (Role::Kept, None),
        },
        Some((_, high)) if high < cut => (Role::Dropped, None),
        _ => (Role::Unknown, None),
    };
    Applied { element: element.id.to_string(), title: element.title.clone(), role, by }
}

pub(super) fn run(
    args: &TemplateArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    if let Some(region) = &args.region {
        return with_tables(&args.blueprint, global, |prepared, country| {
            let (reading, applied) = roles(prepared, country, region)?;
            write(prepared.blueprint(), args, global, printer)?;
            if global.json {
                printer.json("agglo/blueprint-roles/1", &applied)?;
            } else if reading.applies.answer == Applicable::Yes {
                printer.table(&table(&applied), global)?;
            } else {
                let rule = &reading.applies.rule;
                printer.data(&format!("Not a region for this blueprint: {rule}\n"))?;
            }
            let is_read = reading.applies.answer == Applicable::Yes;
            Ok(if is_read { Exit::Ok } else { Exit::Unknown })
        });
    }
    write(&named(&args.blueprint, global)?, args, global, printer)?;
    Ok(Exit::Ok)
}

/// The copy, to the file that was named; printed where no region is asked for.
fn write(
    blueprint: &Blueprint,
    args: &TemplateArgs,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    let text = blueprint::text(blueprint);
    match &args.output {
        Some(path) => {
            agglo_data::atomic::write(path, text.into_bytes())?;
            printer.message(&format!("Wrote {}", path.display()));
        }
        None if args.region.is_none() && !global.json => printer.data(&text)?,
        None => {}
    }
    Ok(())
}

fn table(applied: &[Applied]) -> Table {
    let mut table = Table::new(["element", "title", "role", "by"]);
    for one in applied {
        table.row(vec![
            one.element.clone(),
            one.title.clone(),
            one.role.words().to_owned(),
            one.by.clone().unwrap_or_default(),
        ]);
    }
    table
}
