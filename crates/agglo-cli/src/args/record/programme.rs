//! Arguments of the goal, initiatives, budgets, promises, awards, persons and corrections.

use agglo::engage::event::{Aim, AwardReport, Baseline, Cents, Effect, YearlyCost};
use clap::Args;
use jiff::civil::Date;

use super::partners::YesNo;
use super::read::{aim, baseline, cents, cost, effect, report};

/// Arguments of `record goal`.
#[derive(Args, Debug)]
pub(crate) struct GoalArgs {
    /// The mission in one sentence
    #[arg(long, value_name = "TEXT")]
    pub(crate) mission: Option<String>,
    /// An aim of the economy, as in `wage_jobs:+120@2030`; may be repeated
    #[arg(long, value_name = "M:CHANGE@YEAR", value_parser = aim)]
    pub(crate) economy: Vec<Aim>,
    /// An aim for people, as in `poverty_rate:-2pt@2030`; may be repeated
    #[arg(long, value_name = "M:CHANGE@YEAR", value_parser = aim)]
    pub(crate) people: Vec<Aim>,
    /// Where a measure stood, as in `poverty_rate=18.2@2023`; may be repeated
    #[arg(long, value_name = "M=V@YEAR", value_parser = baseline)]
    pub(crate) baseline: Vec<(String, Baseline)>,
}

/// Arguments of `record initiative`.
#[derive(Args, Debug)]
pub(crate) struct InitiativeArgs {
    /// Its name
    pub(crate) name: Option<String>,
    /// Its kind in the catalogue
    #[arg(long, value_name = "A")]
    pub(crate) archetype: Option<String>,
    /// The element that it serves
    #[arg(long, value_name = "E")]
    pub(crate) element: Option<String>,
    /// Its costs by year after its start, as in 0:350k,1:40k
    #[arg(long, value_name = "YEAR:M,…", value_delimiter = ',', value_parser = cost)]
    pub(crate) cost: Vec<YearlyCost>,
    /// What it does to an element at full take-up, as in food:0.15; may be repeated
    #[arg(long, value_name = "E:DL", value_parser = effect)]
    pub(crate) effect: Vec<Effect>,
    /// Inputs, ideas and pieces that it rests on, as in input:7,idea:3,co-op
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) cites: Vec<String>,
    /// Partners that can carry it, with commas between
    #[arg(long, value_name = "P,…", value_delimiter = ',')]
    pub(crate) carriers: Vec<String>,
    /// How many of them it needs
    #[arg(long, value_name = "N")]
    pub(crate) needs: Option<u32>,
    /// What it asks of a carrier's capacity
    #[arg(long, value_name = "N")]
    pub(crate) load: Option<f64>,
    /// An initiative that must come first; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) after: Vec<String>,
    /// An initiative that it excludes; may be repeated
    #[arg(long, value_name = "ID")]
    pub(crate) excludes: Vec<String>,
    /// When its funding ends
    #[arg(long, value_name = "DATE")]
    pub(crate) ends: Option<Date>,
    /// Who owns it then
    #[arg(long, value_name = "WHO")]
    pub(crate) owner_after: Option<String>,
    /// What it lives on then
    #[arg(long, value_name = "WHAT")]
    pub(crate) revenue_after: Option<String>,
    /// Resident jobs that it brings
    #[arg(long, value_name = "N")]
    pub(crate) benefit: Option<f64>,
    /// Share of them that reaches underserved places, 0 to 1
    #[arg(long, value_name = "S")]
    pub(crate) share_underserved: Option<f64>,
}

/// Arguments of `record budget`.
#[derive(Args, Debug)]
pub(crate) struct BudgetArgs {
    /// The year
    #[arg(long, value_name = "Y")]
    pub(crate) year: Option<u16>,
    /// How much
    #[arg(long, value_name = "MONEY", value_parser = cents)]
    pub(crate) amount: Option<Cents>,
    /// Whose
    #[arg(long, value_name = "NAME")]
    pub(crate) fund: Option<String>,
    /// When the fund ends
    #[arg(long, value_name = "DATE")]
    pub(crate) ends: Option<Date>,
}

