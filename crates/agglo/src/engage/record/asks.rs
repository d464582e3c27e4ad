//! Asks: everything heard that waits for an answer, and the four days of each.

use jiff::civil::Date;

use crate::engage::event::{Counted, Outcome, Reference, Said};
use crate::engage::record::{Input, Record, Told};

/// What an ask is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskOf {
    /// Something heard in a session.
    Input(u32),
    /// An ask that was entered on its own.
    Said(u32),
}

/// Something that wants an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What it is.
    pub of: AskOf,
    /// The event in which it was told.
    pub event: u64,
    /// The region of the programme.
    pub region: String,
    /// The area of engagement, where it is known.
    pub area: Option<String>,
    /// The words.
    pub text: String,
    /// When it was heard.
    pub heard: Date,
    /// When it was first answered.
    pub answered: Option<Date>,
    /// When it was decided: to do it, to do it by a day, or not to.
    pub decided: Option<Date>,
    /// When it was done.
    pub benefited: Option<Date>,
    /// The last answer, and its day.
    pub settled: Option<(Date, Outcome)>,
}

impl AskOf {
    /// As people refer to it: `input:12`, `said:3`.
    pub fn reference(self) -> Reference {
        match self {
            Self::Input(number) => Reference::Number(Counted::Input, number),
            Self::Said(number) => Reference::Number(Counted::Said, number),
        }
    }
}

impl Record {
    /// Inputs, and asks that are none of them, with what became of each.
    pub fn asks(&self) -> Vec<Ask> {
        let mut asks: Vec<Ask> = self.inputs.iter().map(of_input).collect();
        let mut standing_for: Vec<(u32, Vec<usize>)> = Vec::new();
        for said in &self.saids {
            let own = self.inputs_of(said);
            if own.is_empty() {
                standing_for.push((said.number, vec![asks.len()]));
                asks.push(self.of_said(said));
            } else {
                standing_for.push((said.number, own));
            }
        }
        for answer in &self.answers {
            let found: Vec<usize> = match &answer.what.to {
                Reference::Number(Counted::Said, number) => standing_for
                    .binary_search_by_key(number, |(own, _)| *own)
                    .map_or_else(|_| Vec::new(), |at| standing_for[at].1.clone()),
                of => self.position(of).into_iter().collect(),
            };
            for at in found {
                settle(&mut asks[at], answer.happened, &answer.what.outcome);
            }
        }
        asks
    }

    fn position(&self, of: &Reference) -> Option<usize> {
        let number = self.input(of)?.number;
        self.inputs.binary_search_by_key(&number, |input| input.number).ok()
    }

    /// Inputs that an ask stands for: the one it names, or the one of its session with the same words.
    fn inputs_of(&self, said: &Told<Said>) -> Vec<usize> {
        if let Some(of) = &said.what.input {
            return self.position(of).into_iter().collect();
        }
        let session = said.what.listening.as_ref().and_then(|of| self.listening(of));
        let Some(session) = session else { return Vec::new() };
        let same = |(_, input): &(usize, &Input)| {
            input.event == session.event && input.text.trim() == said.what.text.trim()
        };
        self.inputs.iter().enumerate().find(same).map(|(at, _)| at).into_iter().collect()
    }

    fn of_said(&self, said: &Told<Said>) -> Ask {
        let session = said.what.listening.as_ref().and_then(|of| self.listening(of));
        let area = said.what.area.clone().or_else(|| session.map(|own| own.what.area.clone()));
        Ask {
            of: AskOf::Said(said.number),
            event: said.event,
            region: said.region.clone(),
            area,
            text: said.what.text.clone(),
            heard: session.map_or(said.happened, |own| own.happened),
            answered: None,
            decided: None,
            benefited: None,
            settled: None,
        }
    }
}

fn of_input(input: &Input) -> Ask {
    Ask {
        of: AskOf::Input(input.number),
        event: input.event,
        region: input.region.clone(),
        area: Some(input.area.clone()),
        text: input.text.clone(),
        heard: input.heard,
        answered: None,
        decided: None,
        benefited: None,
        settled: None,
    }
}

fn settle(ask: &mut Ask, day: Date, outcome: &Outcome) {
    let first = |held: Option<Date>, day: Date| Some(held.map_or(day, |held| held.min(day)));
    ask.answered = first(ask.answered, day);
    ask.decided = first(ask.decided, day);
    if ask.settled.as_ref().is_none_or(|(last, _)| *last <= day) {
        ask.settled = Some((day, outcome.clone()));
    }
    if let Outcome::Done { on } = outcome {
        // Done before it was answered: the answer came with the deed.
        ask.answered = first(ask.answered, *on);
        ask.decided = first(ask.decided, *on);
        ask.benefited = first(ask.benefited, *on);
    }
}
