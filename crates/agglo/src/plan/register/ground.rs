//! A design held against the programme: what it names has to be there.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::plan::full::{GoalOfPlan, SideOfGoal};
use crate::plan::register::design::{Design, Treated};
use crate::plan::register::words::{DonorRule, Multiple, VintageRule};

/// What a design is held against.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// The region of the plan.
    pub region: &'a str,
    /// The programme's regions: id, and codes of its members.
    pub regions: Vec<(&'a str, &'a [String])>,
    /// The goal of the plan's region; none where none is recorded.
    pub goal: Option<&'a GoalOfPlan>,
}

/// Something wrong with a field of a design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as `donors.least_km` or `outcomes.0.unit`.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl Fault {
    fn new(field: impl Into<String>, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { field: field.into(), what: what.into(), hint: hint.into() }
    }
}

/// All that is wrong with a design in a programme, in the order of its fields.
pub fn faults(design: &Design, ground: &Ground<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    treated(design, ground, &mut faults);
    outcomes(design, ground, &mut faults);
    rest(design, &mut faults);
    faults
}

/// What a reader should know of a design that may be registered, a sentence each.
pub fn notes(design: &Design, goal: Option<&GoalOfPlan>, entered: Date) -> Vec<String> {
    let mut notes = Vec::new();
    if is_retrospective(design, entered) {
        let first = design.treated.iter().map(|own| own.start).min().unwrap_or(entered);
        notes.push(format!(
            "What is done began on {first}, before the lock of {entered}: the evaluation is retrospective, and is never \
             called pre-registered."
        ));
    }
    for side in [SideOfGoal::Economy, SideOfGoal::People] {
        let has = goal.is_some_and(|goal| {
            goal.aims.iter().any(|aim| {
                aim.side == side && design.outcomes.iter().any(|own| own.measure == aim.measure)
            })
        });
        if !has {
            notes.push(format!("No outcome is an aim of the goal's column {}.", side.word()));
        }
    }
    for own in &design.outcomes {
        let aim = goal.and_then(|goal| goal.aims.iter().find(|aim| aim.measure == own.measure));
        if aim.is_some_and(|aim| aim.baseline.is_none()) {
            notes.push(format!("The aim `{}` has no baseline.", own.measure));
        }
    }
    notes
}

/// Whether something was done before the design was entered.
pub fn is_retrospective(design: &Design, entered: Date) -> bool {
    design.treated.iter().any(|own| own.start <= entered)
}

fn treated(design: &Design, ground: &Ground<'_>, faults: &mut Vec<Fault>) {
    let known: Vec<&str> = ground.regions.iter().map(|(id, _)| *id).collect();
    let mut seen = BTreeSet::new();
    for (at, own) in design.treated.iter().enumerate() {
        let Treated { region, codes, .. } = own;
        if !seen.insert(region) {
            let what = format!("`{region}` is named twice");
            faults.push(Fault::new(
                format!("treated.{at}.region"),
                what,
                "once, with its first start",
            ));
        }
        let Some((_, members)) = ground.regions.iter().find(|(id, _)| id == region) else {
            let what = format!("the programme has no region `{region}`");
            let hint = format!("regions: {}", known.join(", "));
            faults.push(Fault::new(format!("treated.{at}.region"), what, hint));
            continue;
        };
        let mut members = members.to_vec();
        members.sort_unstable();
        if *codes != members {
            let what = format!(
                "`{region}` is made of {}, not of {}",
                members.join(", "),
                codes.join(", ")
            );
            let hint = "as agglo.toml says it: what is treated is frozen with the design";
            faults.push(Fault::new(format!("treated.{at}.codes"), what, hint));
        }
    }
    if !design.treated.iter().any(|own| own.region == ground.region) {
        let what = format!("`{}`, the region of the plan, is not treated", ground.region);
        faults.push(Fault::new("treated", what, "name it, with its start"));
    }
}

