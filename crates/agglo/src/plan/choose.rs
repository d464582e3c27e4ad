//! The plan: what closes the gates, then what evidence carries, then at most one pilot, with reasons.

use crate::base::archetype::{Archetype, Keystone};
use crate::base::catalogue::Catalogue;
use crate::base::error::Error;
use crate::base::estimate::{Caveat, Figure, Withheld};
use crate::plan::chosen::{bought, pilot_row};
use crate::plan::figures::{between, exact, nobody_measured, usd};
use crate::plan::keystone::{checks, refusals, standing};
use crate::plan::offer::{Scene, Under};
use crate::plan::pilot::{Pilot, pilot};
use crate::plan::prior::Priors;
use crate::plan::reasons::{Picked, not_chosen, pick};
use crate::plan::request::Request;
use crate::plan::{
    Chosen, Comparator, Gate, Money, Plan, PriorBasis, Proof, Purpose, Question, Standing, Twin,
    YearMoney,
};

/// Chooses under a budget, with reasons.
///
/// # Errors
///
/// `E0104` for a kind of initiative or element that is not there, `E0322` for a stated quantity that is
/// none, `E0323` for weights, levels or an exponent out of range, `E0325` without any need.
pub fn plan(request: &Request, catalogue: &Catalogue, priors: &Priors<'_>) -> Result<Plan, Error> {
    check(request, catalogue)?;
    let scene = Scene { request, catalogue, priors };
    let picked = match pick(&scene, Under::Own, None) {
        Ok(picked) => picked,
        Err(error) if error.code() == "E0324" => return refused(&scene),
        Err(error) => return Err(error),
    };
    let pilot = best_pilot(&scene, Under::Own, &picked);
    let twin = additive(&scene)?;
    let also = |archetype: &Archetype| twin.iter().any(|other| other.id == archetype.id);
    let mut chosen = bought(&scene, &picked, &also);
    if let Ok(pilot) = &pilot {
        chosen.push(pilot_row(&scene, pilot, also(pilot.archetype)));
    }
    let kinds: Vec<&Archetype> = kinds(&picked, pilot.as_ref().ok());
    let checks = checks(request.records);
    let (standing, standing_because) = standing(&checks);
    let money = money(request, &chosen, pilot.as_ref().err());
    Ok(Plan {
        region: request.region.clone(),
        headline: headline(standing, &chosen, &money),
        standing,
        standing_because,
        not_chosen: not_chosen(&scene, Under::Own, &picked, &kinds)?,
        gain_on_defaults: gain_on_defaults(&chosen),
        money_on_assumptions: money_on_assumptions(&money),
        complementarity: compare(&kinds, &twin),
        proof: proof(&picked),
        find_out: questions(request, &chosen),
        comparators: comparators(request),
        caveats: caveats(),
        money,
        chosen,
        checks,
    })
}

fn check(request: &Request, catalogue: &Catalogue) -> Result<(), Error> {
    if request.needs.iter().all(|need| need.weight <= 0.0) {
        return Err(Error::new("E0325", "the blueprint has no scored element to plan for")
            .hint("a plan needs a reading of the region against a blueprint"));
    }
    let named = request.quantities.iter().map(|quantity| &quantity.initiative);
    for id in named.chain(&request.left_out) {
        if catalogue.archetype(id.as_str()).is_none() {
            let near: Vec<String> =
                catalogue.nearest(id.as_str()).iter().map(|id| format!("`{id}`")).collect();
            return Err(Error::new("E0104", format!("no kind of initiative `{id}`"))
                .hint(format!("did you mean {}?", near.join(", "))));
        }
    }
    for quantity in &request.quantities {
        quantity.rise()?;
        if request.needs.iter().all(|need| need.element != quantity.element) {
            let what = format!("no scored element `{}`", quantity.element);
            return Err(Error::new("E0104", what).at(format!("initiative {}", quantity.initiative)));
        }
    }
    Ok(())
}

/// A plan that proposes nothing, and why.
fn refused(scene: &Scene<'_>) -> Result<Plan, Error> {
    let request = scene.request;
    let because = refusals(scene, &scene.offers(Under::Own)?);
    let money = money(request, &[], because.first());
    let nothing = "a refused plan proposes nothing";
    Ok(Plan {
        region: request.region.clone(),
        standing: Standing::Refused,
        headline: format!("Refused: {}", because.join(" ")),
        standing_because: because,
        money,
        chosen: Vec::new(),
        not_chosen: Vec::new(),
        checks: checks(request.records),
        comparators: comparators(request),
        gain_on_defaults: Figure::Withheld(Withheld::undefined(nothing)),
        money_on_assumptions: Figure::Withheld(Withheld::undefined(nothing)),
        complementarity: compare(&[], &[]),
        proof: Proof {
            text: "No set of initiatives provides for both keystones within the budget.".to_owned(),
            optimal: true,
            looked_at: 0,
            gap: exact(0.0, "plan_gap/1"),
        },
        find_out: questions(request, &[]),
        caveats: caveats(),
    })
}

