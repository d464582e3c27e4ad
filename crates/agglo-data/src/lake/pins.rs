//! Datasets that are held to a vintage, or to what one would be had only some of it come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::lake::Vintage;

/// Datasets as they are held to be.
pub(super) type Pins = BTreeMap<String, Pin>;

/// A dataset as it is held to be.
#[derive(Clone, Debug)]
pub(super) struct Pin {
    pub(super) vintage: Vintage,
    /// By a file's hash, the regions whose rows are read from it; files that are not here are read whole.
    pub(super) regions: BTreeMap<String, Arc<BTreeSet<String>>>,
}
