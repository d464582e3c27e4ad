//! Reading `agglo.toml`: every section and key, every fault at once with its line.

use std::path::Path;

use agglo::Error;
use agglo::engage::event::slug;
use toml::de::{DeTable, DeValue};

use crate::programme::spans::{File, Part};
use crate::programme::{FILE, LEDGER, PlanRules, Programme, ProgrammeRegion, Rules};

/// Sections and their keys. Those of later steps are checked here so that a slip of the pen is found early.
const SECTIONS: &[(&str, &[&str])] = &[
    (
        "programme",
        &["id", "title", "currency", "blueprint", "overlay", "horizon", "seed", "illustrative"],
    ),
    ("ledger", &["store"]),
    ("region", &["id", "title", "members", "residents", "firms", "underserved_share"]),
    ("underserved", &["rule", "fallback"]),
    ("equity", &["phi"]),
    ("partner", &["reach", "mission"]),
    ("trust", &["tau", "pass_at", "fail_at", "half_life_months", "expire_months"]),
    ("piece", &["years", "years_alone", "voices", "agreements"]),
    ("listening", &["inputs", "areas"]),
    ("feedback", &["answered", "days"]),
    ("representation", &["least"]),
    ("plan", &["comparators", "carry_over", "cvar_alpha", "floor_A", "node_limit"]),
    ("simulate", &["draws", "funding_stops", "read_at"]),
];

/// The programme of a text; all that is wrong with it otherwise.
pub(super) fn programme(text: &str, folder: &Path) -> Result<Programme, Vec<Error>> {
    let file = File::new(FILE, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(0, |span| file.line(span.start));
        file.fault(line, error.message().trim().to_owned(), "");
    }
    let mut programme = Programme {
        folder: folder.to_owned(),
        id: String::new(),
        title: String::new(),
        currency: "USD".to_owned(),
        blueprint: None,
        is_illustrative: false,
        regions: Vec::new(),
        rules: Rules::default(),
        plan: PlanRules::default(),
        loosened: Vec::new(),
        ledger: LEDGER.to_owned(),
    };
    sections(&file, root.get_ref(), &mut programme);
    let faults = file.into_faults();
    if faults.is_empty() { Ok(programme) } else { Err(faults) }
}

fn sections<'a>(file: &'a File<'a>, root: &'a DeTable<'a>, programme: &mut Programme) {
    for (name, value) in root {
        let (key, line) = (name.get_ref().as_ref(), file.line(name.span().start));
        let Some((known, keys)) = SECTIONS.iter().find(|(known, _)| *known == key) else {
            let near = crate::nearest::nearest(SECTIONS.iter().map(|(known, _)| *known), key);
            let hint =
                near.first().map_or(String::new(), |near| format!("did you mean `[{near}]`?"));
            file.fault(line, format!("`{key}` is no section"), &hint);
            continue;
        };
        match value.get_ref() {
            DeValue::Array(tables) if *known == "region" => {
                for table in tables {
                    if let DeValue::Table(own) = table.get_ref() {
                        let line = file.line(table.span().start);
                        let part = file.part("[[region]]", own, line);
                        part.only(keys);
                        region(file, &part, programme);
                    } else {
                        let line = file.line(table.span().start);
                        file.fault(line, "a region is a table of its own", "write [[region]]");
                    }
                }
            }
            DeValue::Table(_) if *known == "region" => {
                file.fault(
                    line,
                    "`region` needs double brackets: [[region]]",
                    "a programme may have several",
                );
            }
            DeValue::Table(own) => {
                let part = file.part(known, own, line);
                part.only(keys);
                section(known, &part, programme);
            }
            _ => file.fault(line, format!("`{key}` is a section: write [{key}]"), ""),
        }
    }
    if root.get("programme").is_none() {
        file.fault(1, "there is no section [programme]", "it needs `id` and `title`");
    }
    if root.get("region").is_none() {
        file.fault(1, "there is no [[region]]", "it needs `id` and `members`");
    }
}

fn section(name: &str, part: &Part<'_>, programme: &mut Programme) {
    match name {
        "programme" => head(part, programme),
        "ledger" => {
            if let Some(store) = part.text_if("store") {
                if store.contains("://") && store.contains('@') && store.contains(':') {
                    let secret = store.split("://").nth(1).and_then(|rest| rest.split('@').next());
                    if secret.is_some_and(|user| user.contains(':'))
                        && let Some(value) = part.get("store")
                    {
                        part.fault(
                            value,
                            "a password stands in this file",
                            "put the address into the variable AGGLO_LEDGER",
                        );
                    }
                }
                programme.ledger = store;
            }
        }
        "equity" => {
            programme.plan.phi = part.number_if("phi", (0.0, 1.0));
        }
        "simulate" => {
            part.whole_if("draws", (100.0, 1e7));
        }
        "plan" => {
            programme.plan.tail = part.number_if("cvar_alpha", (0.0, 0.99));
            programme.plan.floor = part.number_if("floor_A", (0.0, 1.0));
            programme.plan.carry_over =
                part.get("carry_over").is_some().then(|| part.flag("carry_over"));
            programme.plan.node_limit = part.whole_if("node_limit", (1.0, 1e9)).map(u64::from);
        }
        _ => rules(name, part, programme),
    }
}

