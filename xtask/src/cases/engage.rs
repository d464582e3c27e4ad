//! Cases of trust, partners, pieces, participation, feedback, the programme's gates and ventures.

use agglo::base::blueprint::Cuts;
use agglo::engage::{
    Alignment, Counts, Endorsement, FeedbackRule, Gate, GateRuling, Heard, ListeningRule,
    Participation, Partner, PartnerRule, Piece, PieceRule, RepresentationRule, Ruling, TrustRule,
    Voice, Waiting, closures_against_benchmark, dissimilarity, feedback_loop,
    listening_precedes_plan, ours_not_theirs, partner_gate, piece_gate, programme,
    representativeness, survival_posterior, trust,
};
use agglo::map::gap::verdict::{self, CoreShare, Ground};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::cases::input::{Fault, Given, Input, Outcome, finite, finites, list, number, numbers};

/// The measures that are answered here.
#[cfg(test)]
pub(super) const MEASURES: &[&str] = &[
    "trust_posterior",
    "partner_gate",
    "piece_gate",
    "representativeness",
    "feedback_loop",
    "programme_check",
    "listening_precedes_plan",
    "venture_benchmark",
];

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "trust_posterior" => trusts,
        "partner_gate" => partners,
        "piece_gate" => pieces,
        "representativeness" => participants,
        "feedback_loop" => feedback,
        "programme_check" => programmes,
        "listening_precedes_plan" => listening,
        "venture_benchmark" => ventures,
        _ => return None,
    };
    Some(function(input).into())
}

fn within(value: &Value) -> Input {
    Input::of(&json!({ "input": value }))
}

fn trust_rule(input: &Input) -> Given<TrustRule> {
    let usual = TrustRule::default();
    let prior = match input.get("prior") {
        None => usual.prior,
        Some(prior) => match numbers("prior", prior)?.as_slice() {
            [a, b] => (*a, *b),
            _ => return Err(Fault::Shape("`prior` needs two numbers".to_owned())),
        },
    };
    Ok(TrustRule {
        prior,
        share: input.number_or("tau", usual.share)?,
        pass_at: input.number_or("pass_at", usual.pass_at)?,
        fail_at: input.number_or("fail_at", usual.fail_at)?,
        half_life: input.number_or("half_life", usual.half_life)?,
        expiry: input.number_or("expiry", usual.expiry)?,
    })
}

fn trusts(input: &Input) -> Given<Value> {
    let rule = trust_rule(input)?;
    let one = |set: &Value| -> Given<Value> {
        let voices = list("sets", set)?.iter().map(voice_named).collect::<Given<Vec<_>>>()?;
        let found = trust(&voices, &rule)?;
        Ok(json!({
            "a": finite(found.a),
            "b": finite(found.b),
            "mean": finite(found.mean),
            "P": finite(found.probability),
            "status": found.ruling.word(),
            "more_favourable_raters_needed": found.more_raters,
        }))
    };
    let results: Vec<Value> = input.items("sets")?.iter().map(one).collect::<Given<_>>()?;
    Ok(json!({ "results": results }))
}

fn voice_named(row: &Value) -> Given<Voice> {
    let row = within(row);
    Ok(Voice {
        favourable: row.number("favourable")?,
        items: row.number("items")?,
        age_months: row.number("age_months")?,
    })
}

fn voices(key: &str, input: &Input) -> Given<Vec<Voice>> {
    let voice = |row: Vec<f64>| match row.as_slice() {
        &[favourable, items, age_months] => Ok(Voice { favourable, items, age_months }),
        _ => Err(Fault::Shape(format!("`{key}` needs rows of favourable, items, age"))),
    };
    input.matrix(key)?.into_iter().map(voice).collect()
}

fn each(
    input: &Input,
    key: &str,
    of: impl Fn(&Input) -> Given<Value>,
) -> Given<Map<String, Value>> {
    input.named(key)?.into_iter().map(|(name, value)| Ok((name, of(&within(&value))?))).collect()
}

fn partners(input: &Input) -> Given<Value> {
    let rule = PartnerRule { trust: trust_rule(input)?, ..PartnerRule::default() };
    let results = each(input, "partners", |record| {
        let mission = record.nested("mission")?;
        let scores = |side: &str| mission.as_ref().map_or(Ok(vec![]), |form| form.numbers(side));
        let partner = Partner {
            reach: record.number_if("reach")?,
            community: voices("in", record)?.into_iter().map(|voice| (None, voice)).collect(),
            partner: voices("out", record)?,
            alignment: Alignment {
                community: scores("community")?,
                partner: scores("partner")?,
                crosses_red_line: record.truth_or("red_line", false)?,
            },
            programmes: count("programmes_12m", record.number("programmes_12m")?)?,
        };
        let found = partner_gate(&partner, &rule)?;
        Ok(json!({
            "scale": found.scale.word(),
            "trust": found.trust.word(),
            "alignment": found.alignment.word(),
            "focus": found.focus.word(),
            "partner": found.partner.word(),
            "one_sided": found.one_sided,
            "P": finites(&[found.community.probability, found.returned.probability]),
        }))
    })?;
    Ok(json!({ "results": results }))
}

