//! Plans from the shipped catalogue: keystones, honest rests, proofs, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test file")]

use agglo::base::catalogue::Catalogue;
use agglo::base::estimate::{Estimate, Figure, Interval, Provenance, Withheld};
use agglo::base::year::Year;
use agglo::plan::prior::Priors;
use agglo::plan::{
    Binds, Budget, Gate, Need, Plan, Purpose, Quantity, Records, Request, Standing, Why, plan,
};
use agglo_data::definitions::initiatives::catalogue;

fn known(value: f64) -> Figure {
    Estimate::exact(value, Provenance::default()).into()
}

fn need(element: &str, weight: f64, level: f64) -> Need {
    let industry = !["natural_draw", "access", "entrepreneurship", "season"].contains(&element);
    Need {
        element: element.into(),
        title: element.to_owned(),
        names: Vec::new(),
        sectors: Vec::new(),
        is_industry: industry,
        is_piece: element == "natural_draw",
        weight,
        level: known(level),
        mutable: element != "natural_draw",
        complementary: Binds::default(),
        additive: Binds::default(),
        step: Some((known(3.1), "establishments".to_owned())),
        whole: None,
        codes: Vec::new(),
        jobs: None,
    }
}

/// A small beach county: activities bind where elements need each other, lodging where they add up.
fn beach() -> Vec<Need> {
    let mut needs = vec![
        need("natural_draw", 0.15, 0.64),
        need("lodging", 0.20, 0.84),
        need("food", 0.14, 0.80),
        need("evening", 0.09, 0.77),
        need("activities", 0.12, 0.48),
        need("access", 0.06, 0.79),
        need("entrepreneurship", 0.12, 1.0),
        need("season", 0.12, 1.0),
    ];
    let bind = |binding| Binds { binding, possible: true };
    needs[4].complementary = bind(true);
    needs[1].complementary = bind(false);
    needs[1].additive = bind(true);
    needs[4].additive = bind(false);
    needs
}

fn request(total: i64) -> Request {
    let budget = Budget::spread(total * 100, Year(2026), 3).unwrap();
    let mut request = Request::new("12345".into(), beach(), -1.0, budget);
    request.establishments = known(400.0);
    request.households = known(6_000.0);
    request
}

fn planned(request: &Request, catalogue: &Catalogue) -> Plan {
    plan(request, catalogue, &Priors::new(catalogue).unwrap()).unwrap()
}

fn of(plan: &Plan, purpose: Purpose) -> Vec<&str> {
    let rows = plan.chosen.iter().filter(|row| row.purpose == purpose);
    rows.map(|row| row.initiative.as_str()).collect()
}

#[test]
fn gates_come_first_then_one_pilot_and_the_rest_is_not_placed() {
    let catalogue = catalogue().unwrap();
    let plan = planned(&request(2_000_000), &catalogue);
    assert_eq!(plan.standing, Standing::Draft);
    assert_eq!(of(&plan, Purpose::Gate), ["business-network"]);
    assert_eq!(of(&plan, Purpose::Gain), Vec::<&str>::new());
    assert_eq!(of(&plan, Purpose::Pilot), ["cultural-event"]);
    assert!((plan.money.placed.value().unwrap() - 200_000.0).abs() < 1e-6);
    assert!((plan.money.not_placed.value().unwrap() - 1_800_000.0).abs() < 1e-6);
    assert!(plan.proof.optimal);
    assert_eq!(plan.chosen.len() + plan.not_chosen.len(), 88, "each kind stands somewhere");
    assert_eq!(plan.find_out.len(), 3);
    let pilot = &plan.chosen[1];
    assert!(pilot.reason.starts_with("No usable evidence"), "{}", pilot.reason);
    assert!(pilot.would_have_to_show.contains("would take 3 more (establishments)"));
    assert_eq!(pilot.gain.value(), None, "no effect is invented");
}

#[test]
fn what_the_two_readings_choose_otherwise_is_marked() {
    let catalogue = catalogue().unwrap();
    let plan = planned(&request(2_000_000), &catalogue);
    assert!(!plan.complementarity.same);
    assert_eq!(plan.complementarity.only_complementary, ["Festivals and events"]);
    assert_eq!(plan.complementarity.only_additive.len(), 1);
    assert!(plan.chosen[0].also_when_additive && !plan.chosen[1].also_when_additive);
}

