//! The kinds of events, each once: its word and what it carries.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Deserializer, Serialize};

use crate::engage::event;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($body:ty) = $word:literal,)*) => {
        /// What happened, by kind.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", content = "body")]
        pub enum Body {
            $($(#[$doc])* #[serde(rename = $word)] $name($body),)*
        }

        /// A kind of event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All kinds, in the order in which they are explained.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its word: `listening`.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// The schema of what it carries.
            pub fn schema(self) -> Schema {
                match self {
                    $(Self::$name => schema_for!($body),)*
                }
            }
        }

        impl Body {
            /// Its kind.
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$name(_) => Kind::$name,)*
                }
            }

            /// What an event of a kind carries, without the word of its kind.
            ///
            /// # Errors
            ///
            /// Those of the format, where it holds something else.
            pub fn read<'de, D: Deserializer<'de>>(kind: Kind, from: D) -> Result<Self, D::Error> {
                match kind {
                    $(Kind::$name => Deserialize::deserialize(from).map(Self::$name),)*
                }
            }
        }
    };
}

kinds! {
    /// The goal.
    Goal(event::Goal) = "goal",
    /// An area of engagement.
    Area(event::Area) = "area",
    /// A session of listening.
    Listening(event::Listening) = "listening",
    /// An ask that wants an answer.
    Said(event::Said) = "said",
    /// An answer.
    Answer(event::Answer) = "answer",
    /// Something done together.
    Engagement(event::Engagement) = "engagement",
    /// A foundational piece.
    Piece(event::Piece) = "piece",
    /// People were asked of a piece.
    Vouch(event::Vouch) = "vouch",
    /// An agreement.
    Link(event::Link) = "link",
    /// A partner.
    Partner(event::Partner) = "partner",
    /// A rating.
    Rating(event::Rating) = "rating",
    /// An idea.
    Idea(event::Idea) = "idea",
    /// A stage of an idea or a venture.
    Stage(event::Stage) = "stage",
    /// A venture.
    Venture(event::Venture) = "venture",
    /// Money earned and granted in a quarter.
    Money(event::Money) = "money",
    /// An initiative.
    Initiative(Box<event::Initiative>) = "initiative",
    /// A budget.
    Budget(event::Budget) = "budget",
    /// Spending.
    Spend(event::Spend) = "spend",
    /// An outcome.
    Outcome(event::Achieved) = "outcome",
    /// Something new.
    Innovation(event::Innovation) = "innovation",
    /// A promise.
    Promise(event::Promise) = "promise",
    /// A meeting.
    Meeting(event::Meeting) = "meeting",
    /// A grant.
    Award(event::Award) = "award",
    /// A plan was locked.
    Lock(event::Lock) = "lock",
    /// A correction.
    Correct(event::Correct) = "correct",
    /// A retraction.
    Retract(event::Retract) = "retract",
    /// A person's sealed name and contact.
    Person(event::Person) = "person",
    /// The erasure of a person.
    Erase(event::Erase) = "erase",
}

impl Kind {
    /// The kind of a word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Whether its records have a name and an id.
    pub fn is_named(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Piece
                | Self::Partner
                | Self::Venture
                | Self::Initiative
                | Self::Award
        )
    }
}

impl Body {
    /// The name that an id is made of, where the kind has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Piece(own) => Some(&own.name),
            Self::Partner(own) => Some(&own.name),
            Self::Venture(own) => Some(&own.name),
            Self::Initiative(own) => Some(&own.name),
            _ => None,
        }
    }
}
