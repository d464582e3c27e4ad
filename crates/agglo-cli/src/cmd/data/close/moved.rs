//! Saved answers made again from the data of now: those that rest on something that changed, and no others.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::basis::{Basis, FileRead, Input};
use agglo::close::{AnswerMoved, Answers, Failed, Moved, Said, Steps, moved as what_moved};
use agglo_data::answer::{Answer, said};
use agglo_data::close::{Causes, causes, datasets};
use agglo_data::lake::{AsOf, Closed, KeptAnswer, Lake, Mix, Question, Saved, State, VintageId};

use crate::args::Global;
use crate::country::Country;
use crate::failure::Failure;
use crate::saved;

/// Figures of an answer that are kept, the largest movements.
const MOST: usize = 100;

/// What saved answers are held against.
pub(super) struct Asked<'a> {
    pub(super) lake: &'a Lake,
    /// The data of now.
    pub(super) is: &'a State,
    /// The close before, which says what its answers were.
    pub(super) base: Option<&'a Closed>,
    /// The data that answers are made from to be held against, where that is a vintage and no close.
    pub(super) since: Option<&'a State>,
    pub(super) made_by: &'a str,
}

/// What became of one answer.
enum Became {
    Untouched,
    Same,
    Moved(Box<AnswerMoved>),
}

/// Makes every saved answer again that rests on something that changed.
pub(super) fn all(
    asked: &Asked<'_>,
    global: &Global,
) -> Result<(Answers, Vec<KeptAnswer>), Failure> {
    let now = now(asked, global)?;
    let (mut answers, mut kept) = (Answers::default(), Vec::new());
    let mut found = Found::default();
    for question in asked.lake.questions()? {
        let Some(saved) = base(asked.base, &question) else { continue };
        answers.saved += 1;
        let mut again = Again { asked, global, found: &mut found, runs: 0, last: saved.clone() };
        let became = again.answer(&question, &now);
        answers.runs += again.runs;
        answers.recomputed += usize::from(again.runs > 0);
        let command = question.command.clone();
        kept.push(KeptAnswer {
            command: command.clone(),
            files: question.files.clone(),
            sha256: again.last.sha256.clone(),
        });
        match became {
            Ok(Became::Untouched) => answers.untouched += 1,
            Ok(Became::Same) => answers.same.push(command),
            Ok(Became::Moved(own)) => answers.moved.push(*own),
            Err(failure) => {
                let why = failure.0.first().map_or("", Error::what).to_owned();
                answers.failed.push(Failed { command, why });
            }
        }
    }
    answers.moved.sort_by(AnswerMoved::before);
    Ok((answers, kept))
}

/// The data of now, as answers state them.
fn now(asked: &Asked<'_>, global: &Global) -> Result<Vec<Input>, Error> {
    let lake = asked.lake.at_state(asked.is)?;
    let mut now = vec![Country::open(global)?.input()?];
    for dataset in asked.is.keys() {
        now.push(lake.input(dataset, &AsOf::Latest)?);
    }
    Ok(now)
}

/// The answer that a question had at the close before; its first one where it was not asked then.
fn base(close: Option<&Closed>, question: &Question) -> Option<Saved> {
    let kept = close.and_then(|close| {
        let is_its = |kept: &&KeptAnswer| {
            (&kept.command, &kept.files) == (&question.command, &question.files)
        };
        close.record.answers.iter().find(is_its)
    });
    let kept = kept.map(|kept| Saved { sha256: kept.sha256.clone() });
    kept.or_else(|| question.answers.first().cloned())
}

/// What was found for one answer and holds for others.
#[derive(Default)]
struct Found {
    /// What became of datasets since a vintage, for answers that rest on the same one.
    changes: BTreeMap<(String, VintageId), Causes>,
    /// What a country reads of the data of now, by the files that describe it.
    read: BTreeMap<Vec<FileRead>, Option<Vec<Input>>>,
}

/// One answer on its way to being made again.
struct Again<'a, 'b> {
    asked: &'b Asked<'a>,
    global: &'b Global,
    found: &'b mut Found,
    runs: usize,
    /// The answer that holds now.
    last: Saved,
}

impl Again<'_, '_> {
    fn answer(&mut self, question: &Question, now: &[Input]) -> Result<Became, Failure> {
        let mut before = self.asked.lake.answer(&self.last)?;
        let Some(mut basis) = before.basis.clone() else {
            return Err(Error::new("E0434", "it does not say what it was made from").into());
        };
        let mut touched_by = self.touched_by(&basis, now)?;
        let is_as_saved = touched_by.is_empty() && before.made_by == self.asked.made_by;
        let since = self.asked.since.map(|since| self.asked.lake.at_state(since)).transpose()?;
        if let Some(since) = &since {
            self.reads_of(since, &mut basis)?;
            touched_by = self.touched_by(&basis, now)?;
        }
        if touched_by.is_empty() && is_as_saved {
            return Ok(Became::Untouched);
        }
        if let Some(since) = since {
            let text = self.run(&basis, since)?;
            self.last = self.asked.lake.keep_again(&text)?;
            before = Answer::read(&text)?;
        }
        let was = state(&basis);
        let causes = self.causes(&was, &touched_by)?;
        let texts = self.steps(&basis, &was, causes)?;
        let is = self.asked.lake.keep_again(&texts.after[3])?;
        let was = std::mem::replace(&mut self.last, is.clone());
        compare(&before, &texts, touched_by, (was, is), question)
    }

    /// Puts what the answer would have read of other data in the place of what it read.
    fn reads_of(&self, view: &Lake, basis: &mut Basis) -> Result<(), Failure> {
        let read = saved::reads(basis, self.asked.lake, view)?;
        let is_read = |own: &Input| read.iter().any(|its| its.dataset == own.dataset);
        basis.data.retain(|own| !is_read(own));
        basis.data.extend(read.iter().cloned());
        basis.data.sort_by(|a, b| a.dataset.cmp(&b.dataset));
        Ok(())
    }

