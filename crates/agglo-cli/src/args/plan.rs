//! What a person may say to `plan`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::money::Money;

/// Arguments of `plan`.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  agglo plan --region 12045 --budget 2M --years 5\n  agglo plan --region 12045 --budget 500k --budget 2M --budget 10M\n  agglo plan\n  agglo plan --budget 600k --years 3 --frontier\n  agglo plan --in it-kitchen --out it-shuttle --phi 0.4\n  agglo plan design 3fa9c1d2 -o designs/coast.toml\n  agglo plan lock 3fa9c1d2 --design designs/coast.toml\n  agglo plan amend 9b01ab23 --because \"the fund was cut\" --plan 77c0de12\n  agglo plan locks\n\nInside a programme it plans with the initiatives, partners and budgets that are recorded, and writes plans/HASH.json. Outside one, or where no initiative is recorded, it chooses from the shipped catalogue of initiatives in its sizes.\n\nExit codes: 0 planned, 2 bad input or constraints that contradict each other, 3 the search ended before it found a plan."
)]
pub(crate) struct PlanArgs {
    #[command(subcommand)]
    pub(crate) verb: Option<PlanVerb>,
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

/// What to do with a plan that is kept.
#[cfg_attr(
    not(feature = "ledger"),
    allow(dead_code, reason = "a build without the ledger keeps no plans")
)]
#[derive(Debug, Subcommand)]
pub(crate) enum PlanVerb {
    /// A commented design of the plan's evaluation, to fill in and lock
    Design(DesignArgs),
    /// Freeze a plan and the design of its evaluation under one digest
    Lock(LockArgs),
    /// Change what is locked, with the reason: both locks stay listed
    Amend(AmendArgs),
    /// Every lock, whether its files are as they were frozen, and what was amended
    Locks(LocksArgs),
}

/// Arguments of `plan design`.
#[cfg_attr(
    not(feature = "ledger"),
    allow(dead_code, reason = "a build without the ledger keeps no plans")
)]
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo plan design 3fa9c1d2\n  agglo plan design 3fa9c1d2 -o designs/coast.toml\n\nThe plan and the goal fill in what they say. What only a person can say is marked OPEN and left empty; `agglo plan lock` refuses it until it is said."
)]
pub(crate) struct DesignArgs {
    /// The plan: its digest, or the first letters of it, as `agglo plan` wrote it to plans/DIGEST.json
    pub(crate) plan: String,
    /// The file to write, a new one; standard output if absent
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `plan lock`.
#[cfg_attr(
    not(feature = "ledger"),
    allow(dead_code, reason = "a build without the ledger keeps no plans")
)]
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo plan lock 3fa9c1d2 --design designs/coast.toml\n\nA region has one line of locks: what changes later is an amendment (`agglo plan amend`). Listening counts up to the first of them. Where something was begun before the lock is entered, the evaluation is retrospective, and says so for ever.\n\nExit codes: 0 locked, 2 the plan or the design cannot be locked: every fault with its line and field."
)]
pub(crate) struct LockArgs {
    /// The plan: its digest, or the first letters of it
    pub(crate) plan: String,
    /// The design of its evaluation, as TOML or JSON; `agglo plan design PLAN` writes one to begin with
    #[arg(long, value_name = "FILE")]
    pub(crate) design: Option<PathBuf>,
}

/// Arguments of `plan amend`.
#[cfg_attr(
    not(feature = "ledger"),
    allow(dead_code, reason = "a build without the ledger keeps no plans")
)]
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo plan amend 9b01ab23 --because \"the fund was cut\" --plan 77c0de12\n  agglo plan amend 9b01ab23 --because \"a storm in a donor county\" --design designs/coast.toml\n\nWhat is not named stays as it was. Each field that differs is listed: the data by the declared rule and the presentation may change, everything else changes the registered test. The earlier lock stays."
)]
pub(crate) struct AmendArgs {
    /// The lock: its digest, or the first letters of it
    pub(crate) lock: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) because: String,
    /// Another plan
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<String>,
    /// Another design
    #[arg(long, value_name = "FILE")]
    pub(crate) design: Option<PathBuf>,
}

/// Arguments of `plan locks`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo plan locks\n  agglo plan locks --json\n\nExit codes: 0 everything is as it was frozen, 1 a file is missing or was changed."
)]
pub(crate) struct LocksArgs {}
