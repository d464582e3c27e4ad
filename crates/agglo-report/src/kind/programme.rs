//! A programme's record as a page: what was said and done, what each area rests on, who works with whom, what became of
//! ideas.

use agglo::Figure;
use agglo::engage::Ruling;
use agglo::engage::event::Side;
use agglo::engage::view::{
    Areas, Audience, Knot, KnotKind, Network, Pipeline, Said, SaidRow, Views,
};
use jiff::civil::Date;

use crate::chart::{Decline, Drawing, Funnel, Layers, Partner, Partners, Rung, Tread};
use crate::document::{
    Block, Callout, Chart, Column, Document, Entry, Mark, Row, Section, Span, Table, Text, Tone,
    words,
};
use crate::source::Source;
use crate::text;
use crate::words::{Unit, counted, line};

/// Rows of the wall table that the page shows; the JSON has all.
const LISTED: usize = 60;

/// What a page says beside the views.
#[derive(Clone, Debug)]
pub struct About {
    /// The programme's title.
    pub title: String,
    /// Whether it is made up.
    pub is_illustrative: bool,
    /// Its ledger, and the published figures that its ventures are held against.
    pub sources: Vec<Source>,
}

/// The page of a region's views.
pub fn document(views: &Views, about: &About) -> Document {
    let is_public = views.audience == Audience::Public;
    let mut sections = vec![
        said(&views.said, is_public),
        areas(&views.areas, is_public),
        network(&views.network, is_public),
    ];
    sections.push(pipeline(&views.pipeline));
    let mut facts = vec![
        ("Region".to_owned(), words(views.region.as_str())),
        ("As of".to_owned(), words(views.as_of.to_string())),
    ];
    let whom = if is_public { "everybody" } else { "the programme: not for passing on" };
    facts.push(("For".to_owned(), words(whom)));
    Document {
        title: about.title.clone(),
        language: "en",
        kicker: "Programme views".to_owned(),
        headline: words(headline(&views.said)),
        facts,
        banner: about.is_illustrative.then(|| Callout {
            tone: Tone::Caution,
            title: "An invented programme".to_owned(),
            blocks: vec![Block::Paragraph(words(
                "Its partners, people, ratings, ideas and amounts are made up and rate nobody.",
            ))],
        }),
        sections,
        sources: about.sources.clone(),
    }
}

fn headline(said: &Said) -> String {
    let sum = |of: fn(&agglo::engage::view::AreaSaid) -> u32| -> usize {
        said.areas.iter().map(|own| usize::try_from(of(own)).unwrap_or(0)).sum()
    };
    let (heard, answered, done) =
        (sum(|own| own.heard), sum(|own| own.answered), sum(|own| own.benefited));
    if heard == 0 {
        return "Nothing that was heard is recorded here yet.".to_owned();
    }
    let late = match sum(|own| own.overdue) {
        0 => String::new(),
        overdue => format!(", {overdue} of them for too long"),
    };
    format!(
        "Of {} heard, {answered} {} answered and {done} done; {} still {}{late}.",
        counted(heard, "thing", "things"),
        if answered == 1 { "was" } else { "were" },
        heard - answered,
        if heard - answered == 1 { "waits" } else { "wait" },
    )
}

fn said(said: &Said, is_public: bool) -> Section {
    let lead =
        "What people asked for, what was answered, and what was done. What waits stands first.";
    let mut section = Section::new("said", "You said, we did", words(lead));
    if said.areas.is_empty() {
        return section.with(Block::Empty(words("Nothing is recorded yet.")));
    }
    let row = |own: &agglo::engage::view::AreaSaid| {
        let counts = [own.heard, own.answered, own.decided, own.benefited, own.overdue];
        let cell = |n: u32| Entry::words(n.to_string());
        Row::new(own.area.as_deref().unwrap_or("no area"), counts.map(cell).to_vec())
    };
    section.blocks.push(Block::Table(Table {
        id: "said-areas".to_owned(),
        caption: words(format!(
            "Asks by area. Too long: without an answer for more than {} days, or past the day that was promised",
            said.overdue_after
        )),
        columns: std::iter::once(Column::words("Area"))
            .chain(["Heard", "Answered", "Decided", "Done", "Too long"].map(Column::number))
            .collect(),
        rows: said.areas.iter().map(row).collect(),
    }));
    if said.rows.is_empty() {
        let text = "No words are shown: none were marked as public.";
        return section.with(Block::Empty(words(if is_public {
            text
        } else {
            "Nothing was asked."
        })));
    }
    section.with(Block::Table(wall(said)))
}

