//! Kinds of initiative: what each one is, what it may lift, and every published finding about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::IntervalKind;
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Interval, Provenance, Withheld};
use crate::base::id::{ArchetypeId, SourceId};

/// One kind of initiative of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Archetype {
    /// Slug: `business-advice`.
    pub id: ArchetypeId,
    /// What people call it.
    pub title: String,
    /// What is done, in one or two sentences.
    pub about: String,
    /// Family: `entrepreneurship`, `place`, `people` …
    pub group: String,
    /// What it may lift, most direct first.
    pub lifts: Vec<Lift>,
    /// Years until anything can be seen.
    pub lead: Lead,
    /// The partner that can carry it, as a role: "an organisation that …".
    pub partner: String,
    /// Who gains, as far as anybody looked.
    pub gains: String,
    /// Who decides it: the programme with its own money, or somebody else.
    pub decided_by: Decider,
    /// What the studies measured.
    pub outcome: Outcome,
    /// Which prior it gets.
    pub prior: PriorRule,
    /// What is left when the money stops.
    pub lasts: Lasting,
    /// Whose trade it takes.
    pub market: Market,
    /// Published cost, where somebody printed one.
    pub cost: Option<Published>,
    /// Published cost per job, where somebody printed one.
    pub cost_per_job: Option<Published>,
    /// What a unit of it costs, where the money can be turned into people, firms or rooms.
    pub unit: Option<Unit>,
    /// What a unit puts there itself, counted as levels are counted.
    pub output: Option<Output>,
    /// What a reader must know.
    pub caveats: Vec<String>,
    /// Every finding, null and negative ones kept.
    pub studies: Vec<Study>,
}

/// Something that an initiative may lift.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Lift {
    /// What sort of thing.
    pub kind: LiftKind,
    /// Which one: an element's id or a word of its roles; none for any industry element.
    pub word: Option<String>,
    /// Nobody studied this direction: it is our own reading of what the initiative does.
    pub assumed: bool,
}

/// The sorts of things that an initiative may lift.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LiftKind {
    /// An element of a blueprint, by its id or a word of its roles.
    Element,
    /// Industry elements.
    Industry,
    /// A piece: road, beach, site.
    Piece,
    /// One of the two keystones.
    Keystone,
    /// An outcome of residents, not an element: earnings, housing, safety.
    Outcome,
}

/// What no plan may lack.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Keystone {
    /// New and growing firms of the people who live there.
    Entrepreneurship,
    /// A strategic partner with scale, trust, a shared mission and an active programme.
    Partnership,
}

impl Keystone {
    /// The word by which lifts and elements name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Entrepreneurship => "entrepreneurship",
            Self::Partnership => "partnership",
        }
    }
}

/// Years until anything can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lead {
    /// Shortest, years.
    pub from: f64,
    /// Longest, years.
    pub to: f64,
    /// Printed in a study; otherwise assumed.
    pub from_study: bool,
}

/// Who decides that an initiative happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "who", content = "text")]
pub enum Decider {
    /// A regional programme, with its own money.
    Programme,
    /// Somebody else: it can be asked for, not bought.
    Other(String),
    /// Nobody: an entry kept for its evidence (a comparator, a review, a side effect).
    Nobody(String),
}

/// What the studies of an archetype measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// Its class; classes are never mixed.
    pub class: OutcomeClass,
    /// In words.
    pub text: String,
    /// Whether less of it is the aim (shootings).
    pub less_is_better: bool,
}

/// Classes of outcome that are never pooled together.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeClass {
    /// Jobs of an area, percent: the only class that moves the level of an industry element.
    AreaJobs,
    /// Sales or profit of a supported firm, percent.
    FirmSales,
    /// Earnings or employment of a person who took part, percent.
    Participant,
    /// Prices of homes nearby, percent: a gain of owners is a cost of renters.
    HomePrices,
    /// Safety events, percent.
    Safety,
    /// Anything else; it moves nothing.
    Other,
}

