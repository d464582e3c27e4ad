//! Beginning a programme: its folder and a commented `agglo.toml`.

use std::fmt::Write as _;
use std::path::Path;

use agglo::Error;

use crate::atomic;
use crate::programme::{FILE, ProgrammeRegion};

/// What a new programme is begun with.
#[derive(Clone, Debug)]
pub struct Begin<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its regions.
    pub regions: &'a [ProgrammeRegion],
    /// What a region is called, beside its id.
    pub names: &'a [String],
    /// The blueprint, if one is named.
    pub blueprint: Option<&'a str>,
}

/// Writes the folder of a new programme.
///
/// # Errors
///
/// `E0533` where the folder holds a programme or anything else, `E0401` where it cannot be written.
pub fn begin(folder: &Path, with: &Begin<'_>) -> Result<(), Error> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken || folder.is_file() {
        let what = format!("`{}` is there and is not empty", folder.display());
        return Err(Error::new("E0533", what).hint("name a new folder"));
    }
    let ignored = "# The ledger is kept by backups (`agglo ledger backup`), not by version control.\nledger.db*\n*.bak\n";
    let files = [
        (FILE.to_owned(), text(with).into_bytes()),
        (".gitignore".to_owned(), ignored.as_bytes().to_vec()),
    ];
    atomic::write_all(folder, &files)
}

/// A text in quotes, as TOML wants it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn text(with: &Begin<'_>) -> String {
    let mut text = String::from(
        "# A programme. Lines that begin with # say what may be set and what holds otherwise.\n\n",
    );
    let blueprint = match with.blueprint {
        Some(blueprint) => format!("blueprint = {}", quoted(blueprint)),
        None => "# blueprint = \"beach-destination\"   # a shipped one, a traded cluster, or a file of this folder".to_owned(),
    };
    // Writing to a text cannot fail.
    let _ = write!(
        text,
        "[programme]\nid = {}            # never changes: learnings are pooled by it\ntitle = {}\n{blueprint}\n\
         # overlay = \"overlay.toml\"     # edges that your own residents stated; adds to the blueprint\n\
         # currency = \"USD\"            # of all money of this programme\n\
         # illustrative = true          # everything in it is made up; said on every page\n\n",
        quoted(with.id),
        quoted(with.title)
    );
    for (region, name) in with.regions.iter().zip(with.names) {
        let members: Vec<String> = region.members.iter().map(|code| quoted(code)).collect();
        let _ = write!(
            text,
            "[[region]]                     # {name}\nid = {}\nmembers = [{}]\n\
             # residents = 15000            # where the figures at hand do not say\n\
             # firms = 400\n\
             # underserved_share = 0.25     # share of residents in underserved places; unknown without it\n\n",
            quoted(&region.id),
            members.join(", ")
        );
    }
    text + TEMPLATE
}

/// What a programme may tighten, as it holds without being said.
const TEMPLATE: &str = "# [ledger]
# store = \"ledger.db\"           # or postgres://USER@HOST/DATABASE; with a password: the variable AGGLO_LEDGER

# Thresholds. They may be tightened; a looser one is said wherever it is used.
# [partner]
# reach = 0.10                  # share of residents or firms reached in twelve months
# mission = 3                   # median of the mission form, 1 to 4
# [trust]
# tau = 0.60                    # share of ratings in favour that counts as trust
# pass_at = 0.80                # probability of it at which trust passes
# fail_at = 0.20                # and at which it fails; between them it is unknown
# half_life_months = 12
# expire_months = 24
# [piece]
# years = 10                    # with a shock survived
# years_alone = 25              # without
# voices = 2                    # residents, of as many areas
# agreements = 2
# [listening]
# inputs = 20                   # before the first lock of a plan
# areas = 2
# [feedback]
# answered = 0.5
# days = 90
# [representation]
# least = 0.8
";
