//! Elements of a blueprint file.

use agglo::base::blueprint::{
    Benchmark, Better, Body, Element, Field, Form, Industries, Join, Measure, Member, Nest, Per,
};
use agglo::base::id::{ElementId, IndustryId};
use agglo::base::year::Year;

use super::walk::{Node, Table};

pub(super) fn read(table: Table<'_>) -> Option<Element> {
    let id = table.need("id").and_then(|node| node.text());
    let table = match &id {
        Some(id) => table.called(format!("element `{id}`")),
        None => table,
    };
    let form = table.need("kind").and_then(|_| table.word("kind", &FORMS));
    let title = table.text("title");
    let required = table.truth("required").unwrap_or(true);
    let immutable = table.truth("immutable").unwrap_or(false);
    let weight = table.number("weight");
    let overlap_with = table.text("overlap_with").map(ElementId::from);
    let parts = Parts::of(&table);
    table.truth("show_members");
    let body = parts.body(form, &table);
    let alternatives = table
        .tables("alternative")
        .into_iter()
        .filter_map(|other| {
            let other = other.called(format!("an alternative of `{}`", id.as_deref()?));
            // Declared for the whole element; an alternative may repeat it.
            other.text("overlap_with");
            let changed = Parts::of(&other).or(&parts);
            let body = changed.body(form, &other);
            other.finish();
            body
        })
        .collect();
    if required && table.get("weight").is_none() && !gate(body.as_ref()) {
        table.fault("`weight` is missing".to_owned());
    }
    table.finish();
    let id = id?;
    Some(Element {
        title: title.unwrap_or_else(|| id.replace('_', " ")),
        id: id.into(),
        form: form?,
        weight: weight.unwrap_or(0.0),
        required,
        immutable,
        body: body?,
        alternatives,
        overlap_with,
    })
}

const FORMS: [(&str, Form); 4] = [
    ("industry", Form::Industry),
    ("piece", Form::Piece),
    ("keystone", Form::Keystone),
    ("nest", Form::Nest),
];

const FIELDS: [(&str, Field); 4] = [
    ("employment", Field::Employment),
    ("establishments", Field::Establishments),
    ("payroll", Field::Payroll),
    ("pay", Field::Payroll),
];

const PERS: [(&str, Per); 3] = [
    ("1000 residents", Per::ThousandResidents),
    ("thousand residents", Per::ThousandResidents),
    ("region", Per::Region),
];

fn gate(body: Option<&Body>) -> bool {
    matches!(body, Some(Body::Single(Measure::PassingPartners)))
}

/// What a table says about how to measure, before it is known what kind of element it is.
#[derive(Clone, Default)]
struct Parts {
    codes: Option<Vec<String>>,
    without: Option<Vec<String>>,
    field: Option<Field>,
    per: Option<Per>,
    fact: Option<Fact>,
    word: Option<Word>,
    join: Option<Join>,
    members: Option<Vec<Member>>,
    show_mean: Option<bool>,
}

#[derive(Clone)]
struct Fact {
    name: String,
    year: Option<Year>,
    better: Better,
    benchmark: Benchmark,
}

#[derive(Clone, Copy, PartialEq)]
enum Word {
    Season,
    PassingPartners,
    Unrecorded,
}

impl Parts {
    fn of(table: &Table<'_>) -> Self {
        let joins =
            [("capped_sum", Join::CappedSum), ("best_of", Join::BestOf), ("pool", Join::Pool)];
        let (mut fact, mut word) = (fact(table), None);
        if let Some(node) = table.get("measure") {
            if node.is_text() {
                word = word_of(&node);
            } else if let Some(inner) = node.table() {
                fact = self::fact(&inner);
                inner.finish();
            }
        }
        let members = table
            .get("members")
            .and_then(|node| node.list())
            .map(|items| items.iter().filter_map(|item| member(item.table()?)).collect::<Vec<_>>());
        let sensitivity = table.texts("sensitivity");
        Self {
            codes: table.texts("naics"),
            without: table.texts("naics_out"),
            field: table.word("field", &FIELDS),
            per: table.word("per", &PERS),
            fact,
            word,
            join: table.word("join", &joins),
            members,
            show_mean: sensitivity.map(|list| list.iter().any(|word| word == "mean")),
        }
    }

