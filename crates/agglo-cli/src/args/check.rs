//! What a person may say to `check`.

use clap::Args;
use jiff::civil::Date;

/// Arguments of `check`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo check\n  agglo check --only partners --as-of 2026-09-30\n  agglo check --only promises\n  agglo check --remove lodging\n  agglo check --strict --json\n\nRules: E1 entrepreneurship, P1 partners, F1 pieces, A1 areas, L1 listening, S1 targets, X1 initiatives; and two that are looked at alone: coordination (of F1), promises (of A1).\n\nExit codes: 0 passed, 1 a rule failed, 3 a rule is unknown (1 with --strict)."
)]
pub(crate) struct CheckArgs {
    /// One rule, by its code or name; may be repeated
    #[arg(long, value_name = "RULE")]
    pub(crate) only: Vec<String>,
    /// The gates and the region's class without an element; may be repeated
    #[arg(long, value_name = "ELEMENT")]
    pub(crate) remove: Vec<String>,
    /// What is unknown counts as failed
    #[arg(long)]
    pub(crate) strict: bool,
    /// A region of the programme; all of them if absent
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,
    /// Only what was entered until the end of this day, in UTC: what a check of that day said
    #[arg(long, value_name = "DATE")]
    pub(crate) entered_by: Option<Date>,
}
