//! What a written answer decides, and its figures, each by a path of names.

use std::collections::BTreeSet;

use agglo::Figure;
use agglo::base::estimate::{Estimate, Interval, IntervalKind, Provenance, Reason, Withheld};
use agglo::close::{Decided, Decision, Said, Told};
use serde_json::Value;

use crate::answer::{Answer, is_figure, name_of};

/// Parts of an answer that hold no figure of its own: what it was made from, and what is known of methods.
const ASIDE: [&str; 4] = ["made_from", "track_record", "rule", "unknown"];

/// Where shares of a region stand over those of the reference: above 1 it has more than its part.
const QUOTIENTS: &str = "quotients";

/// What an answer says.
pub fn said(answer: &Answer) -> Said {
    let document = &answer.document;
    let mut figures = Vec::new();
    walk(document, &Way::default(), &mut figures);
    figures.extend(forecast(document));
    figures.sort_by(|a, b| a.path.cmp(&b.path));
    let mut decisions = decisions(document);
    decisions.sort();
    Said { decisions, figures }
}

/// The names on the way to a value.
#[derive(Clone, Debug, Default)]
struct Way {
    path: String,
    title: String,
    key: String,
    unit: String,
    above: String,
}

impl Way {
    fn down(&self, key: &str, value: &Value) -> Self {
        let word = |name: &str| value.get(name).and_then(Value::as_str);
        let title = word("title").or_else(|| word("name")).map(str::to_owned);
        Self {
            path: format!("{}/{key}", self.path),
            title: title.unwrap_or_else(|| self.title.clone()),
            unit: word("unit").unwrap_or(&self.unit).to_owned(),
            key: key.to_owned(),
            above: self.key.clone(),
        }
    }

    /// What a growth of the history is called; `None` of any other figure.
    fn growth(&self) -> Option<String> {
        let place = Some(self.key.as_str()).filter(|key| matches!(*key, "region" | "nation"))?;
        if self.path.contains("/history/sectors/") {
            return Some(format!("{}: growth, {place}", self.title));
        }
        let is_growth = self.path.contains("/history/growth/");
        is_growth.then(|| format!("Growth since {}: {place}", self.above))
    }

    fn told(&self, figure: Figure) -> Told {
        let key = self.key.replace('_', " ");
        if let Some(title) = self.growth() {
            let (path, unit) = (self.path.clone(), "percent".to_owned());
            return Told { path, title, unit, turns_at: 0.0, figure };
        }
        let title = match (self.title.as_str(), self.key.as_str()) {
            ("", _) => format!("{} {key}", self.above.replace('_', " ")).trim().to_owned(),
            (title, "value") => title.to_owned(),
            (title, _) if self.above == QUOTIENTS => format!("{title}: quotient of {key}"),
            (title, _) => format!("{title}: {key}"),
        };
        let unit = unit(&self.key, &self.above, &self.unit);
        let turns_at = if self.above == QUOTIENTS { 1.0 } else { 0.0 };
        Told { path: self.path.clone(), title, unit, turns_at, figure }
    }
}

/// The unit of a figure: the one that is written beside it, or the one that its name means; empty where neither
/// says one. `above`: the name of what it lies in.
pub fn unit(key: &str, above: &str, written: &str) -> String {
    const WRITTEN: [&str; 4] = ["value", "nation", "benchmark", "compared"];
    const JOBS: [&str; 6] = ["employment", "jobs", "first", "last", "likely_employment", "excess"];
    let unit = match key {
        _ if above == QUOTIENTS => "ratio",
        "establishments" => "establishments",
        "level" => "level",
        "pay" | "cost" | "usd" | "budget" | "placed" | "not_placed" => "usd",
        _ if WRITTEN.contains(&key) => written,
        _ if JOBS.contains(&key) => "jobs",
        _ => "",
    };
    unit.to_owned()
}

