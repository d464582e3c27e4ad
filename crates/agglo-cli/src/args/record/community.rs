//! Arguments of areas, listening, asks, answers, engagement.

use agglo::engage::event::{Depth, Group};
use clap::Args;
use jiff::civil::Date;

use super::read::{group, word};

/// Arguments of `record area`.
#[derive(Args, Debug)]
pub(crate) struct AreaArgs {
    /// The area's id, as in work
    pub(crate) area: Option<String>,
    /// Who holds it
    #[arg(long, value_name = "NAME")]
    pub(crate) holder: Option<String>,
    /// Since when
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// Its places, with commas between
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) places: Vec<String>,
    /// Whom it is for
    #[arg(long = "for", value_name = "GROUP")]
    pub(crate) group: Option<String>,
    /// The partner that leads it
    #[arg(long, value_name = "PARTNER")]
    pub(crate) lead: Option<String>,
    /// How deep people were promised to take part: inform, consult, involve, collaborate, empower
    #[arg(long, value_name = "DEPTH", value_parser = word::<Depth>)]
    pub(crate) depth: Option<Depth>,
}

/// Arguments of `record listening`.
#[derive(Args, Debug)]
pub(crate) struct ListeningArgs {
    /// The area of engagement
    #[arg(long, value_name = "AREA")]
    pub(crate) area: Option<String>,
    /// Where
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// How many people
    #[arg(long, value_name = "N")]
    pub(crate) n: Option<u32>,
    /// Of which groups, as in underserved:9,other:5
    #[arg(long, value_name = "G:N,…", value_delimiter = ',', value_parser = group)]
    pub(crate) groups: Vec<Group>,
    /// In which language
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<String>,
    /// What was heard; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub(crate) heard: Vec<String>,
}

/// Arguments of `record said`.
#[derive(Args, Debug)]
pub(crate) struct SaidArgs {
    /// The ask
    pub(crate) text: Option<String>,
    /// The session in which it was heard, by its number or id
    #[arg(long, value_name = "N")]
    pub(crate) listening: Option<String>,
    /// The input that it is, by its number
    #[arg(long, value_name = "N", conflicts_with = "listening")]
    pub(crate) input: Option<String>,
    /// The area of engagement
    #[arg(long, value_name = "AREA")]
    pub(crate) area: Option<String>,
}

/// Arguments of `record answer`.
#[derive(Args, Debug)]
pub(crate) struct AnswerArgs {
    /// What is answered: the number of an ask, or input:N, promise:N
    pub(crate) to: Option<String>,
    /// It was done on this day
    #[arg(long, value_name = "DATE", conflicts_with_all = ["doing_by", "wont"])]
    pub(crate) done: Option<Date>,
    /// It is being done until this day
    #[arg(long, value_name = "DATE", conflicts_with = "wont")]
    pub(crate) doing_by: Option<Date>,
    /// It will not be done, and why
    #[arg(long, value_name = "WHY")]
    pub(crate) wont: Option<String>,
}

/// Arguments of `record engagement`.
#[derive(Args, Debug)]
pub(crate) struct EngagementArgs {
    /// The area of engagement
    #[arg(long, value_name = "AREA")]
    pub(crate) area: Option<String>,
    /// How far people took part: inform, consult, involve, collaborate, empower
    #[arg(long, value_name = "DEPTH", value_parser = word::<Depth>)]
    pub(crate) depth: Option<Depth>,
    /// How many
    #[arg(long, value_name = "N")]
    pub(crate) n: Option<u32>,
    /// Of which groups, as in underserved:9,other:5
    #[arg(long, value_name = "G:N,…", value_delimiter = ',', value_parser = group)]
    pub(crate) groups: Vec<Group>,
    /// The decision that it moved
    #[arg(long, value_name = "TEXT")]
    pub(crate) influenced: Option<String>,
}
