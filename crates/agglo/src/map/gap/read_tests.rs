//! A small made-up country: twelve resorts, one place to read, one inland county.

use super::*;
use crate::base::blueprint::{
    Aggregator, Benchmark, Better, Blueprint, BlueprintStatus, Body, Comparison, CoreBase, Cuts,
    Edge, EdgeKind, EvidenceRule, ExemplarAlternative, ExemplarRule, Field, Form, Grade,
    Industries, Join, Measure, Member, Nest, Per, Ranking, Sign, Statistic,
};
use crate::base::classification::{Classification, Industry};
use crate::base::id::RegionId;
use crate::base::year::Year;
use crate::map::gap::Evidence;
use crate::map::gap::reading::BindingGap;
use crate::map::gap::verdict::Class;
use crate::panel::{Axes, Base, Cell, Fact, Facts, Panel, Pooling, Structure};

const INDUSTRIES: [&str; 5] = ["10", "45", "72", "721", "722"];
const FACTS: [&str; 4] = ["people", "shore", "homes", "starts"];

/// What one county has: people, shore, homes, starts, hotel jobs, restaurants, months.
#[derive(Clone)]
struct County {
    id: String,
    facts: [Cell; 4],
    hotels: Cell,
    restaurants: f64,
    months: (f64, f64),
}

fn point(value: f64) -> Cell {
    Cell::disclosed(value).unwrap()
}

/// Resort number `at` of twelve: each a little different from the next.
fn resort(at: usize) -> County {
    let k = at as f64;
    County {
        id: format!("c{at:02}"),
        facts: [10_000.0, 40.0 + k, 30.0 + (7.0 * k) % 12.0, 12.0 + 0.1 * k].map(point),
        hotels: point(200.0 + 10.0 * k),
        restaurants: 30.0 + k,
        months: (80.0, 100.0 + k),
    }
}

fn country(mut own: County) -> Country {
    own.id = "here".to_owned();
    let mut counties: Vec<County> = (0..12).map(resort).collect();
    let mut inland = resort(3);
    inland.id = "inland".to_owned();
    inland.facts[1] = point(0.0);
    counties.extend([own, inland]);
    counties.sort_by(|a, b| a.id.cmp(&b.id));
    Country::of(&counties)
}

struct Country {
    structure: Structure,
    facts: Facts,
    classification: Classification,
    regions: Vec<Region>,
}

impl Country {
    fn of(counties: &[County]) -> Self {
        let ids: Vec<RegionId> = counties.iter().map(|c| c.id.as_str().into()).collect();
        let axes = |industries: &[&str]| Axes {
            years: vec![Year(2016)],
            regions: ids.clone(),
            industries: industries.iter().map(|&code| code.into()).collect(),
            source: "jobs-2016".into(),
        };
        let panel = |cell: &dyn Fn(&County, &str) -> Cell| {
            let cells = counties.iter().enumerate().flat_map(|(region, county)| {
                let cell = &cell;
                INDUSTRIES
                    .iter()
                    .enumerate()
                    .map(move |(at, code)| ([0, region, at], cell(county, code)))
                    .collect::<Vec<_>>()
            });
            Panel::new(axes(&INDUSTRIES), Cell::ZERO, cells).unwrap()
        };
        let jobs = |county: &County, code: &str| match code {
            "721" => county.hotels,
            "722" => point(county.restaurants * 10.0),
            _ => point(5_000.0),
        };
        let total = || {
            let cells = (0..counties.len()).map(|region| ([0, region, 0], point(5_000.0)));
            Panel::new(axes(&["10"]), Cell::ZERO, cells).unwrap()
        };
        let structure = Structure {
            employment: panel(&jobs),
            establishments: panel(&|county, code| match code {
                "722" => point(county.restaurants),
                _ => point(3.0),
            }),
            pay: panel(&|_, _| point(1e6)),
            base: Base { employment: total(), establishments: total(), pay: total() },
            lowest_month: panel(&|county, _| point(county.months.0)),
            highest_month: panel(&|county, _| point(county.months.1)),
        };
        Self { structure, facts: facts(counties), classification: naics(), regions: regions(&ids) }
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            structure: &self.structure,
            facts: &self.facts,
            classification: &self.classification,
            regions: &self.regions,
            clusters: None,
        }
    }

    fn region(&self, id: &str) -> &Region {
        self.regions.iter().find(|region| region.id.as_str() == id).unwrap()
    }

    fn read(&self, blueprint: &Blueprint, id: &str, options: &Options) -> Reading {
        let prepared = Prepared::new(blueprint, self.evidence()).unwrap();
        read(&prepared, self.region(id), options).unwrap()
    }
}

