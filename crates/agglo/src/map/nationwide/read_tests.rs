//! Readings of a country of three counties, one of them with a hidden cell.

use super::*;
use crate::base::classification::Industry;
use crate::base::id::{IndustryId, RegionId};
use crate::base::terms::{Counted, Size};
use crate::map::people::underserved::Rule;
use crate::map::variable::Variable;
use crate::panel::{Axes, Base, Cell, Facts, Jobs, Panel, Structure};

const CODES: [&str; 4] = ["10", "72", "721", "722"];

fn axes(industries: &[&str]) -> Axes {
    Axes {
        years: vec![Year(2016)],
        regions: ["US", "a", "b", "c"].map(RegionId::from).to_vec(),
        industries: industries.iter().map(|id| IndustryId::from(*id)).collect(),
        source: "test".into(),
    }
}

fn panel(industries: &[&str], rows: &[&[Cell]]) -> Panel {
    let cells = rows.iter().enumerate().flat_map(|(region, row)| {
        row.iter().enumerate().map(move |(industry, &cell)| ([0, region, industry], cell))
    });
    Panel::new(axes(industries), Cell::ZERO, cells).unwrap()
}

fn counts<const N: usize>(values: [f64; N]) -> [Cell; N] {
    values.map(|value| Cell::disclosed(value).unwrap())
}

struct Country {
    structure: Structure,
    tree: Classification,
    jobs: Jobs,
    regions: Vec<Region>,
}

impl Country {
    fn new() -> Self {
        let known = [
            counts([24.0, 24.0, 8.0, 16.0]),
            counts([8.0, 8.0, 3.0, 5.0]),
            counts([10.0, 10.0, 2.0, 8.0]),
            counts([6.0, 6.0, 3.0, 3.0]),
        ];
        let mut hidden = known;
        hidden[1][2] = Cell::withheld(1.0, 6.0).unwrap();
        let rows = |cells: &[[Cell; 4]; 4]| panel(&CODES, &cells.each_ref().map(|row| &row[..]));
        let total = || {
            panel(
                &["10"],
                &[24.0, 8.0, 10.0, 6.0].map(|all| counts([all])).each_ref().map(|row| &row[..]),
            )
        };
        let (establishments, employment) = (rows(&known), rows(&hidden));
        let industry = |id: &str, level: u8, parent: Option<&str>| Industry {
            id: id.into(),
            title: id.to_owned(),
            level,
            parent: parent.map(IndustryId::from),
        };
        let tree = vec![
            industry("10", 0, None),
            industry("72", 2, Some("10")),
            industry("721", 3, Some("72")),
            industry("722", 3, Some("72")),
        ];
        Self {
            structure: Structure {
                pay: employment.clone(),
                lowest_month: employment.clone(),
                highest_month: employment.clone(),
                employment,
                establishments,
                base: Base { employment: total(), establishments: total(), pay: total() },
            },
            tree: Classification::new("test", tree).unwrap(),
            jobs: Jobs {
                panel: total(),
                titles: std::collections::BTreeMap::new(),
                total: "10".into(),
                wage_and_salary: "10".into(),
                sectors: Vec::new(),
                area_of: std::collections::BTreeMap::new(),
                combinations: std::collections::BTreeMap::new(),
            },
            regions: ["a", "b", "c"].map(|id| region(id, &[id])).to_vec(),
        }
    }

    fn read(&self, question: &Question<'_>) -> Result<Reading, Error> {
        let (facts, underserved) = (Facts::default(), rule());
        read(
            &Inputs {
                structure: &self.structure,
                classification: &self.tree,
                facts: &facts,
                jobs: &self.jobs,
                regions: &self.regions,
                neighbours: &[],
                underserved: &underserved,
                terms: &Terms::default(),
            },
            question,
        )
    }
}

fn region(id: &str, members: &[&str]) -> Region {
    Region {
        id: id.into(),
        name: format!("County {id}"),
        within: "State".into(),
        within_code: "ST".into(),
        members: members.iter().map(|id| RegionId::from(*id)).collect(),
    }
}

fn at_three(measure: Measured) -> Question<'static> {
    Question { level: Some(3), ..Question::of_all(measure) }
}

#[test]
fn law_a_region_of_several_is_the_sum_of_its_members() {
    let country = Country::new();
    let both = region("a,b", &["a", "b"]);
    let question = Question { region: Some(&both), ..at_three(Measured::LocationQuotient) };
    let reading = country.read(&question).unwrap();
    // 5 of 18 against 8 of 24.
    assert!((reading.rows[0].value.value().unwrap() - (5.0 / 18.0) / (8.0 / 24.0)).abs() < 1e-12);
    let question = Question { region: Some(&both), ..at_three(Measured::GiniSpecialization) };
    assert_eq!(country.read(&question).unwrap().rows.len(), 1);
}

#[test]
fn edge_a_hidden_cell_bounds_its_quotient_and_withholds_the_mix() {
    let country = Country::new();
    let by = Some(Variable::Employment);
    let question =
        Question { by, industry: Some("721"), ..Question::of_all(Measured::LocationQuotient) };
    let reading = country.read(&question).unwrap();
    let value = &reading.rows[0].value;
    assert_eq!(value.value(), None);
    let (low, high) = value.range().unwrap();
    assert!(
        low > 0.0
            && (low - 1.0 / 8.0 * 3.0).abs() < 1e-12
            && (high - 6.0 / 8.0 * 3.0).abs() < 1e-12
    );
    let mix = country.read(&Question { by, ..at_three(Measured::Entropy) }).unwrap();
    // The published total leaves 3 of 8 to the hidden one.
    let bits = |share: f64| -share * agglo_stats::float::ln(share) / std::f64::consts::LN_2;
    let of_three = bits(3.0 / 8.0) + bits(5.0 / 8.0);
    assert_eq!(mix.rows[0].value.value(), None);
    let (low, high) = mix.rows[0].value.range().unwrap();
    assert!((low - of_three).abs() < 1e-9 && (high - of_three).abs() < 1e-9);
    assert!(mix.rows[1].value.value().is_some());
}

