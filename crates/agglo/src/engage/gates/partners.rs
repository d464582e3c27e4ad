//! P1: a partner passes scale, trust, alignment and active focus. None makes up for another.

use std::collections::BTreeMap;

use crate::base::error::Error;
use crate::engage::event::{self, Item, Reached, Side};
use crate::engage::gates::age::{months, within};
use crate::engage::gates::{Finding, Leg, Subject, View, many};
use crate::engage::leaving::FEWEST;
use crate::engage::partner::partner_gate_among;
use crate::engage::record::{Told, latest};
use crate::engage::trust::Beliefs;
use crate::engage::{Alignment, Gate, Partner, PartnerGate, Ruling, Trust, Voice};

/// Months in which a partner's reach and programmes are counted.
const MONTHS: i32 = 12;
/// Raters of a side from which anything but the verdict is shown.
pub(crate) const SHOWN: u32 = FEWEST;

/// A partner and how it fares.
pub(super) struct Held {
    pub(super) subject: Subject,
    pub(super) areas: Vec<String>,
    gate: PartnerGate,
}

impl Held {
    /// What is believed of trust, as Beta parameters: the community's, then its own.
    pub(super) fn beliefs(&self) -> ((f64, f64), (f64, f64)) {
        let of = |trust: &Trust| (trust.a, trust.b);
        (of(&self.gate.community), of(&self.gate.returned))
    }
}

/// All partners of the region.
pub(super) fn partners(view: &View<'_>) -> Result<Vec<Held>, Error> {
    let ratings = Ratings::of(view);
    let partners = latest(&view.record.partners, view.region.id);
    let mut beliefs = Beliefs::under(view.rules.partner.trust)?;
    partners
        .into_iter()
        .map(|(id, partner)| held(view, &ratings, id, partner, &mut beliefs))
        .collect()
}

/// Ratings by partner, of those that count: the last word of each rater on each item.
pub(crate) struct Ratings<'a>(BTreeMap<&'a str, BTreeMap<Asked<'a>, &'a Told<event::Rating>>>);

/// Who was asked what: the side, the rater, the item.
type Asked<'a> = (Side, &'a str, &'a Item);

impl<'a> Ratings<'a> {
    pub(crate) fn of(view: &View<'a>) -> Self {
        let mut all: BTreeMap<&str, BTreeMap<_, &Told<event::Rating>>> = BTreeMap::new();
        for told in view.record.ratings.iter().filter(|own| own.region == view.region.id) {
            let rating = &told.what;
            // Whoever works for the partner does not speak for the community.
            if rating.side == Side::Community && rating.staff {
                continue;
            }
            let key = (rating.side, rating.rater.as_str(), &rating.item);
            let last = all.entry(&rating.partner).or_default().entry(key).or_insert(told);
            if (last.happened, last.event) <= (told.happened, told.event) {
                *last = told;
            }
        }
        Self(all)
    }

    fn side(&self, partner: &str, side: Side) -> impl Iterator<Item = &'a Told<event::Rating>> {
        let own = self.0.get(partner).into_iter().flatten();
        own.filter(move |((of, ..), _)| *of == side).map(|(_, told)| *told)
    }

    /// One vote a rater, from the items of trust; its age is that of the rater's last answer.
    pub(crate) fn voices(
        &self,
        view: &View<'_>,
        partner: &str,
        side: Side,
    ) -> Vec<(Option<String>, Voice)> {
        let mut raters: BTreeMap<&str, Vec<&Told<event::Rating>>> = BTreeMap::new();
        for told in self.side(partner, side).filter(|told| told.what.item.is_trust()) {
            raters.entry(told.what.rater.as_str()).or_default().push(told);
        }
        let voice = |told: Vec<&Told<event::Rating>>| {
            let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
            let favourable = count(told.iter().filter(|own| own.what.score >= 3).count());
            let last = told.iter().map(|own| own.happened).max().unwrap_or(view.as_of);
            let area = told.iter().rev().find_map(|own| own.what.area.clone());
            let age_months = months(last, view.as_of);
            (area, Voice { favourable, items: count(told.len()), age_months })
        };
        raters.into_values().map(voice).collect()
    }

    /// Scores of the mission form that have not lapsed.
    fn mission(&self, view: &View<'_>, partner: &str, side: Side) -> Vec<f64> {
        let expiry = view.rules.partner.trust.expiry;
        self.side(partner, side)
            .filter(|told| matches!(told.what.item, Item::Mission(_)))
            .filter(|told| months(told.happened, view.as_of) <= expiry)
            .map(|told| f64::from(told.what.score))
            .collect()
    }

    fn events(&self, partner: &str) -> Vec<u64> {
        let mut events: Vec<u64> =
            self.0.get(partner).into_iter().flatten().map(|(_, told)| told.event).collect();
        events.sort_unstable();
        events
    }
}