fn outcomes(design: &Design, ground: &Ground<'_>, faults: &mut Vec<Fault>) {
    let aims: Vec<&str> = ground
        .goal
        .map_or_else(Vec::new, |goal| goal.aims.iter().map(|own| own.measure.as_str()).collect());
    let measures: Vec<&str> = design.outcomes.iter().map(|own| own.measure.as_str()).collect();
    for (at, own) in design.outcomes.iter().enumerate() {
        let field = format!("outcomes.{at}.measure");
        if measures.iter().take(at).any(|other| *other == own.measure) {
            let what = format!("`{}` is named twice", own.measure);
            faults.push(Fault::new(field, what, "an outcome stands once"));
        } else if !aims.contains(&own.measure.as_str()) {
            let what = format!("`{}` is no aim of the goal", own.measure);
            let hint = if aims.is_empty() {
                "no goal is recorded: `agglo record goal`".to_owned()
            } else {
                format!("aims: {}; `agglo record goal` changes them", aims.join(", "))
            };
            faults.push(Fault::new(field, what, hint));
        }
        if own.sesoi <= 0.0 {
            let what = format!("a smallest effect of interest of {}", own.sesoi);
            faults.push(Fault::new(
                format!("outcomes.{at}.sesoi"),
                what,
                "above 0: `better` says which way",
            ));
        }
    }
    let listed = measures.join(", ");
    if !measures.contains(&design.primary.as_str()) {
        let what = format!("`{}` is none of the outcomes", design.primary);
        faults.push(Fault::new("primary", what, format!("one of {listed}")));
    }
    let mut secondary: Vec<&str> =
        measures.iter().copied().filter(|own| *own != design.primary).collect();
    secondary.sort_unstable();
    secondary.dedup();
    let multiple = &design.multiple;
    if multiple.family != secondary {
        let wanted = if secondary.is_empty() { "[]".to_owned() } else { secondary.join(", ") };
        let what = format!("the family is {}", quoted(&multiple.family));
        let hint = format!("all outcomes but the primary one: {wanted}");
        faults.push(Fault::new("multiple.family", what, hint));
    } else if secondary.len() > 1 && multiple.method == Multiple::None {
        let what = format!("{} secondary outcomes share no error", secondary.len());
        faults.push(Fault::new("multiple.method", what, "benjamini_hochberg, holm or romano_wolf"));
    }
}

fn quoted(all: &[String]) -> String {
    if all.is_empty() { "empty".to_owned() } else { all.join(", ") }
}

fn rest(design: &Design, faults: &mut Vec<Fault>) {
    let estimator = &design.estimator;
    let modes = estimator.name.modes();
    if !modes.contains(&estimator.mode.as_str()) {
        let what = format!("`{}` has no mode `{}`", estimator.name.word(), estimator.mode);
        faults.push(Fault::new("estimator.mode", what, format!("one of {}", modes.join(", "))));
    }
    let donors = &design.donors;
    let is_listed = donors.rule == DonorRule::Listed;
    if is_listed == donors.regions.is_empty() {
        let what = if is_listed {
            "the list of donors is empty"
        } else {
            "a list of donors, and the rule is none"
        };
        faults.push(Fault::new(
            "donors.regions",
            what,
            "a list goes with rule = \"listed\" and with no other",
        ));
    }
    let codes: BTreeSet<&String> = design.treated.iter().flat_map(|own| &own.codes).collect();
    for (at, code) in donors.regions.iter().enumerate().filter(|(_, code)| codes.contains(code)) {
        let what = format!("`{code}` is treated and cannot be a donor");
        faults.push(Fault::new(format!("donors.regions.{at}"), what, "leave it out"));
    }
    if !(design.alpha > 0.0 && design.alpha < 1.0) {
        let what = format!("an alpha of {}", design.alpha);
        faults.push(Fault::new("alpha", what, "between 0 and 1, both left out; 0.05 is usual"));
    }
    for (name, value) in [("before", design.windows.before), ("after", design.windows.after)] {
        if value == 0 {
            let what = "a window without a period".to_owned();
            faults.push(Fault::new(format!("windows.{name}"), what, "1 at least"));
        }
    }
    if design.data.rule == VintageRule::Named && design.data.vintage.is_none() {
        let what = "the rule names a vintage, and none is named";
        faults.push(Fault::new("data.vintage", what, "as `agglo data list` prints them"));
    }
    let last = design.treated.iter().map(|own| own.start).max();
    for (at, pair) in design.stop.reads.windows(2).enumerate() {
        if let [a, b] = pair
            && a >= b
        {
            let what = format!("{b} does not come after {a}");
            faults.push(Fault::new(format!("stop.reads.{}", at + 1), what, "days in order"));
        }
    }
    let first = design.stop.reads.first();
    if let Some((first, last)) = first.zip(last).filter(|(first, last)| *first <= last) {
        let what = format!("it is read on {first}, and something begins on {last}");
        faults.push(Fault::new("stop.reads.0", what, "after the last start"));
    }
}
