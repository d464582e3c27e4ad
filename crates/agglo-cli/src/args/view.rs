//! What a person may say to `view`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `view`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo view\n  agglo view network --as-of 2026-09-30\n  agglo view said --public\n  agglo view pipeline --json\n  agglo view -o pages\n  agglo view --public -o wall\n\nViews: network (who works with whom, trust both ways), pipeline (from ideas to businesses, and how long they last), said (you said, we did), areas (what each area of engagement rests on).\n\nWith --public nobody is named who did not agree to it, no verdict on a partner is given, and of fewer than five people nothing is told."
)]
pub(crate) struct ViewArgs {
    /// One view; all four if absent
    #[arg(value_name = "VIEW")]
    pub(crate) view: Option<ViewOf>,
    /// For everybody: no verdicts, no names that were not agreed to, nothing of fewer than five people
    #[arg(long)]
    pub(crate) public: bool,
    /// A region of the programme; all of them if absent
    #[arg(long, value_name = "ID")]
    pub(crate) region: Option<String>,
    /// Folder for a page of each region with its drawings, and its data
    #[arg(short, long = "output", value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

/// A view of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewOf {
    /// Who works with whom, and trust both ways
    Network,
    /// From ideas to businesses, and how long they last
    Pipeline,
    /// You said, we did
    Said,
    /// What each area of engagement rests on
    Areas,
}
