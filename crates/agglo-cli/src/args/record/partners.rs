//! Arguments of pieces, agreements, partners, ratings.

use agglo::engage::event::{
    Cents, Confirmed, Fact, Item, LinkKind, PieceKind, Reached, Shock, Side, VouchedBy,
};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::read::{cents, fact, shock, word};

/// Arguments of `record piece`.
#[derive(Args, Debug)]
#[command(
    after_help = "A source may name sessions in which residents named the piece: --source listening:1,listening:2"
)]
pub(crate) struct PieceArgs {
    /// Its name
    pub(crate) name: Option<String>,
    /// What it is: `community_truth`, organisation, agency
    #[arg(long, value_name = "KIND", value_parser = word::<PieceKind>)]
    pub(crate) kind: Option<PieceKind>,
    /// Who speaks for it
    #[arg(long, value_name = "NAME")]
    pub(crate) holder: Option<String>,
    /// The element of the blueprint that it is
    #[arg(long, value_name = "E")]
    pub(crate) element: Option<String>,
    /// Since when it stands
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// A shock that it survived, as "NAME@DATE: evidence"; may be repeated
    #[arg(long, value_name = "SHOCK", value_parser = shock)]
    pub(crate) shock: Vec<Shock>,
    /// A fact, as NAME=VALUE; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = fact)]
    pub(crate) fact: Vec<Fact>,
}

/// Arguments of `record vouch`.
#[derive(Args, Debug)]
pub(crate) struct VouchArgs {
    /// The piece
    pub(crate) piece: Option<String>,
    /// Who was asked: residents, or the holder, who counts for nothing
    #[arg(long, value_name = "WHO", value_parser = word::<VouchedBy>)]
    pub(crate) by: Option<VouchedBy>,
    /// How many endorse it
    #[arg(long, value_name = "N")]
    pub(crate) n: Option<u32>,
    /// How many reject it
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) reject: u32,
    /// The session in which they were asked, by its number or id
    #[arg(long, value_name = "N")]
    pub(crate) listening: Option<String>,
}

/// Arguments of `record link`.
#[derive(Args, Debug)]
pub(crate) struct LinkArgs {
    /// The first party: a piece or a partner
    pub(crate) a: Option<String>,
    /// The second party
    pub(crate) b: Option<String>,
    /// What it is about: coordinates, referral, calendar, measures, delivery, backbone
    #[arg(long, value_name = "KIND", value_parser = word::<LinkKind>)]
    pub(crate) kind: Option<LinkKind>,
    /// From this day
    #[arg(long, value_name = "DATE")]
    pub(crate) start: Option<Date>,
    /// Until before this day
    #[arg(long, value_name = "DATE")]
    pub(crate) end: Option<Date>,
    /// When something was last done under it
    #[arg(long, value_name = "DATE")]
    pub(crate) active: Option<Date>,
    /// Which party said so: a, b, both
    #[arg(long, value_name = "WHO", value_parser = word::<Confirmed>)]
    pub(crate) confirmed: Option<Confirmed>,
}

/// Arguments of `record partner`.
#[derive(Args, Debug)]
pub(crate) struct PartnerArgs {
    /// Its name
    pub(crate) name: Option<String>,
    /// What it is, as in college, transport
    #[arg(long, value_name = "K")]
    pub(crate) kind: Option<String>,
    /// How many it reached here in twelve months
    #[arg(long, value_name = "N", requires = "of")]
    pub(crate) reach: Option<u32>,
    /// Of whom: residents, firms
    #[arg(long, value_name = "WHOM", value_parser = word::<Reached>)]
    pub(crate) of: Option<Reached>,
    /// Programmes with staff or money here, active in twelve months
    #[arg(long, value_name = "N")]
    pub(crate) programmes: Option<u32>,
    /// Areas of engagement in which it works, with commas between
    #[arg(long, value_name = "A,…", value_delimiter = ',')]
    pub(crate) areas: Vec<String>,
    /// What working with it costs a year
    #[arg(long, value_name = "MONEY", value_parser = cents)]
    pub(crate) cost: Option<Cents>,
    /// Days of its staff a year
    #[arg(long, value_name = "N")]
    pub(crate) staff_days: Option<f64>,
    /// A red line that it crosses
    #[arg(long, value_name = "TEXT")]
    pub(crate) red_line: Option<String>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
}

/// Arguments of `record rating`.
#[derive(Args, Debug)]
pub(crate) struct RatingArgs {
    /// The partner whose relation is rated
    pub(crate) partner: Option<String>,
    /// Who rates: community, partner, programme
    #[arg(long, value_name = "SIDE", value_parser = word::<Side>)]
    pub(crate) side: Option<Side>,
    /// The rater's key, as in r17
    #[arg(long, value_name = "KEY")]
    pub(crate) rater: Option<String>,
    /// The area of engagement that the rater belongs to
    #[arg(long, value_name = "A")]
    pub(crate) area: Option<String>,
    /// The item: reliability, openness, `mission_congruence`, `power_influence`, `level_of_involvement`, `resource_contribution`, `mission_1`, …
    #[arg(long, value_name = "I")]
    pub(crate) item: Option<Item>,
    /// 1 to 4
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) score: Option<i64>,
    /// Whether the rater agreed that it is kept
    #[arg(long, value_name = "YES|NO", default_value = "yes")]
    pub(crate) consent: YesNo,
    /// The rater works for the partner
    #[arg(long)]
    pub(crate) staff: bool,
}
