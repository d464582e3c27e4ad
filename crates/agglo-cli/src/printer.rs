//! Standard output is data, standard error is messages; progress shows on a terminal only.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use agglo::base::basis::{Basis, FileRead, Input};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::args::Global;
use crate::asked;
use crate::table::Table;

/// Whether messages are kept back: as the printer that was made last.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Writes a message to standard error where no printer is at hand: what was understood of an argument.
pub(crate) fn note(text: &str) {
    if !QUIET.load(Ordering::Relaxed) {
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(anstream::stderr(), "note: {text}");
    }
}

/// What answers rest on: the data that were read, and the edition of the regions' borders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read {
    pub(crate) data: Vec<Input>,
    pub(crate) borders: Option<String>,
}

/// Where output goes and how much of it.
#[derive(Clone)]
pub(crate) struct Printer {
    quiet: bool,
    command: Vec<String>,
    basis: Option<Basis>,
    #[cfg_attr(
        not(feature = "close"),
        expect(dead_code, reason = "answers are remembered for closes alone")
    )]
    files: Vec<Vec<u8>>,
}

impl Printer {
    pub(crate) fn new(global: &Global, command: Vec<String>) -> Self {
        QUIET.store(global.quiet, Ordering::Relaxed);
        Self { quiet: global.quiet, command, basis: None, files: Vec::new() }
    }

    /// A quiet one for another command.
    #[cfg(feature = "close")]
    pub(crate) fn of_command(command: Vec<String>) -> Self {
        Self { quiet: true, command, basis: None, files: Vec::new() }
    }

    /// The same for answers that rest on these data: they state them, and the command that makes them again.
    ///
    /// # Errors
    ///
    /// `E0401` where a file that the command names cannot be read.
    pub(crate) fn resting_on(&self, read: Read) -> Result<Self, agglo::Error> {
        let Read { data, borders } = read;
        let mut command = self.command.clone();
        let (files, bytes): (Vec<FileRead>, _) = asked::files(&mut command)?.into_iter().unzip();
        let basis = Some(Basis { command, files, data, borders });
        Ok(Self { basis, files: bytes, ..self.clone() })
    }

    /// The same for answers about one region, however it was called.
    #[must_use]
    pub(crate) fn about(mut self, asked: &str, region: &agglo::base::region::Region) -> Self {
        let command = self.basis.as_mut().map(|basis| basis.command.iter_mut().skip(1));
        if let Some(own) = command.and_then(|mut parts| parts.find(|part| *part == asked)) {
            region.id.as_str().clone_into(own);
        }
        self
    }

    /// What the answers of this run rest on; none before data were read.
    pub(crate) fn basis(&self) -> Option<&Basis> {
        self.basis.as_ref()
    }

    /// The bytes of the files that the basis names, in its order.
    #[cfg(feature = "close")]
    pub(crate) fn files(&self) -> &[Vec<u8>] {
        &self.files
    }

    /// Writes data to standard output; a reader that has gone away is not an error.
    #[expect(clippy::unused_self, reason = "what goes out goes through the printer")]
    pub(crate) fn data(&self, text: &str) -> Result<(), agglo::Error> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(agglo::Error::new("E0403", format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Writes one JSON document in its envelope.
    pub(crate) fn json(
        &self,
        schema: &'static str,
        content: &impl Serialize,
    ) -> Result<(), agglo::Error> {
        let text = agglo_report::wire::answer(schema, self.basis.as_ref(), content)
            .map_err(|error| agglo::Error::new("E0902", error.to_string()))?;
        self.data(&text)
    }

    /// Writes a table as text, or as CSV where that was asked for.
    pub(crate) fn table(&self, table: &Table, global: &Global) -> Result<(), agglo::Error> {
        self.data(&if global.csv { table.csv()? } else { table.text() })
    }

    /// Writes a message to standard error unless `--quiet`.
    pub(crate) fn message(&self, text: &str) {
        if !self.quiet {
            // A closed standard error leaves nobody to tell.
            let _ = writeln!(anstream::stderr(), "{text}");
        }
    }

    /// Writes an error with its code, place and hint; never silenced.
    #[expect(clippy::unused_self, reason = "what goes out goes through the printer")]
    pub(crate) fn error(&self, error: &agglo::Error) {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let text = error.to_string();
        let rest = text.strip_prefix("error").unwrap_or(&text);
        let _ = writeln!(anstream::stderr(), "{style}error{style:#}{rest}");
    }

    /// A spinner or bar that shows on a terminal after a second of work, and not with `--quiet`.
    pub(crate) fn progress(&self, steps: u64) -> Progress {
        let shown = !self.quiet && io::stderr().is_terminal();
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        if let Ok(style) = ProgressStyle::with_template("{msg:30} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Progress { bar, started: false }
    }
}

/// One long piece of work.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: bool,
}

impl Progress {
    /// Names the next step and counts the one before.
    pub(crate) fn step(&mut self, name: &'static str) {
        if self.started {
            self.bar.inc(1);
        } else if self.bar.elapsed() < Duration::from_secs(1) {
            self.started = true;
        }
        self.bar.set_message(name);
    }

    /// Takes the bar away.
    pub(crate) fn done(self) {
        self.bar.finish_and_clear();
    }
}
