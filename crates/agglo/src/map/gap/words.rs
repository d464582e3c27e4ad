//! Measures, rules and classes in words.

use crate::base::blueprint::{Benchmark, Better, ExemplarRule, Measure, Per, Ranking};
use crate::base::id::IndustryId;
use crate::base::thousands::thousands;
use crate::map::gap::evidence::Evidence;

impl Evidence<'_> {
    /// `jobs in Accommodation (721) per 1,000 residents`.
    pub(crate) fn words(&self, measure: &Measure) -> String {
        match measure {
            Measure::Industries(count) => {
                let without = if count.without.is_empty() {
                    String::new()
                } else {
                    format!(" without {}", self.industries(&count.without))
                };
                let per = match count.per {
                    Per::ThousandResidents => " per 1,000 residents",
                    Per::Region => "",
                };
                format!("{} in {}{without}{per}", count.field.unit(), self.industries(&count.codes))
            }
            Measure::Season { codes } => {
                format!("jobs of the lowest over the highest month in {}", self.industries(codes))
            }
            Measure::Fact { fact, better, .. } => {
                let about = self.facts.fact(fact).map(|fact| fact.definition.as_str());
                let about = about.filter(|about| !about.is_empty()).unwrap_or(fact);
                match better {
                    Better::More => about.to_owned(),
                    Better::Less => format!("{about} (less is better)"),
                }
            }
            Measure::Unrecorded => "nobody has recorded it yet".to_owned(),
            Measure::Recorded(own) => {
                let better = if own.better == Better::Less { " (less is better)" } else { "" };
                let stands = match (own.value, own.full_at) {
                    (None, _) => ", not recorded yet",
                    (Some(_), None) => ", with nothing to hold it against",
                    (Some(_), Some(_)) => "",
                };
                format!("{}{better}, the programme's own record{stands}", own.fact)
            }
            Measure::PassingPartners => {
                "partners that pass on scale, trust, alignment and focus".to_owned()
            }
        }
    }

    /// Unit of a value.
    pub(crate) fn unit_of(&self, measure: &Measure) -> String {
        match measure {
            Measure::Industries(count) => match count.per {
                Per::ThousandResidents => format!("{} per 1,000 residents", count.field.unit()),
                Per::Region => count.field.unit().to_owned(),
            },
            Measure::Season { .. } => "ratio".to_owned(),
            Measure::Fact { fact, .. } => {
                self.facts.fact(fact).map_or_else(String::new, |fact| fact.unit.clone())
            }
            Measure::Unrecorded | Measure::Recorded(_) => String::new(),
            Measure::PassingPartners => "partners".to_owned(),
        }
    }

    fn industries(&self, codes: &[IndustryId]) -> String {
        let named: Vec<String> = codes
            .iter()
            .map(|code| match self.classification.get(code.as_str()) {
                Some(industry) => format!("{} ({code})", industry.title),
                None => code.to_string(),
            })
            .collect();
        named.join(" and ")
    }
}

/// The rule that names exemplars, in words.
pub(crate) fn rule(rule: &ExemplarRule) -> String {
    let pool: Vec<String> = rule.pool.iter().map(ToString::to_string).collect();
    let pool = if pool.is_empty() {
        "all regions".to_owned()
    } else {
        format!("regions where {}", pool.join(", "))
    };
    let by = match &rule.rank {
        Ranking::EmploymentQuotient(codes) => {
            let codes: Vec<&str> = codes.iter().map(IndustryId::as_str).collect();
            format!("quotient of jobs in {}", codes.join(" + "))
        }
        Ranking::ClusterQuotient(cluster) => format!("quotient of jobs in cluster {cluster}"),
    };
    format!(
        "the {} of the region's own class of residents with the highest {by} (lower bound, base all \
         owners), among {pool}; never the region itself",
        rule.take
    )
}

/// The class of a region in words.
pub(crate) fn class(rule: &ExemplarRule, class: Option<usize>) -> String {
    let Some(class) = class else { return "unknown: residents are not known".to_owned() };
    let below = class.checked_sub(1).and_then(|at| rule.classes.get(at));
    match (below, rule.classes.get(class)) {
        (None, Some(cut)) => format!("fewer than {} residents", thousands(*cut)),
        (Some(low), Some(high)) => {
            format!("{} to {} residents", thousands(*low), thousands(*high))
        }
        (Some(cut), None) => format!("{} residents and more", thousands(*cut)),
        (None, None) => "one class".to_owned(),
    }
}

/// What a fact is set against, where it is not the exemplars.
pub(crate) fn benchmark(measure: &Measure) -> &'static str {
    match measure {
        Measure::Fact { benchmark: Benchmark::PoolMedian, .. } => " against the median of the pool",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_read_like_sentences() {
        let own = ExemplarRule {
            pool: vec![],
            class_fact: "people".into(),
            classes: vec![25_000.0, 100_000.0],
            take: 10,
            rank: Ranking::EmploymentQuotient(vec!["72".into()]),
            tau: 0.5,
            alternatives: vec![],
        };
        assert_eq!(class(&own, Some(0)), "fewer than 25,000 residents");
        assert_eq!(class(&own, Some(1)), "25,000 to 100,000 residents");
        assert_eq!(class(&own, Some(2)), "100,000 residents and more");
        assert!(rule(&own).contains("among all regions"));
    }
}
