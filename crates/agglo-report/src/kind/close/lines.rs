//! The close of a quarter in lines for a terminal.

use agglo::close::{
    Against, AnswerMoved, Cause, Close, DatasetChange, DecisionMoved, FigureMoved, OneSided,
    Revised, State,
};

use crate::kind::close::{PRINTED, programme};
use crate::words::{Unit, and, counted, short};

/// As many figures of an answer as are printed.
const FIGURES: usize = 8;

/// The close of a quarter in plain lines; `record` is the name of the record that keeps it.
pub fn lines(close: &Close, record: &str) -> String {
    let mut lines =
        vec![format!("{} is closed: record {record}, {}", close.period, against(&close.against))];
    if let (Some(before), Some(because)) = (&close.supersedes, &close.because) {
        lines.push(format!("It takes the place of record {}, because {because}", before.id));
    }
    lines.push("\nData".to_owned());
    for own in &close.datasets {
        lines.push(format!("  {}: {}", own.dataset, in_words(own)));
        lines.extend(own.revised.iter().map(|own| format!("    {}", revised(own))));
    }
    if close.datasets.is_empty() {
        lines.push("  the lake holds none".to_owned());
    }
    let answers = &close.answers;
    lines.push(format!(
        "\nSaved answers: {}; {} rest on nothing that changed and were not made again; {} moved",
        answers.saved,
        answers.untouched,
        answers.moved.len()
    ));
    for own in &answers.moved {
        lines.push(format!("\n{}, touched by {}", called(own), touched(own)));
        lines.extend(own.decisions.iter().map(|own| format!("  {}", decision(own))));
        lines
            .extend(own.figures.iter().take(FIGURES).map(|own| format!("  {}", figure_words(own))));
        let more = own.figures_moved.saturating_sub(FIGURES);
        if more > 0 {
            lines.push(format!("  and {}", counted(more, "more figure", "more figures")));
        }
        lines.extend(one_sided(&own.one_sided).map(|text| format!("  {text} (--json lists them)")));
    }
    let failed = answers.failed.iter();
    lines
        .extend(failed.map(|own| {
            format!("\n{} could not be made again: {}", own.command.join(" "), own.why)
        }));
    lines.extend(close.programme.iter().flat_map(programme::lines));
    lines.push(String::new());
    lines.join("\n")
}

fn touched(answer: &AnswerMoved) -> String {
    if answer.touched_by.is_empty() { "this version".to_owned() } else { and(&answer.touched_by) }
}

/// The verb and the region of an answer.
pub(super) fn called(answer: &AnswerMoved) -> String {
    let named = answer.command.iter().take_while(|part| !part.starts_with("--"));
    named.cloned().collect::<Vec<_>>().join(" ")
}

pub(super) fn against(against: &Against) -> String {
    match against {
        Against::Nothing => "the first close: all data are new".to_owned(),
        Against::Close { record } => format!("against {} (record {})", record.period, record.id),
        Against::Vintage { vintage } => format!("against the data as of vintage {vintage}"),
    }
}

