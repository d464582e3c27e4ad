//! Forecasts on worlds with a known truth, their laws and their edges.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;

use agglo::base::id::{IndustryId, RegionId};
use agglo::base::region::Region;
use agglo::base::year::Year;
use agglo::panel::{Axes, Cell, Jobs, Panel, Status};
use agglo::simulate::{
    Backtest, Baseline, Basis, Effect, Forecast, Model, Options, Share, Size, Sustainability, fit,
    forecast,
};
use agglo_stats::distribution::normal;
use agglo_stats::{float, random};

const LINES: [&str; 5] = ["10", "70", "500", "700", "1800"];
const SECTORS: usize = 4;
const FIRST: u16 = 2001;
const YEARS: usize = 16;

/// What happened in a world: jobs `[area][sector][year]`.
type Truth = Vec<Vec<Vec<f64>>>;

/// Areas that grow at rates of their own, hit by shocks of the nation, the region and the sector.
fn world(seed: u64, areas: usize) -> Truth {
    let unit = |a: usize, s: usize, y: usize| {
        let address = [a, s, y, 99].map(|part| u32::try_from(part).unwrap());
        normal::quantile(random::uniform(seed, address)[0]).unwrap()
    };
    let nation: Vec<f64> = (0..YEARS).map(|y| 0.01 + 0.01 * unit(9_999, 0, y)).collect();
    let one = |a: usize| {
        let trend = 0.01 * unit(a, 90, 0);
        let shock: Vec<f64> = (0..YEARS).map(|y| 0.02 * unit(a, 91, y)).collect();
        let size = 4.0 + 3.0 * normal::below(unit(a, 92, 0));
        (0..SECTORS)
            .map(|s| {
                let mut log = size + 0.5 * unit(a, s, 0);
                (0..YEARS)
                    .map(|y| {
                        if y > 0 {
                            log += nation[y] + trend + shock[y] + 0.04 * unit(a, s, y);
                        }
                        float::exp(log)
                    })
                    .collect()
            })
            .collect()
    };
    (0..areas).map(one).collect()
}

fn id(area: usize) -> String {
    format!("{area:03}")
}

/// The panel of a world up to its last year; `hide` says which cells are withheld.
fn panel(truth: &Truth, hide: impl Fn(usize, usize, usize) -> bool) -> Jobs {
    let mut regions: Vec<RegionId> = (0..truth.len()).map(|a| RegionId::from(id(a))).collect();
    regions.push(RegionId::NATION.into());
    let mut industries: Vec<IndustryId> = LINES.iter().map(|&l| l.into()).collect();
    industries.sort();
    let column = |line: &str| industries.iter().position(|l| l.as_str() == line).unwrap();
    let mut cells = Vec::new();
    for y in 0..YEARS {
        let mut nation = [0.0; SECTORS];
        for (a, sectors) in truth.iter().enumerate() {
            let total: f64 = sectors.iter().map(|s| s[y]).sum();
            cells.push(([y, a, column("10")], Cell::disclosed(total).unwrap()));
            for (s, jobs) in sectors.iter().enumerate() {
                nation[s] += jobs[y];
                let cell = if hide(a, s, y) {
                    Cell::withheld(0.0, total).unwrap()
                } else {
                    Cell::disclosed(jobs[y]).unwrap()
                };
                cells.push(([y, a, column(LINES[s + 1])], cell));
            }
        }
        cells.push(([y, truth.len(), column("10")], Cell::disclosed(nation.iter().sum()).unwrap()));
        for (s, jobs) in nation.iter().enumerate() {
            let at = [y, truth.len(), column(LINES[s + 1])];
            cells.push((at, Cell::disclosed(*jobs).unwrap()));
        }
    }
    let years = (0..YEARS).map(|y| Year(FIRST + u16::try_from(y).unwrap())).collect();
    let axes = Axes { years, regions: regions.clone(), industries, source: "made-up".into() };
    regions.pop();
    Jobs {
        panel: Panel::new(axes, Cell::MISSING, cells).unwrap(),
        titles: BTreeMap::from([("1800".into(), "Food and lodging".to_owned())]),
        total: "10".into(),
        wage_and_salary: "10".into(),
        sectors: LINES[1..].iter().map(|&l| l.into()).collect(),
        area_of: regions.iter().map(|r| (r.clone(), r.clone())).collect(),
        combinations: BTreeMap::new(),
    }
}

