//! Industries, clusters and business lives as their agencies print them, read by our warehouse.
#![cfg(feature = "lake")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

mod sources;

use sources::gives;

const QUOTIENTS: &[&str] = &["industry/qcew_lq_2016q4.parquet"];

#[test]
fn printed_quotients_of_gulf_in_december_2016() {
    gives(
        QUOTIENTS,
        "select estabs_q4, employment_dec, lq_employment_dec, lq_estabs, lq_wages from qcew_lq_2016q4
         where region = '12045' and naics in ('721', '722', '5313') order by naics",
        0.0,
        &[9.0, 58.0, 3.26, 2.14, 3.08, 3.0, 6.0, 0.12, 1.09, 0.13, 32.0, 379.0, 1.27, 1.29, 1.90],
    );
}

#[test]
fn printed_quotients_of_metals_and_semiconductors() {
    gives(
        QUOTIENTS,
        "select employment_dec, lq_employment_dec, lq_estabs, lq_wages from qcew_lq_2016q4
         where region = '39099' and naics = '331'",
        0.0,
        &[2_111.0, 8.36, 8.39, 10.36],
    );
    gives(
        QUOTIENTS,
        "select naics, lq_employment_dec, employment_dec from qcew_lq_2016q4
         where region = '39099' and level = 4 and employment_dec >= 100
         order by lq_employment_dec desc limit 3",
        0.0,
        &[3313.0, 28.86, 1_135.0, 3312.0, 14.66, 554.0, 3271.0, 11.33, 312.0],
    );
    gives(
        QUOTIENTS,
        "select employment_dec, lq_employment_dec from qcew_lq_2016q4
         where region = '06085' and naics = '3344'",
        0.0,
        &[40_081.0, 14.96],
    );
}

#[test]
fn shares_of_the_nation_in_december_2016() {
    gives(
        &["industry/qcew_us_share_2016q4.csv"],
        "select (cast(share_lo as double) + cast(share_hi as double)) / 2 from qcew_us_share_2016q4
         where naics in ('10', '331', '5313', '721', '722') order by naics",
        2e-6,
        &[0.847_914, 0.002_564, 0.004_710, 0.013_151, 0.079_077],
    );
}

#[test]
fn gulf_grew_from_2015_to_2016_and_its_season_has_a_december() {
    gives(
        &["industry/qcew_county.parquet"],
        "select employment from qcew_county
         where region = '12045' and own = '5' and naics = '10' order by year",
        0.005,
        &[2_463.83, 2_624.33],
    );
    gives(
        &["industry/qcew_county_monthly.parquet"],
        "select m01, m07, m12 from qcew_county_monthly
         where region = '12045' and own = '5' and naics = '72' and year = 2016",
        0.0,
        &[368.0, 517.0, 385.0],
    );
}

#[test]
fn county_business_patterns_of_the_states() {
    gives(
        &["industry/cbp_state.parquet"],
        "select sum(employment), sum(case when year = 2021 then establishments end) from cbp_state
         where naics = '00' and year in (2017, 2020, 2021) group by year order by year",
        0.0,
        &[128_064_808.0, f64::NAN, 133_620_175.0, f64::NAN, 127_862_992.0, 8_124_517.0],
    );
    gives(
        &["industry/cbp_state_2000_2011.parquet"],
        "select establishments, employment from cbp_state_2000_2011
         where region = '12' and naics = '7211' and year in (2000, 2011) order by year",
        0.0,
        &[3_284.0, 138_482.0, 3_195.0, 155_623.0],
    );
    gives(
        &["industry/cbp_state_2000_2011.parquet"],
        "select count(*), sum(case when employment_status = 'range' then 1 else 0 end)
         from cbp_state_2000_2011",
        0.0,
        &[811_632.0, 276_225.0],
    );
}

#[test]
fn published_clusters_of_2012_and_hospitality_in_florida() {
    gives(
        &["clusters/cluster_definitions.csv"],
        "select count(*), count(distinct cluster_code) from cluster_definitions
         where naics_version = '2012' group by traded order by traded",
        0.0,
        &[303.0, 16.0, 675.0, 51.0],
    );
    gives(
        &["clusters/cluster_definitions.csv"],
        "select cluster_code from cluster_definitions
         where naics_version = '2012' and naics in ('721110', '722511') order by naics",
        0.0,
        &[22.0, 111.0],
    );
    gives(
        &["clusters/published_state_2016.csv"],
        "select employment, establishments, lq, lq_rank, employment * 1.0 / share_of_us_cluster_employment
         from (select cast(employment as double) as employment, establishments,
                 cast(lq as double) as lq, lq_rank,
                 cast(share_of_us_cluster_employment as double) as share_of_us_cluster_employment
               from published_state_2016 where region = '12' and cluster_code = '22')",
        0.6,
        &[317_719.0, 10_219.0, 1.419_442, 13.0, 317_719.0 / 0.098_536_71],
    );
    let quotient = (317_719.0 / 3_140_678.0) / (317_719.0 / 0.098_536_71 / 45_242_109.0);
    assert!((quotient - 1.41944_f64).abs() < 5e-6, "{quotient}");
}

#[test]
fn births_and_deaths_of_establishments() {
    gives(
        &["dynamics/bds_state_1978_2018.csv"],
        "select establishments, entry_rate_pct, exit_rate_pct from bds_state_1978_2018
         where region = '12' and year = '2018'",
        0.0,
        &[497_966.0, 11.511, 10.117],
    );
    gives(
        &["dynamics/bds_state_1978_2018.csv"],
        "select net_job_creation from bds_state_1978_2018 where region = '12' and year = '2009'",
        0.0,
        &[-485_461.0],
    );
    gives(
        &["dynamics/bed_survival_1994_2023.csv"],
        "select establishments, survival_since_birth_pct from bed_survival_1994_2023
         where naics = '00' and cohort = '1994' and age in ('0', '1', '5', '10', '29')
         order by cast(age as int)",
        0.0,
        &[569_387.0, 100.0, 453_105.0, 79.6, 282_466.0, 49.6, 191_435.0, 33.6, 78_152.0, 13.7],
    );
    gives(
        &["dynamics/bed_survival_1994_2023.csv"],
        "select avg(cast(nullif(survival_since_birth_pct, '') as double)) from bed_survival_1994_2023
         where naics = '00' and age in ('1', '3', '5', '10') group by cast(age as int)
         order by cast(age as int)",
        0.05,
        &[78.7, 60.2, 49.2, 33.8],
    );
    gives(
        &["dynamics/bed_survival_1994_2023.csv"],
        "select avg(cast(nullif(survival_since_birth_pct, '') as double)) from bed_survival_1994_2023
         where age = '5' and (sector in ('Information', 'Manufacturing')
           or sector like 'Accommodation%' or sector like 'Health%')
         group by sector order by sector",
        0.05,
        &[53.2, 55.7, 42.0, 53.2],
    );
}
