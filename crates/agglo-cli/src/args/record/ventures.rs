//! Arguments of ideas, stages, ventures, money, innovations.

use agglo::engage::event::{Cents, NewTo, Origin, Quarter, State};
use clap::Args;
use jiff::civil::Date;

use super::read::{cents, word};

/// Arguments of `record idea`.
#[derive(Args, Debug)]
pub(crate) struct IdeaArgs {
    /// The idea
    pub(crate) text: Option<String>,
    /// Where it comes from: community, programme, outside
    #[arg(long, value_name = "ORIGIN", value_parser = word::<Origin>)]
    pub(crate) origin: Option<Origin>,
    /// The area of engagement
    #[arg(long, value_name = "A")]
    pub(crate) area: Option<String>,
    /// The input that it comes from, by its number
    #[arg(long, value_name = "N")]
    pub(crate) input: Option<String>,
    /// The element of the blueprint that it serves
    #[arg(long, value_name = "E")]
    pub(crate) element: Option<String>,
    /// Who owns it: a key, as in contributor:c17
    #[arg(long, value_name = "PERSON")]
    pub(crate) owner: Option<String>,
    /// The group of its owner
    #[arg(long, value_name = "G")]
    pub(crate) owner_group: Option<String>,
    /// How far it has come on that day; raised if absent
    #[arg(long, value_name = "S", value_parser = word::<State>)]
    pub(crate) state: Option<State>,
}

/// Arguments of `record stage`.
#[derive(Args, Debug)]
pub(crate) struct StageArgs {
    /// The idea (its number) or the venture (its id)
    pub(crate) of: Option<String>,
    /// shaped, tested, launched, `trading_1y`, `trading_3y`, `trading_5y`, closed, parked
    #[arg(value_parser = word::<State>)]
    pub(crate) state: Option<State>,
}

/// Arguments of `record venture`.
#[derive(Args, Debug)]
pub(crate) struct VentureArgs {
    /// Its name
    pub(crate) name: Option<String>,
    /// The idea that it comes from, by its number or id
    #[arg(long, value_name = "N")]
    pub(crate) idea: Option<String>,
    /// When it was founded
    #[arg(long, value_name = "DATE")]
    pub(crate) founded: Option<Date>,
    /// Its industry
    #[arg(long, value_name = "CODE")]
    pub(crate) industry: Option<String>,
    /// Jobs in it
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(crate) jobs: Option<f64>,
    /// The group of its owner
    #[arg(long, value_name = "G")]
    pub(crate) owner_group: Option<String>,
}

/// Arguments of `record money`.
#[derive(Args, Debug)]
pub(crate) struct MoneyArgs {
    /// The venture or the initiative
    pub(crate) subject: Option<String>,
    /// The quarter, as in 2026Q2
    #[arg(long, value_name = "Q")]
    pub(crate) quarter: Option<Quarter>,
    /// What customers paid
    #[arg(long, value_name = "MONEY", value_parser = cents)]
    pub(crate) earned: Option<Cents>,
    /// What was given
    #[arg(long, value_name = "MONEY", value_parser = cents)]
    pub(crate) granted: Option<Cents>,
}

/// Arguments of `record innovation`.
#[derive(Args, Debug)]
pub(crate) struct InnovationArgs {
    /// What it is
    pub(crate) text: Option<String>,
    /// The problem that it solves
    #[arg(long, value_name = "TEXT")]
    pub(crate) problem: Option<String>,
    /// The venture that carries it
    #[arg(long, value_name = "V")]
    pub(crate) venture: Option<String>,
    /// To whom it is new: region, field
    #[arg(long, value_name = "WHOM", value_parser = word::<NewTo>)]
    pub(crate) new_to: Option<NewTo>,
    /// Who uses it
    #[arg(long, value_name = "N")]
    pub(crate) users: Option<u32>,
    /// Another region that took it up
    #[arg(long, value_name = "REGION")]
    pub(crate) adopted_in: Option<String>,
}
