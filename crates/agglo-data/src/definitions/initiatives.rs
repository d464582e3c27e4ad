//! The catalogue of initiatives from its files: one kind a file, pools and sizes beside them.

use agglo::base::archetype::{
    Archetype, Checked, Decider, Lasting, Lead, Lift, LiftKind, Market, Outcome, OutcomeClass,
    Output, PriorRule, Published, Study, Unit,
};
use agglo::base::catalogue::{
    Catalogue, CostPerJob, Member, MultiplierRule, Parts, PoolRule, PriorRules, Size,
};

use crate::definitions::fields::{Errors, Fields, Gathered};

/// Files that are no kind of initiative.
const POOLS: &str = "pools.toml";
const SIZES: &str = "sizes.toml";
const GENERAL: &str = "general.toml";

/// The catalogue that the product ships.
///
/// # Errors
///
/// Every fault of every file.
pub fn catalogue() -> Result<Catalogue, Errors> {
    read(crate::definitions::embedded::INITIATIVES.iter().copied())
}

/// A catalogue from the names and texts of its files.
///
/// # Errors
///
/// Every fault of every file, in the order of the files.
pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Catalogue, Errors> {
    let gathered = Gathered::default();
    let mut parts = Parts {
        archetypes: Vec::new(),
        general: Vec::new(),
        pools: Vec::new(),
        rules: no_rules(),
        costs_per_job: Vec::new(),
        multiplier: None,
        sizes: Vec::new(),
    };
    for (name, text) in files {
        let table = gathered.table(name, text);
        let fields = Fields::new(&table, name, &gathered);
        match name {
            POOLS => pools(fields, &mut parts),
            SIZES => parts.sizes = sizes(&fields),
            GENERAL => {
                parts.general = fields.inners("study").into_iter().map(study).collect();
                fields.done();
            }
            _ => parts.archetypes.push(archetype(fields, name)),
        }
    }
    let parts = gathered.into_result(parts)?;
    Catalogue::new(parts).map_err(Errors)
}

fn archetype(fields: Fields<'_>, file: &str) -> Archetype {
    let id = fields.text("id");
    if file.strip_suffix(".toml") != Some(id.as_str()) {
        fields.fault("id", format!("the file of `{id}` must be `{id}.toml`"));
    }
    let (from, to) = fields.pair_if("lead_years").unwrap_or_default();
    let mut lifts: Vec<Lift> = lifts(&fields, "lifts", false);
    lifts.extend(self::lifts(&fields, "assumed_lifts", true));
    let decided_by = decider(&fields);
    let (partner, gains) = match &decided_by {
        Decider::Nobody(_) => (fields.text_or_empty("partner"), fields.text_or_empty("gains")),
        _ => (fields.text("partner"), fields.text_or_empty("gains")),
    };
    let archetype = Archetype {
        id: id.into(),
        title: fields.text("title"),
        about: fields.text("about"),
        group: fields.text("group"),
        lifts,
        lead: Lead { from, to, from_study: fields.text("lead_from") == "study" },
        partner,
        gains,
        decided_by,
        outcome: Outcome {
            class: fields.choice("outcome_class", OutcomeClass::Other),
            text: fields.text_or_empty("outcome"),
            less_is_better: fields.flag("less_is_better"),
        },
        prior: prior(&fields),
        lasts: fields.choice("lasts", Lasting::Unknown),
        market: fields.choice("market", Market::Local),
        cost: fields.inner_if("cost").map(published),
        cost_per_job: fields.inner_if("cost_per_job").map(published),
        unit: fields.inner_if("unit").map(unit),
        output: fields.inner_if("output").map(output),
        caveats: fields.texts("caveats"),
        studies: fields.inners("study").into_iter().map(study).collect(),
    };
    fields.done();
    archetype
}

fn lifts(fields: &Fields<'_>, key: &'static str, assumed: bool) -> Vec<Lift> {
    let read = |text: String| {
        let (kind, word) = match text.split_once(':') {
            Some((kind, word)) => (kind, Some(word.to_owned())),
            None => (text.as_str(), None),
        };
        let kind = match kind {
            "element" => LiftKind::Element,
            "industry" => LiftKind::Industry,
            "piece" => LiftKind::Piece,
            "keystone" => LiftKind::Keystone,
            "outcome" => LiftKind::Outcome,
            other => {
                fields.fault(key, format!("`{other}` can be lifted by nothing"));
                return None;
            }
        };
        if word.is_none() && !matches!(kind, LiftKind::Industry | LiftKind::Piece) {
            fields.fault(key, format!("`{text}` does not say which one"));
        }
        Some(Lift { kind, word, assumed })
    };
    fields.texts(key).into_iter().filter_map(read).collect()
}

fn decider(fields: &Fields<'_>) -> Decider {
    match fields.text("decided_by").as_str() {
        "programme" => Decider::Programme,
        "other" => Decider::Other(fields.text("decided_how")),
        "nobody" => Decider::Nobody(fields.text("decided_how")),
        other => {
            fields.fault("decided_by", format!("`{other}` is not programme, other or nobody"));
            Decider::Programme
        }
    }
}