    /// Datasets that say something else now of what the answer reads.
    ///
    /// Where a dataset changed, what of it comes into the tables is read before any answer is made: figures of
    /// other regions, other columns or other years touch nothing.
    fn touched_by(&mut self, basis: &Basis, now: &[Input]) -> Result<Vec<String>, Error> {
        let names = |touched: Vec<&str>| touched.into_iter().map(str::to_owned).collect();
        let touched: Vec<&str> = basis.touched(now).collect();
        let is_known = |own: &Input| own.read.is_some() && touched.contains(&own.dataset.as_str());
        if !basis.data.iter().any(is_known) {
            return Ok(names(touched));
        }
        if !self.found.read.contains_key(&basis.files) {
            let view = self.asked.lake.at_state(self.asked.is)?;
            // Data that cannot be read any more touch the answer: making it again says why.
            let read = saved::reads(basis, self.asked.lake, &view).ok();
            self.found.read.insert(basis.files.clone(), read);
        }
        let read = self.found.read.get(&basis.files).and_then(Option::as_ref);
        Ok(names(read.map_or(touched, |read| {
            let whole = now.iter().filter(|own| read.iter().all(|its| its.dataset != own.dataset));
            let now: Vec<Input> = read.iter().chain(whole).cloned().collect();
            basis.touched(&now).collect()
        })))
    }

    /// What the datasets bring that an answer rests on and that say something else now.
    fn causes(&mut self, was: &State, touched: &[String]) -> Result<Causes, Error> {
        let (mut all, mut any) = (Causes::default(), false);
        for (dataset, id) in was.iter().filter(|(dataset, _)| touched.contains(dataset)) {
            let Some(now) = self.asked.is.get(dataset) else { continue };
            any = true;
            let key = (dataset.clone(), id.clone());
            if !self.found.changes.contains_key(&key) {
                let one = |id: &VintageId| State::from([(dataset.clone(), id.clone())]);
                let found = datasets(self.asked.lake, &one(id), &one(now))?;
                let found = found.iter().map(causes).fold(Causes::default(), Causes::and);
                self.found.changes.insert(key.clone(), found);
            }
            all = all.and(self.found.changes.get(&key).copied().unwrap_or_default());
        }
        // Rows that say the same in other words, such as the unit of a column, are a revision of what they mean.
        if any && all == Causes::default() {
            all.revision = true;
        }
        Ok(all)
    }

    /// The answer after each swap. One that brings nothing is not made.
    fn steps(&mut self, basis: &Basis, was: &State, causes: Causes) -> Result<Texts, Failure> {
        let (lake, is) = (self.asked.lake, self.asked.is);
        let last = lake.at_state(is)?;
        let mix = |boundary, revision, new_data| Mix { boundary, revision, new_data };
        let method = self.run(basis, lake.at_state(was)?)?;
        let boundary = match causes {
            Causes { boundary: false, .. } => method.clone(),
            Causes { revision: false, new_data: false, .. } => self.run(basis, last.clone())?,
            _ => self.run(basis, lake.between(was, is, mix(true, false, false))?)?,
        };
        let revision = match causes {
            Causes { revision: false, .. } => boundary.clone(),
            Causes { new_data: false, .. } => self.run(basis, last.clone())?,
            _ => self.run(basis, lake.between(was, is, mix(true, true, false))?)?,
        };
        let new_data = if causes.new_data { self.run(basis, last)? } else { revision.clone() };
        let unrevised = if causes.revision && causes.new_data {
            Some(self.run(basis, lake.between(was, is, mix(true, false, true))?)?)
        } else {
            None
        };
        Ok(Texts { after: [method, boundary, revision, new_data], unrevised })
    }

    fn run(&mut self, basis: &Basis, view: Lake) -> Result<String, Failure> {
        self.runs += 1;
        saved::again(basis, self.asked.lake, view, self.global)
    }
}

/// What moved between an answer as it was and as it is.
fn compare(
    before: &Answer,
    texts: &Texts,
    touched_by: Vec<String>,
    (was, is): (Saved, Saved),
    question: &Question,
) -> Result<Became, Failure> {
    let read = |text: &String| Answer::read(text).map(|answer| said(&answer));
    let [method, boundary, revision, new_data] = &texts.after;
    let saved = said(before);
    let after: [Said; 4] = [read(method)?, read(boundary)?, read(revision)?, read(new_data)?];
    let unrevised = texts.unrevised.as_ref().map(read).transpose()?;
    let steps = Steps { saved: &saved, after: after.each_ref(), unrevised: unrevised.as_ref() };
    let moved = what_moved(&steps);
    if moved.is_nothing() {
        return Ok(Became::Same);
    }
    let Moved { decisions, mut figures, one_sided } = moved;
    let figures_moved = figures.len();
    figures.truncate(MOST);
    let figures_held = after[3].figures.len();
    Ok(Became::Moved(Box::new(AnswerMoved {
        command: question.command.clone(),
        touched_by,
        was: was.sha256,
        is: is.sha256,
        decisions,
        figures,
        figures_moved,
        figures_held,
        one_sided,
    })))
}

/// An answer after each swap, as it is written.
struct Texts {
    after: [String; 4],
    unrevised: Option<String>,
}

/// The datasets of the lake that an answer rests on, each with its vintage.
fn state(basis: &Basis) -> State {
    let vintages = basis
        .data
        .iter()
        .filter_map(|input| Some((input.dataset.clone(), VintageId::parse(&input.vintage).ok()?)));
    vintages.collect()
}