fn wall(said: &Said) -> Table {
    let step = |own: Option<(Date, i32)>, none: &str| {
        own.map_or_else(
            || Entry::words(none),
            |(day, after)| match after {
                0 => Entry::words(day.to_string()),
                _ => Entry::words(format!(
                    "{day}, {} later",
                    counted(usize::try_from(after).unwrap_or(0), "day", "days")
                )),
            },
        )
    };
    let row = |own: &SaidRow| Row {
        head: words(own.text.as_str()),
        entries: vec![
            Entry::words(own.area.as_deref().unwrap_or("–")),
            Entry::words(own.heard.to_string()),
            Entry::Words(answer(own)),
            step(own.answered, "not yet"),
            step(own.benefited, "not yet"),
        ],
        is_part: false,
    };
    let rest = said.rows.len().saturating_sub(LISTED);
    let more = if rest > 0 { format!("; {rest} more in the JSON file") } else { String::new() };
    Table {
        id: "said-rows".to_owned(),
        caption: words(format!("Each ask, with days between{more}")),
        columns: ["You said", "Area", "Heard", "What became of it", "Answered", "Done"]
            .map(Column::words)
            .to_vec(),
        rows: said.rows.iter().take(LISTED).map(row).collect(),
    }
}

fn answer(own: &SaidRow) -> Text {
    match (&own.answer, own.waits) {
        (_, Some(days)) => {
            let waits =
                format!("waits for {}", counted(usize::try_from(days).unwrap_or(0), "day", "days"));
            let mark = if own.is_overdue {
                Mark::No(format!("{waits}: too long"))
            } else {
                Mark::Unknown(waits)
            };
            vec![Span::Mark(mark)]
        }
        (Some(words), None) if own.benefited.is_some() => {
            vec![Span::Mark(Mark::Yes(words.clone()))]
        }
        (Some(words), None) if own.is_overdue => {
            vec![Span::Mark(Mark::No(format!("{words}: that day has passed")))]
        }
        (Some(own), None) => words(own.as_str()),
        (None, None) => words("answered"),
    }
}

fn areas(areas: &Areas, is_public: bool) -> Section {
    let lead = "An area of engagement stands on layers: partners that pass, pieces that people there named, people who \
                take part in earnest. An empty place is where to begin.";
    let mut section = Section::new("areas", "What each area rests on", words(lead));
    if areas.areas.is_empty() {
        return section.with(Block::Empty(words("No area of engagement is recorded yet.")));
    }
    section.blocks.push(Block::Chart(layers(areas, is_public)));
    let holes: Vec<Text> = areas
        .areas
        .iter()
        .filter(|area| !area.empty.is_empty())
        .map(|area| {
            vec![Span::Strong(area.id.clone()), format!(": {}", area.empty.join("; ")).into()]
        })
        .collect();
    section.blocks.push(Block::Heading("Empty layers".to_owned()));
    section.blocks.push(if holes.is_empty() {
        Block::Paragraph(words("None: every area has partners, pieces and people."))
    } else {
        Block::List(holes)
    });
    let people = &areas.people;
    let row = |own: &agglo::engage::view::PeopleRow| {
        Row::new(
            own.area.as_str(),
            own.people.iter().map(|own| Entry::number(own, Unit::Count)).collect(),
        )
    };
    let uncounted = match people.uncounted {
        0 => String::new(),
        n => format!("; of {n} more gatherings nobody wrote down how many came"),
    };
    section.with(Block::Table(Table {
        id: "areas-people".to_owned(),
        caption: words(format!(
            "People who took part, by how deep; who came twice is counted twice{uncounted}"
        )),
        columns: std::iter::once(Column::words("Area"))
            .chain(people.columns.iter().map(|own| Column::number(own)))
            .collect(),
        rows: people.rows.iter().map(row).collect(),
    }))
}

fn mark(ruling: Option<Ruling>) -> crate::chart::Mark {
    match ruling {
        Some(Ruling::Pass) => crate::chart::Mark::Pass,
        Some(Ruling::Fail) => crate::chart::Mark::Fail,
        Some(Ruling::Unknown) => crate::chart::Mark::Unknown,
        None => crate::chart::Mark::Untold,
    }
}