fn prior(fields: &Fields<'_>) -> PriorRule {
    let text = fields.text("prior");
    match text.split_once(':') {
        Some(("family", pool)) => PriorRule::Family(pool.to_owned()),
        Some(("wide", pool)) => PriorRule::WideArea(pool.to_owned()),
        None if text == "wide" => PriorRule::Wide,
        None if text == "none" => PriorRule::None,
        _ => {
            fields.fault("prior", format!("`{text}` is not family:POOL, wide:POOL, wide or none"));
            PriorRule::None
        }
    }
}

fn published(fields: Fields<'_>) -> Published {
    let published = Published {
        text: fields.text("text"),
        study: fields.text("study"),
        usd: fields.number_if("usd"),
    };
    fields.done();
    published
}

fn unit(fields: Fields<'_>) -> Unit {
    let unit = Unit {
        of: fields.text("of"),
        usd: fields.number("usd"),
        from: fields.text("from"),
        assumed: fields.flag("assumed"),
    };
    if unit.usd <= 0.0 {
        fields.fault("usd", "a unit must cost something");
    }
    fields.done();
    unit
}

fn output(fields: Fields<'_>) -> Output {
    let additional = fields.pair_if("additional").unwrap_or_else(|| {
        fields.fault("additional", "the least and the most of a share");
        (0.0, 0.0)
    });
    if additional.0 < 0.0 || additional.1 > 1.0 {
        fields.fault("additional", "a share lies between 0 and 1");
    }
    let output = Output {
        of: fields.text("of"),
        additional,
        from: fields.text("from"),
        assumed: fields.flag("assumed"),
    };
    fields.done();
    output
}

fn study(fields: Fields<'_>) -> Study {
    let votes: Option<(f64, f64)> = fields.pair_if("votes");
    let study = Study {
        id: fields.text("id"),
        found: fields.text("found"),
        authors: fields.text_or_empty("authors"),
        year: fields.whole_if("year"),
        title: fields.text_or_empty("title"),
        published: fields.text_or_empty("published"),
        doi: fields.text_if("doi"),
        design: fields.text_or_empty("design"),
        grade: fields.whole_if("grade"),
        own_grade: fields.flag("own_grade"),
        country: fields.text_or_empty("country"),
        place: fields.text_or_empty("place"),
        rural: fields.flag("rural"),
        horizon: fields.text_or_empty("horizon"),
        n: fields.text_or_empty("n"),
        effect: fields.number_if("effect"),
        unit: fields.text_or_empty("unit"),
        basis: fields.choice_if("basis"),
        range: fields.pair_if("range"),
        interval95: fields.pair_if("interval95"),
        votes: votes.and_then(|(positive, all)| Some((whole(positive)?, whole(all)?))),
        direction: fields.choice_if("direction"),
        checked: fields.choice("checked", Checked::Memory),
        seen: fields.text_or_empty("seen"),
        note: fields.text_or_empty("note"),
        refused: fields.text_if("refused"),
    };
    if study.grade.is_some_and(|grade| !(1..=5).contains(&grade)) {
        fields.fault("grade", "the scale runs from 1 to 5");
    }
    if study.effect.is_some() && (study.unit.is_empty() || study.basis.is_none()) {
        fields.fault("effect", "a figure needs its unit and its basis");
    }
    if study.effect.is_some() && study.checked == Checked::Memory {
        fields.fault("effect", "a pointer that nobody opened has no figure");
    }
    fields.done();
    study
}

fn whole(number: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    (number.fract().abs() < f64::EPSILON && (0.0..1e6).contains(&number)).then_some(number as u32)
}

fn pools(fields: Fields<'_>, parts: &mut Parts) {
    if let Some(rules) = fields.inner_if("rules") {
        parts.rules = self::rules(rules);
    } else {
        fields.fault("rules", "the table is missing");
    }
    if let Some(check) = fields.inner_if("cost_check") {
        let cost = |fields: Fields<'_>| {
            let cost = CostPerJob { study: fields.text("study"), usd: fields.number("usd") };
            fields.done();
            cost
        };
        parts.costs_per_job = check.inners("members").into_iter().map(cost).collect();
        check.done();
    }
    parts.multiplier = fields.inner_if("multiplier").map(|fields| {
        let rule =
            MultiplierRule { centre: fields.text("centre"), members: fields.texts("members") };
        fields.done();
        rule
    });
    parts.pools = fields.inners("pool").into_iter().map(pool).collect();
    fields.done();
}

fn rules(fields: Fields<'_>) -> PriorRules {
    let rules = PriorRules {
        least: fields.whole_if("least").unwrap_or(3),
        tau_scale: fields.number("tau_scale"),
        mean_sd: fields.number("mean_sd"),
        widening: four(&fields, "widening"),
        shrink: four(&fields, "shrink"),
        wide_sd: fields.number("wide_sd"),
        power: fields.number("power"),
        false_positives: fields.number("false_positives"),
        vote_weight: fields.number("vote_weight"),
        least_usd_per_job: fields.number("least_usd_per_job"),
        least_rise: fields.number("least_rise"),
    };
    fields.done();
    rules
}

