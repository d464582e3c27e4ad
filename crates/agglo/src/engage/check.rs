//! The gates of a programme together. Each is hard: no score makes up for one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::ruling::Ruling;

/// The gates of a programme.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Gate {
    /// An idea of the community has taken shape and has an owner.
    E1,
    /// A partner passes all four thresholds.
    P1,
    /// A foundational piece passes.
    F1,
    /// Two areas of engagement pass.
    A1,
    /// Listening came before the plan.
    L1,
    /// A social and an economic target, each with baseline, unit and date.
    S1,
    /// Every initiative has an end of funding and an owner or an income after it.
    X1,
}

/// A gate and its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GateRuling {
    /// The gate.
    pub gate: Gate,
    /// Its outcome.
    pub ruling: Ruling,
}

/// The outcome of all gates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Programme {
    /// Each gate in its order.
    pub gates: Vec<GateRuling>,
    /// The worst of them; unknown where none was read.
    pub ruling: Ruling,
}

impl Gate {
    /// All gates in the order in which they are printed.
    pub const ALL: [Self; 7] =
        [Self::E1, Self::P1, Self::F1, Self::A1, Self::L1, Self::S1, Self::X1];

    /// Its short name, `E1`.
    pub fn word(self) -> &'static str {
        match self {
            Self::E1 => "E1",
            Self::P1 => "P1",
            Self::F1 => "F1",
            Self::A1 => "A1",
            Self::L1 => "L1",
            Self::S1 => "S1",
            Self::X1 => "X1",
        }
    }

    /// What it asks, in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::E1 => "an idea of the community has taken shape and has an owner",
            Self::P1 => "a partner passes scale, trust, alignment and active focus",
            Self::F1 => "a foundational piece is time-tested, authentic and coordinates",
            Self::A1 => "two areas of engagement are layered, deep, active and answered",
            Self::L1 => "listening came before the plan",
            Self::S1 => "a social and an economic target have baseline, unit and date",
            Self::X1 => "every initiative has an end of funding and an owner or an income after it",
        }
    }
}

/// The programme's outcome from those of its gates: failed beats unknown beats passed.
pub fn programme(gates: Vec<GateRuling>) -> Programme {
    let ruling = if gates.is_empty() {
        Ruling::Unknown
    } else {
        Ruling::all(gates.iter().map(|gate| gate.ruling))
    };
    Programme { gates, ruling }
}

impl Programme {
    /// What a process says at its end: 0 passed, 1 failed, 3 unknown; `strict` makes unknown a failure.
    pub fn exit(&self, strict: bool) -> u8 {
        match self.ruling {
            Ruling::Pass => 0,
            Ruling::Unknown if !strict => 3,
            Ruling::Unknown | Ruling::Fail => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(changed: &[(Gate, Ruling)]) -> Programme {
        let of = |gate| changed.iter().find(|(own, _)| *own == gate).map_or(Ruling::Pass, |c| c.1);
        programme(Gate::ALL.map(|gate| GateRuling { gate, ruling: of(gate) }).to_vec())
    }

    #[test]
    fn law_any_gate_alone_stops_a_programme() {
        assert_eq!((with(&[]).exit(false), with(&[]).exit(true)), (0, 0));
        for gate in Gate::ALL {
            assert_eq!(with(&[(gate, Ruling::Fail)]).exit(false), 1);
            let unknown = with(&[(gate, Ruling::Unknown)]);
            assert_eq!((unknown.exit(false), unknown.exit(true)), (3, 1));
        }
        let both = with(&[(Gate::E1, Ruling::Unknown), (Gate::P1, Ruling::Fail)]);
        assert_eq!(both.ruling, Ruling::Fail);
    }

    #[test]
    fn edge_a_programme_of_no_gates_is_unknown() {
        assert_eq!(programme(Vec::new()).ruling, Ruling::Unknown);
    }
}
