//! `agglo plan`: initiatives, partners and years under a budget, with reasons.

#[cfg(feature = "ledger")]
mod recorded;
#[cfg(feature = "ledger")]
mod register;
mod text;

use agglo::Error;
use agglo::base::blueprint::{Blueprint, Overlay};
use agglo::base::region::Region;
use agglo::base::year::Year;
use agglo::plan::explain::{Outcome, Told, budgets, full_plan};
use agglo::plan::full::{Budgets, FullPlan, Locus, Registered};
use agglo::plan::instance::{FullRequest, FullRules, NODES, Said};
use agglo::plan::programme::Risk;
use agglo::plan::{Budget, Setting};
use agglo_report::{Source, html, wire};
use jiff::civil::Date;

use crate::args::{Global, PlaceArgs, PlanArgs, PlanVerb};
use crate::country::Country;
use crate::desk::{Definitions, Desk, Reads};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Schemas of one plan, and of several beside each other.
const PLAN: &str = "agglo/plan/1";
const PLANS: &str = "agglo/plans/1";
/// Years of a plan that nobody said.
const YEARS: u16 = 5;

/// What the page of a plan needs beside the plan.
#[derive(Clone, Copy)]
struct Paper<'a> {
    blueprint: &'a Blueprint,
    sources: &'a [Source],
}

/// What a plan is made for and with: from a programme, or from figures alone.
struct Ground {
    region: Region,
    locus: Locus,
    blueprint: Option<String>,
    /// What the programme adds to it.
    #[cfg_attr(not(feature = "ledger"), expect(dead_code, reason = "a programme brings it"))]
    overlay: Option<Overlay>,
    said: Option<Said>,
    currency: String,
    /// Budgets to plan with; at least one.
    budgets: Vec<Budget>,
    carry_over: bool,
    funds: Vec<(Date, String)>,
    phi: Option<f64>,
    risk: Option<Risk>,
    nodes: Option<u64>,
    seed: u64,
    notes: Vec<String>,
    /// The folder in which plans are kept; none outside a programme.
    folder: Option<std::path::PathBuf>,
    /// Under which lock the region stands; none where nothing is locked.
    registered: Option<Registered>,
}

pub(crate) fn run(args: &PlanArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if let Some(verb) = &args.verb {
        return kept(verb, global, printer);
    }
    checked(args)?;
    let country = Country::load(global)?;
    let (country, ground) = ground(args, global, country)?;
    ground.notes.iter().for_each(|note| printer.message(&format!("note: {note}")));
    let printer = &printer.resting_on(country.data())?;
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(&country, &definitions)?;
    #[cfg(feature = "ledger")]
    let desk = desk.with_overlay(ground.overlay.clone());
    let Some(reads) = desk.for_a_plan(ground.blueprint.as_deref(), &ground.region, ground.seed)?
    else {
        let what = format!("no blueprint can be read for {}", ground.region.title());
        printer.message(&what);
        return Ok(Exit::Unknown);
    };
    let sources = super::strategy::sources(&country);
    let paper = Paper { blueprint: reads.blueprint(), sources: &sources };
    let requests = requests(args, &country, &definitions, &desk, &ground, &reads, global);
    if let [one] = requests.as_slice() {
        return single(args, global, printer, (&ground, paper), &full_plan(one)?);
    }
    let (answer, told) = budgets(&requests)?;
    several(args, global, printer, (&ground, paper), &answer, &told)
}

#[cfg(feature = "ledger")]
fn kept(verb: &PlanVerb, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    register::run(verb, global, printer)
}

#[cfg(not(feature = "ledger"))]
fn kept(_: &PlanVerb, _: &Global, _: &Printer) -> Result<Exit, Failure> {
    Err(crate::failure::left_out())
}

/// Refuses numbers that are none before anything is read.
fn checked(args: &PlanArgs) -> Result<(), Error> {
    let share = args.phi.filter(|phi| !(0.0..=1.0).contains(phi));
    if let Some(phi) = share {
        return Err(Error::new("E0323", format!("a least share of `{phi}`")).hint("from 0 to 1"));
    }
    if let Some(rho) = args.rho.filter(|rho| !(rho.is_finite() && (-64.0..=1.0).contains(rho))) {
        return Err(Error::new("E0323", format!("an exponent of `{rho}`"))
            .hint("at most 1, where elements add up; -1 is usual"));
    }
    let days = args.staff_days.filter(|days| !(days.is_finite() && *days >= 0.0));
    if let Some(days) = days {
        return Err(Error::new("E0323", format!("`{days}` days of staff")).hint("0 or more"));
    }
    let both = args.inside.iter().find(|id| args.out.contains(id));
    if let Some(id) = both {
        return Err(Error::new("E0324", format!("`{id}` cannot be both in and out"))
            .hint("leave one of --in and --out away"));
    }
    Ok(())
}

