//! A full plan for a terminal, in the order in which a board asks.

use std::fmt::Write as _;

use agglo::Figure;
use agglo::plan::full::{
    Basis, Budgets, Choice, FullPlan, Ground, LearnFirst, Omitted, OmittedBecause, Reading,
};
use agglo::plan::{Gate, Standing};
use agglo_report::words::{Unit, line, lower, short};

/// Rows of each list that are printed; all stand in the JSON.
const ROWS: usize = 8;
/// Letters of a line.
const WIDTH: usize = 100;

/// A plan that was found.
pub(super) fn plan(plan: &FullPlan) -> String {
    let mut out = Page::default();
    head(&mut out, plan);
    whole(&mut out, plan);
    started(&mut out, plan);
    money(&mut out, plan);
    people(&mut out, plan);
    first_days(&mut out, plan);
    left_out(&mut out, plan);
    beside(&mut out, plan);
    doubts(&mut out, plan);
    out.text
}

/// Nothing fits, or nobody knows.
pub(super) fn nothing(plan: &FullPlan) -> String {
    let mut out = Page::default();
    head(&mut out, plan);
    if let Some(conflict) = &plan.conflict {
        out.title("What contradicts");
        for own in &conflict.constraints {
            let change = own
                .relaxation
                .as_ref()
                .map_or("no change of it alone is enough".to_owned(), |change| {
                    format!("alone enough: {change}")
                });
            out.row(&format!("{} ({}): {change}", own.words, own.name));
        }
        if !conflict.is_proved {
            out.row("The search ended early: the set may be larger than it need be.");
        }
    }
    out.text
}

/// Several budgets beside each other.
pub(super) fn budgets(all: &Budgets) -> String {
    let mut out = Page::default();
    if let Some(first) = all.plans.first() {
        let _ = writeln!(
            out.text,
            "{} ({}), {}",
            first.place.name, first.place.region, first.blueprint.title
        );
        let _ = writeln!(out.text, "What each budget buys, the smaller beside the larger.");
        if let Some(goal) = &first.goal {
            out.row(&format!("For: {}", goal.mission));
        }
        if let Some(registered) = &first.registered {
            out.row(&registered.text);
        }
    }
    for own in &all.plans {
        out.title(&format!("{} in all", amount(own, &own.money.budget)));
        out.row(&own.headline);
        for choice in &own.chosen {
            out.row(&format!(
                "{}: {}, from {}",
                choice.title,
                amount(own, &choice.cost),
                choice.start
            ));
        }
        if own.chosen.is_empty() {
            out.row("Nothing is started.");
        }
        if let Some(conflict) = &own.conflict {
            out.row(&conflict.text);
        }
        out.row(&format!(
            "Worth of the whole {}; gain {}; not placed {}",
            short(&own.whole.after, Unit::Precise),
            line(&own.whole.gain, Unit::Precise),
            amount(own, &own.money.not_placed)
        ));
        out.row(&format!(
            "Rests on default priors: {} of the gain; on counts with assumed shares: {} of it; on assumptions: {} of the \
             money",
            share(&own.rests_on.gain_on_defaults),
            share(&own.rests_on.gain_on_counts),
            share(&own.rests_on.money_on_assumptions)
        ));
        if let Some(learn) = &own.learn_first {
            pilots(&mut out, own, learn);
        }
    }
    for (step, pair) in all.steps.iter().zip(all.plans.windows(2)) {
        out.title(&format!(
            "From {} to {}",
            amount(&pair[0], &step.smaller),
            amount(&pair[1], &step.larger)
        ));
        for kept in &step.kept {
            let what = match (kept.is_kept, kept.replaced_by.is_empty()) {
                (true, _) => "kept".to_owned(),
                (false, false) => format!("replaced by {}", kept.replaced_by.join(", ")),
                (false, true) => "falls away".to_owned(),
            };
            out.row(&format!("{}: {what}. {}", kept.title, kept.because));
        }
        if !step.adds.is_empty() {
            out.row(&format!("Adds {}", step.adds.join("; ")));
        } else if step.kept.iter().all(|kept| kept.is_kept) {
            out.row("Adds nothing: nothing more is expected to lift the whole.");
        }
        out.row(&format!(
            "The larger is worth {} more; starting only what the smaller starts would lose {} of it",
            number(&step.gain),
            number(&step.regret_of_smaller)
        ));
    }
    out.text
}

