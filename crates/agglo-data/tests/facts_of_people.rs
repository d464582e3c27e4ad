//! People, places and long panels as their agencies print them, read by our warehouse.
#![cfg(feature = "lake")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

mod sources;

use sources::gives;

#[test]
fn people_of_gulf_and_mahoning() {
    gives(
        &["people/population_county.parquet"],
        "select population from population_county
         where region in ('12045', '39099') and year in (2010, 2017) order by region, year",
        0.0,
        &[15_863.0, 16_160.0, 238_823.0, 229_796.0],
    );
    gives(
        &["people/county_profile.parquet"],
        "select poverty_2017, median_household_income_2017 from county_profile
         where region in ('12045', '39099') order by region",
        0.0,
        &[14.9, 44_647.0, 17.6, 43_251.0],
    );
    gives(
        &["people/acs2019_county.parquet"],
        "select value, moe90 from acs2019_county
         where region = '12045' and variable = 'median_household_income'",
        0.0,
        &[47_712.0, 3_899.0],
    );
    gives(
        &["people/laus_county.parquet"],
        "select unemployment_rate_pct from laus_county
         where region in ('12045', '39099') and year in (2010, 2016) order by region, year",
        0.0,
        &[10.29, 4.62, 11.72, 6.37],
    );
    gives(
        &["people/svi_2018_county.parquet"],
        "select rpl_themes from svi_2018_county where region in ('12045', '39099') order by region",
        0.0,
        &[0.5920, 0.5889],
    );
}

/// Counties that border on Gulf, by boundary and by the Census list.
const GULF_BORDERS: [f64; 4] = [12_005.0, 12_013.0, 12_037.0, 12_077.0];

#[test]
fn places_of_gulf_in_other_delineations() {
    gives(
        &["geo/counties.csv"],
        "select cz20, cbsa from counties where region = '12045'",
        0.0,
        &[94.0, 37_460.0],
    );
    gives(
        &["geo/neighbours.csv"],
        "select other, census_adjacent from (
           select region_b as other, census_adjacent, shares_boundary from neighbours where region_a = '12045'
           union all
           select region_a, census_adjacent, shares_boundary from neighbours where region_b = '12045')
         where shares_boundary = 'true' or census_adjacent = 'true' order by other",
        0.0,
        &GULF_BORDERS.map(|county| [county, f64::NAN]).concat(),
    );
    gives(
        &["geo/neighbours.csv"],
        "select
           sum(case when (region_a = '12045' or region_b = '12045') and census_adjacent = 'true' then 1 else 0 end),
           sum(case when region_a = '39099' or region_b = '39099' then 1 else 0 end)
         from neighbours where shares_boundary = 'true'",
        0.0,
        &[4.0, 6.0],
    );
    gives(
        &["geo/cz_1990.csv"],
        "select region, cz90 from cz_1990 where cz90 = '10000' order by region",
        0.0,
        &[12_005.0, 10_000.0, 12_037.0, 10_000.0, 12_045.0, 10_000.0],
    );
    gives(
        &["programs/opportunity_zone_tracts.csv"],
        "select count(*), sum(case when region = '12045' then 1 else 0 end),
           sum(case when region = '39099' then 1 else 0 end) from opportunity_zone_tracts",
        0.0,
        &[8_764.0, 1.0, 10.0],
    );
}

#[test]
fn jobs_of_counties_add_up_to_states_and_of_states_to_the_nation() {
    const FILE: &[&str] = &["panel/bea_county_jobs_2001_2022.parquet"];
    gives(
        FILE,
        "with total as (
           select region, year, jobs, region like '%000' as is_state
           from bea_county_jobs_2001_2022 where line = 10 and region <> '00000'
         ),
         by_state as (
           select substr(region, 1, 2) as state, year,
             sum(case when is_state then jobs else 0 end) as whole,
             sum(case when is_state then 0 else jobs end) as parts
           from total group by 1, 2
         )
         select count(*), max(abs(whole - parts)) from by_state",
        0.0,
        &[1_122.0, 0.0],
    );
    gives(
        FILE,
        "select count(*), max(abs(gap)) from (
           select sum(case when region = '00000' then jobs else -jobs end) as gap
           from bea_county_jobs_2001_2022 where line = 10 and region like '%000' group by year)",
        0.0,
        &[22.0, 0.0],
    );
    gives(
        FILE,
        "select count(*), max(abs(whole - parts)) from (
           select sum(case when line = 10 then jobs end) as whole,
             sum(case when line <> 10 then jobs end) as parts
           from bea_county_jobs_2001_2022
           where line in (10, 70, 2000) or line between 100 and 1900
           group by region, year
           having sum(case when jobs is null then 1 else 0 end) = 0)",
        0.0,
        &[10_442.0, 0.0],
    );
    gives(
        FILE,
        "select jobs from bea_county_jobs_2001_2022
         where region = '12000' and line = 1800 and year in (2009, 2019, 2020, 2022) order by year",
        0.0,
        &[772_820.0, 1_104_021.0, 916_096.0, 1_099_925.0],
    );
    gives(
        FILE,
        "select count(*), sum(case when jobs_status = 'withheld' then 1 else 0 end),
           sum(case when region = '12045' then 1 else 0 end),
           sum(case when region = '12045' and jobs_status = 'withheld' then 1 else 0 end)
         from bea_county_jobs_2001_2022",
        0.0,
        &[2_301_420.0, 349_617.0, 726.0, 86.0],
    );
}