fn walk(value: &Value, way: &Way, figures: &mut Vec<Told>) {
    if is_figure(value) {
        return figures.extend(figure(value).map(|figure| way.told(figure)));
    }
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| !ASIDE.contains(&key.as_str())) {
                walk(value, &way.down(key, value), figures);
            }
        }
        Value::Array(items) => {
            let mut names = BTreeSet::new();
            for (at, item) in items.iter().enumerate().filter(|(_, item)| !item.is_number()) {
                let name = name_of(item).unwrap_or_else(|| at.to_string());
                // Two items of one name are told apart by their order among those.
                let name = (1..=items.len())
                    .map(|count| if count == 1 { name.clone() } else { format!("{name}#{count}") })
                    .find(|name| names.insert(name.clone()))
                    .unwrap_or_default();
                let mut below = way.down(&name, item);
                if item.get("title").is_none() && item.get("name").is_none() {
                    below.title = format!("{} {name}", way.key.replace('_', " "));
                }
                walk(item, &below, figures);
            }
        }
        _ => {}
    }
}

/// A figure as it was written; `None` where it is none.
pub fn figure(value: &Value) -> Option<Figure> {
    let part = |name: &str| value.get(name).cloned().unwrap_or(Value::Null);
    let interval = |name: &str| serde_json::from_value::<Interval>(part(name)).ok();
    if let Some(number) = part("value").as_f64() {
        let provenance: Provenance = serde_json::from_value(part("provenance")).unwrap_or_default();
        let interval = interval("interval").or_else(|| Interval::exact(number))?;
        return Some(Figure::from(Estimate::new(number, interval, provenance)));
    }
    let reason: Reason = serde_json::from_value(part("reason")).ok()?;
    let text = part("text").as_str().unwrap_or_default().to_owned();
    Some(Figure::Withheld(Withheld { reason, text, bounds: interval("bounds") }))
}

/// The mean of each line of a forecast in its last year, with the outermost quantiles.
fn forecast(document: &Value) -> Vec<Told> {
    let Some(forecast) = document.get("forecast").filter(|own| own.is_object()) else {
        return Vec::new();
    };
    let year = forecast["years"].as_array().and_then(|years| years.last());
    let Some(year) = year.and_then(Value::as_u64) else { return Vec::new() };
    let provenance: Provenance =
        serde_json::from_value(forecast["provenance"].clone()).unwrap_or_default();
    let numbers = |value: &Value| -> Vec<f64> {
        value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
    };
    let probabilities = numbers(&forecast["probabilities"]);
    let lines = forecast["sectors"].as_array().into_iter().flatten();
    let mut found = Vec::new();
    for line in std::iter::once(&forecast["total"]).chain(lines) {
        let (Some(name), Some(title)) = (line["line"].as_str(), line["title"].as_str()) else {
            continue;
        };
        for arm in ["baseline", "plan"] {
            let Some(mean) = numbers(&line[arm]["mean"]).last().copied() else { continue };
            let quantiles = line[arm]["quantiles"].as_array().and_then(|all| all.last());
            let quantiles = quantiles.map(numbers).unwrap_or_default();
            let interval = ends(&quantiles, &probabilities)
                .filter(|interval| interval.contains(mean))
                .or_else(|| Interval::exact(mean));
            let Some(interval) = interval else { continue };
            found.push(Told {
                path: format!("/forecast/{name}/{arm}/mean/{year}"),
                title: format!("{title}: forecast for {year}, {arm}"),
                unit: "jobs".to_owned(),
                turns_at: 0.0,
                figure: Figure::from(Estimate::new(mean, interval, provenance.clone())),
            });
        }
    }
    found
}

fn ends(quantiles: &[f64], probabilities: &[f64]) -> Option<Interval> {
    let level = probabilities.last()? - probabilities.first()?;
    Interval::new(*quantiles.first()?, *quantiles.last()?, level, IntervalKind::Simulated)
}

