//! From ideas to businesses: how many came how far, and how long those last that opened.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::score::wilson;
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::base::estimate::{Figure, IntervalKind, Withheld};
use crate::base::survival::Benchmark;
use crate::engage::event::{self, Origin, Reference, State};
use crate::engage::record::{Told, latest, of_region};
use crate::engage::view::survival::{self, VentureSurvival, Watched, survival};
use crate::engage::view::{Asked, count, days, exact, untold, within};

const METHOD: &str = "pipeline/1";
/// Why a figure is for the programme alone.
pub(super) const INSIDE: &str = "it is told inside the programme alone";
/// Days of a year.
const YEAR: f64 = 365.25;
/// Days after which a venture that nobody mentioned is said not to have been heard of.
const QUIET: i32 = 365;

/// From ideas to businesses; for everybody, of those that were entered as public.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Pipeline {
    /// Each stage with how many came so far. What is counted is an idea, or a venture that names none.
    pub stages: Vec<Stage>,
    /// How many ended.
    pub closed: Figure,
    /// How many are put aside.
    pub parked: Figure,
    /// Share of the ideas that the community had.
    pub from_community: Figure,
    /// Ventures of which nothing was heard for a year.
    pub not_heard_of: Figure,
    /// How long ventures last.
    pub survival: VentureSurvival,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Stage {
    /// Its word: `shaped`.
    pub name: &'static str,
    /// How many came so far or farther.
    pub reached: Figure,
    /// How many could have: for years of trading, those that opened so long ago.
    pub could: Figure,
}

/// Stages with their least state, and the years that must have passed since the opening.
const STAGES: [(&str, State, i32); 7] = [
    ("ideas", State::Raised, 0),
    ("shaped", State::Shaped, 0),
    ("tested", State::Tested, 0),
    ("launched", State::Launched, 0),
    ("trading 1 year", State::Trading1, 1),
    ("trading 3 years", State::Trading3, 3),
    ("trading 5 years", State::Trading5, 5),
];

/// An idea with its ventures, or a venture without an idea.
#[derive(Clone, Debug, Default)]
struct Path<'a> {
    reached: Option<State>,
    last: Option<(Date, u64, State)>,
    founded: Option<Date>,
    ventures: Vec<&'a Told<event::Venture>>,
}

