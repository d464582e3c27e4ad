//! What a plan adds to the jobs of a region, and what is left of it when the money stops.

use crate::base::error::Error;
use crate::base::estimate::{Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::year::Year;
use crate::simulate::forecast::{probability, record, simulated};
use crate::simulate::funding_stop::{self, FundingStop, KEPT, Remains, Sustainability};
use crate::simulate::initiative::{Added, Money, Reach};
use crate::simulate::path::Draw;
use crate::simulate::shock::Source;
use crate::simulate::{Basis, Effect, Gain, Options, Part};

/// Years after the last that the money holds at which the gain is read.
const LOOKS: [u16; 3] = [1, 3, 5];
/// The last of them.
pub(crate) const LAST_LOOK: u16 = 5;
/// Share of the gain that rests on assumed effects from which the first line must say so.
const MOSTLY: f64 = 0.5;

/// Jobs that all effects add to one line: `[year][draw]`, the start first.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineGain {
    pub(crate) flows: Vec<Vec<f64>>,
    pub(crate) stops: Vec<Vec<f64>>,
}

/// Jobs of one effect over all its sectors, money ending as planned: `[year][draw]`.
#[derive(Clone, Debug, Default)]
struct EffectGain {
    gross: Vec<Vec<f64>>,
    net: Vec<Vec<f64>>,
}

/// What the plan adds, draw by draw.
pub(crate) struct Plan {
    /// `[line]`, the total first; none for a line that no effect reaches.
    lines: Vec<Option<LineGain>>,
    effects: Vec<EffectGain>,
    years: usize,
}

