//! You said, we did: every ask with what became of it, those without an answer first.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::event::{Outcome, Reference};
use crate::engage::record::{Ask, AskOf, Record};
use crate::engage::view::{Asked, days};

/// What was said and what was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Said {
    /// Each ask: those without an answer first, the longest waiting before; then those not done; then the done.
    pub rows: Vec<SaidRow>,
    /// The same by area, counted.
    pub areas: Vec<AreaSaid>,
    /// Days after which an ask without an answer is overdue.
    pub overdue_after: u32,
}

/// One ask and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SaidRow {
    /// As it is answered: `input:12`; not for everybody, whom it would tell how many lie between.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub of: Option<Reference>,
    /// The area, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The words.
    pub text: String,
    /// When it was heard.
    #[schemars(with = "String")]
    pub heard: Date,
    /// When it was answered, and days from hearing to it.
    #[schemars(with = "Option<(String, i32)>")]
    pub answered: Option<(Date, i32)>,
    /// When it was decided, and days from the answer to it.
    #[schemars(with = "Option<(String, i32)>")]
    pub decided: Option<(Date, i32)>,
    /// When it was done, and days from the decision to it.
    #[schemars(with = "Option<(String, i32)>")]
    pub benefited: Option<(Date, i32)>,
    /// The last answer, in words; none while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Days for which it has waited, where it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits: Option<i32>,
    /// Whether it has waited, or what was promised by a day has waited, for too long.
    pub is_overdue: bool,
    /// The event in which it was told; not for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u64>,
}

/// What became of the asks of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AreaSaid {
    /// The area; none for those without one.
    pub area: Option<String>,
    /// Asks heard.
    pub heard: u32,
    /// Answered.
    pub answered: u32,
    /// Decided.
    pub decided: u32,
    /// Done.
    pub benefited: u32,
    /// Waiting for longer than the rule allows.
    pub overdue: u32,
}

/// What was said in a region. Of what may leave, everybody is told the words that were entered as public.
pub(super) fn said(asked: &Asked<'_>) -> Said {
    let limit = asked.rules.feedback.days;
    let asks = asked.record.asks();
    let own = asks.into_iter().filter(|ask| ask.region == asked.region.id);
    let told: Vec<(bool, SaidRow)> =
        own.map(|ask| (is_marked(asked.record, &ask), row(ask, asked.as_of, limit))).collect();
    let mut areas: std::collections::BTreeMap<Option<String>, AreaSaid> =
        std::collections::BTreeMap::new();
    for (_, row) in &told {
        let sum = areas.entry(row.area.clone()).or_insert_with(|| AreaSaid {
            area: row.area.clone(),
            heard: 0,
            answered: 0,
            decided: 0,
            benefited: 0,
            overdue: 0,
        });
        sum.heard += 1;
        sum.answered += u32::from(row.answered.is_some());
        sum.decided += u32::from(row.decided.is_some());
        sum.benefited += u32::from(row.benefited.is_some());
        sum.overdue += u32::from(row.is_overdue);
    }
    let shown = told.into_iter().filter(|(is_marked, _)| *is_marked || !asked.is_public());
    let mut rows: Vec<SaidRow> = shown.map(|(_, row)| row).collect();
    rows.sort_by(|a, b| (stage(a), a.heard, &a.of).cmp(&(stage(b), b.heard, &b.of)));
    if asked.is_public() {
        for row in &mut rows {
            (row.of, row.event) = (None, None);
        }
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days of a rule")]
    let overdue_after = limit.clamp(0.0, 1e6) as u32;
    Said { rows, areas: areas.into_values().collect(), overdue_after }
}

/// 0 waits for an answer, 1 answered, 2 refused, 3 done.
fn stage(row: &SaidRow) -> u8 {
    match (row.answered, row.benefited, row.answer.as_deref()) {
        (None, ..) => 0,
        (_, Some(_), _) => 3,
        (_, None, Some(words)) if words.starts_with(WONT) => 2,
        _ => 1,
    }
}

const WONT: &str = "will not be done";

fn row(ask: Ask, as_of: Date, limit: f64) -> SaidRow {
    let answer = ask.settled.as_ref().map(|(_, outcome)| match outcome {
        Outcome::Done { on } => format!("done on {on}"),
        Outcome::DoingBy { by } => format!("being done, by {by}"),
        Outcome::Wont { because } => format!("{WONT}: {because}"),
    });
    let late = match ask.settled.as_ref().map(|(_, outcome)| outcome) {
        Some(Outcome::DoingBy { by }) => ask.benefited.is_none() && *by < as_of,
        _ => false,
    };
    let waits = ask.answered.is_none().then(|| days(ask.heard, as_of));
    let after = |day: Option<Date>, from: Option<Date>| {
        day.map(|day| (day, from.map_or(0, |from| days(from, day))))
    };
    SaidRow {
        of: Some(ask.of.reference()),
        answered: after(ask.answered, Some(ask.heard)),
        decided: after(ask.decided, ask.answered),
        benefited: after(ask.benefited, ask.decided),
        is_overdue: late || waits.is_some_and(|own| f64::from(own) > limit),
        area: ask.area,
        text: ask.text,
        heard: ask.heard,
        answer,
        waits,
        event: Some(ask.event),
    }
}

/// Whether the words of an ask may leave the programme.
fn is_marked(record: &Record, ask: &Ask) -> bool {
    match ask.of {
        AskOf::Input(_) => {
            record.listenings.iter().any(|own| own.event == ask.event && own.is_public)
        }
        AskOf::Said(number) => {
            record.saids.iter().any(|said| said.number == number && said.is_public)
        }
    }
}
