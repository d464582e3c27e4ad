//! A commented design to begin with: what the plan and the goal say stands in it, what only a person can say is open.

use std::fmt::Write as _;

use agglo::plan::full::{GoalAim, GoalOfPlan, SideOfGoal};
use agglo::plan::register::{DonorRule, Method, Multiple, Period, Side, Transform, VintageRule};
use jiff::civil::Date;

use crate::registration::asks::ask;

/// Kilometres to the nearest donor, and periods before and after a start, as a draft has them.
const LEAST_KM: u16 = 100;
const BEFORE: u16 = 10;
const AFTER: u16 = 3;

/// What a draft is made of.
#[derive(Clone, Debug)]
pub struct DraftOf<'a> {
    /// What the programme is called.
    pub programme: &'a str,
    /// The digest of the plan.
    pub plan: &'a str,
    /// What the plan starts, first start first.
    pub starts: Vec<(Date, String)>,
    /// The first day on which something starts.
    pub start: Date,
    /// The region: its id and the codes of its members.
    pub region: (&'a str, &'a [String]),
    /// The goal; none where none is recorded.
    pub goal: Option<&'a GoalOfPlan>,
    /// The seed of the plan.
    pub seed: u64,
}

/// A draft, and the fields that it leaves open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The text, as TOML.
    pub text: String,
    /// The fields that only a person can say, in their order.
    pub open: Vec<String>,
}

/// Lines of a draft.
struct Lines {
    text: String,
    open: Vec<String>,
    part: String,
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(all: &[String]) -> String {
    format!("[{}]", all.iter().map(|own| quoted(own)).collect::<Vec<_>>().join(", "))
}

impl Lines {
    fn note(&mut self, text: &str) {
        // A line break in a name must not leave the comment.
        let text: String =
            text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
        let _ = writeln!(self.text, "{}", format!("# {text}").trim_end());
    }

    /// Begins a table; the comment above it stands once.
    fn part(&mut self, name: &str, is_list: bool) {
        let plain = name.split('.').filter(|own| own.parse::<usize>().is_err());
        let own = plain.collect::<Vec<_>>().join(".");
        let head = if is_list { format!("[[{own}]]") } else { format!("[{own}]") };
        let asked = ask(&own).split(": ").next().unwrap_or_default();
        self.text.push('\n');
        if !self.text.contains(&head) {
            let _ = writeln!(self.text, "# {asked}");
        }
        let _ = writeln!(self.text, "{head}");
        name.clone_into(&mut self.part);
    }

    /// A field that is said.
    fn say(&mut self, key: &str, value: &str) {
        let path = self.path(key);
        let _ = writeln!(self.text, "{key} = {value}  # {}", ask(&path));
    }

    /// A field that only a person can say.
    fn open(&mut self, key: &str) {
        let path = self.path(key);
        let _ = writeln!(self.text, "{key} = \"\"  # OPEN: {}", ask(&path));
        self.open.push(path);
    }

    fn path(&self, key: &str) -> String {
        if self.part.is_empty() { key.to_owned() } else { format!("{}.{key}", self.part) }
    }
}

/// A design to begin with.
pub fn draft(of: &DraftOf<'_>) -> Draft {
    let mut out = Lines { text: String::new(), open: Vec::new(), part: String::new() };
    head(&mut out, of);
    treated(&mut out, of);
    outcomes(&mut out, of);
    method(&mut out);
    rest(&mut out, of);
    Draft { text: out.text, open: out.open }
}

fn head(out: &mut Lines, of: &DraftOf<'_>) {
    out.note(&format!(
        "How it will be seen whether the plan {} of {} worked.",
        of.plan, of.programme
    ));
    out.note("Say it before anybody knows. What is marked OPEN only a person can say; the rest may be changed too.");
    out.note("Then: agglo plan lock PLAN --design THIS-FILE");
    if let Some(goal) = of.goal {
        out.note("");
        out.note(&format!("The goal of {}: {}", goal.since, goal.mission));
        goal.aims.iter().for_each(|aim| out.note(&format!("  {}", aim.line())));
    }
    out.note("");
    out.note("What the plan starts:");
    of.starts.iter().for_each(|(day, what)| out.note(&format!("  {day} {what}")));
    out.text.push('\n');
    out.open("question");
    out.open("primary");
    out.say("anticipation", "0");
    out.say("covariates", "[]");
    out.say("alpha", "0.05");
    out.say("side", &quoted(Side::Two.word()));
    out.say("seed", &of.seed.to_string());
}

fn treated(out: &mut Lines, of: &DraftOf<'_>) {
    out.part("treated.0", true);
    let (region, codes) = of.region;
    out.say("region", &quoted(region));
    out.say("codes", &list(codes));
    out.say("start", &of.start.to_string());
}

fn aims<'a>(of: &DraftOf<'a>) -> Vec<&'a GoalAim> {
    let mut aims: Vec<&GoalAim> = Vec::new();
    for aim in of.goal.iter().flat_map(|goal| &goal.aims) {
        // An aim without a baseline cannot be held against anything yet.
        let is_new = aims.iter().all(|own| own.measure != aim.measure);
        if is_new && aim.baseline.is_some() {
            aims.push(aim);
        }
    }
    aims
}

