//! The close of a quarter as a document of two pages, and as lines for a terminal.

mod lines;
mod programme;

use agglo::close::{AnswerMoved, Cause, Close, DatasetChange, FigureMoved, Part, State};

use crate::document::{
    Block, Column, Document, Entry, Number, Row, Section, Span, Table, Text, words,
};
use crate::kind::close::lines::{against, called, decision, in_words, one_sided, revised};
use crate::source::Source;
use crate::text;
use crate::words::{Unit, counted};

pub use lines::lines;

/// As many datasets, answers and figures as two printed pages hold; what is left stands in the JSON.
const DATASETS: usize = 8;
const ANSWERS: usize = 6;
const DECISIONS: usize = 8;
const FIGURES: usize = 12;

/// The order in which parts are printed: what came from outside first.
const PRINTED: [Cause; 4] = [Cause::NewData, Cause::Revision, Cause::Method, Cause::Boundary];

/// The close of a quarter as a document.
pub fn document(close: &Close) -> Document {
    Document {
        title: format!("Close of {}", close.period),
        language: "en",
        kicker: "What changed and why".to_owned(),
        headline: words(headline(close)),
        facts: facts(close),
        banner: None,
        sections: [decisions(close), figures(close), data(close)]
            .into_iter()
            .chain(close.programme.as_ref().map(programme::section))
            .collect(),
        sources: close.datasets.iter().map(source).collect(),
    }
}

fn headline(close: &Close) -> String {
    let answers = &close.answers;
    let decided = answers.moved.iter().filter(|moved| !moved.decisions.is_empty()).count();
    let saved = counted(answers.saved, "saved answer", "saved answers");
    if answers.moved.is_empty() {
        return format!("Of {saved} none moved.");
    }
    let moved = counted(answers.moved.len(), "moved", "moved");
    match decided {
        0 => format!("Of {saved}, {moved}; what is decided stays as it was."),
        n => format!("Of {saved}, {moved}; {} something else.", counted(n, "decides", "decide")),
    }
}

fn facts(close: &Close) -> Vec<(String, Text)> {
    let mut facts = vec![
        ("Closed on".to_owned(), words(close.closed_on.clone())),
        ("Held against".to_owned(), words(against(&close.against).trim_start_matches("against "))),
    ];
    if let (Some(before), Some(because)) = (&close.supersedes, &close.because) {
        let text = format!("record {}, because {because}", before.id);
        facts.push(("Takes the place of".to_owned(), words(text)));
    }
    facts
}

fn decisions(close: &Close) -> Section {
    let lead = "What an answer decides: the element that binds, a verdict, the initiatives that are chosen.";
    let mut items = Vec::new();
    for answer in &close.answers.moved {
        for own in &answer.decisions {
            items.push(words(format!("{}: {}", called(answer), decision(own))));
        }
    }
    let more = items.len().saturating_sub(DECISIONS);
    items.truncate(DECISIONS);
    if more > 0 {
        items.push(words(format!("and {more} more, in the JSON beside this page")));
    }
    let section = Section::new("decisions", "What is decided otherwise", words(lead));
    if items.is_empty() {
        section.with(Block::Empty(words("Nothing is decided otherwise.")))
    } else {
        section.with(Block::List(items))
    }
}

fn figures(close: &Close) -> Section {
    let lead = "First figures whose meaning turned (growth or decline, more or less than the reference), then the \
                largest movements against their own size. The parts stand in the order in which one cause after \
                the other was swapped (method, boundary, revision, new data) and sum to the change. For shares and \
                ratios another order would give other parts; what would change places is said.";
    let mut section = Section::new("figures", "Which figures moved", words(lead));
    let answers = &close.answers.moved;
    let each = (FIGURES / answers.len().clamp(1, ANSWERS)).max(2);
    for (at, answer) in answers.iter().take(ANSWERS).enumerate() {
        if !answer.figures.is_empty() {
            section = section.with(Block::Table(table(answer, at, each)));
        }
        if let Some(text) = one_sided(&answer.one_sided) {
            let text = format!("{}: {text}; the JSON beside this page lists them.", called(answer));
            section = section.with(Block::Paragraph(words(text)));
        }
    }
    let more = answers.len().saturating_sub(ANSWERS);
    if more > 0 {
        let left = format!(
            "{} more moved: they stand in the JSON beside this page.",
            counted(more, "answer", "answers")
        );
        section = section.with(Block::Paragraph(words(left)));
    }
    let counts = &close.answers;
    let text = format!(
        "{} rest on nothing that changed and were not made again; {} were made again and say the same.",
        counts.untouched,
        counts.same.len()
    );
    section = section.with(Block::Paragraph(words(text)));
    for failed in &close.answers.failed {
        let text = format!("{} could not be made again: {}", failed.command.join(" "), failed.why);
        section = section.with(Block::Paragraph(words(text)));
    }
    section
}

fn table(answer: &AnswerMoved, at: usize, most: usize) -> Table {
    let shown = answer.figures.len().min(most);
    let figures = &answer.figures[..shown];
    // A cause that moved none of them has no column.
    let moved = |cause: &Cause| {
        figures.iter().flat_map(|own| &own.split.parts).any(|part| part.cause == *cause)
    };
    let causes: Vec<Cause> = PRINTED.into_iter().filter(moved).collect();
    let columns = ["was", "is", "change"].map(Column::number).into_iter();
    let of_causes = causes.iter().map(|cause| Column::number(cause.words()));
    let rest = [Column::number("depends on the order")];
    let columns = [Column::words("figure")].into_iter().chain(columns).chain(of_causes).chain(rest);
    let rows = figures.iter().map(|own| row(own, &causes));
    let caption = format!(
        "{}: {shown} of {} figures that moved, of {} in all",
        called(answer),
        answer.figures_moved,
        answer.figures_held
    );
    Table {
        id: format!("moved-{}", at + 1),
        caption: words(caption),
        columns: columns.collect(),
        rows: rows.collect(),
    }
}

