//! Partners: four thresholds, each of which must be passed. None makes up for another: there is no sum.

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::engage::ruling::Ruling;
use crate::engage::trust::{Beliefs, Trust, TrustRule, Voice};

/// What is recorded of a partner in a region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Partner {
    /// Share of the region's residents or firms reached in twelve months; `None` where nobody counted.
    pub reach: Option<f64>,
    /// How the community rates the partner, without the partner's own staff: by area where it is known.
    pub community: Vec<(Option<String>, Voice)>,
    /// How the partner rates the programme and the community.
    pub partner: Vec<Voice>,
    /// The mission form as both sides filled it in.
    pub alignment: Alignment,
    /// Programmes with staff or money in the region, in an area of the plan, active in the last twelve months.
    pub programmes: u32,
}

/// The mission form as both sides filled it in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// Scores of the community, 1 to 4.
    pub community: Vec<f64>,
    /// Scores of the partner, 1 to 4.
    pub partner: Vec<f64>,
    /// Whether a conflict with a red line is recorded.
    pub crosses_red_line: bool,
}

/// When a partner passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartnerRule {
    /// Share of the residents or firms that counts as scale.
    pub reach: f64,
    /// The rule of trust.
    pub trust: TrustRule,
    /// Difference of the two sides' means from which trust is called one-sided.
    pub one_sided: f64,
    /// Median of the mission form that counts as aligned.
    pub mission: f64,
    /// Raters from which an area speaks for itself.
    pub area_raters: usize,
    /// Such areas from which the lowest decides.
    pub areas: usize,
    /// Probability that the lowest area must reach.
    pub lowest: f64,
}

impl Default for PartnerRule {
    /// Assumed, not measured.
    fn default() -> Self {
        Self {
            reach: 0.1,
            trust: TrustRule::default(),
            one_sided: 0.25,
            mission: 3.0,
            area_raters: 5,
            areas: 3,
            lowest: 0.5,
        }
    }
}

/// How a partner fares at each threshold.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PartnerGate {
    /// Whether it reaches enough of the region.
    pub scale: Ruling,
    /// Whether both sides trust, no large area excepted.
    pub trust: Ruling,
    /// Whether both sides see one mission.
    pub alignment: Ruling,
    /// Whether it works here now.
    pub focus: Ruling,
    /// All four.
    pub partner: Ruling,
    /// The community's trust.
    pub community: Trust,
    /// The partner's trust.
    pub returned: Trust,
    /// Whether one side trusts far more than the other.
    pub one_sided: bool,
    /// The area that trusts least, where enough areas have enough raters.
    pub lowest_area: Option<(String, f64)>,
}

/// Holds a partner against the four thresholds.
///
/// # Errors
///
/// `E0501` and `E0502` as [`trust`]; `E0503` where a reach is no share or a score is not 1 to 4.
pub fn partner_gate(record: &Partner, rule: &PartnerRule) -> Result<PartnerGate, Error> {
    partner_gate_among(record, rule, &mut Beliefs::under(rule.trust)?)
}

/// The same for one partner of many, whose beliefs are kept.
pub(crate) fn partner_gate_among(
    record: &Partner,
    rule: &PartnerRule,
    beliefs: &mut Beliefs,
) -> Result<PartnerGate, Error> {
    check(record)?;
    let voices: Vec<Voice> = record.community.iter().map(|(_, voice)| *voice).collect();
    let community = beliefs.trust(&voices)?;
    let returned = beliefs.trust(&record.partner)?;
    let lowest_area = lowest_area(record, rule, beliefs)?;
    // A place that distrusts is not averaged away.
    let everywhere = match &lowest_area {
        Some((_, probability)) if *probability < rule.lowest => Ruling::Fail,
        _ => Ruling::Pass,
    };
    let scale = Ruling::of(record.reach.map(|reach| reach >= rule.reach));
    let trust = Ruling::all([community.ruling, returned.ruling, everywhere]);
    let alignment = alignment(&record.alignment, rule);
    let focus = Ruling::known(record.programmes > 0);
    Ok(PartnerGate {
        scale,
        trust,
        alignment,
        focus,
        partner: Ruling::all([scale, trust, alignment, focus]),
        one_sided: (community.mean - returned.mean).abs() > rule.one_sided,
        community,
        returned,
        lowest_area,
    })
}

fn alignment(form: &Alignment, rule: &PartnerRule) -> Ruling {
    if form.crosses_red_line {
        return Ruling::Fail;
    }
    let agrees = |scores: &[f64]| float::median(scores).map(|median| median >= rule.mission);
    Ruling::all([&form.community, &form.partner].map(|scores| Ruling::of(agrees(scores))))
}