fn facts(counties: &[County]) -> Facts {
    let definition = |name: &&str| Fact {
        name: (*name).to_owned(),
        definition: format!("{name} of the county"),
        unit: if *name == "shore" { "km".into() } else { "share".into() },
        role: "asset".into(),
        year: Some(Year(2019)),
        better: "more".into(),
        pooling: if matches!(*name, "people" | "shore") {
            Pooling::Sum
        } else {
            Pooling::Weighted("people".into())
        },
        source: "facts-2019".into(),
    };
    let cells = counties.iter().flat_map(|county| {
        let pairs = FACTS.iter().zip(county.facts);
        pairs.map(|(name, cell)| ((*name).to_owned(), county.id.as_str().into(), cell))
    });
    Facts::new(FACTS.iter().map(definition), cells.collect::<Vec<_>>()).unwrap()
}

fn naics() -> Classification {
    let industries = INDUSTRIES.iter().map(|&code| Industry {
        id: code.into(),
        title: format!("industry {code}"),
        level: u8::try_from(code.len()).unwrap(),
        parent: None,
    });
    Classification::new("NAICS 2012", industries.collect()).unwrap()
}

fn regions(ids: &[RegionId]) -> Vec<Region> {
    let region = |id: &RegionId| Region {
        id: id.clone(),
        name: id.to_string(),
        within: "Coast".into(),
        within_code: "CO".into(),
        members: vec![id.clone()],
    };
    ids.iter().map(region).collect()
}

fn count(code: &str, field: Field) -> Measure {
    let (codes, per) = (vec![code.into()], Per::ThousandResidents);
    Measure::Industries(Industries { codes, without: vec![], field, per })
}

fn fact(name: &str, benchmark: Benchmark) -> Measure {
    Measure::Fact { fact: name.into(), year: None, better: Better::More, benchmark }
}

fn element(id: &str, form: Form, weight: f64, body: Body) -> Element {
    Element {
        id: id.into(),
        title: id.to_owned(),
        form,
        weight,
        required: true,
        immutable: false,
        body,
        alternatives: vec![],
        overlap_with: None,
    }
}

fn member(id: &str, rate: f64, measure: Measure) -> Member {
    Member { id: id.into(), title: id.to_owned(), rate, measure, optional: false }
}

fn edge(from: &str, to: &str, grade: Grade) -> Edge {
    let restaurants = count("722", Field::Establishments);
    Edge {
        from: from.into(),
        to: to.into(),
        sign: Sign::Plus,
        kind: EdgeKind::DrawsCustomers,
        strength: 0.5,
        grade,
        source: "made up".into(),
        // Starts and restaurants rise together over the resorts.
        statistic: (grade == Grade::C)
            .then(|| Statistic { left: fact("starts", Benchmark::Exemplars), right: restaurants }),
    }
}

