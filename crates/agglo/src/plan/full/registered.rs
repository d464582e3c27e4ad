//! Under which lock the plan of a region and its evaluation stand.

use schemars::JsonSchema;
use serde::Serialize;

/// The line of locks of a region, as a plan or a check shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Registered {
    /// The lock that holds now: its digest, or the plan's where the lock only names one.
    pub lock: String,
    /// The plan that it froze.
    pub plan: String,
    /// The design that it froze; none where the lock only names a plan.
    pub design: Option<String>,
    /// The day of the first lock, ISO: listening has to precede it.
    pub first: String,
    /// Amendments since.
    pub amendments: u32,
    /// The last of them.
    pub last: Option<Amended>,
    /// Whether the plan that is shown is the one that is locked; none where no plan is shown.
    pub is_this_plan: Option<bool>,
    /// All of it in one sentence.
    pub text: String,
}

/// An amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Amended {
    /// Its day, ISO.
    pub on: String,
    /// Its reason.
    pub because: String,
}

impl Registered {
    /// The same beside a plan of this digest.
    #[must_use]
    pub fn beside(mut self, digest: &str) -> Self {
        let is_this = self.plan == digest;
        self.is_this_plan = Some(is_this);
        self.text += if is_this {
            " This is the plan that is locked."
        } else {
            " What stands here is not the plan that is locked."
        };
        self
    }
}
