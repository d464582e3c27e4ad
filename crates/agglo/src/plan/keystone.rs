//! The hard gates, and what makes a plan no plan: a keystone that nothing provides for.

use crate::base::archetype::Keystone;
use crate::base::thousands::thousands;
use crate::plan::offer::{DUTIES, Offer, Scene, duties};
use crate::plan::request::Records;
use crate::plan::{Check, Gate, Standing};

/// Why no set of offers fulfils every duty, one sentence each.
pub(crate) fn refusals(scene: &Scene<'_>, offers: &[Offer<'_>]) -> Vec<String> {
    let years = scene.request.budget.years();
    let mut reasons = Vec::new();
    for (at, keystone) in DUTIES.into_iter().enumerate() {
        let able: Vec<&Offer<'_>> =
            offers.iter().filter(|offer| duties(offer.archetype).contains(&at)).collect();
        let what = name(keystone);
        if able.is_empty() {
            reasons.push(format!(
                "There is no {what}: nothing that the programme can buy provides for it, so no plan \
                 is made."
            ));
            continue;
        }
        let fits = |offer: &&Offer<'_>| {
            offer.cents.iter().zip(years).all(|(cost, (_, budget))| cost <= budget)
        };
        if !able.iter().any(fits) {
            let least = able.iter().filter_map(|offer| offer.cents.first()).min();
            reasons.push(format!(
                "The budget does not reach for {} {what}: the smallest costs {} US dollars in each \
                 year, and one year has {}.",
                article(keystone),
                dollars(least.copied()),
                dollars(years.iter().map(|(_, cents)| *cents).min()),
            ));
        }
    }
    if reasons.is_empty() {
        reasons.push(
            "The budget does not reach for an entrepreneurship initiative and a strategic partner's \
             role together."
                .to_owned(),
        );
    }
    reasons
}

/// Whole dollars of an amount in cents; nothing is 0.
fn dollars(cents: Option<u64>) -> String {
    thousands((cents.unwrap_or(0) / 100) as f64)
}

fn name(keystone: Keystone) -> &'static str {
    match keystone {
        Keystone::Entrepreneurship => "entrepreneurship initiative",
        Keystone::Partnership => "strategic partner's role",
    }
}

fn article(keystone: Keystone) -> &'static str {
    match keystone {
        Keystone::Entrepreneurship => "an",
        Keystone::Partnership => "a",
    }
}

/// The hard gates as recorded.
pub(crate) fn checks(records: Records) -> Vec<Check> {
    let row = |rule: &str, gate: Gate, text: &str, to_pass: &str| Check {
        rule: rule.to_owned(),
        text: text.to_owned(),
        gate,
        found: match gate {
            Gate::Pass => "The records meet it.",
            Gate::Unknown => "Nothing recorded can tell.",
            Gate::Fail => "Nothing that would meet it is recorded.",
        }
        .to_owned(),
        to_pass: to_pass.to_owned(),
    };
    let mut ends = row(
        "X1",
        records.ends,
        "Every initiative has a last year of funding, and an owner and income after it.",
        "Write down for each initiative who owns it afterwards and what pays for it.",
    );
    if records.ends == Gate::Pass {
        let still = "No initiative without an end is recorded; each one proposed here still needs its \
                     owner afterwards.";
        still.clone_into(&mut ends.found);
    }
    vec![
        row(
            "E1",
            records.idea,
            "At least one idea of the community has taken shape in the last two years and has an \
             owner.",
            "Record one idea with the input that it came from and the person who owns it.",
        ),
        row(
            "P1",
            records.partner,
            "At least one partner passes all four tests: scale, trust from both sides, a shared \
             mission, an active programme here.",
            "Record a partner's reach, ratings by residents and by the partner, and its programme.",
        ),
        row(
            "F1",
            records.piece,
            "At least one piece is time-tested, authentic and coordinates others.",
            "Record a piece with the shock it survived, who named it, and two live agreements.",
        ),
        row(
            "A1",
            records.areas,
            "Two areas of engagement or more, each with a partner that passes and people involved.",
            "Record two areas with their activities, participants and partners.",
        ),
        row(
            "L1",
            records.listening,
            "Listening comes before the plan: twenty inputs from two areas before it is locked.",
            "Record what people said, where and when, before locking a plan.",
        ),
        row(
            "S1",
            records.targets,
            "One social and one economic target, each with a baseline, a unit and a date.",
            "Record both targets with their baselines.",
        ),
        ends,
    ]
}

/// Whether all hard gates pass, and what stands against it.
pub(crate) fn standing(checks: &[Check]) -> (Standing, Vec<String>) {
    let open: Vec<String> = checks
        .iter()
        .filter(|check| check.gate != Gate::Pass)
        .map(|check| {
            let says = if check.gate == Gate::Fail { "fails" } else { "is unknown" };
            format!("{} {says}: {}", check.rule, check.to_pass)
        })
        .collect();
    if open.is_empty() { (Standing::Ready, open) } else { (Standing::Draft, open) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_recorded_makes_a_draft_and_unknown_never_passes() {
        let (draft, because) = standing(&checks(Records::default()));
        assert_eq!(draft, Standing::Draft);
        assert_eq!(because.len(), 6, "only the ends of funding pass");
        let all = Records {
            idea: Gate::Pass,
            partner: Gate::Pass,
            piece: Gate::Pass,
            areas: Gate::Pass,
            listening: Gate::Pass,
            targets: Gate::Pass,
            ends: Gate::Pass,
        };
        assert_eq!(standing(&checks(all)).0, Standing::Ready);
        let unsure = Records { partner: Gate::Unknown, ..all };
        assert_eq!(standing(&checks(unsure)).0, Standing::Draft);
    }
}