fn head(out: &mut Page, plan: &FullPlan) {
    let place = &plan.place;
    let programme =
        place.programme.as_ref().map_or(String::new(), |(_, title)| format!("{title}: "));
    let _ =
        writeln!(out.text, "{programme}{} ({}), plan of {}", place.name, place.region, plan.as_of);
    if place.is_illustrative {
        let _ = writeln!(out.text, "Everything recorded here is made up.");
    }
    if let Some(goal) = &plan.goal {
        out.row(&format!("For: {}", goal.mission));
        for aim in &goal.aims {
            out.deep(&aim.line());
        }
    }
    if let Some(registered) = &plan.registered {
        out.row(&registered.text);
    }
    out.row(&plan.headline);
    let from = match plan.ground {
        Ground::Record => "the programme's record",
        Ground::Catalogue => "the catalogue of initiatives, in its sizes",
    };
    out.row(&format!("Read as {}; candidates from {from}.", lower(&plan.blueprint.title)));
    if plan.standing != Standing::Ready {
        for own in plan.standing_because.iter().take(ROWS) {
            out.row(&format!("open: {own}"));
        }
    }
}

fn whole(out: &mut Page, plan: &FullPlan) {
    let level = Unit::Precise;
    out.title("What it is worth");
    out.row(&format!(
        "The whole {} now, {} in the last year; gain {}",
        short(&plan.whole.before, level),
        line(&plan.whole.after, level),
        line(&plan.whole.gain, level)
    ));
    out.row(&format!(
        "Where elements add up: {} now, {} in the last year",
        short(&plan.whole.additive_before, level),
        short(&plan.whole.additive_after, level)
    ));
    if let Some(bad) = &plan.whole.bad_case {
        out.row(&format!("Mean of the bad scenarios: {}", short(bad, level)));
    }
    for own in &plan.elements {
        let moved = own.after.value().zip(
            own.before.value().or_else(|| own.before.range().map(|(low, high)| 0.5 * (low + high))),
        );
        let is_moved = moved.is_some_and(|(after, before)| (after - before).abs() > 1e-4);
        if is_moved || own.may_bind {
            let bind = if own.may_bind { ", may bind" } else { "" };
            out.row(&format!(
                "{}{bind}: {} to {}",
                own.title,
                short(&own.before, level),
                line(&own.after, level)
            ));
        }
    }
}

fn started(out: &mut Page, plan: &FullPlan) {
    out.title("What is started");
    if plan.chosen.is_empty() {
        out.row("Nothing: no candidate is expected to lift the whole.");
    }
    for own in &plan.chosen {
        choice(out, plan, own);
    }
}

fn choice(out: &mut Page, plan: &FullPlan, own: &Choice) {
    let mark = if own.is_marked { " [only where elements need each other]" } else { "" };
    out.row(&format!(
        "{} ({}), {}, {}{mark}",
        own.title,
        own.id,
        own.start,
        amount(plan, &own.cost)
    ));
    let carrier = match (own.carriers.as_slice(), &own.role) {
        ([], Some(role)) => format!("needs {role}"),
        ([], None) => "needs no carrier".to_owned(),
        (all, _) => {
            let names: Vec<&str> = all.iter().map(|own| own.name.as_str()).collect();
            format!("carried by {}", names.join(", "))
        }
    };
    out.deep(&format!(
        "for {}; {carrier}; amounts {}; effect {}; stays in {} of scenarios",
        lower(&own.element_title),
        basis(own.cost_from),
        basis(own.effect_from),
        share(&own.stays)
    ));
    for reason in &own.reasons {
        out.deep(reason);
    }
    out.deep(&if own.cites.is_empty() {
        "It cites nothing that people here said: ours, not theirs.".to_owned()
    } else {
        format!("It rests on {}.", own.cites.join(", "))
    });
    for caveat in &own.caveats {
        out.deep(caveat);
    }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Studies => "from pooled studies",
        Basis::Stated => "as recorded, with a source",
        Basis::StatedUnsourced => "as recorded, without a source",
        Basis::Counted => "counted, by assumed shares",
        Basis::WideDefault => "from a wide default",
        Basis::AssumedSize => "assumed, replace by a quote",
        Basis::Nothing => "not counted",
    }
}