#[test]
fn entrepreneurship_that_may_bind_is_bought_by_evidence_in_proportion_to_the_firms_reached() {
    let catalogue = catalogue().unwrap();
    let mut request = request(3_000_000);
    request.needs[6].level = known(0.5);
    for need in &mut request.needs {
        need.complementary = Binds::default();
    }
    request.needs[6].complementary = Binds { binding: true, possible: true };
    let plan = planned(&request, &catalogue);
    let advice =
        plan.chosen.iter().find(|row| row.initiative.as_str() == "business-advice").unwrap();
    let reach = advice.reaches.as_ref().unwrap().units.value().unwrap();
    let firms = (reach / 400.0).min(1.0);
    let expected = 0.5 * firms * advice.prior.expected.value().unwrap() / 100.0;
    assert!((advice.level_rise.value().unwrap() - expected).abs() < 1e-12);
    assert!(advice.gain.value().unwrap() > 0.0);
    let (low, high) = advice.gain.range().unwrap();
    assert!(low <= 0.0 && high > advice.gain.value().unwrap(), "{low} {high}");
    let cost = advice.cost.value().unwrap();
    assert!((advice.jobs_at_most.value().unwrap() - cost / 2_200.0).abs() < 1e-9);
    assert!(plan.gain_on_defaults.value().unwrap().abs() < 1e-12, "it rests on studies");
}

#[test]
fn without_a_count_of_firms_no_rise_is_claimed() {
    let catalogue = catalogue().unwrap();
    let mut request = request(3_000_000);
    request.needs[6].level = known(0.5);
    request.needs[6].complementary = Binds { binding: true, possible: true };
    request.establishments = Figure::Withheld(Withheld::missing("unknown"));
    let plan = planned(&request, &catalogue);
    assert!(plan.chosen.iter().all(|row| row.gain.value().is_none()));
}

#[test]
fn a_plan_without_a_keystone_is_refused_with_the_reason() {
    let catalogue = catalogue().unwrap();
    for (word, name) in
        [("entrepreneurship", "entrepreneurship initiative"), ("partnership", "partner's role")]
    {
        let mut request = request(2_000_000);
        let lifts = |kind: &&agglo::base::archetype::Archetype| {
            kind.lifts.iter().any(|lift| lift.word.as_deref() == Some(word))
        };
        request.left_out =
            catalogue.archetypes().iter().filter(lifts).map(|kind| kind.id.clone()).collect();
        let plan = planned(&request, &catalogue);
        assert_eq!(plan.standing, Standing::Refused);
        assert!(plan.chosen.is_empty());
        assert!(plan.standing_because[0].contains(name), "{:?}", plan.standing_because);
        assert!((plan.money.placed.value().unwrap()).abs() < f64::MIN_POSITIVE);
    }
}

#[test]
fn a_budget_below_the_smallest_initiative_is_refused_in_words() {
    let catalogue = catalogue().unwrap();
    let plan = planned(&request(90_000), &catalogue);
    assert_eq!(plan.standing, Standing::Refused);
    assert!(plan.standing_because[0].contains("50,000"), "{:?}", plan.standing_because);
    assert!(plan.standing_because[0].contains("30,000"));
}

#[test]
fn no_budget_is_an_error() {
    assert_eq!(Budget::spread(0, Year(2026), 3).unwrap_err().code(), "E0320");
    assert_eq!(Budget::spread(-500, Year(2026), 3).unwrap_err().code(), "E0320");
}

#[test]
fn a_missing_element_is_opened_by_a_stated_quantity_and_never_by_a_percentage() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    request.needs[1].complementary = Binds::default();
    request.needs[4].level = known(0.0);
    let closed = planned(&request, &catalogue);
    assert!(closed.chosen.iter().all(|row| row.gain.value().is_none()));
    let why =
        |id: &str| closed.not_chosen.iter().find(|row| row.initiative.as_str() == id).unwrap().why;
    assert_eq!(why("customised-training"), Why::NoQuantity);
    request.quantities.push(Quantity {
        initiative: "startup-grants".into(),
        element: "activities".into(),
        units: 6.0,
        of: "establishments".into(),
        benchmark: 20.0,
        source: String::new(),
    });
    let opened = planned(&request, &catalogue);
    let grants =
        opened.chosen.iter().find(|row| row.initiative.as_str() == "startup-grants").unwrap();
    assert!((grants.level_rise.value().unwrap() - 0.3).abs() < 1e-12);
    assert!(grants.gain.value().unwrap() > 0.0, "from a whole of nothing to something");
    assert!((opened.gain_on_defaults.value().unwrap() - 1.0).abs() < 1e-12, "stated, not studied");
}

#[test]
fn nothing_that_binds_means_no_pilot_and_an_empty_rest() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    for need in &mut request.needs {
        need.level = known(1.0);
        need.complementary = Binds::default();
        need.additive = Binds::default();
    }
    let plan = planned(&request, &catalogue);
    assert_eq!(plan.chosen.len(), 1, "only what the gates need");
    assert!(plan.money.because.contains("no element binds"), "{}", plan.money.because);
    assert!(plan.complementarity.same);
}

#[test]
fn a_season_that_binds_gets_a_pilot_that_says_whose_reading_it_is() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    for need in &mut request.needs {
        need.complementary = Binds::default();
    }
    request.needs[7].level = known(0.33);
    request.needs[7].complementary = Binds { binding: true, possible: true };
    let plan = planned(&request, &catalogue);
    assert_eq!(of(&plan, Purpose::Pilot).len(), 1);
    let pilot = plan.chosen.last().unwrap();
    assert!(pilot.reason.contains("our own reading"), "{}", pilot.reason);
}

