//! From ideas to businesses: stages as bars, survival beside what is published.

use agglo::Figure;
use agglo::engage::view::{Pipeline, Stage};

use crate::chart::{Decline, Drawing, Funnel, Rung, Tread};
use crate::document::{Block, Callout, Chart, Number, Section, Tone, words};
use crate::text;
use crate::words::{Unit, counted, line};

/// The section.
pub(super) fn section(pipeline: &Pipeline, is_public: bool) -> Section {
    let lead = if is_public {
        "Ideas and businesses that their people agreed to be told of. No share and no survival can be read from them: who \
         agrees is often who did well."
    } else {
        "An idea counts at each stage that it reached. What nobody wrote down is not counted."
    };
    let section = Section::new("pipeline", "From ideas to businesses", words(lead));
    if is_public && pipeline.stages.iter().all(|own| own.reached.value().is_none()) {
        let none = "Nothing is told: no idea and no business was entered as public.";
        return section.with(Block::Empty(words(none)));
    }
    let rung = |own: &Stage| Rung {
        name: own.name.to_owned(),
        reached: own.reached.clone(),
        could: own.could.clone(),
    };
    let summary: Vec<String> = pipeline
        .stages
        .iter()
        .map(|own| format!("{} {}", own.name, line(&own.reached, Unit::Count)))
        .collect();
    let number = |figure: &Figure, unit| Number::new(figure, unit);
    let section = section.with(Block::Chart(Chart {
        id: "funnel".to_owned(),
        title: "How many came how far".to_owned(),
        summary: format!("{}.", summary.join(", ")),
        drawing: Drawing::Funnel(Funnel { rungs: pipeline.stages.iter().map(rung).collect() }),
        note: words(
            "An open bar: how many could have come so far, as they opened long enough ago.",
        ),
    }));
    if is_public {
        return section.with(Block::Paragraph(text![
            "Closed: ",
            number(&pipeline.closed, Unit::Count),
            ". Put aside: ",
            number(&pipeline.parked, Unit::Count),
            ".",
        ]));
    }
    section
        .with(Block::Paragraph(text![
            "Closed: ",
            number(&pipeline.closed, Unit::Count),
            ". Put aside: ",
            number(&pipeline.parked, Unit::Count),
            ". Of the ideas, the community had ",
            number(&pipeline.from_community, Unit::Share),
            ". Ventures of which nothing was heard for a year: ",
            number(&pipeline.not_heard_of, Unit::Count),
            ".",
        ]))
        .with(Block::Heading("How long they last".to_owned()))
        .with(lasting(pipeline))
        .with(compared(pipeline))
}

fn lasting(pipeline: &Pipeline) -> Block {
    let own = &pipeline.survival;
    if own.alive.iter().all(|own| own.ventures.value().is_none() && own.benchmark.value().is_none())
    {
        return Block::Empty(words("Nothing can be told: no venture, or too few of them."));
    }
    let treads =
        own.steps.iter().map(|step| Tread { years: step.years, alive: step.alive.clone() });
    let published = own
        .alive
        .iter()
        .map(|own| Tread { years: f64::from(own.years), alive: own.benchmark.clone() });
    let of: Vec<String> = own.sectors.iter().map(|(title, n)| format!("{title} ({n})")).collect();
    Block::Chart(Chart {
        id: "decline".to_owned(),
        title: "How many ventures last, beside establishments of their sectors".to_owned(),
        summary: format!(
            "{} watched, {} closed. {}",
            line(&own.ventures, Unit::Count),
            line(&own.closed, Unit::Count),
            own.alive
                .iter()
                .map(|own| format!(
                    "After {} years {} against {}.",
                    own.years,
                    line(&own.ventures, Unit::Share),
                    line(&own.benchmark, Unit::Share)
                ))
                .collect::<Vec<_>>()
                .join(" ")
        ),
        drawing: Drawing::Decline(Decline {
            treads: treads.collect(),
            until: own.longest,
            published: published.collect(),
            years: own.longest.ceil().clamp(5.0, 20.0),
        }),
        note: words(format!(
            "Kaplan and Meier 1958; a venture is watched until it closed or to the last sign of life, the longest for {} \
             years. Published: {}.",
            Unit::Ratio.print(own.longest),
            if of.is_empty() { "none".to_owned() } else { of.join(", ") }
        )),
    })
}

fn compared(pipeline: &Pipeline) -> Block {
    let own = &pipeline.survival;
    let number = |figure: &Figure, unit| Number::new(figure, unit);
    let verdict = match own.compared.verdict {
        "fewer" => "Fewer closed than the benchmark expects. A programme that picks winners would show the same.".to_owned(),
        "more" => "More closed than the benchmark expects.".to_owned(),
        "cannot tell" => {
            let needed = own.compared.ventures_needed.map_or_else(String::new, |n| {
                format!(
                    " At least {} watched as long would be needed, even if not one of them closed.",
                    counted(usize::try_from(n).unwrap_or(0), "venture", "ventures")
                )
            });
            format!("Whether they last longer than others cannot be told: too few, or watched too briefly.{needed}")
        }
        _ => "Nothing is told.".to_owned(),
    };
    Block::Callout(Callout {
        tone: Tone::Finding,
        title: "Against the benchmark".to_owned(),
        blocks: vec![Block::Paragraph(text![
            "Closed: ",
            number(&own.closed, Unit::Count),
            "; expected: ",
            number(&own.compared.expected, Unit::Plain),
            "; one over the other: ",
            number(&own.compared.ratio, Unit::Ratio),
            format!(". {verdict}"),
        ])],
    })
}
