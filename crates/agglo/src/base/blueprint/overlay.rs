//! What one programme adds to a blueprint: edges that its own residents stated, members that it records.
//!
//! What one community said is evidence for its region alone, so it never enters the shared file. An overlay
//! adds an edge, gives an assumed edge of the blueprint grade D, or adds a substitute to a nest; it takes
//! nothing away and weakens nothing.

use crate::base::blueprint::check::faults;
use crate::base::blueprint::element::{Body, Member};
use crate::base::blueprint::{Blueprint, Edge, EdgeKind, Grade};
use crate::base::error::Error;
use crate::base::id::ElementId;

/// What a programme adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Edges, in the order of the file.
    pub edges: Vec<OwnEdge>,
    /// Members of nests, in the order of the file.
    pub members: Vec<OwnMember>,
}

/// An edge of the programme's own.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnEdge {
    /// The edge, of grade D, or E while nothing counts for it.
    pub edge: Edge,
    /// What was heard that states it: references to inputs of the programme's record.
    pub inputs: Vec<String>,
    /// File and line.
    pub place: String,
}

/// A substitute of the programme's own.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnMember {
    /// The nest that it joins.
    pub element: ElementId,
    /// The member; its measure is a recorded one.
    pub member: Member,
    /// File and line.
    pub place: String,
}

impl Overlay {
    /// The blueprint with everything that the programme adds.
    ///
    /// # Errors
    ///
    /// Every fault at once, each with file and line: `E0222` for ends and names that are none, `E0227` for
    /// a grade that an overlay cannot give or an edge that states no input, `E0236` for what the blueprint
    /// has already or would be weakened by.
    pub fn onto(&self, blueprint: &Blueprint) -> Result<Blueprint, Vec<Error>> {
        let mut found = Vec::new();
        let mut whole = blueprint.clone();
        for own in &self.members {
            match member(own, &mut whole) {
                Ok(()) => {}
                Err(fault) => found.push(fault.at(&own.place)),
            }
        }
        for (at, own) in self.edges.iter().enumerate() {
            let twice = self.edges[..at].iter().any(|other| same(&other.edge, &own.edge));
            match edge(own, twice, &mut whole) {
                Ok(()) => {}
                Err(fault) => found.push(fault.at(&own.place)),
            }
        }
        if found.is_empty() {
            // What the file itself may not hold an overlay may; every other law holds for the whole.
            found.extend(faults(&whole).into_iter().filter(|fault| fault.code() != "E0227"));
        }
        if found.is_empty() { Ok(whole) } else { Err(found) }
    }
}

fn same(a: &Edge, b: &Edge) -> bool {
    a.from == b.from && a.to == b.to && a.sign == b.sign
}

fn edge(own: &OwnEdge, twice: bool, whole: &mut Blueprint) -> Result<(), Error> {
    let Edge { from, to, grade, strength, kind, .. } = &own.edge;
    if twice {
        return Err(Error::new("E0236", format!("the edge `{from}` to `{to}` stands twice"))
            .hint("leave one of them out"));
    }
    if *kind == EdgeKind::Requires {
        let what = format!("`{from}` to `{to}` says what must be there first");
        return Err(Error::new("E0236", what).hint("put it into the blueprint, for all regions"));
    }
    match grade {
        Grade::D if own.inputs.is_empty() => {
            let what = format!("`{from}` to `{to}` has grade D and names no input");
            return Err(Error::new("E0227", what)
                .hint("say who stated it: inputs = [\"input:12\"]; without that it is grade E"));
        }
        Grade::D | Grade::E => {}
        Grade::A | Grade::B | Grade::C => {
            let what =
                format!("`{from}` to `{to}` has grade {grade:?}, which holds for all regions");
            return Err(Error::new("E0227", what)
                .hint("put it into the blueprint file; an overlay holds grade D, and E"));
        }
    }
    let is_end = |id: &ElementId| whole.outcomes.iter().any(|outcome| outcome.id == *id);
    if whole.holder(from.as_str()).is_none() {
        let what = format!("`{from}` is no element of `{}` and no member of one", whole.id);
        return Err(Error::new("E0222", what).hint(ids(whole)));
    }
    if whole.element(to.as_str()).is_none() && !is_end(to) {
        let what = format!("`{to}` is no element and no outcome of `{}`", whole.id);
        return Err(Error::new("E0222", what).hint(ids(whole)));
    }
    let Some(held) = whole.edges.iter_mut().find(|held| same(held, &own.edge)) else {
        whole.edges.push(own.edge.clone());
        return Ok(());
    };
    if held.grade.counts() {
        let what = format!("the blueprint has `{from}` to `{to}` with grade {:?}", held.grade);
        return Err(Error::new("E0236", what).hint("leave it out: it counts already"));
    }
    if *strength < held.strength {
        let what = format!(
            "`{from}` to `{to}` has strength {strength}, below {} of the blueprint",
            held.strength
        );
        return Err(Error::new("E0236", what).hint("an overlay adds, it never weakens"));
    }
    if *grade == Grade::D {
        *held = own.edge.clone();
    }
    Ok(())
}