/// Which prior an archetype gets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", content = "pool")]
pub enum PriorRule {
    /// The pool of its own family of studies.
    Family(String),
    /// A wide default: the pool of area jobs over many kinds of policy.
    WideArea(String),
    /// A wide default of mean zero.
    Wide,
    /// No usable evidence.
    None,
}

/// What is left of an effect when the money stops.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Lasting {
    /// Seen to last beyond the money.
    SeenToLast,
    /// A thing stays: a building, a site, a road.
    ThingStays,
    /// Seen to fade within about a year.
    FadesWithinAYear,
    /// There only while somebody pays.
    WhilePaid,
    /// Nobody looked.
    Unknown,
}

/// Whose trade an initiative takes: what its displacement is assumed to be.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    /// Firms that sell to the same people nearby: most of a gain is taken from neighbours.
    Local,
    /// Firms that sell outside the region.
    Traded,
    /// People who look for the same jobs.
    JobSeekers,
    /// Nothing is sold.
    NotSold,
}

impl Market {
    /// Assumed share of a gain that is taken from others nearby: an order of magnitude, no estimate.
    pub fn displacement(self) -> f64 {
        match self {
            Self::Local | Self::JobSeekers => 0.6,
            Self::Traded => 0.2,
            Self::NotSold => 0.0,
        }
    }
}

/// A figure that somebody printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// What was printed, in words with its currency and year.
    pub text: String,
    /// The study that prints it, by its id.
    pub study: String,
    /// US dollars, where the figure is one.
    pub usd: Option<f64>,
}

/// What one unit of an initiative costs, so that money becomes a count that can be checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// What is counted: `firms`, `people`, `rooms`.
    pub of: String,
    /// US dollars for each.
    pub usd: f64,
    /// Where the cost comes from.
    pub from: String,
    /// No source prints it.
    pub assumed: bool,
}

/// What one unit of money puts there itself: that it exists, nothing about jobs or income.
///
/// The only basis that can open an element of which there is nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// What is counted, in the words of the levels: `establishments`.
    pub of: String,
    /// Least and most of the share that would not be there without the money.
    pub additional: (f64, f64),
    /// Where that share comes from.
    pub from: String,
    /// No source prints it.
    pub assumed: bool,
}

/// One published finding.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Study {
    /// Key of the finding: `business-advice-03`.
    pub id: String,
    /// What was done and what was measured, in our words.
    pub found: String,
    /// Authors; empty where the page seen does not name them.
    pub authors: String,
    /// Year of publication.
    pub year: Option<u16>,
    /// Title of the publication; empty where it was not seen.
    pub title: String,
    /// Journal, series or publisher.
    pub published: String,
    /// DOI or another stable number.
    pub doi: Option<String>,
    /// Design: `RCT`, `DiD` …
    pub design: String,
    /// Maryland scale, 1 (no comparison) to 5 (randomised); of the design, not of the result.
    pub grade: Option<u8>,
    /// The grade is ours, not a reviewer's.
    pub own_grade: bool,
    /// Country or countries.
    pub country: String,
    /// Type of place.
    pub place: String,
    /// A rural, small-town or non-metropolitan place.
    pub rural: bool,
    /// Time over which it was followed.
    pub horizon: String,
    /// Units studied, as printed.
    pub n: String,
    /// The effect, where a figure is printed.
    pub effect: Option<f64>,
    /// Unit of the effect.
    pub unit: String,
    /// How the figure was obtained from the print.
    pub basis: Option<EffectBasis>,
    /// A range over specifications or programmes: not a confidence interval.
    pub range: Option<(f64, f64)>,
    /// A printed 95 % interval.
    pub interval95: Option<(f64, f64)>,
    /// Evaluations with a positive effect, of all that looked: a vote count.
    pub votes: Option<(u32, u32)>,
    /// Sign in the sense of the aim.
    pub direction: Option<Direction>,
    /// How the finding was checked.
    pub checked: Checked,
    /// Where it was seen.
    pub seen: String,
    /// Who gains, what it displaces, what to beware of.
    pub note: String,
    /// Why no rule may use it, if none may.
    pub refused: Option<String>,
}

