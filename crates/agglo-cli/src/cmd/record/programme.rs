//! Bodies of ideas, ventures, money, the goal, initiatives, promises, meetings, awards.

use agglo::engage::event::{
    Achieved, Award, Body, Budget, Cents, Counted, Goal, Idea, Initiative, Innovation, Meeting,
    Money, NewTo, Origin, PersonKey, Promise, Quarter, Reference, Spend, Stage, State, Venture,
};
use jiff::civil::Date;

use crate::args::record::{
    AwardArgs, BudgetArgs, GoalArgs, IdeaArgs, InitiativeArgs, InnovationArgs, MeetingArgs,
    MoneyArgs, OutcomeArgs, PromiseArgs, SpendArgs, StageArgs, VentureArgs, YesNo,
};
use crate::cmd::record::ask::Ask;
use crate::cmd::record::choice;
use crate::money;

pub(super) fn idea(args: &IdeaArgs, ask: &Ask) -> Body {
    let origins = "where it comes from (community, programme, outside)";
    Body::Idea(Idea {
        text: ask.text(args.text.clone(), "TEXT", "the idea"),
        origin: ask.need_or(args.origin, Origin::Outside, "--origin", origins, choice),
        area: args.area.clone(),
        input: ask
            .read(args.input.as_ref(), "--input", |text| Reference::read(text, Counted::Input)),
        element: args.element.clone(),
        owner: ask.read(args.owner.as_ref(), "--owner", str::parse::<PersonKey>),
        owner_group: args.owner_group.clone(),
        state: args.state,
    })
}

pub(super) fn stage(args: &StageArgs, ask: &Ask) -> Body {
    let read = |text: &str| Reference::read(text, Counted::Idea);
    let of = ask.text(
        args.of.clone(),
        "IDEA|VENTURE",
        "the number of the idea or the id of the venture",
    );
    let of = ask.read(Some(&of).filter(|own| !own.is_empty()), "IDEA|VENTURE", read);
    let states = "how far it has come (shaped, tested, launched, trading_1y, trading_3y, trading_5y, closed, parked)";
    Body::Stage(Stage {
        of: of.unwrap_or(Reference::Number(Counted::Idea, 1)),
        state: ask.need_or(args.state, State::Raised, "STATE", states, choice),
    })
}

pub(super) fn venture(args: &VentureArgs, day: Date, ask: &Ask) -> Body {
    Body::Venture(Venture {
        name: ask.text(args.name.clone(), "NAME", "the name of the venture"),
        idea: ask.read(args.idea.as_ref(), "--idea", |text| Reference::read(text, Counted::Idea)),
        founded: args.founded.unwrap_or(day),
        industry: args.industry.clone(),
        jobs: args.jobs,
        owner_group: args.owner_group.clone(),
    })
}

pub(super) fn money(args: &MoneyArgs, ask: &Ask) -> Body {
    if args.earned.is_none() && args.granted.is_none() {
        ask.fault(
            "--earned, --granted",
            "neither is said: what is not known is left out, none is 0",
        );
    }
    let instead = Quarter { year: 2000, quarter: 1 };
    Body::Money(Money {
        subject: ask.text(
            args.subject.clone(),
            "SUBJECT",
            "the id of the venture or the initiative",
        ),
        quarter: ask.need_or(
            args.quarter,
            instead,
            "--quarter",
            "the quarter, as in 2026Q2",
            str::parse,
        ),
        earned: args.earned,
        granted: args.granted,
    })
}

pub(super) fn innovation(args: &InnovationArgs, ask: &Ask) -> Body {
    let text = ask.text(args.text.clone(), "TEXT", "what is new");
    Body::Innovation(Innovation {
        text,
        problem: ask.text(args.problem.clone(), "--problem", "the problem that it solves"),
        venture: args.venture.clone(),
        new_to: ask.need_or(
            args.new_to,
            NewTo::Region,
            "--new-to",
            "to whom (region, field)",
            choice,
        ),
        users: args.users,
        adopted_in: args.adopted_in.clone(),
    })
}

