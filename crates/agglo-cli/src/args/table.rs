//! Arguments of `io`: one question of an input-output table.

use std::path::PathBuf;

use agglo::map::input_output::{Method, What};
use clap::{Args, ValueEnum};

/// Arguments of `io`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  agglo io multipliers --table table.csv
  agglo io key-sectors --table table.csv --csv
  agglo io regionalise --table table.csv --region 12045 --method flq --delta 0.25
  agglo io multipliers --table table.csv --region Valley --jobs jobs.csv

The table is comma separated. The first column and the header name the sectors, alike and in one order; rows sell to columns, and no flow is below 0:
  sector,farms,factories,final_demand,output
  farms,150,500,350,1000
  factories,200,100,1700,2000
  jobs,220,420,,
After the sectors come, in any order, columns `output` and `final_NAME` (one of them at least; where both are there they must add up), and rows `jobs` and `input_NAME`. Type 2 multipliers need the row `input_households` (what each sector pays to households) and the column `final_households` (what they buy). Cells where extra rows cross extra columns may be empty. Totals are refused.

With --region, jobs of the sectors come from the pack where sectors are NAICS sectors (21, 31-33, 44-45) or lines of its table of jobs, else from --jobs FILE with the columns sector,region,nation.")]
pub(crate) struct IoArgs {
    /// The question
    pub(crate) what: IoWhat,
    /// CSV of a square table of transactions; the built-in table of the United States if absent
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    /// Read the nation's table for this region: code, name, or comma list; a name of your own with --jobs
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// CSV of jobs by sector: sector,region,nation
    #[arg(long, value_name = "FILE", requires_all = ["region", "table"])]
    pub(crate) jobs: Option<PathBuf>,
    /// How a region's coefficients follow from location quotients; flq if absent
    #[arg(long, value_name = "M", requires = "region")]
    pub(crate) method: Option<IoMethod>,
    /// For flq and aflq: how fast small regions buy more from outside, at least 0 and below 1; 0.25 if absent
    #[arg(long, value_name = "D", requires = "region", allow_hyphen_values = true)]
    pub(crate) delta: Option<f64>,
}

/// Questions of `io`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum IoWhat {
    /// The Leontief inverse: what must be made anywhere for a unit of final demand
    Leontief,
    /// The Ghosh inverse: how far primary inputs reach forward
    Ghosh,
    /// Output, income and jobs for a unit of final demand
    Multipliers,
    /// What a region's sectors buy at home
    Regionalise,
    /// Output lost when a sector goes
    Extract,
    /// Who pulls and who is pulled more than the mean
    KeySectors,
}

impl IoWhat {
    pub(crate) fn what(self) -> What {
        match self {
            Self::Leontief => What::Leontief,
            Self::Ghosh => What::Ghosh,
            Self::Multipliers => What::Multipliers,
            Self::Regionalise => What::Regionalise,
            Self::Extract => What::Extract,
            Self::KeySectors => What::KeySectors,
        }
    }
}

/// Location quotients of `io`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum IoMethod {
    /// The seller's quotient
    Slq,
    /// The seller's over the buyer's
    Cilq,
    /// The same, less for small regions
    Flq,
    /// The same, more where the buyer is specialised
    Aflq,
}

impl IoMethod {
    pub(crate) fn method(self) -> Method {
        match self {
            Self::Slq => Method::Simple,
            Self::Cilq => Method::CrossIndustry,
            Self::Flq => Method::Flegg,
            Self::Aflq => Method::FleggAugmented,
        }
    }
}
