//! Maps of real counties against what is known of them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

use std::sync::OnceLock;

use agglo::Figure;
use agglo::base::estimate::Reason;
use agglo::base::id::IndustryId;
use agglo::base::region::Region;
use agglo::map::people::underserved::{Outcome, Underserved, underserved};
use agglo::map::specialization::{Line, Specialised};
use agglo::map::{Atlas, Indicator, Map};
use agglo_data::{Country, Starter};

fn country() -> &'static Country {
    static COUNTRY: OnceLock<Country> = OnceLock::new();
    COUNTRY.get_or_init(|| Country::read(&Starter::embedded().unwrap(), 2).unwrap())
}

fn atlas() -> &'static Atlas<'static> {
    static ATLAS: OnceLock<Atlas<'static>> = OnceLock::new();
    ATLAS.get_or_init(|| Atlas::new(country().inputs()))
}

fn region(codes: &[&str]) -> Region {
    let found = |code: &str| {
        let all = &country().regions;
        all.iter().find(|region| region.id.as_str() == code).unwrap().clone()
    };
    match codes {
        [one] => found(one),
        _ => Region {
            id: codes.join(",").into(),
            name: "Together".into(),
            members: codes.iter().map(|code| found(code).id).collect(),
            ..found(codes[0])
        },
    }
}

fn map(codes: &[&str]) -> Map {
    atlas().map(&region(codes), None)
}

fn indicator<'a>(map: &'a Map, name: &str) -> &'a Indicator {
    let all = map.economy.iter().chain(&map.people.indicators);
    all.into_iter().find(|one| one.name == name).unwrap_or_else(|| panic!("no {name}"))
}

fn value(map: &Map, name: &str) -> f64 {
    indicator(map, name).value.value().unwrap_or_else(|| panic!("{name} has no point"))
}

fn near(got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{got} against {wanted}");
}

fn line<'a>(map: &'a Map, code: &str) -> &'a Line {
    map.specialization.line(code).unwrap_or_else(|| panic!("no line {code}"))
}

#[test]
fn gulf_totals_of_2016() {
    let gulf = map(&["12045"]);
    near(value(&gulf, "establishments_all_owners"), 387.0, 1e-9);
    near(value(&gulf, "jobs_all_owners"), 3801.0, 0.01);
    near(value(&gulf, "mean_pay_all_owners") * 3801.0, 130_529_308.0, 200.0);
    near(value(&gulf, "establishments_private"), 361.0, 1e-9);
    near(value(&gulf, "jobs_private"), 2624.33, 0.01);
}

#[test]
fn gulf_quotients_over_the_nation_of_2016() {
    let gulf = map(&["12045"]);
    let rows: [(&str, f64, Option<f64>, Option<f64>); 6] = [
        ("72", 1.271, Some(1.212), Some(1.678)),
        ("721", 1.192, Some(0.131), Some(0.126)),
        ("722", 1.280, Some(1.396), Some(2.117)),
        ("7225", 1.167, Some(1.401), Some(2.137)),
        ("5313", 2.126, Some(3.838), Some(3.386)),
        ("7224", 2.046, None, None),
    ];
    for (code, establishments, jobs, pay) in rows {
        let quotients = &line(&gulf, code).quotients;
        near(quotients.establishments.value().unwrap(), establishments, 0.001);
        for (figure, wanted) in [(&quotients.employment, jobs), (&quotients.pay, pay)] {
            match wanted {
                Some(wanted) => near(figure.value().unwrap(), wanted, 0.001),
                None => assert!(matches!(figure, Figure::Withheld(why)
                    if why.reason == Reason::Suppressed && why.bounds.is_some())),
            }
        }
        let known = quotients.employment.answer().ok();
        let caveats = known.map(agglo::Estimate::caveats).unwrap_or_default();
        assert!(known.is_none() || caveats.iter().any(|c| c.code == "base-all-owners"));
        let few = caveats.iter().any(|caveat| caveat.code == "few-jobs");
        assert_eq!(few, code == "721", "{code}: few jobs");
    }
}

