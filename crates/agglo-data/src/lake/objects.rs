//! Sorted rows of one period to one file or several: where one ends depends on the number of rows alone.

use std::path::PathBuf;

use agglo::Error;

use crate::lake::encode::{Encoder, Field, GROUP};
use crate::lake::manifest::Object;
use crate::lake::rows::{Names, Rows};
use crate::lake::verify;
use crate::lake::writer::Writer;

/// Rows of a file: the largest that a reader must open for one key.
pub(super) const LARGEST: u64 = if cfg!(test) { 4 } else { 32 } * GROUP as u64;

/// A file of a new vintage: still on its way, or there already.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) object: Object,
    /// Where it lies on its way; none where the vintage before has it, undamaged.
    pub(super) part: Option<PathBuf>,
}

/// Files of one period that are being written.
pub(super) struct Objects<'a> {
    writer: &'a mut Writer,
    fields: &'a [Field],
    period: &'a str,
    /// The number of the vintage that brings the rows.
    since: u32,
    /// What the vintage before has: rows that say the same stay where they are.
    known: &'a [Object],
    open: Option<(PathBuf, Encoder)>,
    done: Vec<Fresh>,
}

impl<'a> Objects<'a> {
    pub(super) fn new(
        writer: &'a mut Writer,
        fields: &'a [Field],
        period: &'a str,
        since: u32,
        known: &'a [Object],
    ) -> Self {
        Self { writer, fields, period, since, known, open: None, done: Vec::new() }
    }

    /// Writes one group: [`GROUP`] rows, save for the last of a period.
    pub(super) fn group(
        &mut self,
        rows: &Rows,
        names: &[Names],
        order: &[u32],
    ) -> Result<(), Error> {
        if order.is_empty() {
            return Ok(());
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.writer.encoder(self.fields)?,
        };
        open.1.group(rows, names, order)?;
        if open.1.rows() >= LARGEST {
            self.close(open)
        } else {
            self.open = Some(open);
            Ok(())
        }
    }

    /// The files of the period.
    pub(super) fn finish(mut self) -> Result<Vec<Fresh>, Error> {
        if let Some(open) = self.open.take() {
            self.close(open)?;
        }
        Ok(self.done)
    }

    fn close(&mut self, (part, encoder): (PathBuf, Encoder)) -> Result<(), Error> {
        let written = encoder.finish()?;
        let is_same =
            |object: &&Object| object.period == self.period && object.content == written.content;
        if let Some(object) = self.known.iter().find(is_same) {
            if verify::intact(self.writer.place(), object).is_ok() {
                self.done.push(Fresh { object: object.clone(), part: None });
                return self.writer.discard(&part);
            }
            if object.sha256 == written.sha256 {
                self.done.push(Fresh { object: object.clone(), part: Some(part) });
                return Ok(());
            }
        }
        let object = Object {
            sha256: written.sha256,
            content: written.content,
            period: self.period.to_owned(),
            rows: written.rows,
            bytes: written.bytes,
            columns: self.fields.iter().map(|field| field.name.clone()).collect(),
            footer: written.footer,
            spans: written.spans,
            since: self.since,
        };
        self.done.push(Fresh { object, part: Some(part) });
        Ok(())
    }
}