fn best_pilot<'a>(
    scene: &Scene<'a>,
    under: Under,
    picked: &Picked<'a>,
) -> Result<Pilot<'a>, String> {
    let years = scene.request.budget.years();
    let spent = |year: usize| picked.bought().map(|offer| offer.cents[year]).sum::<u64>();
    let rest: Vec<u64> =
        (0..years.len()).map(|year| years[year].1.saturating_sub(spent(year))).collect();
    let kinds: Vec<&Archetype> = picked.bought().map(|offer| offer.archetype).collect();
    pilot(scene, under, &rest, &kinds)
}

fn kinds<'a>(picked: &Picked<'a>, pilot: Option<&Pilot<'a>>) -> Vec<&'a Archetype> {
    let bought = picked.bought().map(|offer| offer.archetype);
    bought.chain(pilot.map(|pilot| pilot.archetype)).collect()
}

/// What would be chosen if elements added up.
fn additive<'a>(scene: &Scene<'a>) -> Result<Vec<&'a Archetype>, Error> {
    let picked = pick(scene, Under::Additive, None)?;
    let pilot = best_pilot(scene, Under::Additive, &picked);
    Ok(kinds(&picked, pilot.as_ref().ok()))
}

fn compare(own: &[&Archetype], twin: &[&Archetype]) -> Twin {
    let missing = |from: &[&Archetype], other: &[&Archetype]| -> Vec<String> {
        let absent = from.iter().filter(|kind| other.iter().all(|o| o.id != kind.id));
        absent.map(|kind| kind.title.clone()).collect()
    };
    let (only_complementary, only_additive) = (missing(own, twin), missing(twin, own));
    Twin {
        text: "That elements need each other is an assumption: no study found compares two \
               initiatives together with each alone, and the county figures do not support it."
            .to_owned(),
        same: only_complementary.is_empty() && only_additive.is_empty(),
        only_complementary,
        only_additive,
    }
}

fn money(request: &Request, chosen: &[Chosen], why_no_pilot: Option<&String>) -> Money {
    let years = request.budget.years();
    let of_year = |at: usize| {
        let amounts = chosen.iter().filter_map(|row| row.cost_by_year.get(at)?.usd.value());
        agglo_stats::float::sum(amounts)
    };
    let placed: Vec<f64> = (0..years.len()).map(of_year).collect();
    let all = agglo_stats::float::sum(placed.iter().copied());
    let rest = (request.budget.total() as f64 / 100.0 - all).max(0.0);
    let because = if rest <= 0.0 {
        "Every dollar has a use.".to_owned()
    } else {
        let pilot = why_no_pilot.map(|why| format!(" No pilot: {why}.")).unwrap_or_default();
        format!(
            "Nothing else that the programme can buy has a positive expected effect on an element \
             that may bind here; an empty rest is a correct plan.{pilot}"
        )
    };
    Money {
        budget: usd(request.budget.total()),
        placed: exact(all, "plan_money/1"),
        not_placed: exact(rest, "plan_money/1"),
        because: if chosen.is_empty() {
            "Nothing is placed: the plan is refused.".to_owned()
        } else {
            because
        },
        by_year: years
            .iter()
            .zip(&placed)
            .map(|(&(year, cents), &placed)| YearMoney {
                year,
                budget: usd(cents),
                placed: exact(placed, "plan_money/1"),
            })
            .collect(),
    }
}

fn headline(standing: Standing, chosen: &[Chosen], money: &Money) -> String {
    let name = match standing {
        Standing::Refused => "Refused",
        Standing::Draft => "Draft: keystones not yet evidenced",
        Standing::Ready => "Plan",
    };
    let of = |purpose: Purpose| chosen.iter().filter(|row| row.purpose == purpose).count();
    let part = |n: usize, what: &str, why: &str| {
        (n > 0).then(|| format!("{n} {what}{} {why}", if n == 1 { "" } else { "s" }))
    };
    let parts = [
        part(of(Purpose::Gate), "initiative", "for the gates"),
        part(of(Purpose::Gain), "initiative", "with a positive prior"),
        part(of(Purpose::Pilot), "pilot", "to learn"),
    ];
    let bought: Vec<String> = parts.into_iter().flatten().collect();
    let gain = match expected_gain(chosen) {
        gain if gain > 0.0 => {
            "The expected gain is small and rests on pooled studies of other places."
        }
        _ => "No gain on the whole is expected from what evidence there is.",
    };
    let share = match (money.placed.value(), money.budget.value()) {
        (Some(placed), Some(budget)) if budget > 0.0 => 100.0 * placed / budget,
        _ => 0.0,
    };
    format!("{name}. {}. {share:.0} % of the money is placed. {gain}", bought.join(", "))
}

fn expected_gain(chosen: &[Chosen]) -> f64 {
    agglo_stats::float::sum(chosen.iter().filter_map(|row| row.gain.value()))
}

