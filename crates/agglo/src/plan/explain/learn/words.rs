//! Learn first, in words and figures.

use agglo_stats::distribution::normal::Z90;
use agglo_stats::value_of_information::Cut;

use crate::base::estimate::{Caveat, Figure, Withheld};
use crate::plan::explain::learn::draws::{Draws, Measured};
use crate::plan::explain::learn::{DISTINCT, Small, Tried, UNITS};
use crate::plan::explain::otherwise::shown;
use crate::plan::explain::solved::{Solved, spread_of};
use crate::plan::figures::{believed, exact, method};
use crate::plan::full::{Ground, LearnFirst, Pilot};

/// The method of all figures here.
const METHOD: &str = "learn_first/1";
/// Differences below this are nothing.
const NOTHING: f64 = 1e-9;

/// The answer.
pub(crate) fn told(
    solved: &Solved<'_>,
    draws: &Draws,
    tried: &[Tried],
    without_pilot: Vec<String>,
) -> LearnFirst {
    let one = draws.one_stage();
    let nothing = || Figure::Withheld(Withheld::undefined("no pilot can be made"));
    let pilots = tried.iter().map(|own| pilot(solved, draws, own)).collect();
    let best = tried.first();
    let is_advised = best.is_some_and(|own| {
        let Measured { value, error } = own.found.net;
        value > (Z90 * error).max(NOTHING)
    });
    LearnFirst {
        text: text(solved, best, one, is_advised),
        pilots,
        cost: best.map_or_else(nothing, |own| exact(own.small.total(), METHOD)),
        two_stage: best.map_or_else(nothing, |own| exact(own.found.two_stage, METHOD)),
        one_stage: exact(one, METHOD),
        gain: best.map_or_else(nothing, |own| figure(own.found.net)),
        standard_error: best.map_or_else(nothing, |own| exact(own.found.net.error, METHOD)),
        is_advised,
        without_pilot,
        assumptions: assumptions(solved),
    }
}

/// A difference with the interval that the draws leave.
fn figure(own: Measured) -> Figure {
    let half = Z90 * own.error;
    believed(own.value, (own.value - half, own.value + half), method(METHOD)).into()
}

fn text(solved: &Solved<'_>, best: Option<&Tried>, one: f64, is_advised: bool) -> String {
    let Some(own) = best else {
        return "Learning first is not possible here: of what rests on default priors nothing can be piloted."
            .to_owned();
    };
    let title = solved.instance.candidates[own.small.at].title.to_lowercase();
    let Measured { value, error } = own.found.net;
    let beside = format!(
        "In one stage the plan is worth {one:.4}, in two {:.4}; the difference is {} with a Monte Carlo standard \
         error of {}.",
        own.found.two_stage,
        signed(value),
        shown(error)
    );
    if is_advised {
        return format!(
            "Learn first: a pilot of {title}, {} of it, then scale or stop by the rule. {beside}",
            percent(own.small.share)
        );
    }
    let why = match own.found.rule {
        Cut::Always => "whatever the best pilot prints, it would be scaled",
        Cut::Never => "whatever the best pilot prints, it would be stopped",
        Cut::From(_) if value > 0.0 => {
            "what the best pilot brings is not more than the number of draws leaves open"
        }
        Cut::From(_) => "the money of the best pilot and the wait cost more than what it tells",
    };
    format!("Learning first is worth nothing here: {why} ({title}). {beside}")
}

fn signed(value: f64) -> String {
    if value < -5e-7 { format!("-{}", shown(-value)) } else { shown(value) }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn pilot(solved: &Solved<'_>, draws: &Draws, own: &Tried) -> Pilot {
    let Tried { small, stages, found } = own;
    let candidate = &solved.instance.candidates[small.at];
    let years = small.years();
    let read = solved.asked.year(years - 1);
    let (mean, low, high) = spread_of(draws.believed(&candidate.id));
    let named = |plan: &super::stages::Plan| {
        let all = plan.iter();
        all.map(|(id, &start)| (id.clone(), solved.asked.year(start).0)).collect()
    };
    Pilot {
        id: candidate.id.clone(),
        title: candidate.title.clone(),
        share: small.share,
        cost: exact(small.total(), METHOD),
        years: u16::try_from(years).unwrap_or(u16::MAX),
        read_on: format!("{:04}-12-31", read.0),
        units: small.units,
        measures: measures(solved, small),
        standard_error: small.error,
        believed: believed(mean, (low, high), method(METHOD)).into(),
        scale_from: match found.rule {
            Cut::From(least) => exact(least, METHOD),
            Cut::Always | Cut::Never => {
                Figure::Withheld(Withheld::undefined("no figure would change the decision"))
            }
        },
        rule: rule(solved, small, found.rule, read.0),
        scaled: named(&stages.scaled),
        stopped: named(&stages.stopped),
        probability_scaled: exact(found.scaled, METHOD),
        worth: figure(found.sample),
        net: figure(found.net),
    }
}

/// What of the stated effect the initiative is about: its largest direct rise.
fn aim<'a>(solved: &'a Solved<'_>, small: &Small) -> Option<(&'a str, f64)> {
    let candidate = &solved.instance.candidates[small.at];
    let largest = candidate.direct.iter().max_by(|a, b| a.1.total_cmp(b.1));
    largest.map(|(&at, &rise)| (solved.element(at), rise))
}

fn measures(solved: &Solved<'_>, small: &Small) -> String {
    let of = aim(solved, small).map_or(String::new(), |(element, rise)| {
        format!(" of {rise:.3} on {}", element.to_lowercase())
    });
    format!(
        "The share of the stated effect{of} that comes about: {} units served beside {} that are not, with a \
         standard error of {:.2}",
        small.units, small.units, small.error
    )
}

fn rule(solved: &Solved<'_>, small: &Small, rule: Cut, year: u16) -> String {
    match rule {
        Cut::Always => "Whatever the pilot prints it would be scaled: nothing to learn.".to_owned(),
        Cut::Never => "Whatever the pilot prints it would be stopped: nothing to learn.".to_owned(),
        Cut::From(least) => {
            let rise = aim(solved, small).map_or(String::new(), |(element, rise)| {
                format!(" (a rise of {} by {:.3})", element.to_lowercase(), least * rise)
            });
            if least < 0.0 {
                return format!(
                    "Scale unless by the end of {year} the pilot shows a loss of more than {} of the stated effect, \
                     else stop.",
                    percent(-least)
                );
            }
            format!(
                "Scale if by the end of {year} the pilot shows at least {} of the stated effect{rise}, else stop.",
                percent(least)
            )
        }
    }
}

fn assumptions(solved: &Solved<'_>) -> Vec<Caveat> {
    let stated = match solved.instance.ground {
        Ground::Record => "stated",
        Ground::Catalogue => "expected",
    };
    vec![
        Caveat::new(
            "pilot-noise",
            format!(
                "A whole initiative is taken to serve {UNITS:.0} units, and its {stated} effect to be {DISTINCT} of \
                 the standard deviation of what one unit does (between small and medium, Cohen 1988): replace both \
                 by what is known."
            ),
        ),
        Caveat::new(
            "pilot-lifts-nothing",
            "What a pilot itself lifts is not counted, and nothing of the initiative starts before it is read.",
        ),
        Caveat::new(
            "one-pilot",
            "Pilots are tried one at a time, in two sizes each; two at once could tell more.",
        ),
    ]
}
