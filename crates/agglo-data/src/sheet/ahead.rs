//! Rows of a long text, split on a thread of their own while those before them are understood.
//!
//! A short text is split where it is read. Rows, faults and counts come in the same order either way.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use crate::fault::Fault;
use crate::sheet::split::Splitter;
use crate::sheet::{Record, Span};

/// Rows that are split before a thread is worth its start.
const FEW: u64 = if cfg!(test) { 8 } else { 4096 };
/// Rows that are handed over at once: what the nearer caches hold.
const BATCH: usize = if cfg!(test) { 4 } else { 512 };
/// Batches that wait.
const WAITING: usize = 8;

/// Rows of delimited text, in their order.
pub(crate) struct Rows {
    from: From,
    read: u64,
}

enum From {
    Splitter(Splitter),
    Thread(Box<Thread>),
    /// Neither: the thread could not be reached.
    Nothing,
}

/// Rows one behind the other, and what came behind them.
#[derive(Default)]
struct Batch {
    text: String,
    fields: Vec<Span>,
    rows: Vec<Row>,
    then: Then,
}

/// Where a row stands, and where its text and its fields end.
struct Row {
    at: u64,
    text: usize,
    fields: usize,
}

#[derive(Default)]
enum Then {
    #[default]
    More,
    Fault(Fault),
    End,
}

struct Thread {
    full: Option<Receiver<Batch>>,
    empty: Option<SyncSender<Batch>>,
    batch: Batch,
    next: usize,
    running: Option<JoinHandle<Splitter>>,
    /// The splitter again, once it is through.
    done: Option<Splitter>,
}

impl Rows {
    pub(crate) fn new(splitter: Splitter) -> Self {
        Self { from: From::Splitter(splitter), read: 0 }
    }

    /// The next row that is not blank; `false` at the end. As [`Splitter::read`].
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, Fault> {
        if self.read == FEW {
            self.from = match std::mem::replace(&mut self.from, From::Nothing) {
                From::Splitter(splitter) => From::Thread(Box::new(Thread::start(splitter))),
                from => from,
            };
        }
        self.read += 1;
        match &mut self.from {
            From::Splitter(splitter) => splitter.read(record),
            From::Thread(thread) => thread.read(record),
            From::Nothing => Ok(false),
        }
    }

    /// Lines that were passed over because they are comments; all of them once the end is reached.
    pub(crate) fn comments(&self) -> u64 {
        self.splitter().map_or(0, |splitter| splitter.comments)
    }

    /// The line of a row that ends with the file and not with a line end: it may have been cut off.
    pub(crate) fn open_end(&self) -> Option<u64> {
        self.splitter()?.open_end
    }

    fn splitter(&self) -> Option<&Splitter> {
        match &self.from {
            From::Splitter(splitter) => Some(splitter),
            From::Thread(thread) => thread.done.as_ref(),
            From::Nothing => None,
        }
    }
}

