//! What the money itself puts there: firms that a grant opens, counted as levels are counted.
//!
//! It says that the firms are there, nothing about jobs or income. Of what the money opens some would have opened
//! anyway, some takes its trade from neighbours, and some closes again: all three are taken off, and drawn. No more is
//! opened than people of the place are likely to apply for.

use agglo_stats::float;

use crate::base::archetype::{Archetype, Output, Unit};
use crate::base::catalogue::Size;
use crate::base::survival::Benchmark;
use crate::plan::instance::FullRequest;
use crate::plan::need::Need;

/// Firms that one kind of initiative opens in one element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Opened<'a> {
    pub(crate) size: &'a Size,
    /// Position of the element.
    pub(crate) need: usize,
    /// Cost of a year, US cents.
    pub(crate) cents_a_year: u64,
    /// Rise of the level were all of them additional, nobody's trade taken and none closed.
    pub(crate) rise: f64,
    /// Years until the stock, which grows year by year, is worth as much as if it stood there at once.
    pub(crate) delay: usize,
    pub(crate) losses: Losses,
    /// The count in words.
    pub(crate) text: String,
}

/// What is taken off a count, each as a share that is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Losses {
    /// Least and most of the share that would not have opened anyway.
    pub(crate) additional: (f64, f64),
    /// Mean of the share whose trade is taken from neighbours.
    pub(crate) displaced: f64,
    /// Share that still trades at the end: over all opening years, and of the worst and the best of them.
    pub(crate) lasting: (f64, f64, f64),
}

/// The stock of firms that opens year after year, for one opened each year.
struct Stock {
    /// How many open before the last year ends.
    opened: usize,
    /// How many of them still trade then.
    last: f64,
    delay: usize,
    /// Age of the oldest, whole years.
    oldest: u32,
}

/// Everything that a kind of initiative can open here, smaller sizes first; nothing where the kind opens nothing, or
/// the place does not publish what would bound it.
pub(crate) fn opened<'a>(asked: &FullRequest<'a>, kind: &'a Archetype) -> Vec<Opened<'a>> {
    let (Some(output), Some(unit)) = (&kind.output, &kind.unit) else { return Vec::new() };
    let mut all = Vec::new();
    for (at, need) in asked.base.needs.iter().enumerate() {
        if need.mutable && need.weight > 0.0 {
            all.extend(in_element(asked, kind, (output, unit), at, need));
        }
    }
    all
}

fn in_element<'a>(
    asked: &FullRequest<'a>,
    kind: &Archetype,
    (output, unit): (&Output, &Unit),
    at: usize,
    need: &Need,
) -> Vec<Opened<'a>> {
    let Some((whole, _)) = need.whole.as_ref().filter(|(_, of)| *of == output.of) else {
        return Vec::new();
    };
    let code = need.codes.first().map(String::as_str);
    let found = Benchmark::of(asked.survival, code).zip(most_a_year(asked, *whole));
    let Some((benchmark, most)) = found else { return Vec::new() };
    let lead = crate::plan::instance::whole_years(kind.lead.from);
    let Some(stock) = stock(benchmark, lead, asked.base.budget.years().len()) else {
        return Vec::new();
    };
    let losses = Losses {
        additional: output.additional,
        displaced: kind.market.displacement(),
        lasting: lasting(benchmark, &stock),
    };
    let least = asked.catalogue.rules().least_rise;
    let (mut offers, mut before): (Vec<Opened<'_>>, f64) = (Vec::new(), 0.0);
    for size in asked.catalogue.sizes() {
        let wished = (size.cents_a_year as f64 / 100.0 / unit.usd).floor();
        let each_year = wished.min(most.floor());
        let rise = each_year * stock.opened as f64 / whole;
        if rise - before < least {
            continue;
        }
        before = rise;
        offers.push(Opened {
            size,
            need: at,
            cents_a_year: cents(each_year * unit.usd),
            rise,
            delay: stock.delay,
            losses,
            text: in_words(each_year, wished, unit, (&stock, &losses), benchmark, *whole),
        });
    }
    offers
}

