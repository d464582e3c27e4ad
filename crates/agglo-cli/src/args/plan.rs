//! What a person may say to `plan`.

use std::path::PathBuf;

use clap::Args;

use crate::money::Money;

/// Arguments of `plan`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo plan --region 12045 --budget 2M --years 5\n  agglo plan --region 12045 --budget 500k --budget 2M --budget 10M\n  agglo plan\n  agglo plan --budget 600k --years 3 --frontier\n  agglo plan --in it-kitchen --out it-shuttle --phi 0.4\n\nInside a programme it plans with the initiatives, partners and budgets that are recorded, and writes plans/HASH.json. Outside one, or where no initiative is recorded, it chooses from the shipped catalogue of initiatives in its sizes.\n\nExit codes: 0 planned, 2 bad input or constraints that contradict each other, 3 the search ended before it found a plan."
)]
pub(crate) struct PlanArgs {
    /// A region of the programme; outside one a code, a name, or a comma list read as one
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// Money in all, spread evenly over the years: 600k, 2M; may be repeated, then plans stand beside each other
    #[arg(long, value_name = "MONEY", allow_hyphen_values = true)]
    pub(crate) budget: Vec<Money>,
    /// Years of the plan
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=50))]
    pub(crate) years: Option<u16>,
    /// Days of staff that carriers have for it in a year, all together
    #[arg(long, value_name = "N")]
    pub(crate) staff_days: Option<f64>,
    /// Outcome against money: twenty budgets up to twice the plan's, under each least share
    #[arg(long)]
    pub(crate) frontier: bool,
    /// An initiative, or a kind of the catalogue, that must be started; may be repeated
    #[arg(long = "in", value_name = "ID")]
    pub(crate) inside: Vec<String>,
    /// One that must not be started; may be repeated
    #[arg(long = "out", value_name = "ID")]
    pub(crate) out: Vec<String>,
    /// Least share of the benefit that reaches underserved places, 0 to 1
    #[arg(long, value_name = "S")]
    pub(crate) phi: Option<f64>,
    /// Exponent of the aggregate to choose under, instead of the blueprint's: 1 adds up, below 0 the weakest holds back
    #[arg(long, value_name = "R", allow_hyphen_values = true)]
    pub(crate) rho: Option<f64>,
    /// Nodes after which the search stops; never a clock
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) nodes: Option<u64>,
    /// Shipped blueprint, traded cluster or file; the programme's, or chosen by the printed rule, if absent
    #[arg(long, value_name = "B")]
    pub(crate) blueprint: Option<String>,
    /// Write everything with a date to a calendar file
    #[arg(long, value_name = "FILE")]
    pub(crate) ical: Option<PathBuf>,
    /// Folder for the plan as a page, as JSON and as text
    #[arg(short, long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}