fn region(members: &[&str]) -> Region {
    Region {
        id: members.join(",").into(),
        name: "made up".to_owned(),
        within: String::new(),
        within_code: String::new(),
        members: members.iter().map(|&m| m.into()).collect(),
    }
}

fn model(jobs: &Jobs, origin: u16) -> Model {
    let fitted = fit(jobs, Year(origin), &|_| Baseline::NationPlusRegion).unwrap();
    Model { fitted, backtest: Backtest::default() }
}

fn options() -> Options {
    Options { draws: 400, horizon: 5, seed: 11, ..Options::default() }
}

fn effect(mean: f64) -> Effect {
    Effect {
        initiative: "made-up".into(),
        title: "Made up".to_owned(),
        sectors: vec!["1800".into()],
        size: Size::Jobs { mean, sd: 5.0 },
        pi0: 0.3,
        start: Year(2017),
        ramp_years: 2,
        funded_from: Year(2017),
        funded_until: Year(2018),
        kappa: Share { mean: 0.5, weight: 10.0 },
        displacement: Share { mean: 0.4, weight: 10.0 },
        basis: Basis::Assumed,
    }
}

fn run(model: &Model, jobs: &Jobs, effects: &[Effect], options: &Options) -> Forecast {
    forecast(model, jobs, &region(&["003"]), effects, options).unwrap().unwrap()
}

#[test]
fn law_intervals_hold_the_truth_as_often_as_they_say_in_a_known_world() {
    let (mut inside, mut n) = ([0.0; 2], 0.0);
    for seed in 0..3 {
        let truth = world(seed, 60);
        let jobs = panel(&truth, |_, _, _| false);
        let origin = YEARS - 4;
        let model = model(&jobs, FIRST + u16::try_from(origin).unwrap());
        let options = Options { draws: 120, horizon: 3, seed, ..Options::default() };
        for (a, sectors) in truth.iter().enumerate() {
            let got = forecast(&model, &jobs, &region(&[&id(a)]), &[], &options).unwrap().unwrap();
            let fans = got.total.baseline.quantiles.iter().zip(&got.sectors[2].baseline.quantiles);
            for (year, (total, sector)) in fans.enumerate() {
                let jobs: f64 = sectors.iter().map(|s| s[origin + 1 + year]).sum();
                let own = sectors[2][origin + 1 + year];
                inside[0] += f64::from(u8::from(total[1] <= jobs && jobs <= total[5]));
                inside[1] += f64::from(u8::from(sector[1] <= own && own <= sector[5]));
                n += 1.0;
            }
        }
    }
    for share in inside.map(|hits| hits / n) {
        assert!((0.72..0.90).contains(&share), "80 % intervals held {share:.3} of {n}");
    }
}

#[test]
fn law_a_planted_advantage_of_a_region_is_found_and_believed_in_part() {
    let truth = world(5, 80);
    let jobs = panel(&truth, |_, _, _| false);
    let fitted = fit(&jobs, Year(2016), &|_| Baseline::NationPlusRegion).unwrap();
    let slope = fitted.lines[0].slopes[0][0];
    assert!((0.2..1.6).contains(&slope), "shrunk, and not to nothing: {slope}");
}

