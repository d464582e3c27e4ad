//! A dataset of the lake carried to another classification: a dataset of its own beside it, with what it was made of.
//!
//! The original is never touched. What came whole keeps its figure, its status and its line; what was split is an
//! estimate with bounds, and the card says by which shares.

mod columns;
mod edition;
mod figures;
mod links;
mod made;
mod rows;
mod weights;

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::concordance::Concordance;
use agglo::base::id::IndustryId;
use agglo::panel::carry::Routes;

use crate::definitions::classifications::index;
use crate::lake::{AsOf, Card, Lake, Published, Role, Scope, Vintage};
use crate::source::INDUSTRY;
use crate::starter::Starter;

pub use edition::{editions, elsewhere};
pub use links::{is_concordance, of_table};
pub use rows::{Absent, Split, Tally};

use rows::Carrying;
use weights::{Own, Reference};

/// What is to be carried, and how.
#[derive(Default)]
pub struct Options {
    /// The classification to carry to, as a person writes it.
    pub to: String,
    /// The classification of the dataset's codes; found out where it is absent.
    pub from: Option<String>,
    /// A concordance of the caller's own in place of the built-in ones.
    pub concordance: Option<Concordance>,
    /// A dataset of the lake in the new codes, whose figures give the shares of splits.
    pub shares: Option<String>,
    /// The name of the dataset that is made; the old one with the classification behind it where absent.
    pub name: Option<String>,
    /// What a code without a row means.
    pub absent: Absent,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The dataset that was made.
    pub published: Published,
    /// Name of the classification that was left.
    pub from: String,
    /// Name of the classification that was reached.
    pub to: String,
    /// Rows of it, and figures by what became of them.
    pub tally: Tally,
    /// Codes that were split.
    pub splits: Vec<Split>,
    /// Codes without a link, with their rows, which were left behind.
    pub without_link: Vec<(String, u64)>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// Carries the newest vintage of a dataset; `now` is the time as the lake is told it.
///
/// # Errors
///
/// `E0104` where a classification is not known or no links lead to it, or its codes are not those of one
/// classification; `E0421` where there is no such dataset or it has no industries; those of a lake that cannot be
/// read or written.
pub fn carry(
    lake: &Lake,
    starter: &Starter,
    dataset: &str,
    options: &Options,
    now: &str,
) -> Result<Carried, Error> {
    let vintage = lake.vintage(dataset, &AsOf::Latest)?;
    let held = rows::codes(lake, &vintage)?;
    let plan = Plan::new(starter, &held, options)?;
    let industries: Vec<IndustryId> = held.keys().map(|code| code.as_str().into()).collect();
    let routes = Routes::new(&plan.concordance, &plan.from, &plan.to, &industries)?;
    let reference = Reference {
        nation: starter.edition_jobs(&plan.id)?,
        own: match &options.shares {
            Some(shares) => Own::of_lake(lake, shares)?,
            None => Own::of_pack(starter, &plan.id, &routes)?,
        },
    };
    let name = options.name.clone().unwrap_or_else(|| format!("{dataset}-{}", plan.id));
    let card = card(&vintage, &plan, name)?;
    let (mut load, caveats) = (lake.load(card)?, vintage.manifest.card.caveats.clone());
    let mut carrying = Carrying::new(&vintage, &routes, &reference, options.absent);
    let periods = vintage.periods();
    for period in periods.iter().copied().map(Some).chain(periods.is_empty().then_some(None)) {
        carrying.period(lake, period, &mut load)?;
    }
    let (tally, splits) = carrying.finish();
    let without_link = routes
        .without_link()
        .iter()
        .map(|code| (code.to_string(), held.get(code.as_str()).copied().unwrap_or(0)))
        .collect::<Vec<_>>();
    let notes = notes(&plan, &tally, &splits, &without_link, options.absent);
    let all = notes.iter().cloned().chain(caveats).collect();
    load.describe(vintage.manifest.card.files.clone(), all);
    let published = load.publish(now)?;
    let (from, to) = (plan.from.name().to_owned(), plan.to.name().to_owned());
    Ok(Carried { published, from, to, tally, splits, without_link, notes })
}

/// Between which trees, by which links.
struct Plan {
    /// Id of what is reached.
    id: String,
    from: Classification,
    to: Classification,
    concordance: Concordance,
}

impl Plan {
    fn new(
        starter: &Starter,
        held: &BTreeMap<String, u64>,
        options: &Options,
    ) -> Result<Self, Error> {
        if let Some(own) = &options.concordance {
            return Self::of_own(starter, own, options);
        }
        let index = index()?;
        let to = index.resolve(&options.to)?;
        let from = match &options.from {
            Some(from) => index.resolve(from)?.id.clone(),
            None => edition::one(starter, held, &to.id)?,
        };
        Ok(Self {
            id: to.id.clone(),
            from: starter.tree(&from)?,
            to: starter.tree(&to.id)?,
            concordance: starter.concordance(&from, &to.id)?,
        })
    }

