//! Figures that agencies print come out of the pack, those that a careless reading gets wrong included.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a pack that cannot be read has failed")]

use std::sync::OnceLock;

use agglo::base::year::Year;
use agglo::panel::{Cell, Jobs, Panel, Status, Structure};
use agglo_data::Starter;

const YEARS: std::ops::RangeInclusive<u16> = 2001..=2022;

fn pack() -> &'static Starter {
    static PACK: OnceLock<Starter> = OnceLock::new();
    PACK.get_or_init(|| Starter::embedded().unwrap())
}

fn structure() -> &'static Structure {
    static STRUCTURE: OnceLock<Structure> = OnceLock::new();
    STRUCTURE.get_or_init(|| pack().structure().unwrap())
}

fn jobs() -> &'static Jobs {
    static JOBS: OnceLock<Jobs> = OnceLock::new();
    JOBS.get_or_init(|| pack().jobs().unwrap())
}

fn people() -> &'static Panel {
    static PEOPLE: OnceLock<Panel> = OnceLock::new();
    PEOPLE.get_or_init(|| pack().people().unwrap())
}

fn at(panel: &Panel, region: &str, industry: &str, year: u16) -> Cell {
    let place = panel.region(region).unwrap_or_else(|| panic!("no region {region}"));
    let column = panel.industry(industry).unwrap_or_else(|| panic!("no industry {industry}"));
    panel.cell([panel.year(Year(year)).unwrap(), place, column])
}

fn in_2016(panel: &Panel, region: &str, industry: &str) -> Cell {
    at(panel, region, industry, 2016)
}

fn line(region: &str, line: &str, year: u16) -> Cell {
    at(&jobs().panel, region, line, year)
}

fn near(got: f64, wanted: f64, tolerance: f64) {
    assert!((got - wanted).abs() <= tolerance, "{got} against {wanted}");
}

#[test]
fn gulf_in_2016_over_all_owners_and_private() {
    let base = &structure().base;
    assert_eq!(in_2016(&base.establishments, "12045", "10").point(), Ok(387.0));
    assert_eq!(in_2016(&base.employment, "12045", "10").point(), Ok(3801.0));
    assert_eq!(in_2016(&base.pay, "12045", "10").point(), Ok(130_529_308.0));
    assert_eq!(in_2016(&structure().establishments, "12045", "10").point(), Ok(361.0));
    near(in_2016(&structure().employment, "12045", "10").point().unwrap(), 2_624.33, 0.005);
}

#[test]
fn the_season_of_gulf_runs_from_368_to_517_jobs() {
    let low = in_2016(&structure().lowest_month, "12045", "72").point().unwrap();
    let high = in_2016(&structure().highest_month, "12045", "72").point().unwrap();
    near(low, 368.0, 0.0);
    near(high, 517.0, 0.0);
    near(high / low, 1.405, 0.0005);
}

#[test]
fn a_source_that_prints_0_jobs_and_3_establishments_hides_its_jobs() {
    let cell = in_2016(&structure().employment, "12045", "713");
    assert_eq!(cell.status(), Status::Withheld { low: 0.0, high: 22.5 });
    assert_eq!(in_2016(&structure().establishments, "12045", "713").point(), Ok(3.25));
}

#[test]
fn hotels_and_restaurants_of_gulf_from_2017_to_2021() {
    let changes = pack().changes(&["12045".into()]).unwrap();
    let rows = [
        ("7211", [(7.0, 21.0), (5.0, 25.0), (3.0, 14.0), (5.0, 11.0), (3.0, 19.0)]),
        ("7225", [(24.0, 376.0), (24.0, 383.0), (21.0, 242.0), (24.0, 280.0), (27.0, 352.0)]),
    ];
    for (industry, years) in rows {
        for (year, (establishments, employment)) in (2017..).zip(years) {
            let count = at(&changes.establishments, "12045", industry, year).point();
            assert_eq!(count, Ok(establishments), "{industry} {year}");
            let count = at(&changes.employment, "12045", industry, year).point();
            assert_eq!(count, Ok(employment), "{industry} {year}");
        }
    }
}

#[test]
fn gulf_borders_on_4_counties_and_shares_its_labour_market_with_2() {
    let pairs = pack().neighbours().unwrap();
    let around = |code: &str| -> Vec<String> {
        let other = |(a, b): &(agglo::base::id::RegionId, agglo::base::id::RegionId)| {
            [(a, b), (b, a)]
                .into_iter()
                .find(|(own, _)| own.as_str() == code)
                .map(|(_, b)| b.clone())
        };
        pairs.iter().filter_map(other).map(|id| id.to_string()).collect()
    };
    assert_eq!(around("12045"), ["12005", "12013", "12037", "12077"]);
    assert_eq!(around("39099").len(), 6);
    let market = pack().labour_market(&"12045".into()).unwrap();
    let ids: Vec<&str> = market.iter().map(agglo::base::id::RegionId::as_str).collect();
    assert_eq!(ids, ["12005", "12037", "12045"]);
    let all = pack().labour_markets().unwrap();
    assert!(all.contains(&("12045".into(), "10000".to_owned())));
}