fn head(part: &Part<'_>, programme: &mut Programme) {
    programme.id = part.text("id");
    if let Some(value) = part.get("id")
        && !programme.id.is_empty()
        && slug(&programme.id) != programme.id
    {
        let hint = format!("as in `{}`", slug(&programme.id));
        part.fault(value, format!("`{}` is no id", programme.id), &hint);
    }
    programme.title = part.text("title");
    if let Some(currency) = part.text_if("currency") {
        let is_code = currency.len() == 3 && currency.chars().all(|sign| sign.is_ascii_uppercase());
        if let Some(value) = part.get("currency").filter(|_| !is_code) {
            part.fault(value, format!("`{currency}` is no currency"), "three letters, as in USD");
        }
        programme.currency = currency;
    }
    programme.blueprint = part.text_if("blueprint");
    programme.plan.overlay = part.text_if("overlay");
    if let Some(value) = part.get("overlay").filter(|_| programme.blueprint.is_none()) {
        part.fault(value, "an overlay adds to a blueprint, and none is named", "set `blueprint`");
    }
    programme.plan.seed = part.number_if("seed", (0.0, 9e15)).map(whole);
    programme.is_illustrative = part.flag("illustrative");
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 9e15, as was checked"
)]
fn whole(number: f64) -> u64 {
    number.round() as u64
}

fn region(file: &File<'_>, part: &Part<'_>, programme: &mut Programme) {
    let id = part.text("id");
    if !id.is_empty() && slug(&id) != id {
        file.fault(part.line(), format!("`{id}` is no id"), &format!("as in `{}`", slug(&id)));
    }
    if programme.regions.iter().any(|own| own.id == id) {
        file.fault(part.line(), format!("there are two regions `{id}`"), "");
    }
    let members = part.texts("members");
    if members.is_empty() && part.get("members").is_some() {
        file.fault(
            part.line(),
            format!("region `{id}` has no members"),
            "codes, as in [\"12045\"]",
        );
    }
    for (at, code) in members.iter().enumerate() {
        if members[..at].contains(code) {
            let what = format!("`{code}` stands twice in region `{id}`");
            file.fault(part.line(), what, "name each code once");
        }
        let other = programme.regions.iter().find(|own| own.id != id && own.members.contains(code));
        if let Some(other) = other {
            let what = format!("`{code}` stands in region `{}` and in region `{id}`", other.id);
            file.fault(part.line(), what, "its people would count twice: name it in one of them");
        }
    }
    programme.regions.push(ProgrammeRegion {
        id,
        members,
        residents: part.number_if("residents", (1.0, 1e10)),
        firms: part.number_if("firms", (1.0, 1e9)),
        underserved_share: part.number_if("underserved_share", (0.0, 1.0)),
    });
}

