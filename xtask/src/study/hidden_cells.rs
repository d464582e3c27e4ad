//! The study of hidden cells: published cells are hidden as the publisher hides its own, and each way of
//! reading what is left is held against what was hidden.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::estimate::Caveat;
use agglo::base::id::{IndustryId, RegionId};
use agglo::base::study::{Finding, LeftOut, Study, Term, Verdict};
use agglo::panel::share_out::share_out;
use agglo::panel::tighten::{Sum, tighten};
use agglo::panel::{Panel, Structure};
use agglo_data::Starter;
use agglo_stats::random::uniform;

use crate::study::resampled::{between, weights};
use crate::study::{LEVEL, SEED, progress};

/// Resamples of states.
const RESAMPLES: u32 = 400;
/// Upper ends of the classes of establishments in which cells are hidden alike.
const CLASSES: [f64; 8] = [1.5, 2.5, 3.5, 5.5, 9.5, 19.5, 49.5, f64::INFINITY];
/// Where no total has been looked at.
const NOTHING_KNOWN: [f64; 2] = [0.0, f64::INFINITY];

/// Ways to put a number on a hidden cell, with what each is called in the result.
const WAYS: [(&str, &str); 6] = [
    ("zero", "nothing"),
    ("middle", "the middle of the bounds"),
    ("middle_shared", "the middles, shared out"),
    ("mean_size", "establishments at the nation's mean size"),
    ("mean_size_kept", "the same, kept inside the bounds"),
    ("shared", "the same, shared out"),
];

/// One hidden cell with what is said of it.
struct Said {
    state: usize,
    region: usize,
    industry: usize,
    truth: f64,
    bounds: [f64; 2],
    guesses: [f64; WAYS.len()],
}

/// What the study reads.
struct World<'a> {
    structure: &'a Structure,
    /// Regions whose private total is published.
    regions: Vec<usize>,
    state: Vec<usize>,
    states: usize,
    level: Vec<usize>,
    sums: Vec<Sum>,
    /// Jobs in an establishment of each industry, the nation's mean.
    size: Vec<f64>,
}

pub(super) fn study(starter: &Starter) -> Result<Study, String> {
    of(starter).map_err(|error| error.to_string())
}

fn of(starter: &Starter) -> Result<Study, Error> {
    let structure = starter.structure()?;
    let world = World::of(starter, &structure)?;
    progress("hiding published cells");
    let hidden = world.hide_and_say()?;
    progress("asking a second publisher");
    let real = world.really_hidden(starter)?;
    let findings = vec![
        world.finding("four-digits", "four digits, hidden as the publisher hides", 4, &hidden)?,
        world.finding("three-digits", "three digits, hidden in the same draw", 3, &hidden)?,
        second(&world, &real)?,
    ];
    let verdict = verdict(&findings);
    Ok(Study {
        id: "hidden-cells".to_owned(),
        question: "How near do the bounds and estimates of hidden cells come to the truth?".to_owned(),
        method: "hidden_cells/1".to_owned(),
        command: "cargo xtask study hidden-cells".to_owned(),
        query: query(),
        sources: vec!["qcew-2016".into(), "cbp-2017-2021".into()],
        seed: SEED,
        level: LEVEL,
        main: "four-digits".to_owned(),
        rule: "supported where, in the first two rows, all hidden cells lie inside their bounds and the interval of \
               `gain` lies above 0; contradicted where a cell lies outside or that interval lies below 0; else \
               cannot tell."
            .to_owned(),
        verdict,
        sentence: sentence(verdict).to_owned(),
        caveats: caveats(),
        findings,
    })
}

