//! What a person may say to `record`: one sub-command a kind.

mod community;
mod partners;
mod programme;
mod read;
mod ventures;

use clap::{Args, Subcommand};
use jiff::civil::Date;

pub(crate) use community::{AnswerArgs, AreaArgs, EngagementArgs, ListeningArgs, SaidArgs};
pub(crate) use partners::{LinkArgs, PartnerArgs, PieceArgs, RatingArgs, VouchArgs, YesNo};
pub(crate) use programme::{
    AwardArgs, BudgetArgs, CorrectArgs, GoalArgs, InitiativeArgs, MeetingArgs, OutcomeArgs,
    PersonArgs, PromiseArgs, RetractArgs, SpendArgs,
};
pub(crate) use read::value_of;
pub(crate) use ventures::{IdeaArgs, InnovationArgs, MoneyArgs, StageArgs, VentureArgs};

/// Arguments of `record`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo record area work --holder \"Bay Works\" --since 2026-02-01\n  agglo record listening --area work --place library --n 14 --heard \"No late bus\"\n  agglo record partner \"Transit co-op\" --reach 3100 --of residents --programmes 2 --areas work\n  agglo record rating transit-co-op --side community --rater r17 --item reliability --score 3 --source \"survey 1\"\n  agglo record answer 1 --done 2026-08-04\n  agglo record correct 118 n=15 --because \"counted twice\"\n\nWhat is missing is asked for on a terminal. Persons stand as keys (contributor:c17), never by name. Nothing is ever changed: a correction is a new event."
)]
pub(crate) struct RecordArgs {
    #[command(subcommand)]
    pub(crate) kind: RecordKind,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// What all kinds take.
#[derive(Args, Clone, Debug)]
pub(crate) struct CommonArgs {
    /// The region of the programme, where it has more than one
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) region: Option<String>,
    /// When it happened; the day of --as-of, or today, if absent
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) date: Option<Date>,
    /// Where it can be looked up
    #[arg(long, global = true, value_name = "TEXT")]
    pub(crate) source: Option<String>,
    /// Who said it: a key, as in contributor:c17
    #[arg(long, global = true, value_name = "PERSON")]
    pub(crate) said_by: Option<String>,
    /// It may leave the programme
    #[arg(long, global = true)]
    pub(crate) public: bool,
    /// The id of a named record; from its name if absent
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Anything else
    #[arg(long, global = true, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

/// The kinds.
#[derive(Debug, Subcommand)]
pub(crate) enum RecordKind {
    /// The goal: a mission, aims of the economy and for people
    Goal(GoalArgs),
    /// An area of engagement, or the same described anew
    Area(AreaArgs),
    /// A session of listening; each thing heard becomes an input with a number
    Listening(ListeningArgs),
    /// An ask that wants an answer
    Said(SaidArgs),
    /// An answer to an ask, an input or a promise
    Answer(AnswerArgs),
    /// Something done together in an area
    Engagement(EngagementArgs),
    /// A foundational piece, or the same described anew
    Piece(Box<PieceArgs>),
    /// People were asked of a piece
    Vouch(VouchArgs),
    /// An agreement between pieces or partners
    Link(LinkArgs),
    /// A partner in a region, or the same described anew
    Partner(PartnerArgs),
    /// One rater's score of one item
    Rating(RatingArgs),
    /// An idea
    Idea(IdeaArgs),
    /// An idea or a venture has come further, or has ended
    Stage(StageArgs),
    /// A venture was founded, or is described anew
    Venture(VentureArgs),
    /// What a venture or an initiative earned and was given in a quarter
    Money(MoneyArgs),
    /// Something that the programme may do
    Initiative(Box<InitiativeArgs>),
    /// Money that may be spent in a year
    Budget(BudgetArgs),
    /// Money was spent on an initiative
    Spend(SpendArgs),
    /// What came of a venture, an initiative, or in a region
    Outcome(OutcomeArgs),
    /// Something new was found to solve a problem
    Innovation(InnovationArgs),
    /// A promise was made
    Promise(PromiseArgs),
    /// A meeting took place or will
    Meeting(MeetingArgs),
    /// A grant was won
    Award(AwardArgs),
    /// A person's name and contact, sealed under a key that can be destroyed
    Person(PersonArgs),
    /// An event was wrong: what it should have said
    Correct(CorrectArgs),
    /// An event should never have been entered
    Retract(RetractArgs),
}