fn money(out: &mut Page, plan: &FullPlan) {
    let own = &plan.money;
    out.title("Money");
    out.row(&format!(
        "{} of {} placed, {} not: {}",
        amount(plan, &own.placed),
        amount(plan, &own.budget),
        amount(plan, &own.not_placed),
        own.because
    ));
    for year in &own.by_year {
        out.row(&format!(
            "{}: {} of {}",
            year.year,
            amount(plan, &year.placed),
            amount(plan, &year.budget)
        ));
    }
    for row in &own.by_element {
        out.row(&format!("for {}: {}", lower(&row.title), amount(plan, &row.placed)));
    }
    if own.carry_over {
        out.row("What is not spent may be spent later.");
    }
    let gate = match plan.equity.gate {
        Gate::Pass => "met",
        Gate::Fail => "not met",
        Gate::Unknown => "unknown",
    };
    if plan.equity.phi.is_some() {
        out.row(&format!(
            "Underserved places: {}, {gate}. {}",
            share(&plan.equity.share),
            plan.equity.text
        ));
    }
    out.row(&format!(
        "Of the gain {} rests on default priors, {} on statements, {} on studies, {} on counts with assumed \
         shares; of the money {} on assumptions.",
        share(&plan.rests_on.gain_on_defaults),
        share(&plan.rests_on.gain_on_statements),
        share(&plan.rests_on.gain_on_studies),
        share(&plan.rests_on.gain_on_counts),
        share(&plan.rests_on.money_on_assumptions)
    ));
}

fn people(out: &mut Page, plan: &FullPlan) {
    let Some(set) = &plan.partners else { return };
    out.title("Partners");
    for own in &set.used {
        let carries = if own.carries.is_empty() {
            "covers areas, carries nothing".to_owned()
        } else {
            format!("carries {}", own.carries.join(", "))
        };
        let of = own
            .capacity
            .map_or(String::new(), |days| format!(", {:.0} of {days:.0} days", own.load));
        out.row(&format!("{}: {carries}{of}", own.name));
    }
    for own in &set.left_out {
        out.row(&format!("not {}: {}", own.name, own.reason));
    }
    if !set.uncovered.is_empty() {
        out.row(&format!("Nobody covers {}", set.uncovered.join(", ")));
    }
    out.row(&format!("Everybody in the set stays trusted in {} of draws", share(&set.stays)));
}

fn first_days(out: &mut Page, plan: &FullPlan) {
    out.title("The first 90 days");
    for own in &plan.first_90_days {
        out.row(&format!("{} {} ({})", own.by, own.what, own.who));
    }
}

fn left_out(out: &mut Page, plan: &FullPlan) {
    out.title("What is not started");
    // What others decide, and what lifts nothing here, is long and stands in the JSON.
    let is_near = |own: &&Omitted| {
        own.regret.is_some()
            || !matches!(
                own.why,
                OmittedBecause::LiftsNothing
                    | OmittedBecause::DecidedElsewhere
                    | OmittedBecause::NotAnInitiative
                    | OmittedBecause::NoExpectedGain
                    | OmittedBecause::NoEffectStated
            )
            || plan.ground == Ground::Record
    };
    let near: Vec<&Omitted> = plan.not_chosen.iter().filter(is_near).collect();
    for own in near.iter().take(ROWS) {
        let mark = match (own.is_marked, own.reading) {
            (true, Reading::OnlyAdditive) => " [in where elements add up]",
            _ => "",
        };
        out.row(&format!("{}{mark}: {}", own.title, own.reason));
    }
    let rest = plan.not_chosen.len() - near.len().min(ROWS);
    if rest > 0 {
        out.row(&format!("and {rest} more, each with its reason in the JSON"));
    }
}

fn beside(out: &mut Page, plan: &FullPlan) {
    out.title("Beside it");
    for own in &plan.comparators {
        let each = own.usd_per_household.as_ref().map_or(String::new(), |each| {
            format!(" ({} a household and year)", amount(plan, each))
        });
        out.row(&format!("{}{each}: {}", own.title, own.text));
    }
    for own in &plan.alternatives {
        let what = if own.titles.is_empty() { "nothing".to_owned() } else { own.titles.join(", ") };
        out.row(&format!("{}: {what}; {}. {}", own.title, amount(plan, &own.cost), own.because));
    }
    let twin = &plan.twin;
    out.row(&twin.text);
    if twin.is_same {
        out.row("Where elements add up the same is started.");
    } else {
        out.row(&format!(
            "Only where elements need each other: {}. Only where they add up: {}.",
            listed(&twin.only_own),
            listed(&twin.only_additive)
        ));
    }
    for own in &plan.prices {
        let then = match (own.enters.is_empty(), own.leaves.is_empty()) {
            (true, true) => "the same is started".to_owned(),
            (false, true) => format!("adds {}", own.enters.join(", ")),
            (true, false) => format!("drops {}", own.leaves.join(", ")),
            (false, false) => format!("{} for {}", own.enters.join(", "), own.leaves.join(", ")),
        };
        out.row(&format!("price, {}: {} of the whole; {then}", own.change, number(&own.gain)));
    }
    for own in &plan.frontier {
        let what = if own.enters.is_empty() {
            String::new()
        } else {
            format!(", adds {}", own.enters.join(", "))
        };
        let less = if own.leaves.is_empty() {
            String::new()
        } else {
            format!(", drops {}", own.leaves.join(", "))
        };
        out.row(&format!(
            "frontier, least share {:.2}: {} buys {:.4}{what}{less}",
            own.phi,
            money_of(plan, own.budget),
            own.value
        ));
    }
}