fn blueprint() -> Blueprint {
    let lodging = Body::Nest(Nest {
        join: Join::CappedSum,
        members: vec![
            member("hotels", 1.0, count("721", Field::Employment)),
            member("homes", 0.8, fact("homes", Benchmark::Exemplars)),
        ],
        show_mean: true,
    });
    let shore = Body::Single(fact("shore", Benchmark::PoolMedian));
    let mut food =
        element("food", Form::Industry, 0.3, Body::Single(count("722", Field::Establishments)));
    food.alternatives = vec![Body::Single(count("722", Field::Employment))];
    let starts = Body::Single(fact("starts", Benchmark::Exemplars));
    let season = Body::Single(Measure::Season { codes: vec!["72".into()] });
    let partners = Body::Single(Measure::PassingPartners);
    let gifts = Body::Single(count("45", Field::Establishments));
    let open = |bound| Test::Fact { fact: "shore".into(), comparison: Comparison::AtLeast, bound };
    Blueprint {
        id: "beach".into(),
        title: "Beach".into(),
        goal: "rest".into(),
        status: BlueprintStatus::Reviewed,
        naics_vintage: Year(2012),
        derived_from: None,
        sources: Vec::new(),
        cluster: None,
        chosen_if: vec![open(5.0)],
        applies_if: Some(open(5.0)),
        aggregator: Aggregator::default(),
        cuts: Cuts { core_base: CoreBase::Mutable, ..Cuts::default() },
        exemplars: ExemplarRule {
            pool: vec![open(20.0)],
            class_fact: "people".into(),
            classes: vec![25_000.0],
            take: 10,
            rank: Ranking::EmploymentQuotient(vec!["721".into()]),
            tau: 0.5,
            alternatives: vec![
                ExemplarAlternative { take: Some(5), tau: None },
                ExemplarAlternative { take: None, tau: Some(0.75) },
            ],
        },
        evidence: Some(EvidenceRule {
            sample: vec![open(20.0)],
            held_fixed: "homes".into(),
            cut: 0.3,
        }),
        elements: vec![
            Element { immutable: true, ..element("shore", Form::Piece, 0.2, shore) },
            element("lodging", Form::Nest, 0.2, lodging),
            food,
            element("starts", Form::Keystone, 0.2, starts),
            element("season", Form::Industry, 0.1, season),
            element("partnership", Form::Keystone, 0.0, partners),
            Element { required: false, ..element("gifts", Form::Industry, 0.0, gifts) },
        ],
        outcomes: vec![],
        edges: vec![
            edge("lodging", "food", Grade::B),
            edge("food", "starts", Grade::B),
            edge("starts", "lodging", Grade::B),
            edge("season", "lodging", Grade::E),
            edge("lodging", "season", Grade::E),
        ],
    }
}

fn passing() -> Options {
    Options { gates: Gates::Pass, ..Options::default() }
}

/// A resort with half the restaurants of the others.
fn half_fed() -> County {
    County { restaurants: 18.0, ..resort(6) }
}

#[test]
fn a_strong_place_is_a_cluster_once_its_gates_pass_and_emerging_before() {
    let country = country(half_fed());
    let reading = country.read(&blueprint(), "here", &passing());
    let score = reading.score().unwrap();
    assert_eq!(score.words(), "cluster");
    assert_eq!(score.binding.words(), "food");
    assert_eq!(score.necessary, score.possible);
    let recorded = country.read(&blueprint(), "here", &Options::default());
    let score = recorded.score().unwrap();
    assert_eq!((score.words().as_str(), score.class_if_gates_pass), ("emerging", Class::Cluster));
}

#[test]
fn without_a_whole_nest_the_place_misses_it_and_without_one_member_it_does_not() {
    let country = country(half_fed());
    let without = |id: &str| Options { without: vec![id.into()], ..passing() };
    let nest = country.read(&blueprint(), "here", &without("lodging"));
    let score = nest.score().unwrap();
    assert_eq!(score.words(), "missing: lodging");
    assert_eq!(score.aggregate.value(), Some(0.0));
    assert!(nest.scores[1].aggregate.value().unwrap() > 0.0, "substitutes leave something");
    let member = country.read(&blueprint(), "here", &without("hotels"));
    assert_eq!(member.score().unwrap().words(), "cluster");
    let held = member.caveats.iter().find(|caveat| caveat.code == "one-member-holds");
    assert!(held.unwrap().text.contains("`homes` holds `lodging`"));
    let gifts = country.read(&blueprint(), "here", &without("gifts"));
    let plain = country.read(&blueprint(), "here", &passing());
    assert_eq!(gifts.scores, plain.scores, "what is not scored changes nothing");
}

#[test]
fn a_place_with_every_level_at_one_has_no_gap() {
    let best = County {
        facts: [10_000.0, 90.0, 90.0, 90.0].map(point),
        hotels: point(900.0),
        restaurants: 90.0,
        months: (100.0, 100.0),
        ..resort(0)
    };
    let reading = country(best).read(&blueprint(), "here", &passing());
    let score = reading.score().unwrap();
    assert_eq!(score.binding, BindingGap::None);
    assert!(score.none_possible && score.possible.is_empty());
    let stability = reading.stability.unwrap();
    assert_eq!(stability.modal, BindingGap::None);
    assert!(!stability.contested);
}