fn held(
    view: &View<'_>,
    ratings: &Ratings<'_>,
    id: &str,
    told: &Told<event::Partner>,
    beliefs: &mut Beliefs,
) -> Result<Held, Error> {
    let own = &told.what;
    let is_fresh = within(told.happened, view.as_of, MONTHS);
    let reach = if is_fresh { reach(view, own) } else { Err("counted more than a year ago") };
    let record = Partner {
        reach: reach.ok(),
        community: ratings.voices(view, id, Side::Community),
        partner: ratings.voices(view, id, Side::Partner).into_iter().map(|(_, own)| own).collect(),
        alignment: Alignment {
            community: ratings.mission(view, id, Side::Community),
            partner: ratings.mission(view, id, Side::Partner),
            crosses_red_line: own.red_line.is_some(),
        },
        programmes: own.programmes.unwrap_or(0),
    };
    let gate = partner_gate_among(&record, &view.rules.partner, beliefs)?;
    let (focus, working) = focus(own, is_fresh);
    let legs = vec![
        Leg::new("scale", gate.scale, scale(view, reach)),
        Leg::new("trust", gate.trust, trust(&gate)),
        Leg::new("alignment", gate.alignment, alignment(own, &record.alignment)),
        Leg::new("focus", focus, working),
    ];
    let mut evidence = vec![told.event];
    evidence.extend(ratings.events(id));
    let ruling = Ruling::all(legs.iter().map(|leg| leg.ruling));
    let (id, name) = (id.to_owned(), own.name.clone());
    let subject = Subject { id, name, ruling, legs, evidence };
    Ok(Held { subject, areas: own.areas.clone(), gate })
}

