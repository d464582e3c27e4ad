//! A blueprint as the TOML text that it is read from.

use std::fmt::Write as _;

use agglo::base::blueprint::{
    Benchmark, Better, Blueprint, BlueprintStatus, Body, CoreBase, Edge, EdgeKind, Element, Field,
    Form, Grade, Join, Measure, Member, Nest, Per, Ranking, Sign,
};
use toml::Value;

/// The text of a blueprint: read again, it is the same blueprint.
pub fn text(blueprint: &Blueprint) -> String {
    let mut out = String::new();
    about(blueprint, &mut out);
    exemplars(blueprint, &mut out);
    if let Some(rule) = &blueprint.evidence {
        let sample: Vec<String> = rule.sample.iter().map(ToString::to_string).collect();
        let rows = [
            ("sample", texts(&sample)),
            ("held_fixed", quoted(&rule.held_fixed)),
            ("cut", number(rule.cut)),
        ];
        table("[evidence]", &rows, &mut out);
    }
    blueprint.elements.iter().for_each(|one| element(one, &mut out));
    for outcome in &blueprint.outcomes {
        let mut rows = vec![("id", quoted(outcome.id.as_str())), ("title", quoted(&outcome.title))];
        rows.extend(outcome.target.as_ref().map(|target| ("target", quoted(target))));
        table("[[outcome]]", &rows, &mut out);
    }
    blueprint.edges.iter().for_each(|one| edge(one, &mut out));
    out
}

type Row = (&'static str, String);

fn table(head: &str, rows: &[Row], out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{head}");
    for (key, value) in rows {
        let _ = writeln!(out, "{key} = {value}");
    }
}

fn about(blueprint: &Blueprint, out: &mut String) {
    let status = match blueprint.status {
        BlueprintStatus::Derived => "derived",
        BlueprintStatus::Reviewed => "reviewed",
    };
    let mut rows = vec![
        ("id", quoted(blueprint.id.as_str())),
        ("title", quoted(&blueprint.title)),
        ("goal", quoted(&blueprint.goal)),
        ("status", quoted(status)),
        ("naics_vintage", blueprint.naics_vintage.to_string()),
    ];
    rows.extend(blueprint.cluster.as_ref().map(|cluster| ("cluster", quoted(cluster.as_str()))));
    rows.extend(blueprint.derived_from.as_ref().map(|from| ("derived_from", quoted(from))));
    if !blueprint.sources.is_empty() {
        rows.push(("sources", texts(&blueprint.sources)));
    }
    if !blueprint.chosen_if.is_empty() {
        let tests: Vec<String> = blueprint.chosen_if.iter().map(ToString::to_string).collect();
        rows.push(("chosen_if", texts(&tests)));
    }
    rows.extend(
        blueprint.applies_if.as_ref().map(|test| ("applies_if", quoted(&test.to_string()))),
    );
    let aggregator = &blueprint.aggregator;
    let beside: Vec<String> = aggregator.beside.iter().map(|rho| number(*rho)).collect();
    rows.push((
        "aggregator",
        format!(
            "{{ kind = \"ces\", rho = {}, step = {}, beside = [{}] }}",
            number(aggregator.rho),
            number(aggregator.step),
            beside.join(", ")
        ),
    ));
    let cuts = &blueprint.cuts;
    let base = match cuts.core_base {
        CoreBase::All => "all",
        CoreBase::Mutable => "mutable",
    };
    rows.push((
        "cuts",
        format!(
            "{{ missing = {}, latent = {}, cluster = {}, core = {}, core_base = \"{base}\" }}",
            number(cuts.missing),
            number(cuts.latent),
            number(cuts.cluster),
            number(cuts.core)
        ),
    ));
    table("[blueprint]", &rows, out);
}

fn exemplars(blueprint: &Blueprint, out: &mut String) {
    let rule = &blueprint.exemplars;
    let pool: Vec<String> = rule.pool.iter().map(ToString::to_string).collect();
    let classes: Vec<String> = rule.classes.iter().map(|class| number(*class)).collect();
    let rank = match &rule.rank {
        Ranking::EmploymentQuotient(codes) => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            ("rank", texts(&codes))
        }
        Ranking::ClusterQuotient(cluster) => ("rank_cluster", quoted(cluster.as_str())),
    };
    let alternative = |take: Option<usize>, tau: Option<f64>| {
        let take = take.map(|take| format!("take = {take}"));
        let parts: Vec<String> =
            take.into_iter().chain(tau.map(|tau| format!("tau = {}", number(tau)))).collect();
        format!("{{ {} }}", parts.join(", "))
    };
    let alternatives: Vec<String> =
        rule.alternatives.iter().map(|other| alternative(other.take, other.tau)).collect();
    let rows = [
        ("pool", texts(&pool)),
        ("class_fact", quoted(&rule.class_fact)),
        ("classes", format!("[{}]", classes.join(", "))),
        ("take", rule.take.to_string()),
        rank,
        ("tau", number(rule.tau)),
        ("alternatives", format!("[{}]", alternatives.join(", "))),
    ];
    table("[exemplars]", &rows, out);
}