/// Arguments of `record spend`.
#[derive(Args, Debug)]
pub(crate) struct SpendArgs {
    /// The initiative
    pub(crate) initiative: Option<String>,
    /// How much
    #[arg(long, value_name = "MONEY", value_parser = cents)]
    pub(crate) amount: Option<Cents>,
    /// Whose
    #[arg(long, value_name = "NAME")]
    pub(crate) fund: Option<String>,
    /// On what
    #[arg(long, value_name = "C")]
    pub(crate) category: Option<String>,
}

/// Arguments of `record outcome`.
#[derive(Args, Debug)]
pub(crate) struct OutcomeArgs {
    /// What is measured, as in jobs
    pub(crate) measure: Option<String>,
    /// Its value
    #[arg(long, value_name = "V", allow_hyphen_values = true)]
    pub(crate) value: Option<f64>,
    /// Its unit
    #[arg(long, value_name = "U")]
    pub(crate) unit: Option<String>,
    /// Of which initiative, venture or region
    #[arg(long, value_name = "ID")]
    pub(crate) subject: Option<String>,
    /// Whether who said it agreed that it is used
    #[arg(long, value_name = "YES|NO")]
    pub(crate) consent: Option<YesNo>,
}

/// Arguments of `record promise`.
#[derive(Args, Debug)]
pub(crate) struct PromiseArgs {
    /// What was promised
    pub(crate) text: Option<String>,
    /// To whom
    #[arg(long, value_name = "WHOM")]
    pub(crate) to: Option<String>,
    /// Until when
    #[arg(long, value_name = "DATE")]
    pub(crate) due: Option<Date>,
}

/// Arguments of `record meeting`.
#[derive(Args, Debug)]
pub(crate) struct MeetingArgs {
    /// About what
    pub(crate) text: Option<String>,
    /// With which partners, with commas between
    #[arg(long, value_name = "P,…", value_delimiter = ',')]
    pub(crate) with: Vec<String>,
}

/// Arguments of `record award`.
#[derive(Args, Debug)]
pub(crate) struct AwardArgs {
    /// Its id, as in a1
    pub(crate) award: Option<String>,
    /// Who gives it
    #[arg(long, value_name = "F")]
    pub(crate) funder: Option<String>,
    /// The funder's number
    #[arg(long, value_name = "N")]
    pub(crate) number: Option<String>,
    /// How much
    #[arg(long, value_name = "MONEY", value_parser = cents)]
    pub(crate) amount: Option<Cents>,
    /// From this day
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<Date>,
    /// Until this day
    #[arg(long, value_name = "DATE")]
    pub(crate) end: Option<Date>,
    /// What must be reported, as in ed916:annual,ed917:annual
    #[arg(long, value_name = "R:EVERY,…", value_delimiter = ',', value_parser = report)]
    pub(crate) reports: Vec<AwardReport>,
}

/// Arguments of `record person`.
#[derive(Args, Debug)]
pub(crate) struct PersonArgs {
    /// The person's key, as in contributor:c17
    pub(crate) person: Option<String>,
    /// The name
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// How to reach the person
    #[arg(long, value_name = "CONTACT")]
    pub(crate) contact: Option<String>,
}

/// Arguments of `record correct`.
#[derive(Args, Debug)]
pub(crate) struct CorrectArgs {
    /// The number of the event that was wrong
    pub(crate) event: Option<u64>,
    /// What it should have said, as FIELD=VALUE; `happened=DATE` for its day
    #[arg(value_name = "FIELD=VALUE", allow_hyphen_values = false)]
    pub(crate) fields: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) because: Option<String>,
}

/// Arguments of `record retract`.
#[derive(Args, Debug)]
pub(crate) struct RetractArgs {
    /// The number of the event
    pub(crate) event: Option<u64>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) because: Option<String>,
}
