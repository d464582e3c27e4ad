//! A programme's records as other people's tables and formats, in and out.
//!
//! Inwards, a table is read cell by cell, shown, and held against all that is known before a row becomes an
//! event. Outwards, every writer reads [`outgoing`], which knows what may leave.

pub mod agenda;
mod cell;
mod field;
mod foreign;
pub mod giving;
mod held;
pub mod hsds;
pub mod iati;
pub mod ical;
mod keep;
mod known;
pub mod kumu;
mod layout;
mod mapping;
pub mod outgoing;
mod plan;
mod read;
mod row;
mod standing;
pub mod table;

pub use cell::{escaped, unescaped, units};
pub use field::{Field, Holds, KINDS, fields};
pub use known::{kind_of, table_of};
pub use mapping::Mapping;
pub use plan::{Against, Change, Fate, Plan, RowPlan, plan};
pub use read::{CellRead, Row, Said, TableRead, Tables, read};
pub use row::Defaults;
pub use standing::{Standing, standing};
