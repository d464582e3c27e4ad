//! Foundational pieces: what has stood for long, is the residents' own, and works with the rest.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::ruling::Ruling;

/// What is recorded of a piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Years since it began.
    pub age: f64,
    /// Shocks that it survived, each with its date and evidence.
    pub shocks: u32,
    /// What residents said of it; `None` where nobody recorded any.
    pub endorsement: Option<Endorsement>,
    /// Agreements with other elements that run today, with both parties recorded and something done within
    /// twelve months.
    pub agreements: u32,
}

/// What residents said of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endorsement {
    /// Residents who named it.
    pub endorsed: u32,
    /// Residents who rejected it.
    pub rejected: u32,
    /// Areas of engagement that those who named it belong to.
    pub areas: u32,
    /// Whether they named it before the plan proposed it.
    pub before_plan: bool,
}

/// When a piece passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PieceRule {
    /// Years that are enough with a shock survived.
    pub years: f64,
    /// Years that are enough without.
    pub years_alone: f64,
    /// Residents who must have named it, from as many areas.
    pub voices: u32,
    /// Agreements that it must have.
    pub agreements: u32,
}

impl Default for PieceRule {
    /// Assumed, not measured.
    fn default() -> Self {
        Self { years: 10.0, years_alone: 25.0, voices: 2, agreements: 2 }
    }
}

/// How a piece fares at each test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PieceGate {
    /// Whether it has stood for long.
    pub time_tested: Ruling,
    /// Whether it is the residents' own.
    pub authentic: Ruling,
    /// Whether it works with other elements.
    pub coordinates: Ruling,
    /// All three.
    pub piece: Ruling,
}

/// Holds a piece against its three tests.
pub fn piece_gate(piece: &Piece, rule: &PieceRule) -> PieceGate {
    let survived = piece.age >= rule.years && piece.shocks > 0;
    let time_tested = Ruling::known(survived || piece.age >= rule.years_alone);
    let authentic = authentic(piece.endorsement, rule);
    let coordinates = Ruling::known(piece.agreements >= rule.agreements);
    let piece = Ruling::all([time_tested, authentic, coordinates]);
    PieceGate { time_tested, authentic, coordinates, piece }
}

fn authentic(said: Option<Endorsement>, rule: &PieceRule) -> Ruling {
    let Some(said) = said else { return Ruling::Unknown };
    if said.rejected > said.endorsed || !said.before_plan {
        return Ruling::Fail;
    }
    let enough = said.endorsed >= rule.voices && said.areas >= rule.voices;
    Ruling::of(enough.then_some(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: Endorsement = Endorsement { endorsed: 6, rejected: 1, areas: 3, before_plan: true };
    const GOOD: Piece = Piece { age: 60.0, shocks: 0, endorsement: Some(SAID), agreements: 2 };

    fn gate(piece: Piece) -> PieceGate {
        piece_gate(&piece, &PieceRule::default())
    }

    #[test]
    fn ten_years_need_a_shock_and_twenty_five_do_not() {
        for (age, shocks, ruling) in [
            (9.9, 3, Ruling::Fail),
            (10.0, 0, Ruling::Fail),
            (10.0, 1, Ruling::Pass),
            (24.9, 0, Ruling::Fail),
            (25.0, 0, Ruling::Pass),
        ] {
            assert_eq!(gate(Piece { age, shocks, ..GOOD }).time_tested, ruling, "{age} {shocks}");
        }
    }

    #[test]
    fn what_residents_did_not_name_first_is_not_authentic() {
        let said = |said: Endorsement| gate(Piece { endorsement: Some(said), ..GOOD }).authentic;
        assert_eq!(said(SAID), Ruling::Pass);
        assert_eq!(said(Endorsement { before_plan: false, ..SAID }), Ruling::Fail);
        assert_eq!(said(Endorsement { rejected: 7, ..SAID }), Ruling::Fail);
        assert_eq!(said(Endorsement { rejected: 6, ..SAID }), Ruling::Pass, "as many");
        assert_eq!(said(Endorsement { endorsed: 1, ..SAID }), Ruling::Unknown);
        assert_eq!(said(Endorsement { areas: 1, ..SAID }), Ruling::Unknown);
        assert_eq!(gate(Piece { endorsement: None, ..GOOD }).piece, Ruling::Unknown);
    }

    #[test]
    fn edge_one_agreement_is_one_too_few() {
        assert_eq!(gate(Piece { agreements: 1, ..GOOD }).piece, Ruling::Fail);
        assert_eq!(gate(GOOD).piece, Ruling::Pass);
    }
}