/// Share of the expected gain from wide defaults and from quantities without a source.
fn gain_on_defaults(chosen: &[Chosen]) -> Figure {
    let all = expected_gain(chosen);
    if all <= 0.0 {
        return Figure::Withheld(Withheld::undefined("no gain is expected"));
    }
    let assumed = chosen.iter().filter(|row| {
        let Figure::Known(gain) = &row.gain else { return false };
        !matches!(row.prior.basis, PriorBasis::Studies { .. })
            || gain.caveats().iter().any(|caveat| caveat.code == "stated-quantity")
    });
    let part = agglo_stats::float::sum(assumed.filter_map(|row| row.gain.value()));
    exact(part / all, "gain_on_defaults/1")
}

fn money_on_assumptions(money: &Money) -> Figure {
    match money.placed.value() {
        Some(placed) if placed > 0.0 => exact(1.0, "money_on_assumptions/1"),
        _ => Figure::Withheld(Withheld::undefined("no money is placed")),
    }
}

fn proof(picked: &Picked<'_>) -> Proof {
    let best = &picked.choosing;
    let text = match (best.enumerated, best.optimal) {
        (true, _) => {
            "Proved: every set of what is left after dominated offers were taken out was \
                      looked at."
        }
        (false, true) => "Proved by branch and bound.",
        (false, false) => "Not proved: the search stopped at its number of nodes.",
    };
    let gap = (best.bound - best.value).clamp(0.0, f64::MAX);
    Proof {
        text: text.to_owned(),
        optimal: best.optimal,
        looked_at: best.looked_at,
        gap: between(gap, 0.0, gap, "plan_gap/1").into(),
    }
}

pub(crate) fn comparators(request: &Request) -> Vec<Comparator> {
    let years = request.budget.years().len() as f64;
    let yearly = request.budget.total() as f64 / 100.0 / years;
    let each: Figure = match request.households.answer() {
        Ok(households) if households.value() > 0.0 => {
            exact(yearly / households.value(), "per_household/1")
        }
        Ok(_) => Figure::Withheld(Withheld::undefined("there are no households")),
        Err(withheld) => Figure::Withheld(withheld),
    };
    vec![
        Comparator {
            title: "Do nothing".to_owned(),
            text: "Levels stay as they are, the money stays in hand.".to_owned(),
            usd_per_household: None,
            gain: exact(0.0, "comparator/1"),
        },
        Comparator {
            title: "Give the money to households".to_owned(),
            text: "Every household gets the same sum each year. A yearly dividend to all residents of \
                   one state left as many people in work as before; nobody measured what it does to a \
                   cluster. The plan must be better at something that it can name."
                .to_owned(),
            usd_per_household: Some(each),
            gain: nobody_measured("nobody measured what cash to households does to a cluster"),
        },
    ]
}

/// The next three things to find out: what the keystones hang on, then what decides the reading.
fn questions(request: &Request, chosen: &[Chosen]) -> Vec<Question> {
    let mut asked = Vec::new();
    let records = request.records;
    let carrier = chosen.iter().find(|row| row.keystones.contains(&Keystone::Partnership));
    if records.partner != Gate::Pass {
        let role = carrier.map_or_else(
            || "a strategic partner".to_owned(),
            |row| format!("{} ({})", row.partner, row.title.to_lowercase()),
        );
        asked.push(Question {
            ask: format!(
                "Who could be the partner: {role}? How many residents does it reach, do they trust it \
                 and it them, is its mission ours, what does it run here now?"
            ),
            of: "residents of at least two areas, and the organisation itself, each rating the other"
                .to_owned(),
            because: "Without one partner that passes all four tests this stays a draft (P1)."
                .to_owned(),
        });
    }
    if records.idea != Gate::Pass {
        asked.push(Question {
            ask: "Which idea of the community would somebody who lives here own?".to_owned(),
            of: "people who own or want to start a business, in at least two areas".to_owned(),
            because: "Without one idea that took shape and has an owner this stays a draft (E1)."
                .to_owned(),
        });
    }
    asked.extend(request.unknowns.iter().cloned());
    if records.targets != Gate::Pass {
        asked.push(Question {
            ask: "What should be better in five years, for people and for the economy, and where does \
                  it stand today?"
                .to_owned(),
            of: "the programme's board with residents".to_owned(),
            because: "A plan needs one social and one economic target with baselines (S1).".to_owned(),
        });
    }
    asked.push(Question {
        ask: "What would each proposed initiative cost here?".to_owned(),
        of: "those who would carry it: a quote".to_owned(),
        because: "All amounts are assumed.".to_owned(),
    });
    asked.truncate(3);
    asked
}

fn caveats() -> Vec<Caveat> {
    vec![
        Caveat::new("assumed-amount", "All amounts are assumed sizes: replace each by a quote."),
        Caveat::new(
            "complementarity-assumed",
            "That elements need each other is an assumption; the same choice where they add up stands \
             beside.",
        ),
        Caveat::new(
            "transfer",
            "Effects come from other places: means are drawn towards zero, their spread is kept.",
        ),
    ]
}