    /// By a table of a person's own: with the trees of classifications that are named and known, else without.
    fn of_own(starter: &Starter, own: &Concordance, options: &Options) -> Result<Self, Error> {
        let index = index()?;
        let known = |text: &str| index.resolve(text).ok().map(|known| starter.tree(&known.id));
        let from = options.from.as_deref().and_then(known).transpose()?;
        let to = known(&options.to).transpose()?;
        let id = index.resolve(&options.to).map_or_else(|_| slug(&options.to), |to| to.id.clone());
        let from = from.map_or_else(|| links::flat(own, true), Ok)?;
        let to = to.map_or_else(|| links::flat(own, false), Ok)?;
        let links = own.links().to_vec();
        let concordance = Concordance::new(from.name(), to.name(), own.source().clone(), links)?;
        Ok(Self { id, from, to, concordance })
    }
}

/// A name that the lake takes.
fn slug(text: &str) -> String {
    let letter = |letter: char| {
        let lower = letter.to_ascii_lowercase();
        if lower.is_ascii_alphanumeric() || lower == '.' { lower } else { '-' }
    };
    text.chars().map(letter).collect::<String>().trim_matches('-').to_owned()
}

/// The card of the dataset that is made: the same keys and measures, with bounds.
fn card(vintage: &Vintage, plan: &Plan, name: String) -> Result<Card, Error> {
    let old = &vintage.manifest.card;
    if old.column(INDUSTRY).is_none_or(|column| column.role != Role::Key) {
        let what = format!("`{}` has no key `{INDUSTRY}`", old.dataset);
        return Err(Error::new("E0421", what).hint("name it in a mapping: [industry] column = …"));
    }
    let columns = columns::columns(old, &plan.id);
    let title = if old.title.is_empty() { &old.dataset } else { &old.title };
    let mapping = format!(
        "carried = \"{}\"\nvintage = \"{}\"\nfrom = \"{}\"\nto = \"{}\"\nconcordance = \"{}\"\n",
        old.dataset,
        vintage.id,
        plan.from.name(),
        plan.to.name(),
        plan.concordance.source()
    );
    Ok(Card {
        dataset: name,
        title: format!("{title}, carried to {}", plan.to.name()),
        source: old.source.clone(),
        periods: Vec::new(),
        columns,
        files: Vec::new(),
        caveats: Vec::new(),
        mapping,
        replaces: Scope::WholeDataset,
        ..old.clone()
    })
}

/// What a reader of the figures must be told.
fn notes(
    plan: &Plan,
    tally: &Tally,
    splits: &[Split],
    without_link: &[(String, u64)],
    absent: Absent,
) -> Vec<String> {
    let mut notes = vec![format!(
        "carried from {} to {} by {}",
        plan.from.name(),
        plan.to.name(),
        plan.concordance.source()
    )];
    notes.extend(splits.iter().map(Split::words));
    notes.extend(without_link.iter().map(|(code, rows)| {
        format!("{code} has no link to {}: {rows} rows are left behind", plan.to.name())
    }));
    if tally.lacking > 0 {
        notes.push(match absent {
            Absent::Unknown => format!(
                "{} figures have no value, for a part of what they hold has no row in the data",
                tally.lacking
            ),
            Absent::Zero => {
                format!("in {} figures a code without a row counts as none", tally.lacking)
            }
        });
    }
    if tally.rates > 0 {
        notes.push(format!(
            "{} figures have no value: rates of several codes cannot be added, compute them again from what was carried",
            tally.rates
        ));
    }
    notes
}