#[test]
fn recreation_in_gulf_is_withheld_between_bounds_and_listed_as_unknown() {
    let gulf = map(&["12045"]);
    let recreation = line(&gulf, "713");
    let (low, high) = recreation.employment.range().unwrap();
    assert_eq!(recreation.employment.value(), None);
    near(recreation.establishments.value().unwrap(), 3.25, 1e-9);
    assert!(low >= 0.0 && (22.0..=22.5).contains(&high), "[{low}, {high}] of the sector's 22.5");
    assert!(gulf.unknown.iter().any(|unknown| {
        unknown.industry.as_deref() == Some("713") && unknown.variable == "employment"
    }));
    // 722 less 7225 leaves 37.83 for 7223 and 7224.
    for code in ["7223", "7224"] {
        let (_, high) = line(&gulf, code).employment.range().unwrap();
        assert!(high <= 37.84, "{code}: {high}");
    }
    let sectors: f64 = ["54", "56", "61", "62"]
        .map(|code| line(&gulf, code).employment.range().unwrap().0)
        .iter()
        .sum();
    assert!(sectors <= 780.43, "the withheld sectors share 780.42 jobs");
    for unknown in &gulf.unknown {
        assert_ne!(unknown.reason, Reason::Undefined);
    }
}

#[test]
fn every_withheld_figure_of_a_line_is_listed_as_unknown() {
    for code in ["12045", "48301", "06037"] {
        let map = map(&[code]);
        for line in &map.specialization.lines {
            let hidden = line.employment.value().is_none();
            let listed = map.unknown.iter().any(|unknown| {
                unknown.variable == "employment"
                    && unknown.industry.as_deref() == Some(line.industry.as_str())
            });
            assert_eq!(hidden, listed, "{code} {}", line.industry);
        }
    }
}

#[test]
fn metals_stand_out_in_mahoning_and_semiconductors_in_santa_clara() {
    let mahoning = map(&["39099"]);
    let top: Vec<&str> =
        mahoning.specialization.strongest.industries.iter().map(IndustryId::as_str).collect();
    assert!(top.contains(&"3313"), "{top:?}");
    assert!(line(&mahoning, "3313").quotients.employment.value().unwrap() > 20.0);
    assert_eq!(line(&mahoning, "331").specialised, Specialised::Surely);
    let santa_clara = map(&["06085"]);
    let chips = line(&santa_clara, "3344").quotients.employment.value().unwrap();
    near(chips, 14.96, 1.5);
    let top = &santa_clara.specialization.strongest.industries[..4];
    assert!(top.iter().any(|id| id.as_str() == "3344"), "{top:?}");
}

fn verdicts() -> Vec<(&'static str, Underserved)> {
    let country = country();
    let read = |region: &'static Region| {
        let verdict = underserved(&country.underserved, &country.facts, &region.members);
        (region.id.as_str(), verdict)
    };
    country.regions.iter().map(read).collect()
}

fn leg(read: &Underserved, id: &str) -> Outcome {
    read.legs.iter().find(|leg| leg.id == id).unwrap().outcome
}

fn test(read: &Underserved, fact: &str) -> Outcome {
    let mut tests = read.legs.iter().flat_map(|leg| &leg.tests);
    tests.find(|test| test.fact == fact).unwrap().outcome
}

#[test]
fn the_rule_calls_794_counties_underserved() {
    let all = verdicts();
    let count = |holds: &dyn Fn(&Underserved) -> bool| all.iter().filter(|(_, v)| holds(v)).count();
    assert_eq!(all.len(), 3142);
    assert_eq!(count(&|v| leg(v, "vulnerability") == Outcome::Yes), 786);
    assert_eq!(count(&|v| leg(v, "persistent_poverty") == Outcome::Yes), 353);
    assert_eq!(count(&|v| leg(v, "federal") == Outcome::Yes), 1941);
    assert_eq!(count(&|v| test(v, "unemployment_24_months_percent") == Outcome::Yes), 763);
    assert_eq!(count(&|v| test(v, "income_per_head_usd") == Outcome::Yes), 1798);
    assert_eq!(count(&|v| v.verdict == Outcome::Yes), 794);
    assert_eq!(count(&|v| v.passed > 0), 1990);
    let unknown: Vec<(&str, &str)> = all
        .iter()
        .flat_map(|(code, v)| v.legs.iter().map(move |leg| (*code, leg)))
        .filter(|(_, leg)| leg.outcome == Outcome::Unknown)
        .map(|(code, leg)| (code, leg.id.as_str()))
        .collect();
    assert_eq!(unknown, [("15005", "federal"), ("35039", "vulnerability")]);
}