fn layers(areas: &Areas, is_public: bool) -> Chart {
    let partners = areas.partners.iter().enumerate().map(|(at, partner)| {
        let cell = |area: &agglo::engage::view::Layer| {
            area.partners.get(at).copied().unwrap_or(false).then(|| mark(partner.ruling))
        };
        (partner.name.clone(), areas.areas.iter().map(cell).collect())
    });
    let of = |words: &dyn Fn(&agglo::engage::view::Layer) -> Option<String>| {
        areas.areas.iter().map(words).collect::<Vec<_>>()
    };
    let mut more = vec![(
        "deepest so far".to_owned(),
        of(&|area| area.reached.map(|depth| depth.word().to_owned())),
    )];
    if !is_public {
        let pieces = of(&|area| {
            let n = area.pieces.len();
            (n > 0).then(|| counted(n, "piece", "pieces"))
        });
        more.insert(0, ("pieces named there".to_owned(), pieces));
        more.push((
            "promised".to_owned(),
            of(&|area| {
                Some(area.promised.map_or("–", agglo::engage::event::Depth::word).to_owned())
            }),
        ));
    }
    let holes = areas.areas.iter().filter(|area| !area.empty.is_empty()).count();
    Chart {
        id: "layers".to_owned(),
        title: "Areas, and the partners and layers that each rests on".to_owned(),
        summary: format!(
            "{} across, {} down. {} at least one empty layer.",
            counted(areas.areas.len(), "area", "areas"),
            counted(areas.partners.len(), "partner", "partners"),
            counted(holes, "area has", "areas have"),
        ),
        drawing: Drawing::Layers(Layers {
            areas: areas.areas.iter().map(|area| area.id.clone()).collect(),
            partners: partners.collect(),
            layers: more,
        }),
        note: words(if is_public {
            "A disc: the partner works there. A dot: it does not."
        } else {
            "✓ a partner that passes its gate works there; × one that does not pass; ? one of whom it is not known; \
             a dot: it does not work there."
        }),
    }
}

fn network(network: &Network, is_public: bool) -> Section {
    let lead = "Agreements count where both sides say that they run and something was done in twelve months.";
    let section = Section::new("network", "Who works with whom", words(lead));
    if network.knots.is_empty() {
        return section.with(Block::Empty(words("No partner and no piece is recorded yet.")));
    }
    let number = |figure: &Figure, unit| crate::document::Number::new(figure, unit);
    let alone = usize::try_from(network.alone).unwrap_or(0);
    let section = section
        .with(Block::Paragraph(text![
            "Of all pairs, ",
            number(&network.density, Unit::Share),
            " work together under a live agreement; of what is said of agreements, ",
            number(&network.reciprocity, Unit::Share),
            format!(
                " is said by both sides. {} alone.",
                counted(alone, "partner or piece stands", "partners and pieces stand")
            ),
        ]))
        .with(Block::Chart(partners(network)));
    if is_public {
        return section;
    }
    section.with(Block::Table(brokers(network))).with(Block::Table(trust(network)))
}

fn partners(network: &Network) -> Chart {
    let knot = |own: &Knot| Partner {
        name: own.name.clone(),
        at: own.at,
        is_piece: own.kind == KnotKind::Piece,
        mark: mark(own.ruling),
    };
    let live = network.ties.iter().filter(|tie| tie.is_live).count();
    Chart {
        id: "partners".to_owned(),
        title: "Partners and pieces, tied by what they agreed on".to_owned(),
        summary: format!(
            "{} on a circle, {} between them; {} without any. Who has which stands in the table below.",
            counted(network.knots.len(), "partner or piece", "partners and pieces"),
            counted(live, "live agreement", "live agreements"),
            counted(usize::try_from(network.alone).unwrap_or(0), "stands", "stand"),
        ),
        drawing: Drawing::Partners(Partners {
            knots: network.knots.iter().map(knot).collect(),
            ties: network.ties.iter().map(|tie| (tie.ends, tie.is_live)).collect(),
        }),
        note: words("Those who work in the same area lie side by side; nearness says no more."),
    }
}