#[test]
fn reference_measures_of_the_whole_table_by_hand() {
    let country = Country::new();
    let hoover = country.read(&at_three(Measured::HooverLocalization)).unwrap();
    // Shares 3/8, 2/8, 3/8 of 721 over 8/24, 10/24, 6/24 of all.
    assert!((hoover.rows[0].value.value().unwrap() - 1.0 / 6.0).abs() < 1e-12);
    let krugman = country.read(&at_three(Measured::KrugmanSpecialization)).unwrap();
    // 3/8 and 5/8 against 1/3 and 2/3.
    assert!((krugman.rows[0].value.value().unwrap() - 1.0 / 12.0).abs() < 1e-12);
}

#[test]
fn what_does_not_go_together_is_refused_with_a_code() {
    let country = Country::new();
    let one = region("a", &["a"]);
    let code = |question: Question<'_>| country.read(&question).unwrap_err().code();
    let of_all = Question::of_all;
    let by = Some(Variable::Employment);
    assert_eq!(code(Question::of(Measured::LocationalGini, &one)), "E0103");
    assert_eq!(code(Question { industry: Some("721"), ..of_all(Measured::Entropy) }), "E0103");
    assert_eq!(code(Question { by, ..of_all(Measured::Fitness) }), "E0103");
    assert_eq!(code(Question { level: Some(6), ..of_all(Measured::Entropy) }), "E0103");
    assert_eq!(code(Question { by, ..of_all(Measured::ShiftShare) }), "E0103");
    assert_eq!(
        code(Question { industry: Some("729"), ..of_all(Measured::LocationQuotient) }),
        "E0104"
    );
}

fn rule() -> Rule {
    let (id, text) = ("test".into(), String::new());
    Rule { id, version: 1, text, needed: 0, basis: Vec::new(), legs: Vec::new() }
}

/// The same country where value added alone is counted, and an industry is not divided further.
fn of_value_added() -> (Country, Terms) {
    let mut country = Country::new();
    let terms = Terms::default();
    let counted = Counted {
        size: Size::ValueAdded,
        unit: "million".to_owned(),
        has_establishments: false,
        ..terms.counted.clone()
    };
    let detail = Detail { group: 2, finest: 3, ..terms.detail.clone() };
    let codes = ["10", "72", "721", "722", "99"];
    let rows = [
        [30.0, 24.0, 8.0, 16.0, 6.0],
        [9.0, 8.0, 3.0, 5.0, 1.0],
        [12.0, 10.0, 2.0, 8.0, 2.0],
        [9.0, 6.0, 3.0, 3.0, 3.0],
    ];
    let cells = rows.map(counts);
    country.structure.employment = panel(&codes, &cells.each_ref().map(|row| &row[..]));
    let all = rows.map(|row| counts([row[0]]));
    country.structure.base.employment = panel(&["10"], &all.each_ref().map(|row| &row[..]));
    let mut industries = country.tree.industries().to_vec();
    industries.push(Industry {
        id: "99".into(),
        title: "Other".to_owned(),
        level: 2,
        parent: Some("10".into()),
    });
    country.tree = Classification::new("test", industries).unwrap();
    (country, Terms { counted, detail, ..terms })
}

#[test]
fn what_a_country_counts_is_measured_whole_under_its_own_name() {
    let (country, terms) = of_value_added();
    let (facts, underserved) = (Facts::default(), rule());
    let ask = |question: &Question<'_>| {
        let inputs = Inputs {
            structure: &country.structure,
            classification: &country.tree,
            facts: &facts,
            jobs: &country.jobs,
            regions: &country.regions,
            neighbours: &[],
            underserved: &underserved,
            terms: &terms,
        };
        read(&inputs, question)
    };
    let quotients = ask(&Question::of_all(Measured::LocationQuotient)).unwrap();
    assert_eq!((quotients.by.as_str(), quotients.level), ("value_added", Some(3)));
    // What is not divided down to the finest level stands for itself: the parts add up to all.
    let of_a: Vec<&str> = quotients
        .rows
        .iter()
        .filter(|row| row.region.as_ref().is_some_and(|region| region.as_str() == "a"))
        .filter_map(|row| row.industry.as_ref().map(IndustryId::as_str))
        .collect();
    assert_eq!(of_a, ["721", "722", "99"]);
    assert_eq!(quotients.rows[0].beside[0].unit, "million");
    let first = quotients.rows[0].value.value().unwrap();
    assert!((first - (3.0 / 9.0) / (8.0 / 30.0)).abs() < 1e-12);
    let by = Some(Variable::Establishments);
    let refused = ask(&Question { by, ..Question::of_all(Measured::Entropy) }).unwrap_err();
    assert_eq!(refused.code(), "E0103");
    let widest = Question { level: Some(2), ..Question::of_all(Measured::RelatedVariety) };
    assert_eq!(ask(&widest).unwrap_err().code(), "E0103");
    assert!(ask(&Question::of_all(Measured::Fitness)).is_ok());
}