impl Thread {
    fn start(mut splitter: Splitter) -> Self {
        let (send, full) = sync_channel::<Batch>(WAITING);
        let (empty, again) = sync_channel::<Batch>(WAITING);
        let split = move || {
            let mut record = Record::default();
            loop {
                let mut batch = again.try_recv().unwrap_or_default();
                batch.fill(&mut splitter, &mut record);
                let is_end = matches!(batch.then, Then::End);
                // Nobody listens any more where the reading was given up.
                if send.send(batch).is_err() || is_end {
                    return splitter;
                }
            }
        };
        Self {
            full: Some(full),
            empty: Some(empty),
            batch: Batch::default(),
            next: 0,
            running: Some(std::thread::spawn(split)),
            done: None,
        }
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Fault> {
        loop {
            if self.batch.row(self.next, record) {
                self.next += 1;
                return Ok(true);
            }
            match std::mem::take(&mut self.batch.then) {
                Then::Fault(fault) => return Err(fault),
                Then::End => {
                    self.batch.then = Then::End;
                    return self.end();
                }
                Then::More => {}
            }
            let Some(batch) = self.full.as_ref().and_then(|full| full.recv().ok()) else {
                self.batch.then = Then::End;
                continue;
            };
            let used = std::mem::replace(&mut self.batch, batch);
            self.next = 0;
            if let Some(empty) = &self.empty {
                // A batch too many is forgotten.
                let _ = empty.try_send(used);
            }
        }
    }

    /// Takes the splitter back for its counts.
    fn end(&mut self) -> Result<bool, Fault> {
        if let Some(running) = self.running.take() {
            self.done = running.join().ok();
        }
        if self.done.is_some() {
            return Ok(false);
        }
        Err(Fault::new("reading stopped before the end of the file").cure("load it again"))
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        // The thread notices that nobody listens, and ends before the file may be gone.
        (self.full, self.empty) = (None, None);
        if let Some(running) = self.running.take() {
            let _ = running.join();
        }
    }
}

impl Batch {
    fn fill(&mut self, splitter: &mut Splitter, record: &mut Record) {
        self.text.clear();
        self.fields.clear();
        self.rows.clear();
        self.then = Then::More;
        while self.rows.len() < BATCH {
            match splitter.read(record) {
                Ok(true) => {
                    let (text, fields) = record.parts();
                    self.text.push_str(text);
                    self.fields.extend_from_slice(fields);
                    let (text, fields) = (self.text.len(), self.fields.len());
                    self.rows.push(Row { at: record.at(), text, fields });
                }
                Ok(false) => {
                    self.then = Then::End;
                    return;
                }
                Err(fault) => {
                    self.then = Then::Fault(fault);
                    return;
                }
            }
        }
    }

    /// Copies a row; `false` where there is none.
    fn row(&self, at: usize, record: &mut Record) -> bool {
        let Some(row) = self.rows.get(at) else { return false };
        let before = at.checked_sub(1).and_then(|before| self.rows.get(before));
        let (text, fields) = before.map_or((0, 0), |before| (before.text, before.fields));
        record.take(row.at, &self.text[text..row.text], &self.fields[fields..row.fields]);
        true
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::intake::Limits;

    fn splitter(text: &str) -> Splitter {
        let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
        Splitter::new(input, 0, b',', Some(b'#'), &Limits::default())
    }

    /// Rows as text and faults as they come.
    fn said(mut read: impl FnMut(&mut Record) -> Result<bool, Fault>) -> Vec<String> {
        let (mut record, mut said) = (Record::default(), Vec::new());
        loop {
            match read(&mut record) {
                Ok(false) => return said,
                Ok(true) => said.push(format!("{} {:?}", record.at(), record)),
                Err(fault) => said.push(format!("{fault:?}")),
            }
        }
    }

    #[test]
    fn rows_faults_and_counts_come_as_from_the_splitter_alone() {
        let lines: Vec<String> = (0..40)
            .map(|row| match row % 13 {
                5 => "# a comment".to_owned(),
                7 => format!("{row},a\0b"),
                _ => format!("{row},\"a\"\"b\","),
            })
            .collect();
        let text = lines.join("\n");
        let mut alone = splitter(&text);
        let expected = said(|record| alone.read(record));
        let mut rows = Rows::new(splitter(&text));
        assert_eq!(said(|record| rows.read(record)), expected);
        assert!(expected.len() > 30 && expected.iter().any(|said| said.contains("NUL")));
        assert_eq!((rows.comments(), rows.open_end()), (alone.comments, alone.open_end));
        assert_eq!((rows.comments(), rows.open_end()), (3, Some(40)));
        assert!(matches!(rows.read(&mut Record::default()), Ok(false)), "the end stays the end");
    }

    #[test]
    fn a_reading_that_is_given_up_ends_its_thread() {
        let text = "1,2\n".repeat(100_000);
        let mut rows = Rows::new(splitter(&text));
        for _ in 0..50 {
            assert!(rows.read(&mut Record::default()).unwrap());
        }
        drop(rows);
    }
}