fn doubts(out: &mut Page, plan: &FullPlan) {
    out.title("How sure");
    out.row(&plan.proof.text);
    out.row(&format!(
        "The whole set stays the same in {} of {} scenarios.",
        share(&plan.robustness.same_set),
        plan.robustness.scenarios
    ));
    if let Some(learn) = &plan.learn_first {
        out.title("Learn first");
        out.row(&learn.text);
        pilots(out, plan, learn);
        for own in &learn.assumptions {
            out.row(&own.text);
        }
    }
    out.title("Find out next");
    for own in plan.find_out.iter().take(ROWS) {
        let worth =
            own.worth.value().map_or(String::new(), |_| format!(" Worth {}.", number(&own.worth)));
        out.row(&format!("{} ({}) {}{worth}", own.ask, own.of, own.would_change));
    }
    out.title("Assumed");
    for own in plan.assumptions.iter().chain(&plan.caveats) {
        out.row(&own.text);
    }
}

fn pilots(out: &mut Page, plan: &FullPlan, learn: &LearnFirst) {
    for own in &learn.pilots {
        out.row(&format!(
            "Pilot: {}, {}, read on {}. {}",
            own.title,
            amount(plan, &own.cost),
            own.read_on,
            own.rule
        ));
        out.deep(&format!("{}.", own.measures));
        out.deep(&format!(
            "What it tells is worth {}; less its money and the wait {}.",
            line(&own.worth, Unit::Precise),
            line(&own.net, Unit::Precise)
        ));
    }
    for own in &learn.without_pilot {
        out.row(&format!("No pilot: {own}."));
    }
}

fn listed(titles: &[String]) -> String {
    if titles.is_empty() { "nothing".to_owned() } else { titles.join(", ") }
}

/// An amount in the plan's currency.
fn amount(plan: &FullPlan, figure: &Figure) -> String {
    figure.value().map_or_else(|| "an unknown amount".to_owned(), |value| money_of(plan, value))
}

fn money_of(plan: &FullPlan, value: f64) -> String {
    let text = Unit::named("count").print(value);
    if plan.money.currency == "USD" {
        format!("${text}")
    } else {
        format!("{text} {}", plan.money.currency)
    }
}

/// A share in percent, or that it is not known.
fn share(figure: &Figure) -> String {
    match (figure.value(), figure.range()) {
        (Some(value), _) => format!("{:.0} %", 100.0 * value),
        (None, Some((low, high))) => {
            format!("unknown, {:.0} to {:.0} %", 100.0 * low, 100.0 * high)
        }
        (None, None) => "nothing to share".to_owned(),
    }
}

/// A small part of an aggregate.
fn number(figure: &Figure) -> String {
    match figure.value() {
        Some(value) if value.abs() < 5e-7 => "nothing".to_owned(),
        Some(value) if value.abs() < 5e-4 => format!("{value:.6}"),
        Some(value) => format!("{value:.4}"),
        None => "an unknown part".to_owned(),
    }
}

/// Lines of a page, wrapped.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn title(&mut self, text: &str) {
        let _ = writeln!(self.text, "\n{text}");
    }

    fn row(&mut self, text: &str) {
        self.wrapped(text, "  ", "    ");
    }

    fn deep(&mut self, text: &str) {
        self.wrapped(text, "      ", "        ");
    }

    fn wrapped(&mut self, text: &str, first: &str, next: &str) {
        let mut line = first.to_owned();
        let mut is_empty = true;
        for word in text.split_whitespace() {
            if !is_empty && line.chars().count() + word.chars().count() + 1 > WIDTH {
                self.text += &line;
                self.text.push('\n');
                next.clone_into(&mut line);
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line += word;
            is_empty = false;
        }
        self.text += &line;
        self.text.push('\n');
    }
}
