//! What part of the gain and of the money rests on what, and the rules that stand in for knowledge.

use crate::base::estimate::{Caveat, Figure, Withheld};
use crate::map::gap::spillover::LAMBDA;
use crate::plan::explain::chosen::Rows;
use crate::plan::explain::solved::Solved;
use crate::plan::figures::exact;
use crate::plan::full::{Basis, Ground, RestsOn};
use crate::plan::instance::{SCENARIOS, TAKE_UP};

/// Shares of the gain and of the money by what they rest on.
pub(crate) fn rests_on(rows: &Rows<'_>) -> RestsOn {
    let solved = rows.solved;
    let gains: Vec<(Basis, f64)> = solved
        .chosen()
        .map(|(at, own, _)| (own.effect_from, rows.gain(at).value().unwrap_or(0.0).max(0.0)))
        .collect();
    let all = agglo_stats::float::sum(gains.iter().map(|(_, gain)| *gain));
    let share = |of: &[Basis]| -> Figure {
        if all <= 1e-12 {
            return Figure::Withheld(Withheld::undefined("no gain is expected"));
        }
        let part = gains.iter().filter(|(basis, _)| of.contains(basis)).map(|(_, gain)| *gain);
        exact(agglo_stats::float::sum(part) / all, "rests_on/1")
    };
    let money: Vec<(Basis, f64)> =
        solved.chosen().map(|(_, own, _)| (own.cost_from, own.total())).collect();
    let placed = agglo_stats::float::sum(money.iter().map(|(_, cost)| *cost));
    let assumed = money
        .iter()
        .filter(|(basis, _)| matches!(basis, Basis::AssumedSize | Basis::StatedUnsourced))
        .map(|(_, cost)| *cost);
    let assumed = agglo_stats::float::sum(assumed);
    RestsOn {
        gain_on_defaults: share(&[Basis::WideDefault, Basis::StatedUnsourced]),
        gain_on_statements: share(&[Basis::Stated]),
        gain_on_studies: share(&[Basis::Studies]),
        gain_on_counts: share(&[Basis::Counted]),
        money_on_assumptions: if placed > 0.0 {
            exact(assumed / placed, "rests_on/1")
        } else {
            Figure::Withheld(Withheld::undefined("no money is placed"))
        },
    }
}

/// The same where nothing is started.
pub(crate) fn on_nothing() -> RestsOn {
    let none = || Figure::Withheld(Withheld::undefined("nothing is started"));
    RestsOn {
        gain_on_defaults: none(),
        gain_on_statements: none(),
        gain_on_studies: none(),
        gain_on_counts: none(),
        money_on_assumptions: none(),
    }
}

/// Rules that stand in for knowledge.
pub(crate) fn assumptions(ground: Ground) -> Vec<Caveat> {
    let mut all = vec![
        Caveat::new(
            "discount",
            "A level one year later counts 0.97 of one now; without it every start would tie.",
        ),
        Caveat::new(
            "scenarios",
            format!(
                "The choice is made over {SCENARIOS} equally likely scenarios, the same for every plan, \
                 drawn in strata from the seed."
            ),
        ),
        Caveat::new(
            "middle-of-bounds",
            "Where a cell is withheld, the choice starts from the middle of what its level may be; the ends \
             stand in the interval and are asked about.",
        ),
    ];
    match ground {
        Ground::Record => all.extend([
            Caveat::new(
                "take-up",
                format!(
                    "Of a stated rise between {TAKE_UP} and all comes about, each share as likely; the trust \
                     in whoever carries it scales it; and with a probability taken from evaluations of \
                     such programmes nothing comes about."
                ),
            ),
            Caveat::new(
                "spill-over",
                format!(
                    "Of a rise {LAMBDA} times the strength of an edge follows along it; only edges whose \
                     evidence counts."
                ),
            ),
            Caveat::new(
                "lead",
                "Years until something is seen are those of its kind in the catalogue; one year where it \
                 has no kind.",
            ),
        ]),
        Ground::Catalogue => all.extend([
            Caveat::new(
                "assumed-amount",
                "All amounts are sizes of the catalogue, paid in every year: replace each by a quote.",
            ),
            Caveat::new(
                "no-harm-drawn",
                "Draws below nothing count as nothing; the others are scaled so that the mean stays what \
                 studies expect.",
            ),
            Caveat::new(
                "transfer",
                "Effects come from other places: means are drawn towards zero, their spread is kept.",
            ),
        ]),
    }
    all
}

/// What a reader must know of this plan.
pub(crate) fn caveats(solved: &Solved<'_>) -> Vec<Caveat> {
    let mut all = Vec::new();
    let instance = solved.instance;
    if instance.unread > 0 {
        all.push(Caveat::new(
            "shortlist",
            format!(
                "{} more candidates were not looked at: of all, those with the most expected for their money \
                 were kept. The proof is about the {} that were.",
                instance.unread,
                instance.candidates.len()
            ),
        ));
    }
    let silent = crate::plan::explain::course::without_carrier(solved);
    if silent > 0 {
        all.push(Caveat::new(
            "no-carrier",
            format!(
                "{} cannot be carried by anybody who passes the four tests.",
                crate::plan::explain::many(silent, "initiative", "initiatives")
            ),
        ));
    }
    let no_days = solved.asked.said.iter().flat_map(|said| &said.partners);
    let no_days: Vec<&str> = no_days
        .filter(|own| own.staff_days.is_none())
        .filter(|own| instance.programme.partners.iter().any(|known| known.id == own.id))
        .map(|own| own.name.as_str())
        .collect();
    if !no_days.is_empty() {
        all.push(Caveat::new(
            "capacity-unknown",
            format!(
                "Days of staff are not recorded for {}: what they carry is not limited here.",
                no_days.join(", ")
            ),
        ));
    }
    if !solved.asked.reading.claim.is_supported() {
        all.push(Caveat::new(
            "complementarity-assumed",
            "That elements need each other is an assumption; the same choice where they add up stands beside, \
             and what only one of the two makes is marked.",
        ));
    }
    all
}
