//! Reading a design: every field of it, every fault at once with its line and field.

use agglo::Error;
use agglo::plan::register::{
    Better, Design, DonorRule, Donors, Estimator, Excluded, Family, Figures, Ground, Method,
    Multiple, Outcome, Period, Presentation, Side, Stop, Transform, Treated, VintageRule, Windows,
    faults,
};

use crate::registration::tree::{Part, Tree};

/// Lists longer than this are refused.
const MOST: f64 = 1e6;

/// The design of a text, as TOML or as JSON, held against a programme; `name` is what faults call the file.
///
/// # Errors
///
/// `E0540`, each with the line and the field: what cannot be read, is missing, left open, unknown, or does not fit the
/// programme.
pub fn design(name: &str, text: &str, ground: &Ground<'_>) -> Result<Design, Vec<Error>> {
    let tree = Tree::read(name, text);
    let found = tree.root().filter(|_| tree.is_sound()).and_then(|root| whole(&root));
    if let Some(mut design) = found.filter(|_| tree.is_sound()) {
        for fault in faults(&design, ground) {
            tree.fault(&fault.field, fault.what, fault.hint);
        }
        if tree.is_sound() {
            // Faults are told by the place in the file; what is kept does not depend on it.
            design.treated.sort_by(|a, b| a.region.cmp(&b.region));
            design.outcomes.sort_by(|a, b| a.measure.cmp(&b.measure));
            return Ok(design);
        }
    }
    Err(tree.into_faults())
}

/// A frozen design, held against nothing but its own form.
///
/// # Errors
///
/// `E0540` where it is none.
pub fn frozen(name: &str, text: &str) -> Result<Design, Vec<Error>> {
    let tree = Tree::read(name, text);
    let found = tree.root().filter(|_| tree.is_sound()).and_then(|root| whole(&root));
    found.filter(|_| tree.is_sound()).ok_or_else(|| tree.into_faults())
}

/// Reads on after a fault, so that all are told at once.
fn whole(root: &Part<'_>) -> Option<Design> {
    root.only(&[
        "question",
        "treated",
        "anticipation",
        "outcomes",
        "primary",
        "estimator",
        "donors",
        "covariates",
        "windows",
        "alpha",
        "side",
        "multiple",
        "seed",
        "data",
        "stop",
        "presentation",
    ]);
    let question = root.text("question");
    let anticipation = root.small("anticipation");
    let primary = root.text("primary");
    let covariates = root.texts("covariates");
    let alpha = root.number("alpha");
    let side = root.word("side", Side::ALL, Side::word);
    let seed = root.whole("seed", i64::MAX.unsigned_abs());
    let treated = root.tables("treated").and_then(|all| every(&all, treated));
    let outcomes = root.tables("outcomes").and_then(|all| every(&all, outcome));
    let estimator = root.table("estimator").and_then(|own| estimator(&own));
    let donors = root.table("donors").and_then(|own| donors(&own));
    let windows = root.table("windows").and_then(|own| windows(&own));
    let multiple = root.table("multiple").and_then(|own| multiple(&own));
    let data = root.table("data").and_then(|own| figures(&own));
    let stop = root.table("stop").and_then(|own| stop(&own));
    let presentation = root.table_if("presentation").map(|own| presentation(&own));
    let design = Design {
        question: question?,
        treated: treated?,
        anticipation: anticipation?,
        outcomes: outcomes?,
        primary: primary?,
        estimator: estimator?,
        donors: donors?,
        covariates: covariates?,
        windows: windows?,
        alpha: alpha?,
        side: side?,
        multiple: multiple?,
        seed: seed?,
        data: data?,
        stop: stop?,
        presentation: presentation.filter(|own| own.title.is_some() || own.note.is_some()),
    };
    for (name, is_empty) in
        [("treated", design.treated.is_empty()), ("outcomes", design.outcomes.is_empty())]
    {
        if is_empty {
            root.fault(name, format!("`{name}` is empty"), crate::registration::asks::ask(name));
        }
    }
    Some(design)
}

/// All of a list, or none; every one is read, so that all faults are told.
fn every<T>(parts: &[Part<'_>], read: impl Fn(&Part<'_>) -> Option<T>) -> Option<Vec<T>> {
    let all: Vec<Option<T>> = parts.iter().map(read).collect();
    all.into_iter().collect()
}

fn treated(part: &Part<'_>) -> Option<Treated> {
    part.only(&["region", "codes", "start"]);
    let (region, codes, start) = (part.text("region"), part.texts("codes"), part.day("start"));
    Some(Treated { region: region?, codes: codes?, start: start? })
}

fn outcome(part: &Part<'_>) -> Option<Outcome> {
    part.only(&["measure", "unit", "transform", "better", "sesoi"]);
    let (measure, unit) = (part.text("measure"), part.text("unit"));
    let transform = part.word("transform", Transform::ALL, Transform::word);
    let better = part.word("better", Better::ALL, Better::word);
    let sesoi = part.number("sesoi");
    Some(Outcome {
        measure: measure?,
        unit: unit?,
        transform: transform?,
        better: better?,
        sesoi: sesoi?,
    })
}

fn estimator(part: &Part<'_>) -> Option<Estimator> {
    part.only(&["name", "mode", "version"]);
    let name = part.word("name", Method::ALL, Method::word);
    let (mode, version) = (part.text("mode"), part.text("version"));
    Some(Estimator { name: name?, mode: mode?, version: version? })
}

fn donors(part: &Part<'_>) -> Option<Donors> {
    part.only(&["rule", "regions", "least_km", "most_commuting", "exclude"]);
    let rule = part.word("rule", DonorRule::ALL, DonorRule::word);
    let regions = part.texts("regions");
    let least_km = part.number_in("least_km", (0.0, MOST));
    let most_commuting = part.number_in("most_commuting", (0.0, 1.0));
    let exclude = part.tables("exclude").and_then(|all| every(&all, excluded));
    let mut exclude = exclude?;
    exclude.sort();
    exclude.dedup();
    Some(Donors {
        rule: rule?,
        regions: regions?,
        least_km: least_km?,
        most_commuting: most_commuting?,
        exclude,
    })
}

fn excluded(part: &Part<'_>) -> Option<Excluded> {
    part.only(&["region", "because"]);
    let (region, because) = (part.text("region"), part.text("because"));
    Some(Excluded { region: region?, because: because? })
}

fn windows(part: &Part<'_>) -> Option<Windows> {
    part.only(&["period", "before", "after"]);
    let period = part.word("period", Period::ALL, Period::word);
    let (before, after) = (part.small("before"), part.small("after"));
    Some(Windows { period: period?, before: before?, after: after? })
}

fn multiple(part: &Part<'_>) -> Option<Family> {
    part.only(&["method", "family"]);
    let method = part.word("method", Multiple::ALL, Multiple::word);
    let family = part.texts("family");
    Some(Family { method: method?, family: family? })
}

fn figures(part: &Part<'_>) -> Option<Figures> {
    part.only(&["rule", "vintage"]);
    let rule = part.word("rule", VintageRule::ALL, VintageRule::word);
    let vintage = part.text_if("vintage");
    Some(Figures { rule: rule?, vintage })
}

fn stop(part: &Part<'_>) -> Option<Stop> {
    part.only(&["rule", "reads"]);
    let (rule, reads) = (part.text("rule"), part.days("reads"));
    Some(Stop { rule: rule?, reads: reads? })
}

fn presentation(part: &Part<'_>) -> Presentation {
    part.only(&["title", "note"]);
    Presentation { title: part.text_if("title"), note: part.text_if("note") }
}