fn element(element: &Element, out: &mut String) {
    let form = match element.form {
        Form::Industry => "industry",
        Form::Piece => "piece",
        Form::Keystone => "keystone",
        Form::Nest => "nest",
    };
    let mut rows = vec![
        ("id", quoted(element.id.as_str())),
        ("title", quoted(&element.title)),
        ("kind", quoted(form)),
        ("weight", number(element.weight)),
    ];
    if !element.required {
        rows.push(("required", "false".to_owned()));
    }
    if element.immutable {
        rows.push(("immutable", "true".to_owned()));
    }
    rows.extend(body(&element.body));
    rows.extend(element.overlap_with.as_ref().map(|id| ("overlap_with", quoted(id.as_str()))));
    table("[[element]]", &rows, out);
    for other in &element.alternatives {
        let mut rows = body(other);
        // What an alternative is silent on it takes from its element.
        if let Body::Single(Measure::Industries(count)) = other
            && count.without.is_empty()
        {
            rows.push(("naics_out", "[]".to_owned()));
        }
        out.push_str("[[element.alternative]]\n");
        for (key, value) in rows {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
}

fn body(body: &Body) -> Vec<Row> {
    match body {
        Body::Single(measure) => keys(measure),
        Body::Nest(nest) => self::nest(nest),
    }
}

fn nest(nest: &Nest) -> Vec<Row> {
    let join = match nest.join {
        Join::CappedSum => "capped_sum",
        Join::BestOf => "best_of",
        Join::Pool => "pool",
    };
    let members: Vec<String> =
        nest.members.iter().map(|one| format!("  {},\n", member(one))).collect();
    let mut rows = vec![("join", quoted(join)), ("members", format!("[\n{}]", members.concat()))];
    if nest.show_mean {
        rows.push(("sensitivity", "[\"mean\"]".to_owned()));
    }
    rows
}

fn member(member: &Member) -> String {
    let mut rows = vec![
        ("id", quoted(member.id.as_str())),
        ("title", quoted(&member.title)),
        ("rate", number(member.rate)),
    ];
    rows.extend(keys(&member.measure));
    if member.optional {
        rows.push(("optional", "true".to_owned()));
    }
    inline(&rows)
}

fn inline(rows: &[Row]) -> String {
    let rows: Vec<String> = rows.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", rows.join(", "))
}

/// The keys that say how something is measured.
fn keys(measure: &Measure) -> Vec<Row> {
    let ids = |codes: &[agglo::base::id::IndustryId]| {
        texts(&codes.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    match measure {
        Measure::Industries(count) => {
            let field = match count.field {
                Field::Employment => "employment",
                Field::Establishments => "establishments",
                Field::Payroll => "payroll",
            };
            let per = match count.per {
                Per::ThousandResidents => "1000 residents",
                Per::Region => "region",
            };
            let mut rows = vec![("naics", ids(&count.codes))];
            if !count.without.is_empty() {
                rows.push(("naics_out", ids(&count.without)));
            }
            rows.extend([("field", quoted(field)), ("per", quoted(per))]);
            rows
        }
        Measure::Season { codes } => {
            vec![("naics", ids(codes)), ("measure", quoted("lowest_over_highest_month"))]
        }
        Measure::Fact { fact, year, better, benchmark } => {
            let mut rows = vec![("fact", quoted(fact))];
            rows.extend(year.map(|year| ("year", year.to_string())));
            if *better == Better::Less {
                rows.push(("less_is_better", "true".to_owned()));
            }
            if *benchmark == Benchmark::PoolMedian {
                rows.push(("benchmark", quoted("pool_median")));
            }
            rows
        }
        // A figure of one programme's own never stands in a file that others share.
        Measure::Unrecorded | Measure::Recorded(_) => vec![("measure", quoted("unrecorded"))],
        Measure::PassingPartners => vec![("measure", quoted("passing_partners"))],
    }
}

fn edge(edge: &Edge, out: &mut String) {
    let sign = match edge.sign {
        Sign::Plus => "+",
        Sign::Minus => "-",
    };
    let kind = match edge.kind {
        EdgeKind::Supplies => "supplies",
        EdgeKind::DrawsCustomers => "draws_customers",
        EdgeKind::SharesLabour => "shares_labour",
        EdgeKind::Enables => "enables",
        EdgeKind::Coordinates => "coordinates",
        EdgeKind::CrowdsOut => "crowds_out",
        EdgeKind::Requires => "requires",
    };
    let grade = match edge.grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
        Grade::E => "E",
    };
    let mut rows = vec![
        ("from", quoted(edge.from.as_str())),
        ("to", quoted(edge.to.as_str())),
        ("sign", quoted(sign)),
        ("kind", quoted(kind)),
        ("b", number(edge.strength)),
        ("grade", quoted(grade)),
        ("source", quoted(&edge.source)),
    ];
    if let Some(sides) = &edge.statistic {
        let side = |measure: &Measure| inline(&keys(measure));
        let both = format!("{{ left = {}, right = {} }}", side(&sides.left), side(&sides.right));
        rows.push(("statistic", both));
    }
    table("[[edge]]", &rows, out);
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn texts(texts: &[String]) -> String {
    let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", all.join(", "))
}

/// A number that is read as the same bits.
fn number(value: f64) -> String {
    Value::Float(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::blueprint::{all, read};

    #[test]
    fn law_a_blueprint_written_and_read_again_is_the_same() {
        for blueprint in all().unwrap() {
            let written = text(&blueprint);
            let again = read(&written, "again.toml").unwrap();
            assert_eq!(again, blueprint, "{written}");
            assert_eq!(text(&again), written);
        }
    }

    #[test]
    fn edge_texts_with_quotes_and_lines_survive() {
        let mut blueprint = all().unwrap().swap_remove(0);
        blueprint.goal = "a \"goal\"\nin two lines \\ with a slash".to_owned();
        assert_eq!(read(&text(&blueprint), "again.toml").unwrap(), blueprint);
    }
}
