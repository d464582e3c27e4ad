//! The columns that the table of a kind has, and what may stand in each.

use std::sync::OnceLock;

use agglo::engage::event::Kind;
use serde_json::Value;

/// What may stand in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Any text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// Money, in units of the programme's currency with two decimals at most.
    Money,
    /// Yes or no.
    YesNo,
    /// A day: `2026-09-30`.
    Day,
    /// One word of these.
    Choice(Vec<String>),
    /// Texts, between semicolons.
    Texts,
    /// Things of several parts, between semicolons: the names of the parts.
    Parts(Vec<String>),
}

/// A column of a kind's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What may stand in it.
    pub holds: Holds,
    /// Whether a row needs it.
    pub is_required: bool,
    /// What it says, in words.
    pub about: String,
}

/// Columns that the tables of all kinds begin with.
pub(super) const HEAD: [&str; 7] = ["date", "region", "id", "said_by", "source", "note", "public"];

/// Kinds that come and go as tables: corrections stand applied in them, sealed persons stay where they are.
pub const KINDS: [Kind; 23] = [
    Kind::Goal,
    Kind::Area,
    Kind::Listening,
    Kind::Said,
    Kind::Answer,
    Kind::Engagement,
    Kind::Piece,
    Kind::Vouch,
    Kind::Link,
    Kind::Partner,
    Kind::Rating,
    Kind::Idea,
    Kind::Stage,
    Kind::Venture,
    Kind::Money,
    Kind::Initiative,
    Kind::Budget,
    Kind::Spend,
    Kind::Outcome,
    Kind::Innovation,
    Kind::Promise,
    Kind::Meeting,
    Kind::Award,
];

/// Fields that hold a day; schemas know days as text.
const DAYS: [&str; 10] =
    ["date", "since", "start", "end", "active", "due", "on", "by", "founded", "ends"];

/// The columns of a kind's table, in their order.
pub fn fields(kind: Kind) -> &'static [Field] {
    static ALL: OnceLock<Vec<(Kind, Vec<Field>)>> = OnceLock::new();
    let all = ALL.get_or_init(|| KINDS.iter().map(|kind| (*kind, made(*kind))).collect());
    all.iter().find(|(own, _)| *own == kind).map_or(&[], |(_, fields)| fields)
}

fn made(kind: Kind) -> Vec<Field> {
    let head = |name: &str, holds: Holds, is_required: bool, about: &str| Field {
        name: name.to_owned(),
        holds,
        is_required,
        about: about.to_owned(),
    };
    let mut fields = vec![
        head("date", Holds::Day, kind == Kind::Rating, "When it happened."),
        head("region", Holds::Text, false, "The region of the programme, where it has several."),
        head("id", Holds::Text, false, "The id of a named record; from its name if absent."),
        head("said_by", Holds::Text, false, "Who said it: a key, never a name."),
        head("source", Holds::Text, kind == Kind::Rating, "Where it can be looked up."),
        head("note", Holds::Text, false, "Anything else."),
        head("public", Holds::YesNo, false, "Whether it may leave the programme."),
    ];
    let schema = kind.schema();
    let root = schema.as_value();
    let mut own = Vec::new();
    gather(root, root, true, &mut own);
    for field in own {
        match fields.iter_mut().find(|other| other.name == field.name) {
            // The alternatives of a choice each name the same field.
            Some(other) => {
                if let (Holds::Choice(words), Holds::Choice(more)) = (&mut other.holds, field.holds)
                {
                    words.extend(more);
                }
            }
            None => fields.push(field),
        }
    }
    fields
}

fn gather(root: &Value, schema: &Value, is_sure: bool, fields: &mut Vec<Field>) {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|all| all.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let own = schema.get("properties").and_then(Value::as_object);
    for (name, field) in own.into_iter().flatten() {
        let about = field.get("description").and_then(Value::as_str).unwrap_or_default();
        let is_tag = field.get("const").is_some();
        fields.push(Field {
            name: name.clone(),
            holds: holds(root, name, field),
            is_required: (is_sure || is_tag) && required.contains(&name.as_str()),
            about: about.replace('\n', " "),
        });
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        let all = schema.get(key).and_then(Value::as_array);
        all.into_iter().flatten().for_each(|one| gather(root, one, false, fields));
    }
}

fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let path = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix('#'));
    path.and_then(|path| root.pointer(path)).unwrap_or(schema)
}

/// The alternative of an optional field that is not nothing.
fn plain<'a>(root: &'a Value, field: &'a Value) -> &'a Value {
    let some = field.get("anyOf").and_then(Value::as_array).and_then(|all| {
        all.iter().find(|one| one.get("type").and_then(Value::as_str) != Some("null"))
    });
    resolved(root, some.unwrap_or(field))
}

fn is(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(own)) => own == name,
        Some(Value::Array(all)) => all.iter().any(|own| own == name),
        _ => false,
    }
}

fn words(schema: &Value) -> Vec<String> {
    let texts = |all: &Vec<Value>| -> Vec<String> {
        all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return vec![word.to_owned()];
    }
    if let Some(all) = schema.get("enum").and_then(Value::as_array) {
        return texts(all);
    }
    let all = schema.get("oneOf").and_then(Value::as_array);
    all.into_iter().flatten().flat_map(words).collect()
}

fn holds(root: &Value, name: &str, field: &Value) -> Holds {
    let field = plain(root, field);
    let words = words(field);
    if !words.is_empty() {
        return Holds::Choice(words);
    }
    if field.get("format").and_then(Value::as_str) == Some("cents") {
        return Holds::Money;
    }
    if is(field, "array") {
        let item = field.get("items").map(|item| resolved(root, item));
        let parts = item.and_then(|item| item.get("properties")).and_then(Value::as_object);
        return match parts {
            Some(parts) => Holds::Parts(parts.keys().cloned().collect()),
            None => Holds::Texts,
        };
    }
    if is(field, "boolean") {
        Holds::YesNo
    } else if is(field, "integer") {
        Holds::Whole
    } else if is(field, "number") {
        Holds::Number
    } else if DAYS.contains(&name) {
        Holds::Day
    } else {
        Holds::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds_of(kind: Kind, name: &str) -> Holds {
        fields(kind).iter().find(|own| own.name == name).unwrap().holds.clone()
    }

    #[test]
    fn fields_say_what_they_hold() {
        assert_eq!(holds_of(Kind::Partner, "cost"), Holds::Money);
        assert_eq!(holds_of(Kind::Partner, "reach"), Holds::Whole);
        assert_eq!(holds_of(Kind::Partner, "areas"), Holds::Texts);
        assert_eq!(holds_of(Kind::Partner, "staff_days"), Holds::Number);
        assert_eq!(holds_of(Kind::Rating, "consent"), Holds::YesNo);
        assert_eq!(holds_of(Kind::Venture, "founded"), Holds::Day);
        let words = |words: &[&str]| Holds::Choice(words.iter().map(|w| (*w).to_owned()).collect());
        assert_eq!(holds_of(Kind::Rating, "side"), words(&["community", "partner", "programme"]));
        assert_eq!(holds_of(Kind::Partner, "reach_of"), words(&["residents", "firms"]));
        assert_eq!(holds_of(Kind::Answer, "outcome"), words(&["done", "doing_by", "wont"]));
        assert!(
            matches!(holds_of(Kind::Listening, "groups"), Holds::Parts(parts) if parts.len() == 2)
        );
        let required = |kind: Kind| -> Vec<&str> {
            fields(kind).iter().filter(|own| own.is_required).map(|own| own.name.as_str()).collect()
        };
        assert_eq!(required(Kind::Partner), ["name"]);
        assert_eq!(required(Kind::Answer), ["to", "outcome"]);
    }

    #[test]
    fn no_column_stands_twice() {
        for kind in KINDS {
            let mut names: Vec<&str> = fields(kind).iter().map(|own| own.name.as_str()).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", kind.word());
        }
    }
}