#[test]
fn an_immutable_element_is_never_a_target() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    for need in &mut request.needs {
        need.complementary = Binds::default();
    }
    request.needs[0].complementary = Binds { binding: true, possible: true };
    let plan = planned(&request, &catalogue);
    assert!(
        plan.chosen
            .iter()
            .all(|row| row.element.as_ref().is_none_or(|e| e.as_str() != "natural_draw"))
    );
}

#[test]
fn more_money_never_lowers_the_expected_gain() {
    let catalogue = catalogue().unwrap();
    let mut last = 0.0;
    for thousands in [150, 300, 600, 900, 1_500, 3_000, 9_000, 30_000] {
        let mut request = request(thousands * 1_000);
        request.needs[6].level = known(0.5);
        request.needs[6].complementary = Binds { binding: false, possible: true };
        let plan = planned(&request, &catalogue);
        let gain: f64 = plan.chosen.iter().filter_map(|row| row.gain.value()).sum();
        assert!(gain >= last - 1e-9, "{thousands}: {gain} after {last}");
        last = gain;
    }
    assert!(last > 0.0);
}

#[test]
fn records_that_pass_make_it_a_plan_and_an_unknown_one_does_not() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    request.records = Records {
        idea: Gate::Pass,
        partner: Gate::Pass,
        piece: Gate::Pass,
        areas: Gate::Pass,
        listening: Gate::Pass,
        targets: Gate::Pass,
        ends: Gate::Pass,
    };
    assert_eq!(planned(&request, &catalogue).standing, Standing::Ready);
    request.records.partner = Gate::Unknown;
    assert_eq!(planned(&request, &catalogue).standing, Standing::Draft);
}

#[test]
fn the_same_request_gives_the_same_plan_and_the_order_of_needs_does_not_matter() {
    let catalogue = catalogue().unwrap();
    let request = request(2_000_000);
    let text = |request: &Request| serde_json::to_string(&planned(request, &catalogue)).unwrap();
    assert_eq!(text(&request), text(&request));
    let mut turned = request.clone();
    turned.needs.reverse();
    let (a, b) = (planned(&request, &catalogue), planned(&turned, &catalogue));
    let ids =
        |plan: &Plan| plan.chosen.iter().map(|row| row.initiative.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(&a), ids(&b));
}

#[test]
fn every_number_of_the_json_is_finite() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    request.needs[4].level = known(0.0);
    request.needs[5].level =
        Figure::Withheld(Withheld::suppressed("hidden", Interval::bounds(0.0, 1.0)));
    let json = serde_json::to_string(&planned(&request, &catalogue)).unwrap();
    assert!(!json.contains("null,\"interval\"") && !json.contains("NaN"));
}

#[test]
fn names_that_are_not_there_are_refused_with_the_nearest() {
    let catalogue = catalogue().unwrap();
    let mut request = request(2_000_000);
    request.left_out = vec!["busines-advice".into()];
    let error = plan(&request, &catalogue, &Priors::new(&catalogue).unwrap()).unwrap_err();
    assert_eq!(error.code(), "E0104");
    assert!(error.advice().unwrap().contains("`business-advice`"));
    request.left_out.clear();
    request.needs.clear();
    let error = plan(&request, &catalogue, &Priors::new(&catalogue).unwrap()).unwrap_err();
    assert_eq!(error.code(), "E0325");
}

#[test]
fn only_jobs_of_an_area_reach_the_forecast_and_a_pilot_claims_nothing() {
    use agglo::base::archetype::OutcomeClass;
    use agglo::simulate::{Reached, Size, effects};

    let catalogue = catalogue().unwrap();
    let mut plan = planned(&request(2_000_000), &catalogue);
    let sectors = Reached { sectors: vec!["71".into()], jobs: Some(400.0), share: 1.0 };
    let reached = ["activities", "entrepreneurship"]
        .map(|element| (element.into(), sectors.clone()))
        .into_iter()
        .collect();
    assert!(effects(&plan, &catalogue, &reached).unwrap().is_empty(), "sales move no jobs");

    let pilot = plan.chosen.iter().position(|row| row.purpose == Purpose::Pilot).unwrap();
    plan.chosen[pilot].prior.class = OutcomeClass::AreaJobs;
    assert!(effects(&plan, &catalogue, &reached).unwrap().is_empty(), "a pilot claims nothing");

    plan.chosen[0].prior.class = OutcomeClass::AreaJobs;
    let found = effects(&plan, &catalogue, &reached).unwrap();
    assert_eq!(found.len(), 1);
    let mean = plan.chosen[0].prior.if_it_works.value().unwrap() / 100.0;
    let Size::Log { mean: log, sd } = found[0].size else { panic!("a share of jobs") };
    assert!((log - mean).abs() < 1e-12 && sd > 0.05, "{log} {sd}");
    assert_eq!((found[0].start.0, found[0].funded_until.0), (2027, 2028));
    assert!(found[0].funded_from <= found[0].start, "money comes before what it does");
}