/// How a figure was obtained from what is printed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EffectBasis {
    /// As printed.
    Printed,
    /// The middle of a printed range.
    Midpoint,
    /// At least this much.
    LowerBound,
    /// Said in words.
    InWords,
    /// One printed figure less another.
    Difference,
}

/// Sign of a finding in the sense of the programme's aim.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It helps.
    Positive,
    /// The text says that there is no effect, or none that is significant.
    Null,
    /// It harms.
    Negative,
    /// It depends on outcome, group or comparison.
    Mixed,
}

/// How a finding was checked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Checked {
    /// It stood in a text that was opened, mostly an abstract.
    Read,
    /// It stood in somebody's summary.
    Secondary,
    /// A pointer only: never used by any rule.
    Memory,
}

impl Archetype {
    /// Whether it lifts a keystone.
    pub fn lifts_keystone(&self, keystone: Keystone) -> bool {
        self.lifts.iter().any(|lift| {
            lift.kind == LiftKind::Keystone && lift.word.as_deref() == Some(keystone.word())
        })
    }

    /// Findings in a direction that a rule may use.
    pub fn count(&self, direction: Direction) -> usize {
        self.studies.iter().filter(|study| study.direction == Some(direction)).count()
    }
}

impl Study {
    /// Whether a rule may use it: not a pointer, not refused, and of a design with a comparison.
    pub fn usable(&self) -> bool {
        self.checked != Checked::Memory
            && self.refused.is_none()
            && self.grade.is_some_and(|grade| grade >= 3)
    }

    /// The effect as it is printed, with the interval or range that stands beside it.
    ///
    /// # Withheld when
    ///
    /// The text that was seen prints no figure.
    pub fn figure(&self) -> Figure {
        self.answer().into()
    }

    fn answer(&self) -> Answer {
        let value = self.effect.ok_or_else(|| Withheld::missing("no figure in the text seen"))?;
        let provenance = Provenance::new("printed/1", [SourceId::from(self.id.as_str())]);
        let interval = match (self.interval95, self.range) {
            (Some((low, high)), _) => Interval::new(low, high, 0.95, IntervalKind::Confidence),
            (None, Some((low, high))) => Interval::bounds(low, high),
            (None, None) => Interval::exact(value),
        }
        .ok_or_else(|| Withheld::undefined("the printed interval has no order"))?;
        let estimate = Estimate::new(value, interval, provenance)?;
        Ok(match (self.interval95, self.range) {
            (Some(_), _) => estimate,
            (None, Some(_)) => estimate.caveat(Caveat::new(
                "range-no-interval",
                "The range is over specifications or programmes; it is no confidence interval.",
            )),
            (None, None) => estimate.caveat(Caveat::new(
                "no-interval-printed",
                "The text that was seen prints no interval.",
            )),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study() -> Study {
        Study {
            id: "a-01".into(),
            found: String::new(),
            authors: String::new(),
            year: None,
            title: String::new(),
            published: String::new(),
            doi: None,
            design: "RCT".into(),
            grade: Some(5),
            own_grade: false,
            country: String::new(),
            place: String::new(),
            rural: false,
            horizon: String::new(),
            n: String::new(),
            effect: Some(-6.8),
            unit: "percent".into(),
            basis: Some(EffectBasis::Printed),
            range: None,
            interval95: Some((-10.6, -2.7)),
            votes: None,
            direction: Some(Direction::Positive),
            checked: Checked::Read,
            seen: String::new(),
            note: String::new(),
            refused: None,
        }
    }

    #[test]
    fn a_pointer_and_a_refused_finding_are_never_used() {
        assert!(study().usable());
        assert!(!Study { checked: Checked::Memory, ..study() }.usable());
        assert!(!Study { refused: Some("best of four".into()), ..study() }.usable());
        assert!(!Study { grade: Some(2), ..study() }.usable());
        assert!(!Study { grade: None, ..study() }.usable());
    }

    #[test]
    fn a_study_without_a_figure_is_withheld_and_not_zero() {
        assert_eq!(Study { effect: None, ..study() }.figure().value(), None);
        assert_eq!(study().figure().range(), Some((-10.6, -2.7)));
    }
}
