//! Arguments of `blueprint`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Arguments of `blueprint`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  agglo blueprint list\n  agglo blueprint show food-processing\n  agglo blueprint fit beach-destination\n  agglo blueprint draft 12045 --from beach-destination -o gulf.toml\n  agglo blueprint draft --from motor-vehicles -o cars.toml\n  agglo blueprint validate gulf.toml\n  agglo blueprint diff beach-destination gulf.toml\n  agglo blueprint draw logistics -o logistics.svg\n  agglo blueprint template gulf.toml -o destination.toml\n\nA blueprint is a shipped one, a traded cluster (`agglo clusters REGION` names them), or a file ending in .toml or .xlsx: `template` and `draft` write either."
)]
pub(crate) struct BlueprintArgs {
    #[command(subcommand)]
    pub(crate) verb: BlueprintVerb,
}

/// What to do with blueprints.
#[derive(Debug, Subcommand)]
pub(crate) enum BlueprintVerb {
    /// The shipped blueprints, with what the counties say of each
    #[command(after_help = "Example:\n  agglo blueprint list")]
    List,
    /// One blueprint: elements, edges, sources, and its card
    #[command(
        after_help = "Examples:\n  agglo blueprint show beach-destination\n  agglo blueprint show motor-vehicles"
    )]
    Show(NamedArgs),
    /// Every fault of a blueprint's file at once, with lines
    #[command(after_help = "Example:\n  agglo blueprint validate gulf.toml")]
    Validate(NamedArgs),
    /// What differs between two blueprints
    #[command(after_help = "Example:\n  agglo blueprint diff beach-destination gulf.toml")]
    Diff(DiffArgs),
    /// A drawing of elements and edges, of the blueprint alone or with a region's levels
    #[command(
        after_help = "Examples:\n  agglo blueprint draw food-processing -o food.svg\n  agglo blueprint draw beach-destination --region 12045 -o gulf.svg"
    )]
    Draw(DrawArgs),
    /// A blueprint's file to begin with, from a shipped one or derived from a traded cluster
    #[command(
        after_help = "Examples:\n  agglo blueprint draft --from motor-vehicles -o cars.toml\n  agglo blueprint draft 12045 --from beach-destination -o gulf.toml"
    )]
    Draft(DraftArgs),
    /// Fit a blueprint to the counties again: its card
    #[command(
        after_help = "Examples:\n  agglo blueprint fit beach-destination\n  agglo blueprint fit food-processing --outcome jobs_growth"
    )]
    Fit(FitArgs),
    /// A copy free of any region; with a region, which of its roles are kept, substituted or dropped there
    #[command(
        after_help = "Examples:\n  agglo blueprint template gulf.toml -o destination.toml\n  agglo blueprint template gulf.toml -o gulf.xlsx\n  agglo blueprint template beach-destination --region 34009"
    )]
    Template(TemplateArgs),
}

/// One blueprint.
#[derive(Args, Debug)]
pub(crate) struct NamedArgs {
    /// Shipped blueprint, traded cluster or file ending in .toml or .xlsx
    pub(crate) blueprint: String,
}

/// Arguments of `blueprint diff`.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// Shipped blueprint, traded cluster or file
    pub(crate) first: String,
    /// Shipped blueprint, traded cluster or file
    pub(crate) second: String,
}

/// Arguments of `blueprint draw`.
#[derive(Args, Debug)]
pub(crate) struct DrawArgs {
    /// Shipped blueprint, traded cluster or file
    pub(crate) blueprint: String,
    /// File of the drawing, ending in .svg, .png or .html
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Region in which each element is shown as present, weak, missing, withheld or unknown
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
}

/// Arguments of `blueprint draft`.
#[derive(Args, Debug)]
pub(crate) struct DraftArgs {
    /// Region that the draft is for: roles that it surely lacks are listed
    pub(crate) region: Option<String>,
    /// Shipped blueprint or traded cluster to begin from
    #[arg(long, value_name = "BLUEPRINT|CLUSTER")]
    pub(crate) from: String,
    /// File to write; printed if absent
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Arguments of `blueprint fit`.
#[derive(Args, Debug)]
pub(crate) struct FitArgs {
    /// Shipped blueprint, traded cluster or file
    pub(crate) blueprint: String,
    /// Outcome that leads instead of the rule's own: `income_per_head`, `pay_per_resident`, `jobs_growth`
    #[arg(long, value_name = "M")]
    pub(crate) outcome: Option<String>,
}

/// Arguments of `blueprint template`.
#[derive(Args, Debug)]
pub(crate) struct TemplateArgs {
    /// Shipped blueprint, traded cluster or file
    pub(crate) blueprint: String,
    /// Region that it is tried on
    #[arg(long, value_name = "R")]
    pub(crate) region: Option<String>,
    /// File to write
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