#[test]
fn a_shore_is_scored_and_never_the_gap() {
    let mut short = resort(6);
    short.facts[1] = point(6.0);
    let reading = country(short).read(&blueprint(), "here", &passing());
    let level = reading.element("shore").unwrap().level.value().unwrap();
    assert!(level < 0.2, "{level}");
    for score in &reading.scores {
        assert!(!score.possible.iter().any(|id| id.as_str() == "shore"));
        assert!(!score.binding.elements().iter().any(|id| id.as_str() == "shore"));
    }
    assert!(reading.element("shore").unwrap().closes.is_none());
}

#[test]
fn a_short_shore_is_no_region_for_the_blueprint_and_an_unknown_one_has_no_class() {
    let with = |shore: Cell| {
        let mut own = resort(6);
        own.facts[1] = shore;
        country(own).read(&blueprint(), "here", &passing())
    };
    let short = with(point(4.0));
    assert_eq!(short.applies.answer, Applicable::No);
    assert_eq!(short.applies.rule, "shore >= 5");
    assert!(short.score().is_none() && short.elements.is_empty());
    assert_eq!(with(Cell::MISSING).applies.answer, Applicable::Unknown);
}

#[test]
fn a_withheld_cell_gives_a_range_is_listed_and_never_reads_as_zero() {
    let hidden = County { hotels: Cell::withheld(20.0, 180.0).unwrap(), ..half_fed() };
    let mut no_homes = hidden.clone();
    no_homes.facts[2] = point(2.0);
    let country = country(no_homes);
    let reading = country.read(&blueprint(), "here", &passing());
    let (low, high) = reading.element("lodging").unwrap().level.range().unwrap();
    assert!(low > 0.05 && high < 1.0 && low < high);
    let score = reading.score().unwrap();
    let (least, most) = score.aggregate.range().unwrap();
    assert!(score.aggregate.value().is_none() && least < most);
    assert!(score.possible.len() > score.necessary.len());
    let cell = reading.unknown.iter().find(|cell| cell.region.as_str() == "here").unwrap();
    assert_eq!(
        (cell.industry.as_ref().unwrap().as_str(), cell.reason),
        ("721", Reason::Suppressed)
    );
    assert_eq!(score.would_shrink.as_ref(), Some(cell));
}

#[test]
fn law_the_truth_behind_a_withheld_cell_lies_inside_every_range() {
    let own = |hotels| {
        let mut own = County { hotels, ..half_fed() };
        own.facts[2] = point(8.0);
        own
    };
    let hidden = country(own(Cell::withheld(20.0, 180.0).unwrap()));
    let range = hidden.read(&blueprint(), "here", &passing());
    for jobs in [20.0, 60.0, 120.0, 180.0] {
        let known = country(own(point(jobs))).read(&blueprint(), "here", &passing());
        for (known, range) in known.scores.iter().zip(&range.scores) {
            let (low, high) = range.aggregate.range().unwrap();
            let a = known.aggregate.value().unwrap();
            assert!(low - 1e-12 <= a && a <= high + 1e-12, "{low} {a} {high}");
            for id in known.binding.elements() {
                assert!(range.possible.contains(id));
            }
            assert!(range.class_low <= known.class_low && known.class_high <= range.class_high);
        }
    }
}

#[test]
fn an_element_of_which_nothing_is_known_spans_all_and_is_not_named() {
    let mut own = half_fed();
    own.facts[3] = Cell::MISSING;
    let reading = country(own).read(&blueprint(), "here", &passing());
    assert_eq!(reading.element("starts").unwrap().level.range(), Some((0.0, 1.0)));
    let score = reading.score().unwrap();
    assert_eq!(score.binding.words(), "food");
    assert_eq!(score.words(), "missing to cluster");
    assert_eq!(score.deciding, ["starts".into()]);
    assert!(score.possible.contains(&"starts".into()));
    assert!(reading.caveats.iter().any(|caveat| caveat.code == "level-unknown"));
}