#[test]
fn jobs_of_gulf_over_22_years_and_the_years_that_are_hidden() {
    let years = [2001, 2007, 2010, 2016, 2018, 2019, 2022];
    let rows = [
        ("10", [4810, 5980, 5371, 5690, 5800, 5728, 6861]),
        ("20", [3602, 4366, 3770, 4025, 3892, 3883, 4499]),
    ];
    for (code, values) in rows {
        for (year, value) in years.into_iter().zip(values) {
            assert_eq!(line("12045", code, year).point(), Ok(f64::from(value)), "{code} {year}");
        }
    }
    for (year, value) in [(2007, 421.0), (2009, 409.0), (2016, 501.0), (2019, 413.0), (2022, 659.0)]
    {
        assert_eq!(line("12045", "1800", year).point(), Ok(value), "{year}");
    }
    let hidden: Vec<u16> =
        YEARS.filter(|&year| line("12045", "1800", year).is_withheld()).collect();
    assert_eq!(hidden, [2001, 2010, 2011, 2012, 2013, 2018]);
    let hidden = |code: &str| YEARS.filter(|&year| line("12045", code, year).is_withheld()).count();
    assert_eq!([hidden("1600"), hidden("1500"), hidden("1400")], [15, 14, 14]);
    // A hidden year is no collapse: what the years around it show is possible in it.
    for year in [2001, 2010, 2011, 2012, 2013, 2018] {
        let (low, high) = line("12045", "1800", year).range().unwrap();
        assert!(low <= 272.0 && high >= 545.0, "{year}: [{low}, {high}]");
    }
}

#[test]
fn jobs_of_mahoning_by_sector() {
    let rows = [
        (2001, [136_179, 12_228, 9_846, 16_986]),
        (2010, [127_230, 8_506, 9_803, 16_493]),
        (2016, [131_079, 9_345, 11_200, 15_276]),
        (2022, [131_601, 10_039, 11_030, 14_075]),
    ];
    for (year, values) in rows {
        for (code, value) in ["10", "500", "1800", "2000"].into_iter().zip(values) {
            assert_eq!(line("39099", code, year).point(), Ok(f64::from(value)), "{code} {year}");
        }
    }
    let private = |code| in_2016(&structure().employment, "39099", code).point().unwrap();
    near(private("31-33"), 8_764.0, 0.05);
    near(private("72"), 10_394.3, 0.05);
    near(9_345.0 / private("31-33"), 1.066, 0.0005);
    near(11_200.0 / private("72"), 1.078, 0.0005);
}

#[test]
fn two_agencies_count_jobs_that_differ_by_a_few_percent() {
    let base = &structure().base.employment;
    let ratio = |code: &str| {
        let area = jobs().panel.region(code)?;
        let year = jobs().panel.year(Year(2016))?;
        let line = jobs().panel.industry(jobs().wage_and_salary.as_str())?;
        let counted = base.cell([0, base.region(code)?, 0]).point().ok()?;
        Some(jobs().panel.cell([year, area, line]).point().ok()? / counted)
    };
    for (code, wanted) in
        [("12045", 1.0589), ("39099", 1.0667), ("06037", 1.0760), ("48201", 1.0580)]
    {
        near(ratio(code).unwrap(), wanted, 0.00005);
    }
    let counties = pack().regions().unwrap();
    let mut all: Vec<f64> =
        counties.iter().filter_map(|county| ratio(county.id.as_str())).collect();
    all.sort_by(f64::total_cmp);
    assert_eq!(all.len(), 3089);
    near(all[1544], 1.082, 0.0005);
    near(all[772], 1.063, 0.0005);
    near(all[2316], 1.110, 0.0005);
    near(all[0], 0.49, 0.005);
    near(all[3088], 8.19, 0.005);
}

#[test]
fn sectors_add_up_to_all_jobs_wherever_all_are_printed() {
    assert_eq!(line("US", "10", 2001).point(), Ok(165_522_200.0));
    assert_eq!(line("US", "10", 2022).point(), Ok(212_442_000.0));
    let panel = &jobs().panel;
    let mut complete = 0;
    for area in &panel.axes().regions {
        for year in YEARS {
            let sectors =
                jobs().sectors.iter().map(|sector| line(area.as_str(), sector.as_str(), year));
            let printed: Option<Vec<f64>> = sectors.map(|cell| cell.point().ok()).collect();
            let Some(printed) = printed else { continue };
            complete += 1;
            let all = line(area.as_str(), "10", year).point().unwrap();
            near(printed.iter().sum(), all, 0.0);
        }
    }
    assert!(complete > 9_000, "{complete} areas and years");
    assert_eq!(jobs().sectors.len(), 21);
}