fn ground(
    args: &PlanArgs,
    global: &Global,
    country: Country,
) -> Result<(Country, Ground), Failure> {
    #[cfg(feature = "ledger")]
    if let Some(ground) = recorded::ground(args, global, &country)? {
        return Ok((country, ground));
    }
    drop(country);
    let Some(text) = &args.region else {
        return Err(Error::new("E0530", "there is no programme here, and no region is named")
            .hint("agglo plan --region 12045 --budget 2M, or begin a programme with `agglo init`")
            .into());
    };
    let (country, region) = Country::find(text, &PlaceArgs::default(), global)?;
    if args.budget.is_empty() {
        return Err(Error::new("E0320", "no budget is named")
            .hint("--budget 2M, in all; repeat it to see plans beside each other")
            .into());
    }
    let ground = Ground {
        locus: Locus {
            region: region.id.clone(),
            name: region.title(),
            id: None,
            programme: None,
            is_illustrative: false,
        },
        region,
        blueprint: args.blueprint.clone(),
        overlay: None,
        said: None,
        currency: country.tables.terms.currency.code.clone(),
        budgets: spread(args, global.next_year())?,
        carry_over: false,
        funds: Vec::new(),
        phi: None,
        risk: None,
        nodes: None,
        seed: global.seed,
        notes: Vec::new(),
        folder: None,
        registered: None,
    };
    Ok((country, ground))
}

/// The budgets that are named, each spread evenly.
fn spread(args: &PlanArgs, first: Year) -> Result<Vec<Budget>, Error> {
    let years = args.years.unwrap_or(YEARS);
    args.budget.iter().map(|money| Budget::spread(money.0, first, years)).collect()
}

fn requests<'a>(
    args: &PlanArgs,
    country: &Country,
    definitions: &'a Definitions,
    desk: &'a Desk<'_>,
    ground: &Ground,
    reads: &'a Reads<'_>,
    global: &Global,
) -> Vec<FullRequest<'a>> {
    let tables = &country.tables;
    let setting = Setting {
        blueprint: reads.blueprint(),
        classification: &tables.classification,
        structure: &tables.structure,
        facts: &tables.facts,
    };
    let one = |budget: &Budget| FullRequest {
        locus: ground.locus.clone(),
        as_of: global.day(),
        reading: &reads.reading,
        base: setting.request(&reads.reading, &ground.region, budget.clone()),
        catalogue: &definitions.catalogue,
        priors: desk.priors(),
        survival: &definitions.survival,
        said: ground.said.clone(),
        currency: ground.currency.clone(),
        carry_over: ground.carry_over,
        funds: ground.funds.clone(),
        rules: FullRules {
            rho: args.rho,
            staff_days: args.staff_days,
            phi: args.phi.or(ground.phi),
            risk: ground.risk,
            forced_in: args.inside.clone(),
            forced_out: args.out.clone(),
            nodes: args.nodes.or(ground.nodes).unwrap_or(NODES),
            seed: ground.seed,
            frontier: args.frontier,
        },
    };
    ground.budgets.iter().map(one).collect()
}

fn json(schema: &'static str, content: &impl serde::Serialize) -> Result<String, Error> {
    wire::text(schema, content).map_err(|error| Error::new("E0902", error.to_string()))
}

