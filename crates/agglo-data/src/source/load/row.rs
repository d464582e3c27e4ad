//! What one row of a file is: kept, left out, or wrong.

use crate::fault::{Fault, Faults};
use crate::sheet::{Record, Sheet};
use crate::source::cells::{Figure, Status, figure};
use crate::source::description::IndustryCodes;
use crate::source::keys::{Key, any};
use crate::source::load::Reading;
use crate::source::load::key::Role;
use crate::source::load::rank::{Rank, is_total, level};

/// A row that is kept.
pub(super) struct Row {
    keys: Vec<u32>,
    figures: Vec<Figure>,
    flags: Vec<Option<u32>>,
}

/// What a row is.
pub(super) enum Taken {
    Kept(Row),
    LeftOut(String),
    Wrong(Vec<Fault>),
}

impl Reading<'_> {
    pub(super) fn row(&mut self, record: &Record, sheet: &dyn Sheet) -> Taken {
        let field = |at: usize| record.get(at).unwrap_or_default();
        for (at, left) in &self.leave_out {
            if left.values.iter().any(|value| value == field(*at).trim()) {
                return Taken::LeftOut(left.because.clone());
            }
        }
        let mut wrong = Vec::new();
        let fault = |fault: Fault, at: usize| {
            let fault = fault.at(sheet.place(record.at(), Some(at))).column(&sheet.columns()[at]);
            fault.value(field(at))
        };
        let mut keys = Vec::with_capacity(self.keys.len());
        for column in &mut self.keys {
            match column.key(record, self.description, self.codes, self.options) {
                Key::Is(at) => {
                    let text = field(column.at).trim();
                    if column.role == Role::Region && self.codes.counties.is_bridged(text) {
                        self.bridged.insert(record.at(), text.to_owned());
                    }
                    keys.push(at);
                }
                Key::LeaveOut(why) => return Taken::LeftOut(why),
                Key::Wrong(found) => wrong.push(fault(found, column.at)),
            }
        }
        let decimal = self.description.file.decimal();
        let mut figures = Vec::with_capacity(self.columns.len());
        for (measure, column) in self.columns.iter().enumerate() {
            let (mut flag, mut range) = (Status::Disclosed, None);
            for (flags, at) in &column.flags {
                let own = flags.status(field(*at));
                range = range.or_else(|| flags.range(field(*at)));
                flag = flag.max(own);
                if own == Status::Unknown {
                    let of = (sheet.columns()[*at].clone(), field(*at).trim().to_owned());
                    let first = || (0, sheet.place(record.at(), Some(*at)));
                    self.unknown_flags.entry(of).or_insert_with(first).0 += 1;
                }
            }
            let text = field(column.at);
            match figure(text, (flag, range), column.measure, &self.description.marks, decimal) {
                Ok(found) => {
                    self.doubts.number(measure, text, found.value, record.at());
                    figures.push(found);
                }
                Err(found) => {
                    self.doubts.refused(measure, text);
                    wrong.push(fault(found, column.at));
                }
            }
        }
        if !wrong.is_empty() {
            return Taken::Wrong(wrong);
        }
        self.edition(&keys, self.edition.map(field), record.at());
        let mut flags = Vec::with_capacity(self.kept.len());
        for kept in &mut self.kept {
            flags.push(match kept.keys.key(field(kept.at), any) {
                Key::Is(at) => Some(at),
                _ => None,
            });
        }
        Taken::Kept(Row { keys, figures, flags })
    }

    fn edition(&mut self, keys: &[u32], named: Option<&str>, at: u64) {
        let of = |role: Role| {
            let place = self.keys.iter().position(|column| column.role == role)?;
            keys.get(place).copied()
        };
        let period = of(Role::Period).unwrap_or(0);
        let codes = self.description.industry.as_ref().map(|industry| industry.codes);
        match (named, of(Role::Industry)) {
            (Some(named), _) => self.editions.named(period, named, at),
            (None, Some(industry)) if codes == Some(IndustryCodes::Naics) => {
                self.editions.seen(period, industry, at);
            }
            _ => {}
        }
    }

    pub(super) fn take(&mut self, row: Taken, at: u64) {
        let row = match row {
            Taken::Kept(_) if self.options.skip.contains(&at) => {
                *self.loaded.left_out.entry("it repeats another row".to_owned()).or_default() += 1;
                return;
            }
            Taken::Kept(row) => row,
            Taken::LeftOut(why) => {
                *self.loaded.left_out.entry(why).or_default() += 1;
                return;
            }
            Taken::Wrong(faults) => {
                if self.options.keep_good {
                    *self.loaded.left_out.entry("it has a fault".to_owned()).or_default() += 1;
                } else {
                    self.faults.extend(faults);
                }
                return;
            }
        };
        self.doubts.row(&row.keys, &row.figures, at);
        let rank = self.rank(&row.keys);
        self.summaries.row(rank, &row.figures);
        self.loaded.rows += 1;
        for (column, key) in self.keys.iter_mut().zip(row.keys) {
            column.rows.push(Some(key));
        }
        for (column, figure) in self.columns.iter_mut().zip(row.figures) {
            column.values.push(figure.value);
            let status = Status::ALL.iter().position(|status| *status == figure.status);
            column.statuses.push(status.and_then(|at| u32::try_from(at).ok()));
            if let Some([low, high]) = &mut column.bounds {
                low.push(figure.low);
                high.push(figure.high);
            }
        }
        for (kept, flag) in self.kept.iter_mut().zip(row.flags) {
            kept.rows.push(flag);
        }
        self.lines.push(i64::try_from(at).ok());
    }

    /// How coarse a row is: the level of its industry, and whether it is of all values of each dimension.
    fn rank(&self, keys: &[u32]) -> Rank {
        let mut rank = Rank { level: 0, parts: 0 };
        for (column, key) in self.keys.iter().zip(keys) {
            let name = column.keys.names[*key as usize].as_str();
            match column.role {
                Role::Industry => rank.level = level(name),
                Role::Dimension => {
                    let own =
                        self.description.dimensions.iter().find(|own| own.name == column.name);
                    let total = own.and_then(|own| own.total.as_deref());
                    rank.parts += usize::from(total.is_some_and(|total| total != name));
                }
                Role::Region => rank.parts += usize::from(!is_total(name)),
                Role::Period => {}
            }
        }
        rank
    }

    pub(super) fn broken(&mut self, faults: &Faults) {
        if self.options.keep_good {
            let why = "it cannot be read".to_owned();
            *self.loaded.left_out.entry(why).or_default() += faults.count() as u64;
        } else {
            self.faults.extend(faults.iter().cloned());
        }
    }
}
