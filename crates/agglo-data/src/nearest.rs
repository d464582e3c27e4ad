//! The names closest to one that was not found.

/// How alike two names must be before one is offered for the other.
const ALIKE: f64 = 0.6;
/// How many are offered.
const OFFERED: usize = 3;

/// Up to three of `names` that are most like `asked`, the closest first; ties in their order.
///
/// A name that holds what was asked comes before one that is only spelled like it.
pub fn nearest<'a>(names: impl IntoIterator<Item = &'a str>, asked: &str) -> Vec<&'a str> {
    let asked = asked.to_lowercase();
    let likeness = |name: &str| {
        let holds = if !asked.is_empty() && name.contains(asked.as_str()) { 1.0 } else { 0.0 };
        strsim::jaro_winkler(name, &asked) + holds
    };
    let mut ranked: Vec<(f64, &str)> =
        names.into_iter().map(|name| (likeness(name), name)).collect();
    ranked.retain(|(alike, _)| *alike >= ALIKE);
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_names_are_offered_and_nothing_for_nothing_alike() {
        let names = ["entropy", "locational_gini", "gini_specialization", "hachman"];
        assert_eq!(nearest(names, "entropi")[0], "entropy");
        assert_eq!(nearest(names, "gini")[..2], ["gini_specialization", "locational_gini"]);
        assert!(nearest(names, "zzz").is_empty());
    }
}