fn row(own: &FigureMoved, causes: &[Cause]) -> Row {
    let unit = Unit::named(&own.unit);
    let entry = |figure: &agglo::Figure| Entry::Number(Number::new(figure, unit).bare());
    let part = |cause: Cause| {
        let part: Option<&Part> = own.split.parts.iter().find(|part| part.cause == cause);
        part.map_or(Entry::Blank, |part| entry(&part.change))
    };
    let mut entries = vec![entry(&own.was), entry(&own.is)];
    entries.push(if own.split.total.value().is_some() {
        entry(&own.split.total)
    } else {
        Entry::words("no amount")
    });
    entries.extend(causes.iter().copied().map(part));
    let order = own.split.depends_on_order.as_ref().filter(|own| own.value() != Some(0.0));
    entries.push(order.map_or(Entry::Blank, entry));
    let title = match own.unit.as_str() {
        "" => own.title.clone(),
        unit => format!("{} ({unit})", own.title),
    };
    Row::new(title, entries)
}

fn data(close: &Close) -> Section {
    let lead = "What came and what was told otherwise since then.";
    let mut items: Vec<Text> = Vec::new();
    let changed = close.datasets.iter().filter(|own| own.state != State::Same);
    for own in changed {
        let mut item: Text =
            text![Span::Strong(own.dataset.clone()), format!(": {}", in_words(own))];
        item.extend(own.revised.iter().map(|own| Span::Words(format!("; {}", revised(own)))));
        items.push(item);
    }
    let more = items.len().saturating_sub(DATASETS);
    items.truncate(DATASETS);
    if more > 0 {
        items.push(words(format!("and {more} more, in the JSON beside this page")));
    }
    let same = close.datasets.iter().filter(|own| own.state == State::Same).count();
    let section = Section::new("data", "What is new in the data", words(lead));
    let section = if items.is_empty() {
        section.with(Block::Empty(words("Nothing is new.")))
    } else {
        section.with(Block::List(items))
    };
    if same == 0 {
        return section;
    }
    let text = format!("{} as before.", counted(same, "dataset says", "datasets say"));
    section.with(Block::Paragraph(words(text)))
}

fn source(own: &DatasetChange) -> Source {
    Source {
        id: own.dataset.as_str().into(),
        agency: own.agency.clone(),
        table: own.title.clone(),
        vintage: own.is.clone(),
        notice: String::new(),
        carrier: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo::base::estimate::{Estimate, Provenance};
    use agglo::close::{
        Against, Answers, Decision, DecisionMoved, Listed, OneSided, Values, split,
    };

    fn close(figures: usize) -> Close {
        let own = str::to_owned;
        let known = |value| agglo::Figure::from(Estimate::exact(value, Provenance::default()));
        let values = Values {
            saved: Some(100.0),
            after: [Some(100.0), Some(100.0), Some(90.0), Some(120.0)],
            unrevised: Some(135.0),
        };
        let figure = |at: usize| FigureMoved {
            path: format!("/jobs/{at}"),
            title: format!("Jobs {at}"),
            unit: own("jobs"),
            adds_up: true,
            was: known(100.0),
            is: known(120.0),
            has_turned: false,
            relative_change: 0.2,
            split: split(&values),
        };
        let decision = DecisionMoved {
            kind: Decision::BindingGap,
            about: own("beach"),
            was: Some(own("food")),
            is: Some(own("lodging")),
            because: vec![Cause::Revision],
        };
        let listed = Listed {
            path: own("/new"),
            title: own("New"),
            unit: own("jobs"),
            was: None,
            is: Some(known(7.0)),
        };
        let moved = AnswerMoved {
            command: vec![own("strategy"), own("A")],
            touched_by: vec![own("jobs")],
            was: String::new(),
            is: String::new(),
            decisions: vec![decision],
            figures: (0..figures).map(figure).collect(),
            figures_moved: figures,
            figures_held: figures,
            one_sided: OneSided { came: vec![listed], ..OneSided::default() },
        };
        Close {
            period: own("2026Q3"),
            closed_on: own("2026-11-23"),
            against: Against::Nothing,
            supersedes: None,
            because: None,
            datasets: vec![],
            answers: Answers { saved: 1, moved: vec![moved], ..Answers::default() },
            programme: None,
        }
    }

    #[test]
    fn the_page_names_the_decision_and_the_parts_and_keeps_to_its_length() {
        let document = document(&close(300));
        let page = crate::html::render(&document);
        assert!(page.contains("lodging, was food (revision)"), "{page}");
        assert_eq!(page.matches(">Jobs ").count(), FIGURES, "no more than two pages hold");
        assert!(page.contains("12 of 300 figures"));
        assert!(page.contains("strategy A: 1 figure came;"), "{page}");
    }

    #[test]
    fn the_lines_say_each_part_with_its_sign_and_what_hangs_on_the_order() {
        let text = lines(&close(1), "2-0123456789ab");
        assert!(text.contains("Jobs 0: 120, was 100: +20 = new data +30, revision -10"), "{text}");
        assert!(text.contains("-5 would change places"), "{text}");
    }
}