#[test]
fn law_without_initiatives_the_baseline_is_the_same_bit_for_bit() {
    let jobs = panel(&world(1, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let without = run(&model, &jobs, &[], &options());
    let with = run(&model, &jobs, &[effect(80.0)], &options());
    assert_eq!(without.total.baseline, with.total.baseline);
    for (a, b) in without.sectors.iter().zip(&with.sectors) {
        assert_eq!(a.baseline, b.baseline);
    }
    assert!(without.gain.is_none() && without.total.plan.is_none());
    let nothing = run(&model, &jobs, &[Effect { pi0: 1.0, ..effect(80.0) }], &options());
    let plan = nothing.total.plan.unwrap();
    assert_eq!(plan.funded, without.total.baseline);
    assert_eq!(nothing.gain.unwrap().stop.verdict, Sustainability::NoGainToLose);
}

#[test]
fn law_more_effect_never_means_fewer_jobs_in_any_quantile() {
    let jobs = panel(&world(2, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let [small, large] = [20.0, 90.0].map(|mean| run(&model, &jobs, &[effect(mean)], &options()));
    let fans = |forecast: &Forecast| forecast.total.plan.clone().unwrap().funded.quantiles;
    for (small, large) in fans(&small).iter().zip(&fans(&large)) {
        assert!(small.iter().zip(large).all(|(s, l)| s <= l));
    }
}

#[test]
fn law_the_answer_is_the_same_on_any_thread() {
    let jobs = panel(&world(3, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let once = format!("{:?}", run(&model, &jobs, &[effect(50.0)], &options()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let again = format!("{:?}", run(&model, &jobs, &[effect(50.0)], &options()));
                assert_eq!(once, again);
            });
        }
    });
}

#[test]
fn law_another_seed_moves_the_draws_and_little_else() {
    let jobs = panel(&world(3, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let [a, b] = [1, 2].map(|seed| run(&model, &jobs, &[], &Options { seed, ..options() }));
    let (a, b) = (a.total.baseline.quantiles[4][3], b.total.baseline.quantiles[4][3]);
    assert!(a.to_bits() != b.to_bits() && (a / b - 1.0).abs() < 0.03, "{a} {b}");
}

#[test]
fn law_sectors_add_up_to_all_jobs_in_the_mean_of_every_year() {
    let hide = |a: usize, s: usize, y: usize| a == 3 && (s == 1 || s == 2) && y > 4;
    let jobs = panel(&world(4, 30), hide);
    let got = run(&model(&jobs, 2016), &jobs, &[effect(30.0)], &options());
    for (year, total) in got.total.baseline.mean.iter().enumerate() {
        let sum: f64 = got.sectors.iter().map(|s| s.baseline.mean[year]).sum();
        assert!((sum / total - 1.0).abs() < 1e-9);
    }
    assert!(got.caveats.iter().any(|caveat| caveat.code == "start-withheld"));
    assert!(matches!(got.sectors[1].past.last().unwrap().status, Status::Withheld { .. }));
}

/// Ramp, end and decay by hand: a certain effect of 100 jobs, half of it there in the first year.
#[test]
fn reference_a_certain_effect_follows_its_path_by_hand() {
    let jobs = panel(&world(6, 30), |_, _, _| false);
    let certain = Effect {
        size: Size::Jobs { mean: 100.0, sd: 0.0 },
        pi0: 0.0,
        kappa: Share { mean: 1.0, weight: 1.0 },
        displacement: Share { mean: 0.0, weight: 1.0 },
        ..effect(0.0)
    };
    let model = model(&jobs, 2016);
    let keeps = run(&model, &jobs, std::slice::from_ref(&certain), &options());
    let gain = &keeps.total.plan.as_ref().unwrap().gain;
    let expected = [50.0, 100.0, 100.0, 100.0, 100.0];
    assert!(gain.mean.iter().zip(expected).all(|(got, want)| (got - want).abs() < 1e-9));
    let stop = keeps.gain.unwrap().stop;
    assert_eq!((stop.verdict, stop.stop), (Sustainability::Sustains, Year(2018)));

    let lost = Effect { kappa: Share { mean: 0.0, weight: 1.0 }, ..certain };
    let lost = run(&model, &jobs, &[lost], &options());
    let gain = &lost.total.plan.as_ref().unwrap().gain_money_stops;
    let expected = [50.0, 100.0, 0.0, 0.0, 0.0];
    assert!(gain.mean.iter().zip(expected).all(|(got, want)| (got - want).abs() < 1e-9));
    let stop = lost.gain.unwrap().stop;
    assert_eq!(stop.verdict, Sustainability::Reverts);
    assert_eq!(stop.later[0].jobs.value(), Some(0.0));
}

/// What starts after its money was paid is read when it is there, not when the last payment was made.
#[test]
fn an_effect_that_comes_late_is_read_when_its_money_holds_it() {
    let jobs = panel(&world(6, 30), |_, _, _| false);
    let late = Effect {
        size: Size::Jobs { mean: 100.0, sd: 0.0 },
        pi0: 0.0,
        start: Year(2020),
        ramp_years: 1,
        kappa: Share { mean: 1.0, weight: 1.0 },
        displacement: Share { mean: 0.0, weight: 1.0 },
        ..effect(0.0)
    };
    let paid = late.funded_until.0 - late.funded_from.0;
    let gain = run(&model(&jobs, 2016), &jobs, &[late], &options()).gain.unwrap();
    assert_eq!((gain.stop.stop, gain.stop.held), (Year(2018), Year(2020 + paid)));
    assert_eq!(gain.net.value(), Some(100.0));
    assert_eq!(gain.stop.verdict, Sustainability::Sustains);
}

/// Log points that are as likely above as below zero would add jobs if they were drawn around zero.
#[test]
fn law_a_belief_of_mean_zero_adds_no_jobs_on_average() {
    let jobs = panel(&world(6, 30), |_, _, _| false);
    let unknown = Effect {
        size: Size::Log { mean: 0.0, sd: 0.3 },
        pi0: 0.3,
        kappa: Share { mean: 1.0, weight: 1.0 },
        displacement: Share { mean: 0.0, weight: 1.0 },
        ..effect(0.0)
    };
    let options = Options { draws: 4_000, ..options() };
    let got = run(&model(&jobs, 2016), &jobs, &[unknown], &options);
    let (gain, sector) = (got.gain.unwrap(), &got.sectors[3].baseline.mean[1]);
    assert_eq!(gain.year, got.years[1]);
    let share = gain.net.value().unwrap() / sector;
    assert!(share.abs() < 0.015, "{share}: 0.046 without the correction, 0.004 by chance");
    assert!(gain.likely.value().unwrap() < 0.5);
    assert_eq!(gain.stop.verdict, Sustainability::NoGainToLose);
}

#[test]
fn law_net_is_gross_less_what_is_taken_from_others() {
    let jobs = panel(&world(6, 30), |_, _, _| false);
    let taken = Effect { displacement: Share { mean: 1.0, weight: 1.0 }, ..effect(50.0) };
    let gain = run(&model(&jobs, 2016), &jobs, &[taken], &options()).gain.unwrap();
    assert_eq!(gain.net.value(), Some(0.0));
    assert!(gain.gross.value().unwrap() > 20.0);
    assert!(gain.assumed_share.value().is_none(), "nothing is expected, so no share of it");
}

#[test]
fn edge_a_region_of_which_every_sector_is_hidden_is_forecast_from_its_total() {
    let jobs = panel(&world(7, 30), |a, _, _| a == 3);
    let got = run(&model(&jobs, 2016), &jobs, &[effect(5.0)], &options());
    assert!(got.total.baseline.quantiles.iter().flatten().all(|q| q.is_finite() && *q > 0.0));
    let width = |fan: &[f64]| float::ln(fan[6] / fan[0]);
    let food = &got.sectors[3].baseline.quantiles[0];
    assert!(width(food) > 2.0 * width(&got.total.baseline.quantiles[0]), "its start is unknown");
}

#[test]
fn edge_a_county_inside_a_combination_is_forecast_as_the_combination() {
    let mut jobs = panel(&world(8, 30), |_, _, _| false);
    jobs.area_of.insert("900".into(), "003".into());
    jobs.combinations.insert("003".into(), "Three and nine hundred".to_owned());
    let model = model(&jobs, 2016);
    let got = forecast(&model, &jobs, &region(&["900"]), &[], &options()).unwrap().unwrap();
    assert_eq!(got.area.areas, vec!["003".into()]);
    assert_eq!(got.area.also_inside, vec!["003".into()]);
    assert_eq!(got.area.combinations, vec!["Three and nine hundred".to_owned()]);
    assert!(got.caveats.iter().any(|caveat| caveat.code == "combination"));
    assert_eq!(got.total.baseline, run(&model, &jobs, &[], &options()).total.baseline);
}

#[test]
fn edge_a_region_of_two_areas_is_their_sum() {
    let jobs = panel(&world(8, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let two = forecast(&model, &jobs, &region(&["003", "004"]), &[], &options()).unwrap().unwrap();
    let cell = |area| jobs.panel.cell([15, jobs.panel.region(area).unwrap(), 0]);
    let sum = Cell::sum([cell("003"), cell("004")]).point().unwrap();
    assert_eq!(two.total.past[15].jobs, Some(sum));
    assert!(two.area.combinations.is_empty());
}

#[test]
fn edge_a_region_without_a_count_gets_no_forecast_and_a_reason() {
    let jobs = panel(&world(9, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let withheld = forecast(&model, &jobs, &region(&["777"]), &[], &options()).unwrap();
    assert!(withheld.unwrap_err().text.contains("777"));
}

#[test]
fn what_money_does_late_is_there_after_the_money_and_then_fades() {
    let jobs = panel(&world(9, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let late = Effect {
        pi0: 0.0,
        size: Size::Jobs { mean: 40.0, sd: 1.0 },
        start: Year(2020),
        ramp_years: 0,
        ..effect(40.0)
    };
    let options = Options { horizon: 8, ..options() };
    let found = forecast(&model, &jobs, &region(&["003"]), &[late], &options).unwrap().unwrap();
    let gain = &found.total.plan.as_ref().unwrap().gain_money_stops;
    let middle = |year: u16| gain.quantiles[usize::from(year - 2017)][3];
    assert!(middle(2019).abs() < 1e-9, "nothing before its start");
    assert!(middle(2020) > 0.0 && middle(2021) > 0.0, "two paid years hold it for two");
    assert!(middle(2023) < 0.6 * middle(2021) && middle(2023) > 0.0, "and then it fades");
}

#[test]
fn edge_mistakes_of_the_caller_are_named() {
    let jobs = panel(&world(9, 30), |_, _, _| false);
    let model = model(&jobs, 2016);
    let code = |effect: Effect, options: &Options| {
        forecast(&model, &jobs, &region(&["003"]), &[effect], options).unwrap_err().code()
    };
    assert_eq!(code(Effect { sectors: vec!["999".into()], ..effect(1.0) }, &options()), "E0101");
    assert_eq!(code(Effect { sectors: Vec::new(), ..effect(1.0) }, &options()), "E0302");
    assert_eq!(code(Effect { pi0: 1.5, ..effect(1.0) }, &options()), "E0302");
    let covered = Effect { size: Size::CoveredJobs { mean: 1.0, sd: 1.0 }, ..effect(1.0) };
    assert_eq!(code(covered, &options()), "E0303");
    assert_eq!(code(Effect { funded_until: Year(2016), ..effect(1.0) }, &options()), "E0302");
    assert_eq!(code(effect(1.0), &Options { draws: 1, ..options() }), "E0302");
    assert_eq!(code(effect(1.0), &Options { horizon: 0, ..options() }), "E0302");
    assert_eq!(fit(&jobs, Year(1990), &|_| Baseline::Trend).unwrap_err().code(), "E0301");
    assert_eq!(fit(&jobs, Year(2003), &|_| Baseline::Trend).unwrap_err().code(), "E0302");
}