fn rules(name: &str, part: &Part<'_>, programme: &mut Programme) {
    let usual = Rules::default();
    let rules = &mut programme.rules;
    let mut loosened = Vec::new();
    let mut least = |key: &str, range: (f64, f64), held: &mut f64| {
        let Some(value) = part.number_if(key, range) else { return };
        if value < *held {
            loosened.push(format!("{name}.{key} is {value}, below the usual {held}"));
        }
        *held = value;
    };
    let share = (0.0, 1.0);
    match name {
        "partner" => {
            least("reach", share, &mut rules.partner.reach);
            least("mission", (1.0, 4.0), &mut rules.partner.mission);
        }
        "trust" => {
            least("tau", share, &mut rules.partner.trust.share);
            least("pass_at", share, &mut rules.partner.trust.pass_at);
            least("fail_at", share, &mut rules.partner.trust.fail_at);
            let mut most = |key: &str, held: &mut f64| {
                let Some(value) = part.number_if(key, (0.1, 600.0)) else { return };
                if value > *held {
                    loosened.push(format!("{name}.{key} is {value}, above the usual {held}"));
                }
                *held = value;
            };
            most("half_life_months", &mut rules.partner.trust.half_life);
            most("expire_months", &mut rules.partner.trust.expiry);
            let trust = &rules.partner.trust;
            if trust.fail_at >= trust.pass_at
                && let Some(value) = part.get("pass_at").or_else(|| part.get("fail_at"))
            {
                part.fault(value, "`fail_at` must lie below `pass_at`", "");
            }
        }
        "piece" => {
            least("years", (0.0, 1000.0), &mut rules.piece.years);
            least("years_alone", (0.0, 1000.0), &mut rules.piece.years_alone);
            counted(part, "voices", &mut rules.piece.voices, usual.piece.voices, &mut loosened);
            counted(
                part,
                "agreements",
                &mut rules.piece.agreements,
                usual.piece.agreements,
                &mut loosened,
            );
        }
        "listening" => {
            counted(
                part,
                "inputs",
                &mut rules.listening.inputs,
                usual.listening.inputs,
                &mut loosened,
            );
            counted(
                part,
                "areas",
                &mut rules.listening.areas,
                usual.listening.areas,
                &mut loosened,
            );
        }
        "feedback" => {
            least("answered", share, &mut rules.feedback.answered);
            if let Some(days) = part.number_if("days", (1.0, 3650.0)) {
                if days > usual.feedback.days {
                    loosened.push(format!(
                        "feedback.days is {days}, above the usual {}",
                        usual.feedback.days
                    ));
                }
                rules.feedback.days = days;
            }
        }
        "representation" => least("least", share, &mut rules.representation.least),
        _ => {}
    }
    programme.loosened.extend(loosened);
}

fn counted(part: &Part<'_>, key: &str, held: &mut u32, usual: u32, loosened: &mut Vec<String>) {
    let Some(value) = part.whole_if(key, (0.0, 1e6)) else { return };
    if value < usual {
        loosened.push(format!("{key} is {value}, below the usual {usual}"));
    }
    *held = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[programme]\nid = \"coast\"\ntitle = \"Coast\"\n\n[[region]]\nid = \"gulf\"\nmembers = [\"A1\"]\n";

    fn faults(text: &str) -> Vec<String> {
        programme(text, Path::new("x")).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_least_that_is_needed_is_a_programme_and_a_region() {
        let own = programme(GOOD, Path::new("x")).unwrap();
        assert_eq!(
            (own.id.as_str(), own.regions.len(), own.ledger.as_str()),
            ("coast", 1, "ledger.db")
        );
        assert_eq!(own.rules, Rules::default());
    }

    #[test]
    fn all_faults_are_told_at_once_each_with_its_line() {
        let text = "[programme]\nid = \"The Coast\"\ntitel = \"Coast\"\n\n[[region]]\nid = \"gulf\"\nmembers = [12045]\n\n[trust]\ntau = 1.5\n[tursts]\n";
        let all = faults(text).join("\n");
        for part in [
            "line 2",
            "as in `the-coast`",
            "line 3",
            "did you mean `title`",
            "has no `title`",
            "line 7",
            "a list of texts",
            "line 10",
            "not between 0 and 1",
            "line 11",
            "did you mean `[trust]`",
        ] {
            assert!(all.contains(part), "{part} in\n{all}");
        }
    }

    #[test]
    fn a_rule_may_be_tightened_and_a_looser_one_is_said() {
        let tight = programme(&format!("{GOOD}[trust]\ntau = 0.7\n"), Path::new("x")).unwrap();
        assert!(tight.loosened.is_empty() && (tight.rules.partner.trust.share - 0.7).abs() < 1e-12);
        let loose =
            format!("{GOOD}[trust]\ntau = 0.5\nexpire_months = 36\n[listening]\ninputs = 5\n");
        assert_eq!(programme(&loose, Path::new("x")).unwrap().loosened.len(), 3);
    }

    #[test]
    fn a_password_and_a_file_that_is_no_toml_are_refused() {
        let text = format!("{GOOD}[ledger]\nstore = \"postgres://me:secret@host/coast\"\n");
        assert!(faults(&text)[0].contains("AGGLO_LEDGER"));
        assert!(faults("[programme\n").iter().any(|fault| fault.contains("line 1")));
        assert!(!faults("").is_empty());
        let head = "[programme]\nid = \"coast\"\ntitle = \"Coast\"\n";
        assert!(faults(&format!("region = [\"A1\"]\n{head}"))[0].contains("[[region]]"));
        let twice = GOOD.replace("[\"A1\"]", "[\"A1\", \"A1\"]");
        assert!(faults(&twice)[0].contains("`A1` stands twice"));
        let both = format!("{GOOD}[[region]]\nid = \"bay\"\nmembers = [\"A2\", \"A1\"]\n");
        assert!(faults(&both)[0].contains("in region `gulf` and in region `bay`"));
    }
}