#[test]
fn income_since_1969_in_prices_of_the_time_and_of_2018() {
    const FILE: &[&str] = &["panel/bea_county_income_1969_2018.parquet"];
    gives(
        FILE,
        "select income_per_head_usd from bea_county_income_1969_2018
         where region in ('00000', '12045', '39099') and year in (1969, 1990, 2000)
         order by region, year",
        0.0,
        &[3_931.0, 19_621.0, 30_657.0, 2_618.0, 13_237.0, 17_109.0, 3_724.0, 16_911.0, 25_243.0],
    );
    gives(
        FILE,
        "select population from bea_county_income_1969_2018
         where region = '39099' and year in (1969, 2018) order by year",
        0.0,
        &[301_659.0, 229_642.0],
    );
    gives(
        FILE,
        "select count(*), max(abs(gap)) from (
           select sum(case when region like '%000' then personal_income_kusd
                           else -personal_income_kusd end) as gap
           from bea_county_income_1969_2018 where region <> '00000'
           group by substr(region, 1, 2), year)",
        0.0,
        &[2_550.0, 0.0],
    );
    gives(
        &["panel/bea_county_income_1969_2018.parquet", "people/population_county.parquet"],
        "select min(ratio), max(ratio) from (
           select median(cast(a.population as double) / cast(b.population as double)) as ratio
           from bea_county_income_1969_2018 a
           join population_county b on a.region = b.region and a.year = b.year
           where a.population > 0 and b.population > 0
           group by a.year)",
        0.001,
        &[1.0, 1.0],
    );
    gives(
        &["panel/cpi_u_annual.csv"],
        "select cpi_u from cpi_u_annual where area = 'us' and year in
         ('1969', '1990', '2000', '2010', '2018') order by year",
        0.0,
        &[36.7, 130.7, 172.2, 218.056, 251.107],
    );
    let real = 2_618.0 * 251.107 / 36.7;
    assert!((real - 17_913.0_f64).abs() < 0.5 && (35_701.0 / real - 1.993_f64).abs() < 0.0005);
}

#[test]
fn unemployment_since_1990() {
    const FILE: &[&str] = &["panel/laus_county_1990_2018.parquet"];
    gives(
        FILE,
        "select 100.0 * unemployed / labor_force from laus_county_1990_2018
         where region in ('12045', '39099') and year in (1990, 2000, 2010, 2018)
         order by region, year",
        0.05,
        &[6.7, 6.0, 10.3, 4.4, 7.2, 5.4, 11.7, 5.9],
    );
    gives(
        FILE,
        "select 100.0 * sum(unemployed) / sum(labor_force) from laus_county_1990_2018 where year = 2010",
        0.005,
        &[9.69],
    );
}

#[test]
fn who_works_where() {
    gives(
        &["flows/county_commuting_acs_2009_2013.parquet"],
        "select sum(case when residence = '12045' then workers end),
           sum(case when residence = '12045' and workplace = '12045' then workers end),
           sum(case when residence = '12045' and workplace = '12045' then moe90 end),
           sum(case when residence = '12045' and workplace = '12005' then workers end),
           sum(case when workplace = '12045' then workers end),
           sum(case when residence = '39099' then workers end),
           sum(case when residence = '39099' and workplace = '39099' then workers end),
           sum(case when residence = '39099' and workplace = '39155' then workers end),
           sum(case when workplace = '39099' then workers end)
         from county_commuting_acs_2009_2013",
        0.0,
        &[5_433.0, 3_805.0, 448.0, 1_182.0, 4_592.0, 99_113.0, 71_875.0, 12_617.0, 99_861.0],
    );
    gives(
        &["flows/county_commuting_2000_between.parquet"],
        "select sum(case when residence = '12045' then workers end),
           sum(case when residence = '12045' and workplace = '12005' then workers end),
           sum(case when workplace = '12045' then workers end)
         from county_commuting_2000_between",
        0.0,
        &[1_476.0, 1_032.0, 686.0],
    );
}
