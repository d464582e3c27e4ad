//! What a blueprint file may and may not say.

use super::*;

fn beach() -> &'static str {
    SHIPPED[0].1
}

/// The first fault of the beach blueprint after one change.
fn broken(from: &str, to: &str) -> Error {
    assert!(beach().contains(from), "the blueprint has no `{from}`");
    first(&beach().replacen(from, to, 1))
}

fn first(text: &str) -> Error {
    read(text, "beach.toml").unwrap_err().0.swap_remove(0)
}

#[test]
fn the_shipped_blueprint_reads_and_its_weights_sum_to_one() {
    let blueprint = shipped("beach-destination").unwrap();
    let total: f64 = blueprint.scored().map(|element| element.weight).sum();
    assert!((total - 1.0).abs() < 1e-12);
    assert_eq!(blueprint.scored().count(), 8);
    assert_eq!(blueprint.element("lodging").unwrap().members().len(), 2);
    assert_eq!(blueprint.holder("homes").unwrap().id.as_str(), "lodging");
    assert_eq!(blueprint.element("food").unwrap().alternatives.len(), 1);
}

#[test]
fn all_faults_come_at_once_each_with_its_line() {
    let text = beach().replace("weight = 0.14", "weight = \"much\"").replace("rank = ", "rnk = ");
    let faults = read(&text, "beach.toml").unwrap_err();
    let said = faults.to_string();
    assert_eq!(faults.0.len(), 3, "{said}");
    for part in ["E0221", "`rank` is missing", "`rnk` is no part", "`weight` of element `food`"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(said.contains("beach.toml, line "), "{said}");
}

#[test]
fn a_text_that_is_no_toml_says_where() {
    let error = first("[blueprint]\nid = \n");
    assert_eq!((error.code(), error.place()), ("E0221", Some("beach.toml, line 2")));
}

#[test]
fn weights_that_do_not_sum_to_one_are_refused() {
    let error = broken("weight = 0.14", "weight = 0.24");
    assert_eq!(error.code(), "E0222");
    assert!(error.what().contains("sum to 1.1"), "{error}");
}

#[test]
fn a_missing_keystone_is_refused() {
    let error = broken(
        "id = \"partnership\"\ntitle = \"Strategic partners\"\nkind = \"keystone\"",
        "id = \"partnership\"\nkind = \"piece\"\nrequired = false",
    );
    assert_eq!(error.code(), "E0223");
    let error =
        broken("title = \"People who start something\"\nkind = \"keystone\"", "kind = \"piece\"");
    assert!(error.what().contains("entrepreneurship"), "{error}");
}

#[test]
fn a_ring_of_requirements_and_a_nest_in_itself_are_refused() {
    let ring = beach()
        .replace("kind = \"enables\"\nb = 0.5", "kind = \"requires\"\nb = 0.5")
        .replace("kind = \"enables\"\nb = 0.2", "kind = \"requires\"\nb = 0.2");
    let error = first(&ring);
    assert_eq!(error.code(), "E0224");
    assert!(error.what().contains("access -> lodging -> access"), "{error}");
    let error = broken("{ id = \"hotels\"", "{ id = \"lodging\"");
    assert_eq!(error.code(), "E0224");
    let error = broken("to = \"food\"", "to = \"lodging\"");
    assert_eq!(error.code(), "E0224");
}

#[test]
fn edges_of_one_community_are_refused_in_a_blueprint() {
    let error = broken("grade = \"E\"", "grade = \"D\"");
    assert_eq!(error.code(), "E0227");
    assert!(error.advice().unwrap().contains("overlay"));
}

#[test]
fn an_industry_counted_twice_is_refused() {
    let error =
        broken("naics = [\"713\", \"712\", \"487\"]", "naics = [\"713\", \"7112\", \"487\"]");
    assert_eq!(error.code(), "E0226");
    assert!(error.what().contains("7112"), "{error}");
}

#[test]
fn a_blueprint_whose_core_no_region_can_reach_is_refused() {
    // Without the edge from evening to activities the ring is open.
    let error = broken(
        "from = \"evening\"\nto = \"activities\"\nsign = \"+\"",
        "from = \"evening\"\nto = \"activities\"\nsign = \"-\"",
    );
    assert_eq!(error.code(), "E0228");
    assert!(error.what().contains("0.376"), "{error}");
}

#[test]
fn an_unknown_blueprint_names_those_that_are_shipped() {
    let faults = shipped("beach").unwrap_err();
    assert_eq!(faults.0[0].code(), "E0105");
    assert!(faults.to_string().contains("beach-destination"));
}