impl Plan {
    /// None without effects.
    pub(crate) fn new(reaches: &[Reach<'_>], lines: usize, years: usize) -> Option<Self> {
        if reaches.is_empty() {
            return None;
        }
        let mut gains = vec![None; lines];
        gains[0] = Some(LineGain::default());
        for sector in reaches.iter().flat_map(|reach| &reach.sectors) {
            gains[sector + 1] = Some(LineGain::default());
        }
        let effects = vec![EffectGain::default(); reaches.len()];
        Some(Self { lines: gains, effects, years })
    }

    /// What is added to a line, if an effect reaches it.
    pub(crate) fn line(&self, line: usize) -> Option<&LineGain> {
        self.lines.get(line)?.as_ref()
    }

    /// Adds one draw.
    pub(crate) fn add(&mut self, reaches: &[Reach<'_>], jobs: &Draw, from: Year, source: Source) {
        for money in [Money::Flows, Money::Stops] {
            let added: Vec<Added> =
                reaches.iter().map(|reach| reach.add(jobs, from, money, source)).collect();
            if money == Money::Stops {
                for (effect, added) in self.effects.iter_mut().zip(&added) {
                    record(&mut effect.gross, &over_sectors(&added.gross));
                    record(&mut effect.net, &over_sectors(&added.net));
                }
            }
            self.add_lines(reaches, jobs, &added, money);
        }
    }

    /// Sums the effects of each sector; a sector can lose no more jobs than it has.
    fn add_lines(&mut self, reaches: &[Reach<'_>], jobs: &Draw, added: &[Added], money: Money) {
        let mut total = vec![0.0; self.years + 1];
        for sector in 0..jobs.sectors.len() {
            let Some(line) = &mut self.lines[sector + 1] else { continue };
            let parts = reaches.iter().zip(added).flat_map(|(reach, added)| {
                let here = reach.sectors.iter().enumerate().filter(move |(_, s)| **s == sector);
                here.map(|(index, _)| &added.net[index])
            });
            let mut gain = vec![0.0; self.years + 1];
            for part in parts {
                for (sum, jobs) in gain.iter_mut().zip(part) {
                    *sum += jobs;
                }
            }
            for ((gain, base), all) in gain.iter_mut().zip(&jobs.sectors[sector]).zip(&mut total) {
                *gain = gain.max(-base);
                *all += *gain;
            }
            record(line.money(money), &gain);
        }
        if let Some(line) = &mut self.lines[0] {
            record(line.money(money), &total);
        }
    }
}

impl LineGain {
    fn money(&mut self, money: Money) -> &mut Vec<Vec<f64>> {
        match money {
            Money::Flows => &mut self.flows,
            Money::Stops => &mut self.stops,
        }
    }
}

fn over_sectors(sectors: &[Vec<f64>]) -> Vec<f64> {
    let years = sectors.first().map_or(0, Vec::len);
    (0..years).map(|year| sectors.iter().map(|sector| sector[year]).sum()).collect()
}

/// The end of the money and the end of what it holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    /// Last year with money: the latest of the effects', or earlier where money is stopped.
    pub(crate) last: Year,
    /// Last year in which an effect is as its money made it; later where effects start after payments.
    pub(crate) held: Year,
}

/// When the money of all effects ends; none without effects.
///
/// # Errors
///
/// `E0302` where that year does not come after the origin.
pub(crate) fn stop(
    effects: &[Effect],
    options: &Options,
    from: Year,
) -> Result<Option<Stop>, Error> {
    let Some(last) = effects.iter().map(|effect| effect.funded_until).max() else {
        return Ok(None);
    };
    let last = options.stop_funding.map_or(last, |stop| stop.min(last));
    if last <= from || last.0 > from.0.saturating_add(40) {
        let what = format!("the last year with money is {last}, and the forecast starts in {from}");
        return Err(Error::new("E0302", what));
    }
    let held = effects.iter().map(|effect| {
        let paid = last.min(effect.funded_until).0.saturating_sub(effect.funded_from.0);
        Year(effect.start.0.saturating_add(paid))
    });
    let held = held.max().map_or(last, |held| held.max(last));
    Ok(Some(Stop { last, held: held.min(Year(from.0.saturating_add(40))) }))
}

/// The plan's gain as it is printed, read in the last year that its money holds.
pub(crate) fn summarise(
    plan: &Plan,
    effects: &[Effect],
    stop: Stop,
    from: Year,
    options: &Options,
    provenance: &Provenance,
) -> Gain {
    let at = usize::from(stop.held.0 - from.0);
    let parts: Vec<Part> = effects
        .iter()
        .zip(&plan.effects)
        .map(|(effect, jobs)| Part {
            effect: effect.clone(),
            net: simulated(&jobs.net[at], provenance),
            gross: simulated(&jobs.gross[at], provenance),
        })
        .collect();
    let gross: Vec<f64> = (0..options.draws as usize)
        .map(|draw| plan.effects.iter().map(|effect| effect.gross[at][draw]).sum())
        .collect();
    let all = plan.line(0).cloned().unwrap_or_default();
    let positive = all.stops[at].iter().filter(|jobs| **jobs > 0.0).count();
    let likely = probability(positive, all.stops[at].len(), provenance);
    Gain {
        year: stop.held,
        net: simulated(&all.stops[at], provenance),
        gross: simulated(&gross, provenance),
        likely: likely.clone(),
        assumed_share: assumed(&parts, provenance),
        stop: funding_stop(&all, (stop, at), likely, provenance),
        ratio: options.ratio.clone().filter(|_| effects.iter().any(Effect::is_covered)),
        parts,
    }
}

/// Share of the expected gains and losses that does not rest on an evaluation.
fn assumed(parts: &[Part], provenance: &Provenance) -> Figure {
    let size = |part: &Part| part.net.value().unwrap_or(0.0).abs();
    let all: f64 = parts.iter().map(size).sum();
    let evaluated: f64 =
        parts.iter().filter(|part| part.effect.basis == Basis::Evaluated).map(size).sum();
    if all > 0.0 {
        Estimate::exact(1.0 - evaluated / all, provenance.clone()).into()
    } else {
        Figure::Withheld(Withheld::undefined("no initiative is expected to change jobs"))
    }
}

fn funding_stop(
    all: &LineGain,
    (stop, at): (Stop, usize),
    gain_likely: Figure,
    provenance: &Provenance,
) -> FundingStop {
    let gained = &all.stops[at];
    let kept = |after: u16| -> Vec<f64> {
        let later = &all.stops[at + usize::from(after)];
        let pairs = gained.iter().zip(later).filter(|(gain, _)| **gain > 0.0);
        pairs.map(|(gain, later)| later / gain).collect()
    };
    let last = kept(LAST_LOOK);
    let hits = last.iter().filter(|share| **share >= KEPT).count();
    let likely = if last.is_empty() { 0.0 } else { hits as f64 / last.len() as f64 };
    let positive = gain_likely.value().unwrap_or(0.0);
    let later = LOOKS.map(|after| Remains {
        after,
        year: Year(stop.held.0 + after),
        jobs: simulated(&all.stops[at + usize::from(after)], provenance),
        share: simulated(&kept(after), provenance),
    });
    FundingStop {
        stop: stop.last,
        held: stop.held,
        gain_at_stop: simulated(gained, provenance),
        gain_likely,
        later: later.to_vec(),
        kept_likely: probability(hits, last.len(), provenance),
        verdict: Sustainability::of(likely, positive),
        rule: funding_stop::rule(),
    }
}

/// What a reader of the gain must know.
pub(crate) fn caveats(gain: &Gain) -> Vec<Caveat> {
    let mut caveats = vec![
        Caveat::new(
            "displacement-in-region",
            "every job that an initiative takes from others is counted as lost in this region; some \
             would be lost next door",
        ),
        Caveat::new(
            "no-spending-round",
            "what new earnings buy locally is not added: the panel cannot tell it from chance in a \
             region of this kind",
        ),
        Caveat::new(
            "duration-assumed",
            "how much of an effect outlives its money is an assumption for each kind of initiative; \
             few studies looked",
        ),
    ];
    if gain.assumed_share.value().is_some_and(|share| share > MOSTLY) {
        let share = 100.0 * gain.assumed_share.value().unwrap_or(0.0);
        let text = format!("{share:.0} % of the expected gain rests on assumed effects");
        caveats.push(Caveat::new("mostly-assumed", text));
    }
    if let Some(ratio) = &gain.ratio
        && let Some(value) = ratio.value.value()
    {
        let text = format!(
            "covered jobs enter as {value:.3} jobs of the panel each ({}, {})",
            ratio.from, ratio.year
        );
        caveats.push(Caveat::new("covered-jobs-ratio", text));
    }
    caveats
}