#[test]
fn five_counties_and_the_legs_that_they_pass() {
    let all = verdicts();
    let rows = [
        ("12045", ["no", "no", "yes"]),
        ("39099", ["no", "no", "yes"]),
        ("24047", ["no", "no", "yes"]),
        ("06037", ["yes", "no", "no"]),
        ("48301", ["yes", "no", "no"]),
    ];
    for (code, wanted) in rows {
        let (_, read) = all.iter().find(|(other, _)| *other == code).unwrap();
        let got =
            ["vulnerability", "persistent_poverty", "federal"].map(|id| match leg(read, id) {
                Outcome::Yes => "yes",
                Outcome::No => "no",
                Outcome::Unknown => "unknown",
            });
        assert_eq!(got, wanted, "{code}");
        assert_eq!((read.verdict, read.passed), (Outcome::No, 1), "{code}");
        let both_sentences = read.sentence.starts_with("Not underserved")
            && (leg(read, "federal") != Outcome::Yes || read.beside.len() == 1);
        assert!(both_sentences, "{code}");
    }
}

#[test]
fn people_of_gulf_mahoning_and_worcester() {
    let gulf = map(&["12045"]);
    near(value(&gulf, "svi_percentile"), 0.5920, 1e-9);
    near(value(&gulf, "unemployment_24_months_percent"), 4.16, 0.005);
    near(value(&gulf, "income_per_head_over_nation"), 0.656, 0.0005);
    let rate = &indicator(&gulf, "unemployment_24_months_percent").nation;
    near(rate.value().unwrap(), 4.1242, 0.00005);
    near(indicator(&gulf, "income_per_head_usd").nation.value().unwrap(), 54_446.0, 0.5);
    near(value(&gulf, "income_per_head_usd"), 35_701.0, 0.5);
    let mahoning = map(&["39099"]);
    near(value(&mahoning, "svi_percentile"), 0.5889, 1e-9);
    near(value(&mahoning, "unemployment_24_months_percent"), 6.40, 0.005);
    near(value(&mahoning, "income_per_head_over_nation"), 0.792, 0.0005);
    near(value(&mahoning, "population"), 229_642.0, 0.5);
    near(value(&map(&["24047"]), "unemployment_24_months_percent"), 8.41, 0.005);
    let poverty = &indicator(&gulf, "poverty_percent").value;
    let interval = poverty.answer().unwrap().interval();
    assert!(interval.width() > 1.0 && (interval.level() - 0.9).abs() < 1e-12, "its margin");
}

#[test]
fn a_region_of_three_counties_is_the_hand_sum() {
    let codes = ["12045", "12037", "12063"];
    let parts = codes.map(|code| map(&[code]));
    let together = map(&codes);
    let sum = |name: &str| parts.iter().map(|part| value(part, name)).sum::<f64>();
    for name in ["jobs_all_owners", "establishments_private", "jobs_private", "population"] {
        near(value(&together, name), sum(name), 1e-6);
    }
    let weighted = |rate: &str, by: &str| {
        let top: f64 = parts.iter().map(|part| value(part, rate) * value(part, by)).sum();
        top / sum(by)
    };
    let income = weighted("income_per_head_usd", "population");
    near(value(&together, "income_per_head_usd"), income, 1e-6);
    let pay = weighted("mean_pay_all_owners", "jobs_all_owners");
    near(value(&together, "mean_pay_all_owners"), pay, 1e-6);
    let food: f64 = parts.iter().map(|part| line(part, "722").employment.value().unwrap()).sum();
    near(line(&together, "722").employment.value().unwrap(), food, 1e-9);
    let quotient = (food / sum("jobs_all_owners")) / (11_375_224.5 / 141_870_000.0);
    near(line(&together, "722").quotients.employment.value().unwrap(), quotient, 0.001);
    let svi = &together.underserved.legs[0].tests[0];
    assert_eq!((svi.value.range(), svi.members.len()), (None, 3), "no percentile of a sum");
}

