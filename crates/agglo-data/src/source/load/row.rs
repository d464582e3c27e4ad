//! What one row of a file is: kept, left out, or wrong.

use crate::fault::{Fault, Faults};
use crate::sheet::{Record, Sheet};
use crate::source::cells::{Figure, Status, figure};
use crate::source::description::IndustryCodes;
use crate::source::keys::{Key, any};
use crate::source::load::Reading;
use crate::source::load::key::Role;
use crate::source::load::rank::Rank;

/// A row that is kept; its lists are used again for the next one.
#[derive(Default)]
pub(super) struct Row {
    keys: Vec<u32>,
    figures: Vec<Figure>,
    flags: Vec<Option<u32>>,
}

impl Row {
    fn clear(&mut self) {
        self.keys.clear();
        self.figures.clear();
        self.flags.clear();
    }
}

/// What a row is.
pub(super) enum Taken {
    /// It stands in [`Reading::row`].
    Kept,
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
        self.row.clear();
        let mut wrong = Vec::new();
        let fault = |fault: Fault, at: usize| {
            let fault = fault.at(sheet.place(record.at(), Some(at))).column(&sheet.columns()[at]);
            fault.value(field(at))
        };
        for column in &mut self.keys {
            let at = column.at;
            match column.key(record, self.description, self.codes, self.options) {
                Key::Is(key) => self.row.keys.push(*key),
                Key::Bridged(key) => {
                    self.row.keys.push(*key);
                    self.bridged.insert(record.at(), field(at).trim().to_owned());
                }
                Key::LeaveOut(why) => return Taken::LeftOut(why.clone()),
                Key::Wrong(found) => wrong.push(fault(found.clone(), at)),
            }
        }
        let decimal = self.description.file.decimal();
        for (measure, column) in self.columns.iter_mut().enumerate() {
            let (mut flag, mut range) = (Status::Disclosed, None);
            for own in &mut column.flags {
                let text = field(own.at);
                let (status, ends) = own.says(text);
                range = range.or(ends);
                flag = flag.max(status);
                if status == Status::Unknown {
                    let of = (sheet.columns()[own.at].clone(), text.trim().to_owned());
                    let first = || (0, sheet.place(record.at(), Some(own.at)));
                    self.unknown_flags.entry(of).or_insert_with(first).0 += 1;
                }
            }
            let text = field(column.at);
            match figure(text, (flag, range), column.measure, &self.description.marks, decimal) {
                Ok(found) => {
                    self.doubts.number(measure, text, found.value, record.at());
                    self.row.figures.push(found);
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
        self.edition(self.edition.map(field), record.at());
        for kept in &mut self.kept {
            self.row.flags.push(match kept.keys.key(field(kept.at), any) {
                Key::Is(at) => Some(*at),
                _ => None,
            });
        }
        Taken::Kept
    }

    fn edition(&mut self, named: Option<&str>, at: u64) {
        let of = |role: Role| {
            let place = self.keys.iter().position(|column| column.role == role)?;
            self.row.keys.get(place).copied()
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

    pub(super) fn take(&mut self, taken: Taken, at: u64) {
        match taken {
            Taken::Kept if self.options.skip.contains(&at) => {
                *self.loaded.left_out.entry("it repeats another row".to_owned()).or_default() += 1;
            }
            Taken::Kept => {
                let row = std::mem::take(&mut self.row);
                self.keep(&row, at);
                self.row = row;
            }
            Taken::LeftOut(why) => *self.loaded.left_out.entry(why).or_default() += 1,
            Taken::Wrong(_) if self.options.keep_good => {
                *self.loaded.left_out.entry("it has a fault".to_owned()).or_default() += 1;
            }
            Taken::Wrong(faults) => self.faults.extend(faults),
        }
    }

    fn keep(&mut self, row: &Row, at: u64) {
        self.doubts.row(&row.keys, &row.figures, at);
        let mut rank = Rank::default();
        for (column, key) in self.keys.iter_mut().zip(&row.keys) {
            let own = column.rank(*key, self.description);
            rank.level = rank.level.max(own.level);
            rank.parts += own.parts;
            column.rows.push(Some(*key));
        }
        self.summaries.row(rank, &row.figures);
        self.loaded.rows += 1;
        for (column, figure) in self.columns.iter_mut().zip(&row.figures) {
            column.values.push(figure.value);
            column.statuses.push(Some(figure.status as u32));
            if let Some([low, high]) = &mut column.bounds {
                low.push(figure.low);
                high.push(figure.high);
            }
        }
        for (kept, flag) in self.kept.iter_mut().zip(&row.flags) {
            kept.rows.push(*flag);
        }
        self.lines.push(i64::try_from(at).ok());
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