pub(super) fn goal(args: &GoalArgs, ask: &Ask) -> Body {
    let mut goal = Goal {
        mission: ask.text(args.mission.clone(), "--mission", "the mission in one sentence"),
        economy: args.economy.clone(),
        people: args.people.clone(),
    };
    for (measure, baseline) in &args.baseline {
        let mut aims = goal.economy.iter_mut().chain(&mut goal.people);
        match aims.find(|aim| aim.measure == *measure) {
            Some(aim) => aim.baseline = Some(*baseline),
            None => ask.fault("--baseline", format!("no aim is about `{measure}`")),
        }
    }
    Body::Goal(goal)
}

pub(super) fn initiative(args: &InitiativeArgs, ask: &Ask) -> Body {
    let cites = args.cites.iter().filter_map(|text| ask.read(Some(text), "--cites", str::parse));
    Body::Initiative(Box::new(Initiative {
        name: ask.text(args.name.clone(), "NAME", "the name of the initiative"),
        archetype: args.archetype.clone(),
        element: args.element.clone(),
        costs: args.cost.clone(),
        effects: args.effect.clone(),
        cites: cites.collect(),
        carriers: args.carriers.clone(),
        needs: args.needs,
        load: args.load,
        after: args.after.clone(),
        excludes: args.excludes.clone(),
        ends: args.ends,
        owner_after: args.owner_after.clone(),
        revenue_after: args.revenue_after.clone(),
        benefit: args.benefit,
        share_underserved: args.share_underserved,
    }))
}

fn amount(said: Option<Cents>, ask: &Ask) -> Cents {
    ask.need(said, "--amount", "how much", |text| {
        text.parse::<money::Money>().map(|own| Cents(own.0))
    })
}

pub(super) fn budget(args: &BudgetArgs, ask: &Ask) -> Body {
    let year = ask.need(args.year, "--year", "the year", |text| {
        text.parse().map_err(|_| "a year".to_owned())
    });
    Body::Budget(Budget {
        year,
        amount: amount(args.amount, ask),
        fund: args.fund.clone(),
        ends: args.ends,
    })
}

pub(super) fn spend(args: &SpendArgs, ask: &Ask) -> Body {
    Body::Spend(Spend {
        initiative: ask.text(args.initiative.clone(), "INITIATIVE", "the id of the initiative"),
        amount: amount(args.amount, ask),
        fund: args.fund.clone(),
        category: args.category.clone(),
    })
}

pub(super) fn outcome(args: &OutcomeArgs, ask: &Ask) -> Body {
    let yes_no = |text: &str| match text {
        "yes" => Ok(YesNo::Yes),
        "no" => Ok(YesNo::No),
        _ => Err("yes or no".to_owned()),
    };
    let consent =
        ask.need_or(args.consent, YesNo::No, "--consent", "may it be used (yes, no)", yes_no);
    Body::Outcome(Achieved {
        measure: ask.text(args.measure.clone(), "MEASURE", "what is measured"),
        value: ask.need(args.value, "--value", "its value", |text| {
            text.parse().map_err(|_| "a number".to_owned())
        }),
        unit: args.unit.clone(),
        subject: ask.text(
            args.subject.clone(),
            "--subject",
            "of which initiative, venture or region",
        ),
        consent: consent == YesNo::Yes,
    })
}

pub(super) fn promise(args: &PromiseArgs, day: Date, ask: &Ask) -> Body {
    let read = |text: &str| text.parse::<Date>().map_err(|_| "a date, as in 2026-09-30".to_owned());
    Body::Promise(Promise {
        text: ask.text(args.text.clone(), "TEXT", "what was promised"),
        to: ask.text(args.to.clone(), "--to", "to whom"),
        due: ask.need_or(args.due, day, "--due", "until when", read),
    })
}

pub(super) fn meeting(args: &MeetingArgs, day: Date, ask: &Ask) -> Body {
    let text = ask.text(args.text.clone(), "TEXT", "about what");
    Body::Meeting(Meeting { text, with: args.with.clone(), on: day })
}

pub(super) fn award(args: &AwardArgs, ask: &Ask) -> Body {
    Body::Award(Award {
        funder: ask.text(args.funder.clone(), "--funder", "who gives it"),
        number: args.number.clone(),
        amount: args.amount,
        start: args.start,
        end: args.end,
        reports: args.reports.clone(),
    })
}
