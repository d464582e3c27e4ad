//! Bodies of corrections, retractions and persons.

use agglo::Error;
use agglo::engage::event::{Body, Correct, Event, PersonKey, Retract};
use agglo::engage::record::{Cut, fold};
use agglo_data::ledger::{Ledger, Personal, columns};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::args::record::{CorrectArgs, PersonArgs, RetractArgs, value_of};
use crate::cmd::record::ask::Ask;
use crate::failure::Failure;

pub(super) fn retract(args: &RetractArgs, ask: &Ask) -> Body {
    Body::Retract(Retract {
        event: event(args.event, ask),
        because: ask.text(args.because.clone(), "--because", "why"),
    })
}

fn event(said: Option<u64>, ask: &Ask) -> u64 {
    ask.need(said, "EVENT", "the number of the event", |text| {
        text.parse().map_err(|_| "a whole number".to_owned())
    })
}

pub(super) fn person(args: &PersonArgs, ledger: &mut Ledger, ask: &Ask) -> Result<Body, Failure> {
    let key = ask.text(args.person.clone(), "PERSON", "the person's key, as in contributor:c17");
    let name = ask.text(args.name.clone(), "--name", "the name");
    let key = ask.read(Some(&key).filter(|own| !own.is_empty()), "PERSON", str::parse::<PersonKey>);
    match key {
        Some(key) if !name.is_empty() => {
            Ok(ledger.seal(&key, &Personal { name, contact: args.contact.clone() })?)
        }
        // What is missing was told already.
        _ => Ok(Body::Retract(Retract { event: 0, because: String::new() })),
    }
}

/// What stands of an event: as it was entered, or as it was corrected last.
fn standing(events: &[Event], of: u64) -> Option<Body> {
    let mut retracted = std::collections::BTreeSet::new();
    for event in events {
        if let Body::Retract(own) = &event.entry.body {
            retracted.insert(own.event);
        }
    }
    let corrected = events.iter().rev().find_map(|event| match &event.entry.body {
        Body::Correct(own) if own.event == of && !retracted.contains(&event.sequence) => {
            Some((*own.instead).clone())
        }
        _ => None,
    });
    let entered = || events.iter().find(|own| own.sequence == of).map(|own| own.entry.body.clone());
    corrected.or_else(entered)
}

pub(super) fn correct(args: &CorrectArgs, events: &[Event], ask: &Ask) -> Result<Body, Failure> {
    let of = event(args.event, ask);
    let because = ask.text(args.because.clone(), "--because", "why");
    if args.fields.is_empty() {
        ask.fault("FIELD=VALUE", "nothing is said to be corrected");
    }
    let Some(body) = standing(events, of) else {
        let count = fold(events.to_vec(), &Cut::ALL).events.len();
        let what = format!("there is no event {of}");
        return Err(Error::new("E0516", what)
            .at("EVENT")
            .hint(format!("there are {count}"))
            .into());
    };
    let kind = body.kind();
    let known: Vec<String> = columns(kind).into_iter().map(|column| column.name).collect();
    let mut value = serde_json::to_value(&body).map_err(|e| Error::new("E0902", e.to_string()))?;
    let (mut happened_on, mut fields, mut faults) = (None, Vec::new(), Vec::new());
    for pair in &args.fields {
        let Some((field, text)) = pair.split_once('=') else {
            faults.push(Error::new("E0103", format!("`{pair}`: write FIELD=VALUE")));
            continue;
        };
        fields.push(field.to_owned());
        if field == "happened" {
            match text.parse::<Date>() {
                Ok(day) => happened_on = Some(day),
                Err(_) => faults.push(Error::new("E0103", format!("`{text}` is no date"))),
            }
        } else if known.iter().any(|own| own == field) {
            set(&mut value, field, text);
        } else {
            let what = format!("a {} has no field `{field}`", kind.word());
            let hint = format!("fields: happened, {}", known.join(", "));
            faults.push(Error::new("E0103", what).at("FIELD").hint(hint));
        }
    }
    if !faults.is_empty() {
        return Err(Failure(faults));
    }
    let instead = read(&value, args, kind.word())?;
    Ok(Body::Correct(Correct {
        event: of,
        instead: Box::new(instead),
        happened_on,
        fields,
        because,
    }))
}

fn set(value: &mut Value, field: &str, text: &str) {
    let own = value.pointer_mut("/body").and_then(Value::as_object_mut);
    if let Some(own) = own {
        // An empty value takes the field away: it is not known.
        if text.is_empty() {
            own.remove(field);
        } else {
            own.insert(field.to_owned(), value_of(text));
        }
    }
}

/// The corrected body; where a value was read as a number and a text is wanted, it is the text.
fn read(value: &Value, args: &CorrectArgs, kind: &str) -> Result<Body, Failure> {
    let first = serde_json::from_value::<Body>(value.clone());
    let Err(error) = first else {
        return Ok(first.map_err(|e| Error::new("E0902", e.to_string()))?);
    };
    let mut texts = value.clone();
    for (field, text) in args.fields.iter().filter_map(|pair| pair.split_once('=')) {
        if let Some(own) = texts.pointer_mut(&format!("/body/{field}")) {
            *own = json!(text);
        }
    }
    serde_json::from_value(texts).map_err(|_| {
        Error::new("E0103", format!("the corrected {kind} cannot be read: {error}"))
            .at("FIELD=VALUE")
            .into()
    })
}
