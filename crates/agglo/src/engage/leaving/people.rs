//! The people that an entry counts, and which of these counts must not be told.

use std::collections::{BTreeMap, BTreeSet};

use crate::engage::event::{Body, Group};
use crate::engage::leaving::{is_few, is_few_measured};

/// Units of what is no count of people.
const RATES: [&str; 7] = ["%", "pt", "share", "USD", "EUR", "GBP", "years"];

/// Who is counted in an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct People {
    /// Counts by what they are of, which is the same word in all kinds of entries that tell of it.
    counts: BTreeMap<Of, f64>,
    /// People of each group.
    groups: BTreeMap<String, u32>,
    /// Whether its counts are a part of a session whose size is told elsewhere.
    is_part: bool,
}

/// What a count is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// All who came, or who endorse.
    All,
    Reject,
    Reach,
    Users,
    /// Jobs of a venture; what an outcome says of a subject by its measure, jobs too.
    Value(&'static str),
}

impl Of {
    /// The field of the entry.
    fn field(self) -> &'static str {
        match self {
            Self::All => "n",
            Self::Reject => "reject",
            Self::Reach => "reach",
            Self::Users => "users",
            Self::Value(field) => field,
        }
    }

    /// Whether both are of the same, by whatever field.
    fn is_like(self, other: Self) -> bool {
        self == other || matches!((self, other), (Self::Value(_), Self::Value(_)))
    }
}

impl People {
    pub(super) fn of(body: &Body) -> Self {
        let gathering = |n: Option<u32>, groups: &[Group]| Self {
            counts: n.map(|n| (Of::All, f64::from(n))).into_iter().collect(),
            groups: groups.iter().map(|own| (own.name.clone(), own.n)).collect(),
            is_part: false,
        };
        let one = |of: Of, value: Option<f64>| Self {
            counts: value.map(|value| (of, value)).into_iter().collect(),
            ..Self::default()
        };
        match body {
            Body::Listening(own) => gathering(own.n, &own.groups),
            Body::Engagement(own) => gathering(own.n, &own.groups),
            Body::Vouch(own) => Self {
                counts: BTreeMap::from([
                    (Of::All, f64::from(own.n)),
                    (Of::Reject, f64::from(own.reject)),
                ]),
                groups: BTreeMap::new(),
                is_part: own.listening.is_some(),
            },
            Body::Partner(own) => one(Of::Reach, own.reach.map(f64::from)),
            Body::Innovation(own) => one(Of::Users, own.users.map(f64::from)),
            Body::Venture(own) => one(Of::Value("jobs"), own.jobs),
            Body::Outcome(own) => {
                let is_rate = own.unit.as_deref().is_some_and(|unit| RATES.contains(&unit));
                one(Of::Value("value"), (!is_rate).then_some(own.value))
            }
            _ => Self::default(),
        }
    }

    /// Fields that must not be told, given what was told of the same before.
    pub(super) fn untold(&self, before: &[Self]) -> BTreeSet<&'static str> {
        let is_untold = |of: Of, now: f64| {
            is_few_measured(now) || before.iter().any(|own| own.is_near(of, now))
        };
        let counts = self.counts.iter().filter(|(of, now)| is_untold(**of, **now));
        let mut untold: BTreeSet<&'static str> = counts.map(|(of, _)| of.field()).collect();
        let is_gathering_untold = untold.contains("n");
        if !self.groups.is_empty()
            && (is_gathering_untold || self.has_few() || before.iter().any(|own| self.moves(own)))
        {
            untold.insert("groups");
        }
        if self.counts.contains_key(&Of::Reject) && (self.is_part || !untold.is_empty()) {
            // How many of those asked said nothing is a count of people too.
            untold.extend(["n", "reject"]);
        }
        untold
    }

    /// Whether the same count differed by one to four.
    fn is_near(&self, of: Of, now: f64) -> bool {
        let like = self.counts.iter().filter(|(own, _)| own.is_like(of));
        like.into_iter().any(|(_, before)| is_few_measured(now - before))
    }

    /// People of each group and of none; of how many came nothing may be known.
    fn parts(&self) -> BTreeMap<Option<&str>, u32> {
        let mut parts: BTreeMap<Option<&str>, u32> =
            self.groups.iter().map(|(name, n)| (Some(name.as_str()), *n)).collect();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        let all = self.counts.get(&Of::All).map(|all| *all as u32);
        let named: u32 = self.groups.values().fold(0, |sum, n| sum.saturating_add(*n));
        parts.extend(all.map(|all| (None, all.saturating_sub(named))));
        parts
    }

    fn has_few(&self) -> bool {
        self.parts().into_values().any(is_few)
    }

    /// Whether a group, or the rest, moved by one to four.
    fn moves(&self, before: &Self) -> bool {
        if before.groups.is_empty() {
            return false;
        }
        let (now, then) = (self.parts(), before.parts());
        let names: BTreeSet<Option<&str>> = now.keys().chain(then.keys()).copied().collect();
        names.into_iter().any(|name| {
            let of = |all: &BTreeMap<Option<&str>, u32>| all.get(&name).copied().unwrap_or(0);
            is_few(of(&now).abs_diff(of(&then)))
        })
    }
}
