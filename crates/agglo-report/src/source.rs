//! Where figures come from: agency, table, vintage, and what its licence asks for.

use agglo::base::id::SourceId;
use schemars::JsonSchema;
use serde::Serialize;

/// A dataset of one vintage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Source {
    /// Id that numbers cite: `qcew-2016`.
    pub id: SourceId,
    /// Who publishes it.
    pub agency: String,
    /// Table or file, as the agency names it.
    pub table: String,
    /// Year or release that was read.
    pub vintage: String,
    /// Licence, or the notice that the figures ask for.
    pub notice: String,
    /// Where the copy that was read came from; empty where that is the agency itself.
    pub carrier: String,
}
