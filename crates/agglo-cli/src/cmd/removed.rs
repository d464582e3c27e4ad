//! What a reading says of the elements that were taken out of it.

use agglo::base::id::ElementId;
use agglo::map::gap::Reading;
use agglo::map::gap::reading::{ElementReading, MemberReading};

/// Why little may change: another member holds the nest, or the element is not scored.
pub(super) fn said(reading: &Reading, removed: &[ElementId]) -> Vec<String> {
    let of = |element: &ElementReading| {
        if removed.contains(&element.id) {
            return (!element.scored).then(|| format!("`{}` is shown, not scored", element.id));
        }
        let gone = element.members.iter().any(|member| removed.contains(&member.id));
        let held = element.members.iter().filter(|member| !removed.contains(&member.id));
        let most = held.max_by(|a, b| holds(a).total_cmp(&holds(b)));
        let most = most.filter(|member| gone && holds(member) > 0.0)?;
        Some(format!("`{}` holds `{}`", most.id, element.id))
    };
    reading.elements.iter().filter_map(of).collect()
}

/// What a member gives its nest at least.
fn holds(member: &MemberReading) -> f64 {
    member.level.range().map_or(0.0, |(low, _)| member.rate * low)
}