    /// What this says, and what another says where this is silent.
    fn or(self, other: &Self) -> Self {
        let other = other.clone();
        Self {
            codes: self.codes.or(other.codes),
            without: self.without.or(other.without),
            field: self.field.or(other.field),
            per: self.per.or(other.per),
            fact: self.fact.or(other.fact),
            word: self.word.or(other.word),
            join: self.join.or(other.join),
            members: self.members.or(other.members),
            show_mean: self.show_mean.or(other.show_mean),
        }
    }

    fn body(&self, form: Option<Form>, table: &Table<'_>) -> Option<Body> {
        if form == Some(Form::Nest) {
            let members = self.members.clone();
            if members.is_none() {
                table.fault("a nest needs `members`".to_owned());
            }
            let join = self.join.unwrap_or_default();
            let show_mean = self.show_mean.unwrap_or(false);
            return Some(Body::Nest(Nest { join, members: members?, show_mean }));
        }
        if self.members.is_some() {
            table.fault("only an element of kind `nest` has members".to_owned());
        }
        self.measure(table).map(Body::Single)
    }

    fn measure(&self, table: &Table<'_>) -> Option<Measure> {
        let ids = |codes: &[String]| -> Vec<IndustryId> {
            codes.iter().map(|code| code.as_str().into()).collect()
        };
        if let Some(codes) = &self.codes
            && codes.is_empty()
        {
            table.fault("`naics` is empty: nothing is measured".to_owned());
            return None;
        }
        match (self.word, &self.codes, &self.fact) {
            (Some(Word::PassingPartners), ..) => Some(Measure::PassingPartners),
            (Some(Word::Unrecorded), ..) => Some(Measure::Unrecorded),
            (Some(Word::Season), Some(codes), _) => Some(Measure::Season { codes: ids(codes) }),
            (Some(Word::Season), None, _) => {
                table.fault("a season needs the industries whose months it reads".to_owned());
                None
            }
            (None, Some(codes), None) => Some(Measure::Industries(Industries {
                codes: ids(codes),
                without: ids(self.without.as_deref().unwrap_or_default()),
                field: self.field.unwrap_or_default(),
                per: self.per.unwrap_or_default(),
            })),
            (None, None, Some(fact)) => Some(Measure::Fact {
                fact: fact.name.clone(),
                year: fact.year,
                better: fact.better,
                benchmark: fact.benchmark,
            }),
            (None, Some(_), Some(_)) => {
                table.fault("both `naics` and a fact: which of them is measured".to_owned());
                None
            }
            (None, None, None) => {
                table.fault(
                    "nothing says how it is measured: `naics`, `fact` or `measure`".to_owned(),
                );
                None
            }
        }
    }
}

fn word_of(node: &Node<'_>) -> Option<Word> {
    let text = node.text()?;
    let word = match text.as_str() {
        "lowest_over_highest_month" => Some(Word::Season),
        "passing_partners" => Some(Word::PassingPartners),
        "unrecorded" => Some(Word::Unrecorded),
        _ => None,
    };
    if word.is_none() {
        node.fault(format!(
            "`{text}` is no measure: lowest_over_highest_month, passing_partners, unrecorded"
        ));
    }
    word
}

fn fact(table: &Table<'_>) -> Option<Fact> {
    let name = table.text("fact");
    let year = table.count("year").and_then(|year| u16::try_from(year).ok()).map(Year);
    let less = table.truth("less_is_better").unwrap_or(false);
    let benchmarks = [("pool_median", Benchmark::PoolMedian), ("exemplars", Benchmark::Exemplars)];
    let benchmark = table.word("benchmark", &benchmarks).unwrap_or_default();
    let better = if less { Better::Less } else { Better::More };
    name.map(|name| Fact { name, year, better, benchmark })
}

fn member(table: Table<'_>) -> Option<Member> {
    let id = table.need("id").and_then(|node| node.text());
    let table = match &id {
        Some(id) => table.called(format!("member `{id}`")),
        None => table,
    };
    let rate = table.number("rate").unwrap_or(1.0);
    let optional = table.truth("optional").unwrap_or(false);
    let title = table.text("title");
    let measure = Parts::of(&table).measure(&table);
    table.finish();
    let id = id?;
    Some(Member {
        title: title.unwrap_or_else(|| id.replace('_', " ")),
        id: id.into(),
        rate,
        measure: measure?,
        optional,
    })
}

/// One side of a statistic: a measure without anything around it.
pub(super) fn side(table: Table<'_>) -> Option<Measure> {
    let measure = Parts::of(&table).measure(&table);
    table.finish();
    measure
}