/// The share of residents or firms that a partner reaches; why it is not known otherwise.
fn reach(view: &View<'_>, own: &event::Partner) -> Result<f64, &'static str> {
    let count = f64::from(own.reach.ok_or("nobody counted")?);
    let all = match own.reach_of.unwrap_or(Reached::Residents) {
        Reached::Residents => {
            view.region.residents.ok_or("residents of the region are not known")?
        }
        Reached::Firms => view.region.firms.ok_or("firms of the region are not known")?,
    };
    // More people than live here are all of them.
    Ok((count / all).min(1.0))
}

fn scale(view: &View<'_>, reach: Result<f64, &'static str>) -> String {
    let least = view.rules.partner.reach * 100.0;
    match reach {
        Ok(share) => {
            format!("reaches {:.1} % of the region; {least:.0} % are asked for", share * 100.0)
        }
        Err(why) => why.to_owned(),
    }
}

fn focus(own: &event::Partner, is_fresh: bool) -> (Ruling, String) {
    match own.programmes {
        None => (Ruling::Unknown, "its programmes were not counted".to_owned()),
        Some(_) if !is_fresh => (Ruling::Unknown, "counted more than a year ago".to_owned()),
        Some(0) => (Ruling::Fail, "no programme here in twelve months".to_owned()),
        Some(_) if own.areas.is_empty() => {
            (Ruling::Unknown, "in which areas it works is not said".to_owned())
        }
        Some(n) => {
            let programmes =
                many(usize::try_from(n).unwrap_or(usize::MAX), "programme", "programmes");
            (Ruling::Pass, format!("{programmes} in {}", own.areas.join(", ")))
        }
    }
}

fn trust(gate: &PartnerGate) -> String {
    let mut text = format!(
        "community: {}; partner: {}",
        side(&gate.community, SHOWN),
        side(&gate.returned, SHOWN)
    );
    if gate.one_sided && gate.community.counted > 0 && gate.returned.counted > 0 {
        text += "; one-sided";
    }
    if let Some((area, _)) = &gate.lowest_area {
        text = format!("{text}; trusted least in {area}");
    }
    text
}

/// What one side believes; of few raters the verdict alone.
fn side(trust: &Trust, shown: u32) -> String {
    let verdict = match trust.ruling {
        Ruling::Unknown => {
            let more = usize::try_from(trust.more_raters).unwrap_or(usize::MAX);
            format!(
                "unknown, {} in favour would settle it",
                many(more, "more rater", "more raters")
            )
        }
        other => other.word().to_owned(),
    };
    if trust.counted < shown {
        return verdict;
    }
    let Trust { probability, mean, low, high, counted, lapsed, .. } = trust;
    let gone = if *lapsed > 0 { format!(", {lapsed} lapsed") } else { String::new() };
    format!(
        "{verdict} (P {probability:.3}, mean {mean:.2}, {low:.2} to {high:.2}, {counted} raters{gone})"
    )
}

fn alignment(own: &event::Partner, forms: &Alignment) -> String {
    match (&own.red_line, forms.community.is_empty(), forms.partner.is_empty()) {
        (Some(line), ..) => format!("crosses a red line: {line}"),
        (None, true, true) => "no mission form is filled in".to_owned(),
        (None, true, false) => "the community has not filled in the mission form".to_owned(),
        (None, false, true) => "the partner has not filled in the mission form".to_owned(),
        (None, false, false) => "both sides filled in the mission form".to_owned(),
    }
}

/// The gate.
pub(super) fn finding(partners: &[Held]) -> Finding {
    let subjects: Vec<Subject> = partners.iter().map(|own| own.subject.clone()).collect();
    let ruling = Ruling::any(subjects.iter().map(|subject| subject.ruling));
    let count = |ruling: Ruling| subjects.iter().filter(|own| own.ruling == ruling).count();
    let found = if subjects.is_empty() {
        "no partner is recorded".to_owned()
    } else {
        let (passed, failed, unknown) =
            (count(Ruling::Pass), count(Ruling::Fail), count(Ruling::Unknown));
        let all = many(subjects.len(), "partner", "partners");
        format!("{all}: {passed} pass all four thresholds, {failed} fail one, {unknown} not known")
    };
    let evidence = subjects.iter().filter(|own| own.ruling == Ruling::Pass);
    let evidence = evidence.flat_map(|own| own.evidence.clone()).collect();
    let next = step(partners);
    Finding { subjects, evidence, ..Finding::new(Gate::P1, ruling, found) }.next(next)
}

/// The step for the partner that lacks least.
fn step(partners: &[Held]) -> String {
    let lack = |own: &&Held| {
        let legs = || own.subject.legs.iter();
        let failed = legs().filter(|leg| leg.ruling == Ruling::Fail).count();
        let unknown = legs().filter(|leg| leg.ruling == Ruling::Unknown).count();
        (failed, unknown, own.gate.community.more_raters + own.gate.returned.more_raters)
    };
    let Some(nearest) = partners.iter().min_by_key(lack) else {
        return "`agglo record partner \"…\" --reach N --of residents --programmes N --areas A`"
            .to_owned();
    };
    let id = &nearest.subject.id;
    let mut steps = Vec::new();
    for leg in nearest.subject.legs.iter().filter(|leg| leg.ruling != Ruling::Pass) {
        steps.push(match (leg.name, leg.ruling) {
            ("trust", Ruling::Unknown) => raters(&nearest.gate),
            ("alignment", Ruling::Unknown) => format!("{} (items mission_1, …)", leg.found),
            ("scale" | "focus", Ruling::Unknown) => format!("{}: record it", leg.found),
            (name, _) => format!("{name}: {}", leg.found),
        });
    }
    format!("{id}: {}", steps.join("; "))
}

fn raters(gate: &PartnerGate) -> String {
    let of = |trust: &Trust, who: &str| {
        let more = usize::try_from(trust.more_raters).unwrap_or(usize::MAX);
        (trust.more_raters > 0)
            .then(|| format!("{} of {who}", many(more, "more rater", "more raters")))
    };
    let sides = [of(&gate.community, "the community"), of(&gate.returned, "the partner")];
    let sides: Vec<String> = sides.into_iter().flatten().collect();
    format!("ask {}", sides.join(" and "))
}

/// What to know beside the outcome.
pub(super) fn warnings(partners: &[Held]) -> Vec<String> {
    let passing: Vec<&Held> =
        partners.iter().filter(|own| own.subject.ruling == Ruling::Pass).collect();
    let mut warnings = Vec::new();
    if let [only] = passing.as_slice() {
        warnings.push(format!("one partner carries everything: {}", only.subject.id));
    }
    for held in partners {
        let legs = &held.subject.legs;
        let scale = legs.iter().any(|leg| leg.name == "scale" && leg.ruling == Ruling::Fail);
        let rest =
            legs.iter().filter(|leg| leg.name != "scale").all(|leg| leg.ruling == Ruling::Pass);
        if scale && rest {
            warnings.push(format!(
                "{} is too small for a strategic partner and passes all else: it may be a foundational piece",
                held.subject.id
            ));
        }
    }
    warnings
}