fn single(
    args: &PlanArgs,
    global: &Global,
    printer: &Printer,
    (ground, paper): (&Ground, Paper<'_>),
    told: &Told,
) -> Result<Exit, Failure> {
    let plan = shown(ground, &told.plan)?;
    if global.json {
        printer.json(PLAN, &plan)?;
    } else if told.outcome == Outcome::Found {
        printer.data(&text::plan(&plan))?;
    } else {
        printer.data(&text::nothing(&plan))?;
    }
    if told.outcome == Outcome::Found {
        let file = keep(ground, &told.plan)?;
        written(args, printer, (ground, paper), &plan)?;
        if let Some(kept) = file {
            kept.said(ground, printer);
        }
    }
    ended(told)
}

fn several(
    args: &PlanArgs,
    global: &Global,
    printer: &Printer,
    (ground, paper): (&Ground, Paper<'_>),
    answer: &Budgets,
    told: &[Told],
) -> Result<Exit, Failure> {
    let mut answer = answer.clone();
    for plan in &mut answer.plans {
        *plan = shown(ground, plan)?;
    }
    if global.json {
        printer.json(PLANS, &answer)?;
    } else {
        printer.data(&text::budgets(&answer))?;
    }
    for one in told.iter().filter(|told| told.outcome == Outcome::Found) {
        if let Some(kept) = keep(ground, &one.plan)? {
            kept.said(ground, printer);
        }
    }
    if let Some(last) = told.last().filter(|told| told.outcome == Outcome::Found) {
        written(args, printer, (ground, paper), &shown(ground, &last.plan)?)?;
    }
    told.iter().find(|told| told.outcome != Outcome::Found).map_or(Ok(Exit::Ok), ended)
}

/// Constraints that contradict each other are input to be mended; a search that ended early cannot tell.
fn ended(told: &Told) -> Result<Exit, Failure> {
    match told.outcome {
        Outcome::Found => Ok(Exit::Ok),
        Outcome::Unknown => Ok(Exit::Unknown),
        Outcome::Contradiction => {
            let text = told.plan.conflict.as_ref().map_or("", |own| own.text.as_str());
            Err(Error::new("E0324", format!("no plan fits: {text}"))
                .hint("give up or relax one of them")
                .into())
        }
    }
}

/// A plan that is kept under its digest.
struct Kept {
    digest: String,
    file: String,
}

impl Kept {
    fn said(&self, ground: &Ground, printer: &Printer) {
        printer.message(&format!("Wrote {}", self.file));
        let short = self.digest.get(..8).unwrap_or(&self.digest);
        if ground.registered.is_none() {
            printer.message(&format!(
                "Freeze it with: agglo plan design {short}, agglo plan lock {short}"
            ));
        }
    }
}

/// A plan as it is kept: its bytes say nothing of locks.
fn bytes(plan: &FullPlan) -> Result<(String, Vec<u8>), Error> {
    let text = json(PLAN, &FullPlan { registered: None, ..plan.clone() })?.into_bytes();
    Ok((agglo_data::starter::digest(&text), text))
}

/// A plan with the lock under which its region stands.
fn shown(ground: &Ground, plan: &FullPlan) -> Result<FullPlan, Error> {
    let Some(registered) = &ground.registered else { return Ok(plan.clone()) };
    let registered = Some(registered.clone().beside(&bytes(plan)?.0));
    Ok(FullPlan { registered, ..plan.clone() })
}

/// Keeps a plan in the programme under its digest.
fn keep(ground: &Ground, plan: &FullPlan) -> Result<Option<Kept>, Error> {
    let Some(folder) = &ground.folder else { return Ok(None) };
    let (digest, text) = bytes(plan)?;
    let name = format!("{digest}.json");
    let plans = folder.join("plans");
    agglo_data::atomic::write_all(&plans, &[(name.clone(), text)])?;
    Ok(Some(Kept { digest, file: plans.join(name).display().to_string() }))
}

/// The files that were asked for.
fn written(
    args: &PlanArgs,
    printer: &Printer,
    (ground, paper): (&Ground, Paper<'_>),
    plan: &FullPlan,
) -> Result<(), Failure> {
    if let Some(file) = &args.ical {
        agglo_data::atomic::write(file, calendar(ground, plan)?.into_bytes())?;
        printer.message(&format!("Wrote {}", file.display()));
    }
    if let Some(folder) = &args.output {
        let page = agglo_report::full_plan(plan, Some(paper.blueprint), paper.sources);
        let files = [
            ("plan.html".to_owned(), html::render(&page).into_bytes()),
            ("plan.json".to_owned(), json(PLAN, plan)?.into_bytes()),
            ("plan.txt".to_owned(), text::plan(plan).into_bytes()),
        ];
        agglo_data::atomic::write_all(folder, &files)?;
        let folder = folder.display();
        printer.message(&format!("Wrote plan.html, plan.json and plan.txt to {folder}"));
    }
    Ok(())
}

#[cfg(feature = "ledger")]
fn calendar(ground: &Ground, plan: &FullPlan) -> Result<String, Failure> {
    let name = ground.locus.programme.as_ref().map_or("plan", |(id, _)| id.as_str());
    Ok(agglo_data::exchange::agenda::agenda(&plan.calendar, name, &plan.as_of)?)
}

#[cfg(not(feature = "ledger"))]
fn calendar(_: &Ground, _: &FullPlan) -> Result<String, Failure> {
    Err(crate::failure::left_out())
}