fn four(fields: &Fields<'_>, key: &'static str) -> [f64; 4] {
    <[f64; 4]>::try_from(fields.numbers(key)).unwrap_or_else(|numbers| {
        fields.fault(key, format!("four numbers, for grades 2 to 5, not {}", numbers.len()));
        [0.0; 4]
    })
}

fn pool(fields: Fields<'_>) -> PoolRule {
    let member = |fields: Fields<'_>| {
        let member = Member {
            study: fields.text("study"),
            part: fields.text_if("part"),
            effect: fields.number_if("effect"),
        };
        fields.done();
        member
    };
    let pool = PoolRule {
        id: fields.text("id"),
        outcome: fields.text("outcome"),
        class: fields.choice("class", OutcomeClass::Other),
        flags: fields.texts("flags"),
        members: fields.inners("members").into_iter().map(member).collect(),
    };
    fields.done();
    pool
}

fn sizes(fields: &Fields<'_>) -> Vec<Size> {
    let size = |name: &str| {
        let inner = fields.named(name)?;
        let cents_a_year = inner.whole_if::<u64>("usd_a_year").unwrap_or(0).saturating_mul(100);
        if cents_a_year == 0 {
            inner.fault("usd_a_year", "a whole amount above 0 is needed");
        }
        inner.done();
        Some(Size { name: name.to_owned(), cents_a_year })
    };
    fields.names().filter_map(size).collect()
}

/// Rules of nothing, replaced when the file of pools is read; refused if it is not there.
fn no_rules() -> PriorRules {
    PriorRules {
        least: 3,
        tau_scale: 0.0,
        mean_sd: 0.0,
        widening: [0.0; 4],
        shrink: [0.0; 4],
        wide_sd: 0.0,
        power: 0.0,
        false_positives: 0.0,
        vote_weight: 0.0,
        least_usd_per_job: 0.0,
        least_rise: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo::base::archetype::{Direction, Keystone};

    #[test]
    fn the_shipped_catalogue_is_whole() {
        let catalogue = catalogue().unwrap();
        assert_eq!(catalogue.archetypes().len(), 88);
        assert_eq!(catalogue.studies().count(), 193);
        assert_eq!(catalogue.sizes().len(), 3);
        let by = |direction| {
            catalogue.studies().filter(|study| study.direction == Some(direction)).count()
        };
        assert_eq!(by(Direction::Null), 35, "null findings are kept");
        assert_eq!(by(Direction::Negative), 7, "negative findings are kept");
        for keystone in [Keystone::Entrepreneurship, Keystone::Partnership] {
            assert!(catalogue.archetypes().iter().any(|kind| kind.lifts_keystone(keystone)));
        }
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_binary() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../definitions/initiatives");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let embedded: Vec<_> =
            crate::definitions::embedded::INITIATIVES.iter().map(|file| file.0).collect();
        assert_eq!(files, embedded);
    }

    #[test]
    fn faults_of_all_files_are_told_at_once() {
        let whole = crate::definitions::embedded::INITIATIVES;
        let mut files: Vec<(&str, String)> =
            whole.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        let mend = |files: &mut Vec<(&str, String)>, name: &str, from: &str, to: &str| {
            let file = files.iter_mut().find(|file| file.0 == name).unwrap();
            assert!(file.1.contains(from), "{name} has no {from}");
            file.1 = file.1.replacen(from, to, 1);
        };
        mend(&mut files, "business-advice.toml", "lasts = \"fades", "lasts = \"wanes");
        mend(&mut files, "business-advice.toml", "grade = 3", "grade = 9");
        mend(&mut files, "incubator.toml", "title = ", "name = ");
        let told = read(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap_err();
        assert_eq!(told.0.len(), 4, "{told}");
    }

    #[test]
    fn a_pool_of_a_study_that_is_not_there_is_a_fault() {
        let files: Vec<(&str, String)> = crate::definitions::embedded::INITIATIVES
            .iter()
            .map(|(name, text)| {
                (*name, text.replace("{ study = \"highway-01\" }", "{ study = \"x\" }"))
            })
            .collect();
        let told = read(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap_err();
        assert_eq!(told.0.len(), 2, "one for each pool: {told}");
        assert_eq!(told.0[0].code(), "E0207");
    }

    #[test]
    fn a_prior_without_a_usable_finding_is_a_fault() {
        let files: Vec<(&str, String)> = crate::definitions::embedded::INITIATIVES
            .iter()
            .map(|(name, text)| match *name {
                "collective-impact.toml" => {
                    (*name, text.replace("prior = \"none\"", "prior = \"wide\""))
                }
                _ => (*name, (*text).to_owned()),
            })
            .collect();
        let told = read(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap_err();
        assert_eq!(told.0.len(), 1, "{told}");
        assert_eq!(told.0[0].code(), "E0208");
    }
}
