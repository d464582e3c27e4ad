//! Reading what people type: words of a choice, money, pairs.

use agglo::engage::event::{
    Aim, AwardReport, Baseline, Cents, Effect, Fact, Group, Shock, YearlyCost,
};
use serde::de::DeserializeOwned;

use crate::money::Money;

/// A word of a choice.
pub(super) fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| e.to_string())
}

/// An amount of money, 0 included.
pub(super) fn cents(text: &str) -> Result<Cents, String> {
    if text.trim() == "0" {
        return Ok(Cents(0));
    }
    text.parse::<Money>().map(|money| Cents(money.0))
}

fn split<'a>(text: &'a str, mark: char, form: &str) -> Result<(&'a str, &'a str), String> {
    let pair = text.rsplit_once(mark).map(|(a, b)| (a.trim(), b.trim()));
    pair.filter(|(a, b)| !a.is_empty() && !b.is_empty())
        .ok_or_else(|| format!("`{text}`: write {form}"))
}

fn number<T: std::str::FromStr>(text: &str, form: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no number: write {form}"))
}

/// `underserved:9`
pub(super) fn group(text: &str) -> Result<Group, String> {
    let form = "GROUP:N, as in underserved:9";
    let (name, n) = split(text, ':', form)?;
    Ok(Group { name: name.to_owned(), n: number(n, form)? })
}

/// `Hurricane Michael@2018-10-10: reopened`
pub(super) fn shock(text: &str) -> Result<Shock, String> {
    let form = "\"NAME@DATE: evidence\"";
    let (name, rest) = text.split_once('@').ok_or_else(|| format!("`{text}`: write {form}"))?;
    let (day, evidence) = rest.split_once(':').ok_or_else(|| format!("`{text}`: write {form}"))?;
    let on = day.trim().parse().map_err(|_| format!("`{day}` is no date: write {form}"))?;
    Ok(Shock { name: name.trim().to_owned(), on, evidence: evidence.trim().to_owned() })
}

/// `km_public_beach=12.5`
pub(super) fn fact(text: &str) -> Result<Fact, String> {
    let form = "NAME=VALUE";
    let (name, value) = split(text, '=', form)?;
    Ok(Fact { name: name.to_owned(), value: number(value, form)? })
}

/// `poverty_rate:-2pt@2030`
pub(super) fn aim(text: &str) -> Result<Aim, String> {
    let form = "MEASURE:CHANGE@YEAR, as in poverty_rate:-2pt@2030";
    let (measure, rest) = text.split_once(':').ok_or_else(|| format!("`{text}`: write {form}"))?;
    let (change, year) = split(rest, '@', form)?;
    let digits = change.trim_end_matches(|sign: char| sign.is_alphabetic() || sign == '%');
    let unit = change[digits.len()..].trim();
    Ok(Aim {
        measure: measure.trim().to_owned(),
        change: number(digits.trim(), form)?,
        unit: if unit.is_empty() { "of the measure" } else { unit }.to_owned(),
        year: number(year, form)?,
        baseline: None,
    })
}

/// `poverty_rate=18.2@2023`
pub(super) fn baseline(text: &str) -> Result<(String, Baseline), String> {
    let form = "MEASURE=VALUE@YEAR, as in poverty_rate=18.2@2023";
    let (measure, rest) = text.split_once('=').ok_or_else(|| format!("`{text}`: write {form}"))?;
    let (value, year) = split(rest, '@', form)?;
    let baseline = Baseline { value: number(value, form)?, year: number(year, form)? };
    Ok((measure.trim().to_owned(), baseline))
}

/// `0:350k`
pub(super) fn cost(text: &str) -> Result<YearlyCost, String> {
    let form = "YEAR:MONEY, as in 0:350k";
    let (year, amount) = split(text, ':', form)?;
    Ok(YearlyCost { year: number(year, form)?, amount: cents(amount)? })
}

/// `entrepreneurship:0.15`
pub(super) fn effect(text: &str) -> Result<Effect, String> {
    let form = "ELEMENT:CHANGE, as in food:0.15";
    let (element, level) = split(text, ':', form)?;
    Ok(Effect { element: element.to_owned(), level: number(level, form)? })
}

/// `ed916:annual`
pub(super) fn report(text: &str) -> Result<AwardReport, String> {
    let (report, every) = split(text, ':', "REPORT:EVERY, as in ed916:annual")?;
    Ok(AwardReport { report: report.to_owned(), every: every.to_owned() })
}

/// The value that a person means in `FIELD=VALUE`: JSON where it is some, else text.
pub(crate) fn value_of(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aims_shocks_and_costs_are_read_as_people_write_them() {
        let own = aim("poverty_rate:-2pt@2030").unwrap();
        assert_eq!(
            (own.measure.as_str(), own.unit.as_str(), own.year),
            ("poverty_rate", "pt", 2030)
        );
        assert!((own.change + 2.0).abs() < 1e-12);
        assert_eq!(aim("wage_jobs:+120@2030").unwrap().unit, "of the measure");
        assert_eq!(aim("income:5%@2030").unwrap().unit, "%");
        let own = shock("Hurricane Michael@2018-10-10: reopened in a tent").unwrap();
        assert_eq!(
            (own.name.as_str(), own.evidence.as_str()),
            ("Hurricane Michael", "reopened in a tent")
        );
        assert_eq!(cost("0:350k").unwrap().amount, Cents(35_000_000));
        assert_eq!(cents("0"), Ok(Cents(0)));
        for text in ["poverty_rate", "poverty_rate:x@2030", "poverty_rate:1@", ":1"] {
            assert!(aim(text).is_err(), "{text}");
        }
        assert!(shock("Hurricane 2018-10-10").is_err() && cents("-5").is_err());
    }
}