#[test]
fn the_season_of_food_and_lodging_in_gulf() {
    let gulf = map(&["12045"]);
    let season = gulf.seasons.iter().find(|season| season.industry.as_str() == "72").unwrap();
    near(season.lowest.value().unwrap(), 368.0, 1e-9);
    near(season.highest.value().unwrap(), 517.0, 1e-9);
    near(season.swing.value().unwrap(), 1.405, 0.0005);
}

#[test]
fn the_season_of_the_median_county_stands_beside_it() {
    let gulf = map(&["12045"]);
    let season = gulf.seasons.iter().find(|season| season.industry.as_str() == "72").unwrap();
    let median = season.median.value().unwrap();
    assert!((1.0..1.4).contains(&median), "{median}");
    let likeness = value(&gulf, "hachman");
    assert!((0.1..0.95).contains(&likeness), "{likeness}");
}

#[test]
fn the_long_history_of_gulf() {
    let history = map(&["12045"]).history.unwrap();
    let of = |year: u16| {
        history.years.iter().find(|row| row.year.0 == year).unwrap().jobs.value().unwrap()
    };
    for (year, jobs) in [(2001, 4810.0), (2007, 5980.0), (2016, 5690.0), (2022, 6861.0)] {
        near(of(year), jobs, 1e-9);
    }
    let growth = &history.growth[0];
    near(
        growth.region.value().unwrap(),
        100.0 * ((6861.0_f64 / 4810.0).powf(1.0 / 21.0) - 1.0),
        1e-9,
    );
    near(history.years[0].nation.value().unwrap(), 165_522_200.0, 0.5);
}

#[test]
fn hotels_of_gulf_from_2017_to_2021() {
    let region = region(&["12045"]);
    let changes = Starter::embedded().unwrap().changes(&region.members).unwrap();
    let read = agglo::map::change::change(
        &changes,
        &"7211".into(),
        "Hotels",
        agglo::map::Place::new(&region),
    )
    .unwrap();
    let years: Vec<(f64, f64)> = read
        .years
        .iter()
        .map(|year| (year.establishments.value().unwrap(), year.employment.value().unwrap()))
        .collect();
    assert_eq!(years, [(7.0, 21.0), (5.0, 25.0), (3.0, 14.0), (5.0, 11.0), (3.0, 19.0)]);
    near(read.employment.value().unwrap(), -2.0, 1e-9);
    let caveats = read.employment.answer().unwrap().caveats().to_vec();
    assert!(caveats.iter().any(|caveat| caveat.code == "method-break"));
}

#[test]
fn neighbours_and_peers_of_gulf() {
    let gulf = map(&["12045"]);
    let ids: Vec<&str> = gulf.neighbours.iter().map(|near| near.region.as_str()).collect();
    assert_eq!(ids, ["12005", "12013", "12037", "12077"]);
    assert_eq!(map(&["39099"]).neighbours.len(), 6);
    for peers in [&gulf.peers.by_industry, &gulf.peers.by_people, &gulf.peers.by_both] {
        assert_eq!(peers.len(), 10);
        assert!(peers.iter().all(|peer| peer.region.as_str() != "12045"));
    }
}

#[test]
fn kalawao_has_people_and_no_economy() {
    let kalawao = map(&["15005"]);
    assert!(kalawao.specialization.lines.is_empty());
    assert_eq!(indicator(&kalawao, "jobs_private").value.range(), None);
    assert!(indicator(&kalawao, "population").value.range().is_some());
    assert_eq!(leg(&kalawao.underserved, "federal"), Outcome::Unknown);
}
