//! How cells moved over some years: a table that prints large cells only.

use crate::panel::Panel;

/// Jobs and establishments of some regions over several years, from a table that leaves small cells out.
///
/// A cell that has no row is [`crate::panel::Status::Missing`], never zero: its publisher prints no cell
/// of fewer than three establishments. For the change of single cells only: the cells of a region do not
/// add up to its total, so never a base of quotients.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Jobs in the week of 12 March.
    pub employment: Panel,
    /// Establishments.
    pub establishments: Panel,
}