/// What became of a dataset, without its revised figures.
pub(super) fn in_words(own: &DatasetChange) -> String {
    let rows = |rows: u64| counted(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows");
    if own.state == State::Same {
        return "as it was".to_owned();
    }
    let mut parts = Vec::new();
    let periods: Vec<&str> = own.new_periods.iter().map(|own| own.name.as_str()).collect();
    let periods = match periods.as_slice() {
        [] => String::new(),
        [one] => format!(" of {one}"),
        [first, .., last] => format!(" of {first} to {last}"),
    };
    if own.state == State::New {
        return format!("new, {}{periods}", rows(own.new_rows));
    }
    if own.new_rows > 0 {
        parts.push(format!("{} new{periods}", rows(own.new_rows)));
    }
    for (list, what) in [(&own.regions_came, "came"), (&own.regions_went, "went")] {
        if !list.is_empty() {
            let regions = counted(list.len(), "region", "regions");
            let count = list.iter().map(|own| own.rows).sum();
            parts.push(format!("{regions} {what} with {}", rows(count)));
        }
    }
    for (count, what) in [(own.rows_came, "came"), (own.rows_went, "went")] {
        if count > 0 {
            parts.push(format!("{} of known quarters {what}", rows(count)));
        }
    }
    let cells: u64 = own.revised.iter().map(|own| own.cells).sum();
    if cells > 0 {
        let cells = usize::try_from(cells).unwrap_or(usize::MAX);
        parts.push(format!("{} told otherwise", counted(cells, "figure", "figures")));
    }
    parts.join(", ")
}

/// What became of the figures of a measure.
pub(super) fn revised(own: &Revised) -> String {
    let unit = Unit::named(if own.unit.is_empty() { &own.measure } else { &own.unit });
    let cells = usize::try_from(own.cells).unwrap_or(usize::MAX);
    let mut text =
        format!("{}: {} told otherwise", own.measure, counted(cells, "figure", "figures"));
    for (count, what) in [(own.disclosed, "disclosed"), (own.hidden, "hidden")] {
        if count > 0 {
            text.extend([", ", &count.to_string(), " ", what]);
        }
    }
    if let (Some(largest), Some(net)) = (own.largest.value(), own.net.value()) {
        let at = own.largest_at.as_str();
        let (largest, net) = (signed(largest, unit), signed(net, unit));
        text.extend(["; largest ", &largest, " (", at, "); net ", &net]);
    }
    text
}

pub(super) fn decision(own: &DecisionMoved) -> String {
    let side = |said: &Option<String>| said.clone().unwrap_or_else(|| "not asked".to_owned());
    let about = if own.about.is_empty() { String::new() } else { format!(" of {}", own.about) };
    let causes = causes(&own.because);
    format!("{}{about}: {}, was {} ({causes})", own.kind.words(), side(&own.is), side(&own.was))
}

fn causes(causes: &[Cause]) -> String {
    let words: Vec<String> = causes.iter().map(|cause| cause.words().to_owned()).collect();
    and(&words)
}

pub(super) fn figure_words(own: &FigureMoved) -> String {
    let unit = Unit::named(&own.unit);
    let head = format!("{}: {}, was {}", own.title, short(&own.is, unit), short(&own.was, unit));
    let Some(total) = own.split.total.value() else { return head };
    let parts = PRINTED.iter().filter_map(|cause| {
        let part = own.split.parts.iter().find(|part| part.cause == *cause)?;
        Some(format!("{} {}", cause.words(), signed(part.change.value()?, unit)))
    });
    let parts: Vec<String> = parts.collect();
    let order = own.split.depends_on_order.as_ref().and_then(agglo::Figure::value);
    let order = order.filter(|order| *order != 0.0).map_or_else(String::new, |order| {
        format!(" ({} would change places in another order)", signed(order, unit))
    });
    format!("{head}: {} = {}{order}", signed(total, unit), parts.join(", "))
}

/// How many figures came, went, were hidden or disclosed; `None` where none did.
pub(super) fn one_sided(own: &OneSided) -> Option<String> {
    let lists = [
        (&own.came, "came", "came"),
        (&own.went, "went", "went"),
        (&own.hidden, "was hidden", "were hidden"),
        (&own.disclosed, "was disclosed", "were disclosed"),
    ];
    let held = lists.into_iter().filter(|(list, ..)| !list.is_empty());
    let parts = held.enumerate().map(|(at, (list, one, many))| {
        let verb = if list.len() == 1 { one } else { many };
        let count = match at {
            0 => counted(list.len(), "figure", "figures"),
            _ => list.len().to_string(),
        };
        format!("{count} {verb}")
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| and(&parts))
}

fn signed(value: f64, unit: Unit) -> String {
    let text = unit.print(value);
    if value > 0.0 && !text.starts_with('+') { format!("+{text}") } else { text }
}