/// As many as are likely to want to open one: applications of a year, by the element's share of all establishments
/// were it complete.
fn most_a_year(asked: &FullRequest<'_>, whole: f64) -> Option<f64> {
    let applications = asked.base.applications.value()?;
    let all = asked.base.establishments.value().filter(|all| *all > 0.0)?;
    Some(applications * (whole / all).min(1.0))
}

/// What opens after the lead of each paid year, until the last year ends; each half a year old at the end of its first.
fn stock(benchmark: &Benchmark, lead: usize, years: usize) -> Option<Stock> {
    let alive = |age: usize| float::exp(-benchmark.hazard(age as f64 + 0.5));
    let at_end = |year: usize| float::sum((lead..=year).map(|opens| alive(year - opens)));
    let opened = years.checked_sub(lead).filter(|opened| *opened > 0)?;
    let last = at_end(years - 1);
    let worth = float::sum((lead..years).map(at_end)) / last;
    Some(Stock {
        opened,
        last,
        delay: years - crate::plan::instance::whole_years(worth).clamp(1, opened),
        oldest: u32::try_from(opened).unwrap_or(u32::MAX),
    })
}

/// Share that still trades, with the ends that single opening years leave.
fn lasting(benchmark: &Benchmark, stock: &Stock) -> (f64, f64, f64) {
    let share = stock.last / stock.opened as f64;
    let row = benchmark.published.iter().rev().find(|row| row.age <= stock.oldest);
    match row.or(benchmark.published.first()) {
        Some(row) => {
            let scaled = |end: f64| (share * end / row.alive).min(1.0);
            (scaled(row.low), share, scaled(row.high))
        }
        None => (share, share, share),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "amounts are not negative and far below 2^53 cents"
)]
fn cents(usd: f64) -> u64 {
    (usd * 100.0).round() as u64
}

fn in_words(
    each_year: f64,
    wished: f64,
    unit: &Unit,
    (stock, losses): (&Stock, &Losses),
    benchmark: &Benchmark,
    whole: f64,
) -> String {
    let in_100 = |share: f64| format!("{:.0}", 100.0 * share);
    let sector = if benchmark.prefixes.is_empty() { "all sectors" } else { &benchmark.title };
    let bound = if each_year < wished {
        " No more a year, for no more people are likely to apply here."
    } else {
        ""
    };
    format!(
        "Counted: {each_year:.0} {} a year, {:.0} before the plan ends; level 1 takes {whole:.1} here. Of 100, {} to {} \
         would not have opened anyway and {} take nobody's trade, both assumed; {} still trade then (US, {sector}).{bound}",
        unit.of,
        each_year * stock.opened as f64,
        in_100(losses.additional.0),
        in_100(losses.additional.1),
        in_100(1.0 - losses.displaced),
        in_100(losses.lasting.1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::survival::Published;

    fn halves() -> Benchmark {
        let published = (1..=4).map(|age| {
            let alive = float::powf(0.5, f64::from(age));
            Published { age, alive, low: 0.9 * alive, high: 1.1 * alive }
        });
        Benchmark { prefixes: Vec::new(), title: String::new(), published: published.collect() }
    }

    #[test]
    fn the_stock_of_one_a_year_by_hand() {
        // Paid in years 0 to 3, open from year 1: at the end three have opened, aged 2.5, 1.5 and 0.5 years.
        let own = stock(&halves(), 1, 4).unwrap();
        let by_hand: f64 = [0.5_f64, 1.5, 2.5].iter().map(|age| float::powf(0.5, *age)).sum();
        assert_eq!(own.opened, 3);
        assert!((own.last - by_hand).abs() < 1e-12, "{}", own.last);
        // Stocks of years 1 to 3 are worth 2.2 years of the last one: two years of the four.
        assert_eq!(own.delay, 2);
    }

    #[test]
    fn edge_what_opens_after_the_plan_is_not_counted() {
        assert!(stock(&halves(), 1, 1).is_none());
        assert!(stock(&halves(), 3, 2).is_none());
    }

    #[test]
    fn the_ends_of_what_lasts_are_those_of_single_opening_years() {
        let own = stock(&halves(), 1, 4).unwrap();
        let (low, share, high) = lasting(&halves(), &own);
        assert!((low / share - 0.9).abs() < 1e-12 && (high / share - 1.1).abs() < 1e-12);
    }
}