fn decisions(document: &Value) -> Vec<Decided> {
    let mut found = Vec::new();
    let mut say = |kind: Decision, about: &str, said: Option<String>| {
        let about = about.to_owned();
        found.extend(said.map(|said| Decided { kind, about, said }));
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let readings = document["readings"].as_array();
    for (at, reading) in readings.into_iter().flatten().enumerate() {
        let Some(blueprint) = reading["blueprint"].as_str() else { continue };
        if at == 0 {
            say(Decision::Blueprint, "", Some(blueprint.to_owned()));
        }
        let score = &reading["scores"][0];
        say(Decision::BindingGap, blueprint, binding(&score["binding"]));
        say(Decision::Verdict, blueprint, class(score));
    }
    let map = if document["map"].is_object() { &document["map"] } else { document };
    say(Decision::Verdict, "underserved", text(&map["underserved"]["verdict"]));
    let plan = &document["plan"];
    say(Decision::Verdict, "plan", text(&plan["standing"]));
    let chosen = plan["chosen"].as_array().map(|chosen| {
        let ids = chosen.iter().filter_map(|own| own["initiative"].as_str());
        let ids: BTreeSet<&str> = ids.collect();
        if ids.is_empty() { "none".to_owned() } else { Vec::from_iter(ids).join(", ") }
    });
    say(Decision::Chosen, "plan", chosen);
    found
}

/// One element, several that tie, or why there is none.
fn binding(binding: &Value) -> Option<String> {
    let kind = binding["kind"].as_str()?;
    let several = binding["elements"].as_array().map(|elements| {
        let names: Vec<&str> = elements.iter().filter_map(Value::as_str).collect();
        format!("{kind}: {}", names.join(", "))
    });
    Some(binding["element"].as_str().map(str::to_owned).or(several).unwrap_or(kind.to_owned()))
}

fn class(score: &Value) -> Option<String> {
    let (low, high) = (score["class_low"].as_str()?, score["class_high"].as_str()?);
    Some(if low == high { low.to_owned() } else { format!("{low} to {high}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(document: Value) -> Answer {
        let own = str::to_owned;
        Answer { schema: own("agglo/strategy/1"), made_by: own("agglo"), basis: None, document }
    }

    fn known(value: f64) -> Value {
        json!({"status": "known", "value": value, "caveats": [],
            "interval": {"lower": value, "upper": value, "level": 1.0, "kind": "exact"},
            "provenance": {"method": "count/1", "sources": ["jobs"]}})
    }

    #[test]
    fn a_list_in_another_order_is_the_same_list() {
        let lines = |order: [(&str, f64); 2]| {
            let lines = order
                .map(|(id, jobs)| json!({"cluster": id, "title": id, "employment": known(jobs)}));
            said(&answer(json!({"clusters": {"lines": lines}})))
        };
        let one = lines([("boats", 3.0), ("metal", 4.0)]);
        assert_eq!(one, lines([("metal", 4.0), ("boats", 3.0)]));
        let told = &one.figures[0];
        assert_eq!(told.path, "/clusters/lines/boats/employment");
        assert_eq!((told.title.as_str(), told.unit.as_str()), ("boats: employment", "jobs"));
        assert_eq!(told.figure.value(), Some(3.0));
    }

    #[test]
    fn decisions_and_the_end_of_a_forecast_are_read() {
        let document = json!({
            "readings": [{"blueprint": "beach", "scores": [{"class_low": "emerging", "class_high": "cluster",
                "binding": {"kind": "one", "element": "food"}}]}],
            "map": {"underserved": {"verdict": "no"}},
            "plan": {"standing": "draft", "chosen": [{"initiative": "b"}, {"initiative": "a"}]},
            "forecast": {"years": [2027, 2028], "probabilities": [0.05, 0.95],
                "provenance": {"method": "m/1", "sources": []},
                "total": {"line": "all", "title": "All", "baseline": {"mean": [5.0, 6.0],
                    "quantiles": [[4.0, 7.0], [5.0, 8.0]]}, "plan": null}, "sectors": []}
        });
        let said = said(&answer(document));
        let decided: Vec<&str> = said.decisions.iter().map(|own| own.said.as_str()).collect();
        assert_eq!(decided, ["food", "emerging to cluster", "draft", "no", "a, b", "beach"]);
        let told = &said.figures[0];
        assert_eq!(
            (told.path.as_str(), told.figure.range()),
            ("/forecast/all/baseline/mean/2028", Some((5.0, 8.0)))
        );
    }
}