impl<'a> World<'a> {
    fn of(starter: &Starter, structure: &'a Structure) -> Result<Self, Error> {
        let axes = structure.employment.axes();
        let tree = starter.classification()?;
        let places = starter.regions()?;
        let mut names: Vec<&str> = places.iter().map(|place| place.within_code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let within: BTreeMap<&str, &str> =
            places.iter().map(|place| (place.id.as_str(), place.within_code.as_str())).collect();
        let state = |region: &RegionId| {
            let code = within.get(region.as_str())?;
            names.binary_search(code).ok()
        };
        let nation = structure.employment.region(RegionId::NATION);
        let nation = nation.ok_or_else(|| Error::new("E0201", "the nation has no row"))?;
        let total = structure.employment.industry(IndustryId::TOTAL);
        let total = total.ok_or_else(|| Error::new("E0201", "all industries have no row"))?;
        let regions: Vec<usize> = (0..axes.regions.len())
            .filter(|&at| at != nation && state(&axes.regions[at]).is_some())
            .filter(|&at| structure.employment.cell([0, at, total]).point().is_ok())
            .collect();
        let middle = |panel: &Panel, at: usize| {
            panel.cell([0, nation, at]).range().map(|(low, high)| low.midpoint(high))
        };
        let size = |at: usize| {
            let jobs = middle(&structure.employment, at)?;
            middle(&structure.establishments, at)
                .filter(|doors| *doors > 0.0)
                .map(|doors| jobs / doors)
        };
        Ok(Self {
            structure,
            state: axes.regions.iter().map(|region| state(region).unwrap_or(0)).collect(),
            states: names.len(),
            level: axes
                .industries
                .iter()
                .map(|id| tree.get(id.as_str()).map_or(0, |one| usize::from(one.level)))
                .collect(),
            sums: sums(&axes.industries, &tree),
            size: (0..axes.industries.len()).map(|at| size(at).unwrap_or(0.0)).collect(),
            regions,
        })
    }

    fn doors(&self, region: usize, industry: usize) -> f64 {
        self.structure.establishments.cell([0, region, industry]).point().unwrap_or(0.0)
    }

    /// The published count; `None` where it is hidden.
    fn published(&self, region: usize, industry: usize) -> Option<f64> {
        self.structure.employment.cell([0, region, industry]).point().ok()
    }

    /// Share of cells that are hidden by level and class of establishments.
    fn rates(&self) -> BTreeMap<(usize, usize), f64> {
        let mut counts: BTreeMap<(usize, usize), [f64; 2]> = BTreeMap::new();
        for &region in &self.regions {
            for (industry, &level) in self.level.iter().enumerate() {
                let doors = self.doors(region, industry);
                if doors > 0.0 {
                    let count = counts.entry((level, class(doors))).or_default();
                    count[0] += f64::from(u8::from(self.published(region, industry).is_none()));
                    count[1] += 1.0;
                }
            }
        }
        counts.into_iter().map(|(key, [hidden, all])| (key, hidden / all)).collect()
    }

    /// Hides published cells of every county and says what each way makes of them.
    fn hide_and_say(&self) -> Result<Vec<Said>, Error> {
        let rates = self.rates();
        let mut said = Vec::new();
        for &region in &self.regions {
            let truth: Vec<Option<f64>> =
                (0..self.level.len()).map(|industry| self.published(region, industry)).collect();
            let mut shown = truth.clone();
            for (industry, value) in shown.iter_mut().enumerate() {
                let (level, doors) = (self.level[industry], self.doors(region, industry));
                let rate = rates.get(&(level, class(doors))).copied().unwrap_or(0.0);
                let [drawn, _] = uniform(SEED, [word(region), word(industry), 0, 1]);
                if level > 0 && doors > 0.0 && drawn < rate {
                    *value = None;
                }
            }
            self.hide_a_second(region, &mut shown);
            let hidden = |at: usize| shown[at].is_none().then_some(truth[at]).flatten();
            said.extend(self.say(region, &shown, &hidden)?);
        }
        Ok(said)
    }

    /// A hidden part that stands alone below a published whole is a subtraction away: publishers hide its
    /// smallest neighbour too.
    fn hide_a_second(&self, region: usize, shown: &mut [Option<f64>]) {
        for sum in &self.sums {
            let hidden = sum.parts.iter().filter(|&&part| shown[part].is_none()).count();
            if hidden == 1 && shown[sum.whole].is_some() {
                let open = sum
                    .parts
                    .iter()
                    .copied()
                    .filter(|&part| shown[part].is_some_and(|jobs| jobs > 0.0));
                let doors = |part: &usize| self.doors(region, *part);
                if let Some(part) = open.min_by(|a, b| doors(a).total_cmp(&doors(b))) {
                    shown[part] = None;
                }
            }
        }
    }

    /// What each way makes of those hidden cells of a county whose truth is at hand.
    fn say(
        &self,
        region: usize,
        shown: &[Option<f64>],
        truth: &dyn Fn(usize) -> Option<f64>,
    ) -> Result<Vec<Said>, Error> {
        let mut bounds: Vec<[f64; 2]> =
            shown.iter().map(|value| value.map_or(NOTHING_KNOWN, |value| [value; 2])).collect();
        if let Some(found) = tighten(&mut bounds, &self.sums).first() {
            return Err(Error::new("E0302", found.to_string()));
        }
        let middles: Vec<f64> = bounds.iter().map(|[low, high]| low.midpoint(*high)).collect();
        let means: Vec<f64> = (0..shown.len())
            .map(|industry| self.doors(region, industry) * self.size[industry])
            .collect();
        let middle_shared = share_out(&bounds, &middles, &self.sums)?;
        let shared = share_out(&bounds, &means, &self.sums)?;
        let said = (0..shown.len()).filter_map(|industry| {
            let [low, high] = bounds[industry];
            let guesses = [
                0.0,
                middles[industry],
                middle_shared[industry],
                means[industry],
                means[industry].max(low).min(high),
                shared[industry],
            ];
            let truth = truth(industry)?;
            let state = self.state[region];
            Some(Said { state, region, industry, truth, bounds: [low, high], guesses })
        });
        Ok(said.collect())
    }

    /// Cells that the publisher itself hid, with what a second publisher printed a year later.
    fn really_hidden(&self, starter: &Starter) -> Result<Vec<(bool, Said)>, Error> {
        let axes = self.structure.employment.axes();
        let changes = starter.changes(&axes.regions)?;
        let later = &changes.employment;
        let place = |id: &IndustryId| later.industry(id.as_str());
        let places: Vec<Option<usize>> = axes.industries.iter().map(place).collect();
        let mut said = Vec::new();
        for &region in &self.regions {
            let shown: Vec<Option<f64>> =
                (0..self.level.len()).map(|industry| self.published(region, industry)).collect();
            let printed = |industry: usize| {
                if self.level[industry] != 4 || self.doors(region, industry) <= 0.0 {
                    return None;
                }
                later.cell([0, region, places[industry]?]).point().ok()
            };
            let of_county = self.say(region, &shown, &printed)?;
            said.extend(of_county.into_iter().map(|said| (shown[said.industry].is_none(), said)));
        }
        Ok(said)
    }

    fn finding(&self, id: &str, what: &str, level: usize, said: &[Said]) -> Result<Finding, Error> {
        let said: Vec<&Said> =
            said.iter().filter(|said| self.level[said.industry] == level).collect();
        let mut terms = self.errors(&said)?;
        let share = |is: &dyn Fn(&Said) -> bool| {
            let value =
                said.iter().filter(|said| is(said)).count() as f64 / said.len().max(1) as f64;
            [value, value]
        };
        let inside = |said: &Said| {
            let slack = 1e-6 * said.truth.max(1.0);
            said.truth >= said.bounds[0] - slack && said.truth <= said.bounds[1] + slack
        };
        let narrow = |said: &Said| said.bounds[1] - said.bounds[0] <= 0.5 * said.truth;
        let mut add = |name: &str, [value, _]: [f64; 2]| {
            terms.push(Term { name: name.to_owned(), value, lower: value, upper: value });
        };
        add("inside_bounds", share(&inside));
        add("bounds_within_half", share(&narrow));
        let industries = self.level.iter().filter(|own| **own == level).count();
        Ok(counted(id, what, &said, industries, Vec::new(), terms))
    }

    /// What each way misses, as a share of the jobs that were hidden; and how much less the last misses than
    /// the peers' best.
    fn errors(&self, said: &[&Said]) -> Result<Vec<Term>, Error> {
        let mut by_state = vec![[0.0; WAYS.len() + 1]; self.states];
        for said in said {
            let own = &mut by_state[said.state];
            for (sum, guess) in own.iter_mut().zip(said.guesses) {
                *sum += (guess - said.truth).abs();
            }
            own[WAYS.len()] += said.truth;
        }
        let at = |weights: &[f64]| -> Option<[f64; WAYS.len() + 1]> {
            let total = |way: usize| -> f64 {
                by_state.iter().zip(weights).map(|(own, weight)| own[way] * weight).sum()
            };
            let jobs = total(WAYS.len());
            let mut found = [0.0; WAYS.len() + 1];
            for (way, found) in found.iter_mut().take(WAYS.len()).enumerate() {
                *found = total(way) / jobs;
            }
            found[WAYS.len()] = found[2] - found[WAYS.len() - 1];
            (jobs > 0.0).then_some(found)
        };
        let whole =
            at(&vec![1.0; self.states]).ok_or_else(|| Error::new("E0301", "no job was hidden"))?;
        let drawn: Vec<_> =
            (0..RESAMPLES).filter_map(|draw| at(&weights(self.states, draw))).collect();
        let names = WAYS.iter().map(|(name, _)| *name).chain(["gain"]);
        let term = |(way, name): (usize, &str)| {
            let values: Vec<f64> = drawn.iter().map(|draw| draw[way]).collect();
            between(name, whole[way], &values)
        };
        Ok(names.enumerate().filter_map(term).collect())
    }
}

/// The row of the second publisher: the same errors, beside what two publishers differ by where nothing is
/// hidden.
fn second(world: &World<'_>, real: &[(bool, Said)]) -> Result<Finding, Error> {
    let hidden: Vec<&Said> =
        real.iter().filter(|(hidden, _)| *hidden).map(|(_, said)| said).collect();
    let mut terms = world.errors(&hidden)?;
    let (mut apart, mut jobs) = (0.0, 0.0);
    for said in real.iter().filter(|(hidden, _)| !hidden).map(|(_, said)| said) {
        let published = world.published(said.region, said.industry).unwrap_or(0.0);
        apart += (published - said.truth).abs();
        jobs += said.truth;
    }
    let value = if jobs > 0.0 { apart / jobs } else { 0.0 };
    terms.push(Term { name: "publishers_apart".to_owned(), value, lower: value, upper: value });
    let shown = real.len() - hidden.len();
    let left_out = vec![LeftOut {
        why: "published by both: they give `publishers_apart`".to_owned(),
        n: shown,
    }];
    let what = "four digits hidden in 2016, as County Business Patterns printed them in 2017";
    let industries = world.level.iter().filter(|level| **level == 4).count();
    Ok(counted("second-publisher", what, &hidden, industries, left_out, terms))
}

fn counted(
    id: &str,
    what: &str,
    said: &[&Said],
    industries: usize,
    left_out: Vec<LeftOut>,
    terms: Vec<Term>,
) -> Finding {
    let mut regions: Vec<usize> = said.iter().map(|said| said.region).collect();
    regions.sort_unstable();
    regions.dedup();
    let (id, what) = (id.to_owned(), what.to_owned());
    let (n, regions) = (said.len(), regions.len());
    Finding { id, what, n, regions, industries, left_out, terms, placebos: Vec::new() }
}

/// Each industry is the sum of those right below it; deepest first.
fn sums(codes: &[IndustryId], tree: &Classification) -> Vec<Sum> {
    let at: BTreeMap<&str, usize> = codes.iter().map(IndustryId::as_str).zip(0..).collect();
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (part, code) in codes.iter().enumerate() {
        let parent = tree.get(code.as_str()).and_then(|one| one.parent.as_ref());
        if let Some(&whole) = parent.and_then(|parent| at.get(parent.as_str())) {
            parts.entry(whole).or_default().push(part);
        }
    }
    let name = |whole: usize| format!("industry {}", codes[whole].as_str());
    let mut sums: Vec<Sum> =
        parts.into_iter().map(|(whole, parts)| Sum { name: name(whole), whole, parts }).collect();
    let level = |sum: &Sum| tree.get(codes[sum.whole].as_str()).map_or(0, |one| one.level);
    sums.sort_by_key(|sum| (std::cmp::Reverse(level(sum)), sum.whole));
    sums
}

fn class(doors: f64) -> usize {
    CLASSES.iter().position(|end| doors <= *end).unwrap_or(CLASSES.len() - 1)
}

fn word(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn verdict(findings: &[Finding]) -> Verdict {
    let first: Vec<&Finding> = findings.iter().take(2).collect();
    let all_inside =
        |finding: &&Finding| finding.term("inside_bounds").is_some_and(|term| term.value >= 1.0);
    let gain =
        |is: fn(&Term) -> bool| move |finding: &&Finding| finding.term("gain").is_some_and(is);
    if !first.iter().all(all_inside) || first.iter().any(gain(Term::is_below_zero)) {
        Verdict::Contradicted
    } else if first.iter().all(gain(Term::is_above_zero)) {
        Verdict::Supported
    } else {
        Verdict::CannotTell
    }
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => {
            "The bounds hold, and establishments shared out inside published totals come nearer to hidden jobs than \
             the middles of ranges; what is left to miss is still large."
        }
        Verdict::Contradicted => {
            "A hidden cell lies outside its bounds, or establishments are no better guide than the middles of ranges."
        }
        Verdict::CannotTell => {
            "The bounds hold, and it cannot be told whether establishments are a better guide than the middles of \
             ranges."
        }
    }
}

fn query() -> Vec<String> {
    let ways: Vec<String> = WAYS.iter().map(|(name, what)| format!("`{name}`: {what}")).collect();
    vec![
        "Private jobs of 2016 by county and industry of two, three and four digits: `structure.parquet` of the \
         starter pack. Cells that the publisher hides are unknown here too, without the bounds that finer figures \
         give them in the pack."
            .to_owned(),
        "A published cell is hidden by chance, as often as its publisher hides cells of that level with as many \
         establishments; where that leaves one hidden part below a published whole, the one with the fewest \
         establishments beside it is hidden too."
            .to_owned(),
        format!(
            "Error: the sum of what a way misses over the jobs that were hidden. {}. `gain`: error of \
             `middle_shared` less that of `shared`. Shared out: what published cells leave of each whole, split in \
             proportion, no cell outside its bounds.",
            ways.join("; ")
        ),
        "`inside_bounds`: share of hidden cells that lie in their bounds; `bounds_within_half`: share whose bounds \
         are narrower than half of what they hide. Intervals: states drawn 400 times with replacement."
            .to_owned(),
        "Second publisher: jobs of March 2017 with noise (County Business Patterns) where 2016 was hidden; \
         `publishers_apart` is what both differ by, as a share, where neither hides."
            .to_owned(),
    ]
}

fn caveats() -> Vec<Caveat> {
    let rows = [
        (
            "by-chance",
            "Publishers hide cells in which one employer weighs most. Cells hidden by chance with as many \
             establishments are more even, and easier.",
        ),
        (
            "two-counts",
            "The second publisher counts one week in March 2017 and adds noise; the first counts all of 2016. Part of \
             what is missed there is that difference.",
        ),
        (
            "three-or-more",
            "The second publisher prints cells of three establishments and more: the smallest hidden cells are not in \
             its row.",
        ),
    ];
    let mut caveats: Vec<Caveat> =
        rows.into_iter().map(|(code, text)| Caveat::new(code, text)).collect();
    caveats.sort();
    caveats
}