#[test]
fn income_per_head_and_population() {
    let rows = [
        ("12045", [17_109, 26_351, 35_701]),
        ("39099", [25_243, 34_714, 43_097]),
        ("US", [30_657, 40_546, 54_446]),
    ];
    for (region, values) in rows {
        for (year, value) in [2000, 2010, 2018].into_iter().zip(values) {
            let income = at(people(), region, "income_per_head_usd", year).point();
            assert_eq!(income, Ok(f64::from(value)), "{region} {year}");
        }
    }
    assert_eq!(at(people(), "39099", "population", 2018).point(), Ok(229_642.0));
}

#[test]
fn unemployment_of_two_counties_and_the_nation() {
    let sum = |region: &str, measure: &str, years: &[u16]| -> f64 {
        years.iter().map(|&year| at(people(), region, measure, year).point().unwrap()).sum()
    };
    let rate = |region: &str, years: &[u16]| {
        100.0 * sum(region, "unemployed", years) / sum(region, "labour_force", years)
    };
    for (region, values) in [("12045", [6.0, 10.3, 4.4]), ("39099", [5.4, 11.7, 5.9])] {
        for (year, value) in [2000, 2010, 2018].into_iter().zip(values) {
            near(rate(region, &[year]), value, 0.05);
        }
    }
    near(rate("US", &[2017, 2018]), 4.1242, 0.00005);
    near(rate("12045", &[2017, 2018]), 4.16, 0.005);
    near(rate("39099", &[2017, 2018]), 6.40, 0.005);
}

#[test]
fn a_year_in_which_parishes_were_not_counted_has_no_sum_of_the_nation() {
    for year in [2005, 2006] {
        assert_eq!(at(people(), "US", "labour_force", year), Cell::MISSING);
    }
}

/// Change of a county split into growth of the nation, mix of sectors and its own share (Dunn 1960).
fn shift_share(region: &str, from: u16, to: u16) -> [f64; 4] {
    let of = |place: &str, code: &str, year| line(place, code, year).point().unwrap();
    let nation = of("US", "10", to) / of("US", "10", from) - 1.0;
    let mut parts = [0.0; 4];
    for sector in jobs().sectors.iter().map(agglo::base::id::IndustryId::as_str) {
        let (before, after) = (of(region, sector, from), of(region, sector, to));
        let growth = of("US", sector, to) / of("US", sector, from) - 1.0;
        parts[0] += after - before;
        parts[1] += before * nation;
        parts[2] += before * (growth - nation);
        parts[3] += after - before * (1.0 + growth);
    }
    parts
}

#[test]
fn the_change_of_two_large_counties_splits_as_computed_from_the_printed_table() {
    let rows = [
        ("12031", 2010, 2019, [138_724.0, 93_971.25, 10_970.97, 33_781.78]),
        ("12031", 2001, 2019, [158_414.0, 119_075.10, 19_075.76, 20_263.14]),
        ("48113", 2010, 2019, [487_864.0, 308_360.77, 18_790.16, 160_713.08]),
    ];
    for (region, from, to, wanted) in rows {
        for (got, wanted) in shift_share(region, from, to).into_iter().zip(wanted) {
            near(got, wanted, 0.01);
        }
    }
}

#[test]
fn the_nations_private_industries_lie_in_narrow_intervals() {
    let rows = [
        ("10", 9_417_676.0, 120_504_391.0, 120_504_918.0),
        ("7211", 59_349.25, 1_868_116.0, 1_868_134.0),
        ("722", 613_040.75, 11_375_184.0, 11_375_265.0),
    ];
    for (code, establishments, low, high) in rows {
        let count = in_2016(&structure().establishments, "US", code).point().unwrap();
        near(count, establishments, 0.0);
        let range = in_2016(&structure().employment, "US", code).range().unwrap();
        near(range.0, low, 1.0);
        near(range.1, high, 1.0);
    }
}

#[test]
fn hidden_industries_of_gulf_lie_within_what_published_totals_leave() {
    let jobs = |code| in_2016(&structure().employment, "12045", code);
    near(jobs("722").point().unwrap() - jobs("7225").point().unwrap(), 37.83, 0.01);
    for (code, establishments) in [("7223", 3.0), ("7224", 3.5), ("711", 1.0), ("713", 3.25)] {
        let count = in_2016(&structure().establishments, "12045", code).point();
        assert_eq!((jobs(code).is_withheld(), count), (true, Ok(establishments)), "{code}");
    }
    near(jobs("7223").range().unwrap().1, 37.83, 0.01);
    near(jobs("71").point().unwrap(), 22.5, 0.0);
    let sectors = ["54", "56", "61", "62"];
    assert!(sectors.iter().all(|code| jobs(code).is_withheld()));
    let all = &structure().employment;
    let printed =
        all.axes().industries.iter().map(agglo::base::id::IndustryId::as_str).filter(|code| {
            (code.len() == 2 || code.contains('-')) && *code != "10" && !sectors.contains(code)
        });
    let rest: f64 = printed.map(|code| jobs(code).point().unwrap()).sum();
    near(jobs("10").point().unwrap() - rest, 780.42, 0.01);
    for code in sectors {
        assert!(jobs(code).range().unwrap().1 <= 780.42 + 0.01, "{code}");
    }
}