#[test]
fn codes_that_match_nothing_name_the_vintage_and_facts_must_exist() {
    let country = country(half_fed());
    let mut wrong = blueprint();
    wrong.elements[2].body = Body::Single(count("532284", Field::Establishments));
    let error = Prepared::new(&wrong, country.evidence()).unwrap_err();
    assert_eq!(error.code(), "E0225");
    assert!(error.what().contains("`532284` does not exist in NAICS 2012"), "{error}");
    let mut wrong = blueprint();
    wrong.naics_vintage = Year(2017);
    assert!(Prepared::new(&wrong, country.evidence()).unwrap_err().what().contains("2017"));
    let mut wrong = blueprint();
    wrong.elements[3].body = Body::Single(fact("luck", Benchmark::Exemplars));
    assert_eq!(Prepared::new(&wrong, country.evidence()).unwrap_err().code(), "E0229");
    let mut wrong = blueprint();
    wrong.exemplars.pool = vec![Test::NotWithin("Coast".into())];
    assert_eq!(Prepared::new(&wrong, country.evidence()).unwrap_err().code(), "E0231");
    let prepared = Prepared::new(&blueprint(), country.evidence()).unwrap();
    let luck = Options { without: vec!["luck".into()], ..Options::default() };
    assert_eq!(read(&prepared, country.region("here"), &luck).unwrap_err().code(), "E0106");
}

#[test]
fn an_edge_keeps_its_grade_only_while_its_statistic_reaches_the_cut() {
    let country = country(half_fed());
    let mut own = blueprint();
    own.edges[1] = edge("food", "starts", Grade::C);
    let reading = country.read(&own, "here", &passing());
    let kept = &reading.edges[1];
    assert_eq!((kept.grade, kept.sample), (Grade::C, Some(13)));
    assert!(reading.core.reinforcing);
    own.evidence.as_mut().unwrap().cut = 0.999;
    let reading = country.read(&own, "here", &passing());
    let lost = &reading.edges[1];
    assert_eq!((lost.stated, lost.grade), (Grade::C, Grade::E));
    assert_eq!(reading.score().unwrap().words(), "collection");
    let named = &reading.core.would_widen;
    assert!(named.iter().any(|widen| widen.edges == [("food".into(), "starts".into())]));
}

#[test]
fn assumed_edges_that_would_widen_the_core_are_named_in_pairs() {
    let reading = country(half_fed()).read(&blueprint(), "here", &passing());
    let share = reading.core.share.value().unwrap();
    assert!((share - 0.7 / 0.8).abs() < 1e-9, "the shore is outside the base: {share}");
    let [widen] = reading.core.would_widen.as_slice() else { panic!("one pair") };
    assert_eq!(widen.edges.len(), 2);
    assert!((widen.share.value().unwrap() - 1.0).abs() < 1e-9);
}

#[test]
fn several_counties_add_their_counts_and_pool_their_rates() {
    let country = country(half_fed());
    let both = Region {
        id: "c01,here".into(),
        name: "both".into(),
        within: String::new(),
        within_code: String::new(),
        members: vec!["c01".into(), "here".into()],
    };
    let prepared = Prepared::new(&blueprint(), country.evidence()).unwrap();
    let reading = read(&prepared, &both, &passing()).unwrap();
    let food = reading.element("food").unwrap();
    assert!((food.value.value().unwrap() - (31.0 + 18.0) / 20.0).abs() < 1e-12);
    assert_eq!(reading.element("season").unwrap().level.range(), Some((0.0, 1.0)));
    assert!(reading.exemplars.regions.iter().all(|own| own.id.as_str() != "c01"));
}

#[test]
fn the_same_seed_gives_the_same_reading_and_shares_sum_to_one() {
    let country = country(half_fed());
    let first = country.read(&blueprint(), "here", &passing());
    assert_eq!(first, country.read(&blueprint(), "here", &passing()));
    let stability = first.stability.unwrap();
    let total: f64 = stability.shares.iter().filter_map(|share| share.share.value()).sum();
    assert!((total - 1.0).abs() < 1e-9);
    // Two sets of measures, three rules for exemplars, three exponents.
    assert_eq!(stability.cells, 18);
}

#[test]
fn exemplars_are_of_the_region_s_class_and_never_itself() {
    let country = country(half_fed());
    let reading = country.read(&blueprint(), "here", &passing());
    assert_eq!(reading.exemplars.regions.len(), 10);
    assert_eq!(reading.exemplars.regions[0].id.as_str(), "c11", "the highest share of hotel jobs");
    assert!(reading.exemplars.regions.iter().all(|own| own.id.as_str() != "here"));
    assert_eq!(reading.exemplars.class, "fewer than 25,000 residents");
    let cut = Options { cuts: CutsChoice::Exemplar, ..passing() };
    let reading = country.read(&blueprint(), "here", &cut);
    assert!(reading.score().unwrap().cluster_cut.value().unwrap() > 0.9);
    assert_eq!(reading.score().unwrap().words(), "emerging");
}