/// The pipeline of a region.
pub(super) fn pipeline(asked: &Asked<'_>) -> Result<Pipeline, Error> {
    let paths = paths(asked);
    let all = |is: &dyn Fn(&Path<'_>) -> bool| paths.iter().filter(|path| is(path)).count();
    let mut stages = Vec::new();
    for (name, state, years) in STAGES {
        let reached = all(&|path| path.reached >= Some(state));
        let could = if years == 0 {
            paths.len()
        } else {
            all(&|path| path.founded.is_some_and(|day| is_past(day, years, asked.as_of)))
        };
        stages.push((name, reached, could.max(reached)));
    }
    let ended = |path: &Path<'_>, state: State| path.last.is_some_and(|(.., last)| last == state);
    let watches: Vec<Watch<'_>> = paths
        .iter()
        .flat_map(|path| &path.ventures)
        .map(|venture| Watch::of(asked, venture))
        .collect();
    let quiet =
        watches.iter().filter(|own| own.closed.is_none() && days(own.last, asked.as_of) > QUIET);
    // Of those who agreed to be told of, no share and no survival: they are the ones that went well.
    let is_public = asked.is_public();
    let told = |of: usize| match paths.len() {
        0 if is_public => untold("none was entered as public"),
        _ => number(of),
    };
    let inside = |figure: Figure| if is_public { untold(INSIDE) } else { figure };
    let stage = |(name, reached, could): (&'static str, usize, usize)| Stage {
        name,
        reached: told(reached),
        could: told(could),
    };
    Ok(Pipeline {
        closed: told(all(&|path| ended(path, State::Closed))),
        parked: told(all(&|path| ended(path, State::Parked))),
        from_community: inside(from_community(asked)),
        not_heard_of: inside(number(quiet.count())),
        survival: if is_public {
            survival::untold()
        } else {
            survival(&watches.iter().map(|own| own.watched(asked.benchmarks)).collect::<Vec<_>>())?
        },
        stages: stages.into_iter().map(stage).collect(),
    })
}

fn number(of: usize) -> Figure {
    exact(f64::from(count(of)), METHOD)
}

fn from_community(asked: &Asked<'_>) -> Figure {
    let ideas: Vec<_> = of_region(&asked.record.ideas, asked.region.id).collect();
    let own = ideas.iter().filter(|idea| idea.what.origin == Origin::Community).count();
    let (own, all) = (f64::from(count(own)), f64::from(count(ideas.len())));
    wilson(own, all, Z90).map_or_else(
        || Figure::Withheld(Withheld::undefined("no idea is recorded")),
        |ends| within(own / all, ends, IntervalKind::Confidence, METHOD),
    )
}

/// Whether so many years have passed since a day.
fn is_past(day: Date, years: i32, as_of: Date) -> bool {
    day.checked_add(years.years()).is_ok_and(|then| then <= as_of)
}

/// Ideas in the order in which they were entered, then ventures that name none.
fn paths<'a>(asked: &Asked<'a>) -> Vec<Path<'a>> {
    let record = asked.record;
    let ideas: Vec<_> = of_region(&record.ideas, asked.region.id).collect();
    let mut paths: Vec<Path<'a>> = Vec::new();
    for idea in &ideas {
        let mut path = Path::default();
        path.come(idea.happened, idea.event, State::Raised);
        path.come(idea.happened, idea.event, idea.what.state.unwrap_or(State::Raised));
        paths.push(path);
    }
    let place = |of: &Reference| {
        let found = record.idea(of)?;
        ideas.iter().position(|idea| idea.event == found.event)
    };
    let mut of_venture: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (id, venture) in latest(&record.ventures, asked.region.id) {
        let at = venture.what.idea.as_ref().and_then(place).unwrap_or_else(|| {
            paths.push(Path::default());
            paths.len() - 1
        });
        let path = &mut paths[at];
        let founded = venture.what.founded;
        path.come(founded, venture.event, State::Launched);
        path.founded = Some(path.founded.map_or(founded, |first| first.min(founded)));
        path.ventures.push(venture);
        of_venture.insert(id, at);
    }
    for stage in of_region(&record.stages, asked.region.id) {
        let venture = match &stage.what.of {
            Reference::Named(id) => of_venture.get(id.as_str()).copied(),
            Reference::Number(..) => None,
        };
        if let Some(at) = venture.or_else(|| place(&stage.what.of)) {
            paths[at].come(stage.happened, stage.event, stage.what.state);
        }
    }
    paths
}

impl Path<'_> {
    /// It was in a state on a day.
    fn come(&mut self, day: Date, event: u64, state: State) {
        let reached = match state {
            // How far it came before it ended stands in its other states.
            State::Closed | State::Parked => State::Raised,
            other => other,
        };
        self.reached = self.reached.max(Some(reached));
        if self.last.is_none_or(|(last, before, _)| (last, before) <= (day, event)) {
            self.last = Some((day, event, state));
        }
    }
}

/// A venture's time under watch.
struct Watch<'a> {
    venture: &'a Told<event::Venture>,
    /// When it closed.
    closed: Option<Date>,
    /// The last sign of life.
    last: Date,
}

impl<'a> Watch<'a> {
    fn of(asked: &Asked<'_>, venture: &'a Told<event::Venture>) -> Self {
        let record = asked.record;
        let id = venture.id.as_deref().unwrap_or_default();
        let stages = of_region(&record.stages, asked.region.id)
            .filter(|stage| stage.what.of == Reference::Named(id.to_owned()));
        let (mut closed, mut last) = (None, venture.happened.max(venture.what.founded));
        for stage in stages {
            if stage.what.state == State::Closed {
                closed = Some(closed.map_or(stage.happened, |day: Date| day.min(stage.happened)));
            } else {
                last = last.max(stage.happened);
            }
        }
        let money = of_region(&record.money, asked.region.id).filter(|own| own.what.subject == id);
        let outcomes =
            of_region(&record.outcomes, asked.region.id).filter(|own| own.what.subject == id);
        let signs = money.map(|own| own.happened).chain(outcomes.map(|own| own.happened));
        last = signs.fold(last, Date::max);
        Self { venture, closed, last }
    }

    fn watched<'b>(&self, benchmarks: &'b [Benchmark]) -> Watched<'b> {
        let until = self.closed.unwrap_or(self.last);
        Watched {
            years: f64::from(days(self.venture.what.founded, until)) / YEAR,
            closed: self.closed.is_some(),
            sector: Benchmark::of(benchmarks, self.venture.what.industry.as_deref()),
        }
    }
}