fn lowest_area(
    record: &Partner,
    rule: &PartnerRule,
    beliefs: &mut Beliefs,
) -> Result<Option<(String, f64)>, Error> {
    let mut names: Vec<&String> =
        record.community.iter().filter_map(|(area, _)| area.as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    let mut found = Vec::new();
    for name in names {
        let own = record.community.iter().filter(|(area, _)| area.as_ref() == Some(name));
        let voices: Vec<Voice> = own.map(|(_, voice)| *voice).collect();
        if voices.len() >= rule.area_raters {
            found.push((name.clone(), beliefs.trust(&voices)?.probability));
        }
    }
    if found.len() < rule.areas {
        return Ok(None);
    }
    Ok(found.into_iter().min_by(|a, b| a.1.total_cmp(&b.1)))
}

fn check(record: &Partner) -> Result<(), Error> {
    if let Some(reach) = record.reach.filter(|reach| !(0.0..=1.0).contains(reach)) {
        return Err(Error::new(
            "E0503",
            format!("a reach of {reach} is no share of the residents"),
        )
        .hint("give it between 0 and 1, or leave it out"));
    }
    let mut scores = record.alignment.community.iter().chain(&record.alignment.partner);
    match scores.find(|score| !(1.0..=4.0).contains(*score)) {
        Some(score) => Err(Error::new("E0503", format!("a mission score of {score}"))
            .hint("scores go from 1 to 4; an item without an answer is left out")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(count: usize, favourable: f64) -> Vec<Voice> {
        vec![Voice { favourable, items: 3.0, age_months: 1.0 }; count]
    }

    fn rated(area: Option<&str>, count: usize, favourable: f64) -> Vec<(Option<String>, Voice)> {
        let area = area.map(str::to_owned);
        voices(count, favourable).into_iter().map(|voice| (area.clone(), voice)).collect()
    }

    fn good() -> Partner {
        Partner {
            reach: Some(0.3),
            community: rated(None, 8, 3.0),
            partner: voices(8, 3.0),
            alignment: Alignment {
                community: vec![4.0, 3.0, 3.0],
                partner: vec![3.0, 4.0],
                crosses_red_line: false,
            },
            programmes: 1,
        }
    }

    fn gate(record: &Partner) -> PartnerGate {
        partner_gate(record, &PartnerRule::default()).unwrap()
    }

    #[test]
    fn law_no_strength_makes_up_for_a_threshold_that_is_missed() {
        assert_eq!(gate(&good()).partner, Ruling::Pass);
        let missed: [fn(&mut Partner); 5] = [
            |partner| partner.reach = Some(0.05),
            |partner| partner.community = rated(None, 8, 0.0),
            |partner| partner.partner = voices(8, 0.0),
            |partner| partner.alignment.crosses_red_line = true,
            |partner| partner.programmes = 0,
        ];
        for miss in missed {
            let mut partner = Partner { reach: Some(1.0), programmes: 99, ..good() };
            miss(&mut partner);
            assert_eq!(gate(&partner).partner, Ruling::Fail);
        }
    }

    #[test]
    fn law_what_is_not_recorded_is_unknown_and_does_not_pass() {
        let unknown: [fn(&mut Partner); 4] = [
            |partner| partner.reach = None,
            |partner| partner.community = Vec::new(),
            |partner| partner.partner = Vec::new(),
            |partner| partner.alignment.partner = Vec::new(),
        ];
        for leave_out in unknown {
            let mut partner = good();
            leave_out(&mut partner);
            assert_eq!(gate(&partner).partner, Ruling::Unknown);
        }
    }

    #[test]
    fn a_place_that_distrusts_is_not_averaged_away() {
        let mut partner = good();
        partner.community =
            [rated(Some("harbour"), 40, 3.0), rated(Some("schools"), 40, 3.0)].concat();
        assert_eq!(gate(&partner).lowest_area, None, "two areas");
        partner.community.extend(rated(Some("uplands"), 5, 1.0));
        let found = gate(&partner);
        assert_eq!(found.community.ruling, Ruling::Pass, "on the average it passes");
        assert_eq!(found.lowest_area.unwrap().0, "uplands");
        assert_eq!(found.trust, Ruling::Fail);
    }

    #[test]
    fn edge_impossible_shares_and_scores_are_refused() {
        let refused = |partner: &Partner| {
            partner_gate(partner, &PartnerRule::default()).unwrap_err().code().to_owned()
        };
        assert_eq!(refused(&Partner { reach: Some(1.2), ..good() }), "E0503");
        let mut partner = good();
        partner.alignment.community.push(5.0);
        assert_eq!(refused(&partner), "E0503");
    }
}