fn outcomes(out: &mut Lines, of: &DraftOf<'_>) {
    let aims = aims(of);
    let left_out = of.goal.iter().flat_map(|goal| &goal.aims).filter(|aim| aim.baseline.is_none());
    for aim in left_out {
        out.note(&format!(
            "Left out, because no baseline is recorded: {}. `agglo record goal` with --baseline adds it.",
            aim.measure
        ));
    }
    for side in [SideOfGoal::Economy, SideOfGoal::People] {
        if !aims.iter().any(|aim| aim.side == side) {
            out.note(&format!(
                "No aim of the column {} has a baseline: the goal is not whole.",
                side.word()
            ));
        }
    }
    for (at, aim) in aims.iter().enumerate() {
        out.part(&format!("outcomes.{at}"), true);
        out.note(&aim.line());
        out.say("measure", &quoted(&aim.measure));
        match aim.unit.as_str() {
            "pt" => out.say("unit", &quoted("percent")),
            // A change in percent, or in the measure's own unit, does not say what that unit is.
            "%" | "of the measure" => out.open("unit"),
            own => out.say("unit", &quoted(own)),
        }
        out.say("transform", &quoted(Transform::None.word()));
        out.say("better", &quoted(if aim.change < 0.0 { "less" } else { "more" }));
        out.open("sesoi");
    }
    if aims.is_empty() {
        out.part("outcomes.0", true);
        for key in ["measure", "unit"] {
            out.open(key);
        }
        out.say("transform", &quoted(Transform::None.word()));
        out.open("better");
        out.open("sesoi");
    }
}

fn method(out: &mut Lines) {
    out.part("estimator", false);
    let own = Method::SyntheticDifference;
    out.note("What there is, with the ways to run it:");
    for own in Method::ALL {
        out.note(&format!("  {}: {}", own.word(), own.modes().join(", ")));
    }
    out.say("name", &quoted(own.word()));
    out.say("mode", &quoted(own.modes().first().unwrap_or(&"")));
    out.say("version", &quoted("1"));
    out.part("donors", false);
    out.say("rule", &quoted(DonorRule::Others.word()));
    out.say("regions", "[]");
    out.say("least_km", &LEAST_KM.to_string());
    out.say("most_commuting", "0.02");
    out.note("as in [{ region = \"CODE\", because = \"a base closed in 2027\" }]");
    out.say("exclude", "[]");
    out.part("windows", false);
    out.say("period", &quoted(Period::Year.word()));
    out.say("before", &BEFORE.to_string());
    out.say("after", &AFTER.to_string());
}

fn rest(out: &mut Lines, of: &DraftOf<'_>) {
    out.part("multiple", false);
    let many = aims(of).len() > 1;
    let own = if many { Multiple::FalseDiscovery } else { Multiple::None };
    out.say("method", &quoted(own.word()));
    if many {
        out.open("family");
    } else {
        out.say("family", "[]");
    }
    out.part("data", false);
    out.say("rule", &quoted(VintageRule::Latest.word()));
    out.note("vintage = \"\" may name the publication that the rule leads to now");
    out.part("stop", false);
    out.open("rule");
    out.open("reads");
    let _ = write!(out.text, "\n# [presentation]\n# title = \"\"\n# note = \"\"\n");
}