/// A count that was written as a number.
fn count(key: &str, value: f64) -> Given<u32> {
    let whole = value >= 0.0 && value <= f64::from(u32::MAX) && value.fract().abs() < f64::EPSILON;
    if !whole {
        return Err(Fault::Refused(format!("`{key}` is {value}, no count")));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    let count = value as u32;
    Ok(count)
}

fn pieces(input: &Input) -> Given<Value> {
    let results = each(input, "pieces", |record| {
        let said = record.nested("listening")?.map(|said| -> Given<Endorsement> {
            Ok(Endorsement {
                endorsed: count("endorse", said.number("endorse")?)?,
                rejected: count("reject", said.number("reject")?)?,
                areas: count("areas", said.number("areas")?)?,
                before_plan: said.truth_or("before_plan", false)?,
            })
        });
        let piece = Piece {
            age: record.number("age")?,
            shocks: count("shocks", record.number("shocks")?)?,
            endorsement: said.transpose()?,
            agreements: count("live", record.number("live")?)?,
        };
        let found = piece_gate(&piece, &PieceRule::default());
        Ok(json!({
            "time_tested": found.time_tested.word(),
            "authentic": found.authentic.word(),
            "coordinates": found.coordinates.word(),
            "piece": found.piece.word(),
        }))
    })?;
    Ok(json!({ "results": results }))
}

fn participants(input: &Input) -> Given<Value> {
    let one = |row: &Value| -> Given<Value> {
        let row = within(row);
        let took = Participation {
            from_underserved: row.number("from_underserved")?,
            participants: row.number("participants")?,
            residents_share: row.number("residents_share")?,
        };
        let found = representativeness(&took, &RepresentationRule::default())?;
        Ok(json!({
            "share": finite(found.share),
            "ratio": finite(found.ratio),
            "wilson90": finites(&[found.interval.0, found.interval.1]),
            "status": found.ruling.word(),
        }))
    };
    let mut answer = Map::new();
    if input.get("rows").is_some() {
        let rows: Vec<Value> = input.items("rows")?.iter().map(one).collect::<Given<_>>()?;
        answer.insert("results".into(), Value::from(rows));
    }
    if let Some(mix) = input.nested("dissimilarity")? {
        let apart = dissimilarity(&mix.numbers("participants")?, &mix.numbers("residents")?)?;
        answer.insert("D".into(), finite(apart));
    }
    Ok(Value::Object(answer))
}

fn feedback(input: &Input) -> Given<Value> {
    let of = |key: &str| count(key, input.number(key)?);
    let counts = Counts {
        heard: of("heard")?,
        answered: of("answered")?,
        decided: of("decided")?,
        benefited: of("benefited")?,
    };
    let (days, flags) = (input.numbers("days")?, input.numbers("answered_flag")?);
    if days.len() != flags.len() {
        let what = format!("{} days and {} flags", days.len(), flags.len());
        return Err(Fault::Refused(what));
    }
    let waits: Vec<Waiting> = days
        .iter()
        .zip(&flags)
        .map(|(&days, &flag)| Waiting { days, answered: flag > 0.5 })
        .collect();
    let found = feedback_loop(&counts, &waits, true, &FeedbackRule::default())?;
    let pairs =
        |pairs: &[(f64, f64)]| -> Value { pairs.iter().map(|(a, b)| finites(&[*a, *b])).collect() };
    Ok(json!({
        "ratios": found.ratios.map_or(Value::Null, |ratios| finites(&ratios)),
        "wilson90": found.intervals.map_or(Value::Null, |intervals| pairs(&intervals)),
        "km": pairs(&found.waiting),
        "median_days": found.median_days.map_or(Value::Null, finite),
        "overdue": found.overdue,
    }))
}

fn programmes(input: &Input) -> Given<Value> {
    let gates = input.texts("gates")?.iter().map(|name| gate(name)).collect::<Given<Vec<_>>>()?;
    let score = input.number_if("score_A")?;
    let mut results = Map::new();
    for (name, words) in input.named("cases")? {
        let rulings = list("cases", &words)?.iter().map(ruling).collect::<Given<Vec<_>>>()?;
        if rulings.len() != gates.len() {
            return Err(Fault::Refused(format!("`{name}` has another number of gates")));
        }
        let rows = gates.iter().zip(rulings).map(|(&gate, ruling)| GateRuling { gate, ruling });
        let found = programme(rows.collect());
        let mut result = json!({
            "verdict": found.ruling.word(),
            "exit": found.exit(false),
            "exit_strict": found.exit(true),
        });
        if let Some(score) = score {
            let gates_pass = found.ruling == Ruling::Pass;
            let core = CoreShare::Given(1.0);
            let ground = Ground { core, gates_pass, cuts: Cuts::default() };
            result["class_if_core_ok"] = json!(verdict::class(&[1.0], score, &ground).word());
        }
        results.insert(name, result);
    }
    Ok(json!({ "results": results }))
}

fn gate(name: &str) -> Given<Gate> {
    let found = Gate::ALL.into_iter().find(|gate| gate.word() == name);
    found.ok_or_else(|| Fault::Refused(format!("`{name}` is no gate")))
}

fn ruling(word: &Value) -> Given<Ruling> {
    let all = [Ruling::Pass, Ruling::Unknown, Ruling::Fail];
    let found = all.into_iter().find(|ruling| word.as_str() == Some(ruling.word()));
    found.ok_or_else(|| Fault::Refused(format!("{word} is no outcome of a gate")))
}

fn date(text: &str) -> Given<Date> {
    text.parse().map_err(|_| Fault::Refused(format!("`{text}` is no date")))
}

fn listening(input: &Input) -> Given<Value> {
    let one = |row: &Value| -> Given<Heard> {
        let own = within(row);
        let heard = date(own.text_or("date", "")?)?;
        Ok(Heard {
            area: own.text_or("area", "")?.to_owned(),
            date: heard,
            entered: own.text_or("entered", "").ok().and_then(|d| d.parse().ok()).unwrap_or(heard),
            inputs: count("n", own.get("n").map_or(Ok(1.0), |n| number("n", n))?)?,
        })
    };
    let heard = input.items("inputs")?.iter().map(one).collect::<Given<Vec<_>>>()?;
    let read = |plan: &Input| -> Given<Value> {
        let first = date(plan.text_or("plan_first_version", "")?)?;
        let found = listening_precedes_plan(&heard, Some(first), &ListeningRule::default());
        Ok(json!({
            "L1": found.ruling.word(),
            "inputs_before": found.inputs,
            "areas_before": found.areas,
        }))
    };
    let mut answer = read(input)?;
    if input.get("initiatives").is_some() {
        let one = |row: &Value| -> Given<(String, Vec<String>)> {
            let own = within(row);
            let cites = if own.get("cites").is_some() { own.texts("cites")? } else { vec![] };
            Ok((own.text_or("id", "")?.to_owned(), cites))
        };
        let rows = input.items("initiatives")?.iter().map(one).collect::<Given<Vec<_>>>()?;
        let cites = rows.iter().map(|(id, cites)| (id.as_str(), cites.as_slice()));
        answer["ours_not_theirs"] = json!(ours_not_theirs(cites));
    }
    if input.get("variants").is_some() {
        let variants = input.items("variants")?.iter().map(|variant| read(&within(variant)));
        answer["variants"] = Value::from(variants.collect::<Given<Vec<_>>>()?);
    }
    Ok(answer)
}

fn ventures(input: &Input) -> Given<Value> {
    let mut answer = Map::new();
    if input.get("observed_closures").is_some() {
        let closed = count("observed_closures", input.number("observed_closures")?)?;
        let level = input.number_or("confidence", 0.9)?;
        let hazards = input.numbers("cumulative_hazard")?;
        let found = closures_against_benchmark(closed, &hazards, level)?;
        answer.insert("E".into(), finite(found.expected));
        answer.insert("SMR".into(), finite(found.ratio));
        answer.insert("interval".into(), finites(&[found.interval.0, found.interval.1]));
        answer.insert("better_than_benchmark".into(), json!(found.better));
    }
    if input.get("survived").is_some() {
        let prior = (input.number("prior_m")?, input.number("prior_s")?);
        let survived = count("survived", input.number("survived")?)?;
        let at_risk = count("at_risk", input.number("at_risk")?)?;
        let found = survival_posterior(prior, survived, at_risk)?;
        answer.insert("posterior".into(), finites(&[found.a, found.b]));
        answer.insert("posterior_mean".into(), finite(found.mean));
    }
    Ok(Value::Object(answer))
}