fn brokers(network: &Network) -> Table {
    let mut order: Vec<&Knot> = network.knots.iter().filter(|knot| knot.ties > 0).collect();
    let between = |knot: &Knot| knot.betweenness.value().unwrap_or(0.0);
    order.sort_by(|a, b| between(b).total_cmp(&between(a)).then(a.id.cmp(&b.id)));
    let row = |knot: &&Knot| {
        let holds = if knot.holds_together {
            Entry::Words(vec![Span::Mark(Mark::Gap(
                "without it others lose each other".to_owned(),
            ))])
        } else {
            Entry::words("no")
        };
        Row::new(
            knot.name.as_str(),
            vec![
                Entry::words(knot.ties.to_string()),
                Entry::number(&knot.betweenness, Unit::Share),
                Entry::number(&knot.constraint, Unit::Level),
                holds,
            ],
        )
    };
    Table {
        id: "brokers".to_owned(),
        caption: words(
            "Who stands between others. Between: share of the pairs of others whose shortest way leads through it \
             (Freeman 1977). Constraint (Burt 1992): 1 hangs on one tie, low has ties that do not know each other",
        ),
        columns: vec![
            Column::words("Who"),
            Column::number("Live ties"),
            Column::number("Between"),
            Column::number("Constraint"),
            Column::words("Single point of failure"),
        ],
        rows: order.iter().map(row).collect(),
    }
}

fn trust(network: &Network) -> Table {
    let entry = |knot: &Knot, side: Side| {
        let Some(own) = knot.trust.iter().find(|own| own.by == side) else {
            return Entry::words("not asked");
        };
        let verdict = match own.ruling {
            Ruling::Pass => Mark::Yes("passes".to_owned()),
            Ruling::Fail => Mark::No("does not pass".to_owned()),
            Ruling::Unknown => {
                let more = usize::try_from(own.more_raters).unwrap_or(0);
                Mark::Unknown(format!(
                    "not known: {} in favour would do",
                    counted(more, "more rater", "more raters")
                ))
            }
        };
        let mut text = vec![Span::Mark(verdict)];
        if own.mean.value().is_some() {
            text.push(format!(" {}", line(&own.mean, Unit::Share)).into());
        }
        Entry::Words(text)
    };
    let partners = network.knots.iter().filter(|knot| knot.kind == KnotKind::Partner);
    let row = |knot: &Knot| {
        let sides = [Side::Community, Side::Partner, Side::Programme];
        Row::new(knot.name.as_str(), sides.map(|side| entry(knot, side)).to_vec())
    };
    Table {
        id: "trust".to_owned(),
        caption: words(
            "Trust both ways: believed share of ratings in favour, with 90 % of the belief. Of fewer than five raters \
             the verdict alone is told",
        ),
        columns: [
            "Partner",
            "The community trusts it",
            "It trusts the programme",
            "The programme trusts it",
        ]
        .map(Column::words)
        .to_vec(),
        rows: partners.map(row).collect(),
    }
}

fn pipeline(pipeline: &Pipeline) -> Section {
    let lead =
        "An idea counts at each stage that it reached. What nobody wrote down is not counted.";
    let section = Section::new("pipeline", "From ideas to businesses", words(lead));
    let rung = |own: &agglo::engage::view::Stage| Rung {
        name: own.name.to_owned(),
        reached: own.reached.clone(),
        could: own.could.clone(),
    };
    let summary: Vec<String> = pipeline
        .stages
        .iter()
        .map(|own| format!("{} {}", own.name, line(&own.reached, Unit::Count)))
        .collect();
    let number = |figure: &Figure, unit| crate::document::Number::new(figure, unit);
    section
        .with(Block::Chart(Chart {
            id: "funnel".to_owned(),
            title: "How many came how far".to_owned(),
            summary: format!("{}.", summary.join(", ")),
            drawing: Drawing::Funnel(Funnel { rungs: pipeline.stages.iter().map(rung).collect() }),
            note: words(
                "An open bar: how many could have come so far, as they opened long enough ago.",
            ),
        }))
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
            "Kaplan and Meier 1958; a venture is watched until it closed or to the last sign of life. Published: {}.",
            if of.is_empty() { "none".to_owned() } else { of.join(", ") }
        )),
    })
}

fn compared(pipeline: &Pipeline) -> Block {
    let own = &pipeline.survival;
    let number = |figure: &Figure, unit| crate::document::Number::new(figure, unit);
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
        _ => "Of so few, nothing is told.".to_owned(),
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