fn ids(whole: &Blueprint) -> String {
    let elements = whole.elements.iter().map(|element| element.id.as_str());
    let outcomes = whole.outcomes.iter().map(|outcome| outcome.id.as_str());
    format!("ids: {}", elements.chain(outcomes).collect::<Vec<_>>().join(", "))
}

fn member(own: &OwnMember, whole: &mut Blueprint) -> Result<(), Error> {
    let (id, rate) = (&own.member.id, own.member.rate);
    if !own.member.optional {
        let what = format!("member `{id}` is not optional");
        return Err(Error::new("E0236", what)
            .hint("write optional = true: what is not recorded must not change the level"));
    }
    if !(rate > 0.0 && rate <= 1.0) {
        return Err(Error::new("E0222", format!("rate of `{id}` is {rate}, not in (0, 1]")));
    }
    if whole.holder(id.as_str()).is_some() {
        return Err(Error::new("E0236", format!("the blueprint has `{id}` already")));
    }
    let element = whole.elements.iter_mut().find(|element| element.id == own.element);
    let Some(element) = element else {
        let what = format!("`{}` is no element of `{}`", own.element, whole.id);
        return Err(Error::new("E0222", what).hint(ids(whole)));
    };
    let Body::Nest(nest) = &mut element.body else {
        let what = format!("`{}` is no nest: nothing else has members", own.element);
        return Err(Error::new("E0236", what).hint("name a nest, or change the blueprint"));
    };
    nest.members.push(own.member.clone());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::blueprint::Measure;
    use crate::base::blueprint::{
        Aggregator, BlueprintStatus, Cuts, Element, ExemplarRule, Form, Join, Nest, Ranking, Sign,
    };
    use crate::base::year::Year;

    fn edge(from: &str, to: &str, grade: Grade, strength: f64) -> OwnEdge {
        let edge = Edge {
            from: from.into(),
            to: to.into(),
            sign: Sign::Plus,
            kind: EdgeKind::Enables,
            strength,
            grade,
            source: "said here".to_owned(),
            statistic: None,
        };
        OwnEdge { edge, inputs: vec!["input:1".to_owned()], place: "own.toml, line 1".to_owned() }
    }

    fn single(id: &str, form: Form, weight: f64, measure: Measure) -> Element {
        Element {
            id: id.into(),
            title: id.to_owned(),
            form,
            weight,
            required: weight > 0.0,
            immutable: false,
            body: Body::Single(measure),
            alternatives: Vec::new(),
            overlap_with: None,
        }
    }

    fn substitute(id: &str, optional: bool) -> Member {
        let measure = Measure::Unrecorded;
        Member { id: id.into(), title: id.to_owned(), rate: 0.9, measure, optional }
    }

    fn blueprint() -> Blueprint {
        let nest = Nest {
            join: Join::BestOf,
            members: vec![substitute("airport", false)],
            show_mean: false,
        };
        let mut ways = single("access", Form::Nest, 0.5, Measure::Unrecorded);
        ways.body = Body::Nest(nest);
        Blueprint {
            id: "own".into(),
            title: "Own".to_owned(),
            goal: String::new(),
            status: BlueprintStatus::Reviewed,
            naics_vintage: Year(2012),
            derived_from: None,
            sources: Vec::new(),
            cluster: None,
            chosen_if: Vec::new(),
            applies_if: None,
            aggregator: Aggregator::default(),
            cuts: Cuts::default(),
            exemplars: ExemplarRule {
                pool: Vec::new(),
                class_fact: "people".to_owned(),
                classes: Vec::new(),
                take: 3,
                rank: Ranking::EmploymentQuotient(Vec::new()),
                tau: 0.5,
                alternatives: Vec::new(),
            },
            evidence: None,
            elements: vec![
                ways,
                single("starts", Form::Keystone, 0.5, Measure::Unrecorded),
                single("partners", Form::Keystone, 0.0, Measure::PassingPartners),
            ],
            outcomes: Vec::new(),
            edges: vec![
                edge("access", "starts", Grade::E, 0.4).edge,
                edge("starts", "access", Grade::C, 0.4).edge,
            ],
        }
    }

    fn code(own: OwnEdge) -> String {
        let overlay = Overlay { edges: vec![own], members: Vec::new() };
        let found = overlay.onto(&blueprint()).unwrap_err();
        assert!(found[0].place().is_some_and(|place| place.contains("line 1")), "{found:?}");
        found[0].code().to_owned()
    }

    #[test]
    fn an_assumed_edge_gains_grade_d_and_nothing_else_changes() {
        let overlay =
            Overlay { edges: vec![edge("access", "starts", Grade::D, 0.5)], members: Vec::new() };
        let whole = overlay.onto(&blueprint()).unwrap();
        assert_eq!((whole.edges[0].grade, whole.edges.len()), (Grade::D, 2));
        assert_eq!(whole.elements, blueprint().elements);
        assert_eq!(Overlay::default().onto(&blueprint()).unwrap(), blueprint());
    }

    #[test]
    fn what_an_overlay_may_not_say_is_refused_with_its_line() {
        assert_eq!(code(edge("access", "starts", Grade::D, 0.3)), "E0236", "weaker");
        assert_eq!(code(edge("starts", "access", Grade::D, 0.9)), "E0236", "counts already");
        assert_eq!(code(edge("access", "starts", Grade::C, 0.9)), "E0227", "holds for all");
        assert_eq!(code(edge("access", "casino", Grade::D, 0.5)), "E0222");
        assert_eq!(code(edge("casino", "access", Grade::D, 0.5)), "E0222");
        let silent = OwnEdge { inputs: Vec::new(), ..edge("access", "starts", Grade::D, 0.5) };
        assert_eq!(code(silent), "E0227", "no input");
        let twice = edge("access", "starts", Grade::D, 0.5);
        let overlay = Overlay { edges: vec![twice.clone(), twice], members: Vec::new() };
        assert_eq!(overlay.onto(&blueprint()).unwrap_err()[0].code(), "E0236");
    }

    #[test]
    fn an_optional_member_joins_a_nest_and_no_other_element() {
        let own = |element: &str, member: Member| Overlay {
            edges: Vec::new(),
            members: vec![OwnMember { element: element.into(), member, place: "x".to_owned() }],
        };
        let whole = own("access", substitute("road", true)).onto(&blueprint()).unwrap();
        assert_eq!(whole.element("access").unwrap().members().len(), 2);
        for wrong in [
            own("access", substitute("road", false)),
            own("access", substitute("airport", true)),
            own("starts", substitute("road", true)),
            own("casino", substitute("road", true)),
        ] {
            assert!(wrong.onto(&blueprint()).is_err());
        }
    }
}
