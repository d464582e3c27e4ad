//! The starter pack gives the figures that its agencies print.
#![allow(clippy::unwrap_used, reason = "a pack that cannot be read has failed")]

use agglo::panel::Status;
use agglo_data::Starter;

#[test]
fn a_beach_county_has_its_published_figures_and_its_hidden_ones_have_bounds() {
    let structure = Starter::embedded().unwrap().structure().unwrap();
    let at = |panel: &agglo::panel::Panel, industry: &str| {
        panel.cell([0, panel.region("12045").unwrap(), panel.industry(industry).unwrap()])
    };
    let jobs = |industry: &str| at(&structure.employment, industry);
    assert_eq!(at(&structure.base.employment, "10").point(), Ok(3801.0));
    assert_eq!(at(&structure.base.pay, "10").point(), Ok(130_529_308.0));
    assert!((jobs("10").point().unwrap() - 2624.333).abs() < 0.001);
    assert!((jobs("722").point().unwrap() - 425.583).abs() < 0.001);
    assert_eq!(jobs("713").status(), Status::Withheld { low: 0.0, high: 22.5 });
    assert_eq!(at(&structure.establishments, "713").point(), Ok(3.25));
}

#[test]
fn every_table_of_the_pack_can_be_read() {
    let pack = Starter::embedded().unwrap();
    assert_eq!(pack.regions().unwrap().len(), 3142);
    assert_eq!(pack.outlines().unwrap().len(), 3142);
    let facts = pack.facts().unwrap();
    assert!((facts.cell("svi_percentile", "12045").point().unwrap() - 0.592).abs() < 1e-9);
    let jobs = pack.jobs().unwrap();
    let total = |year: u16, area: &str| {
        let panel = &jobs.panel;
        let line = panel.industry(jobs.total.as_str()).unwrap();
        let year = panel.year(agglo::base::year::Year(year)).unwrap();
        panel.cell([year, panel.region(area).unwrap(), line]).point()
    };
    assert_eq!(total(2022, "12045"), Ok(6861.0));
    assert_eq!(total(2001, "US"), Ok(165_522_200.0));
    assert_eq!(pack.changes(&["12045".into()]).unwrap().employment.axes().years.len(), 5);
    assert!(pack.clusters().unwrap().employment.region("12045").is_some());
    assert!(pack.people().unwrap().region("US").is_some());
    assert!(!pack.sources().is_empty());
}
