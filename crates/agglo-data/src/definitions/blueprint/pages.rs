//! A blueprint as pages of a workbook, for people who would rather fill in tables than write TOML.
//!
//! Each table of the file is a page, each of its entries a row. What belongs to an entry of another page says so in
//! the column `of`: the element's id, `ID/1` for its first alternative, `FROM>TO` for an edge. Lists are parted by
//! semicolons.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use agglo::Error;
use agglo::base::blueprint::Blueprint;
use toml::{Table, Value};

use crate::definitions::Errors;
use crate::definitions::blueprint::text;

/// What a column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Truth,
    /// Texts, parted by semicolons.
    Texts,
    /// Numbers, parted by semicolons.
    Numbers,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name: `element.members`.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<(String, Takes)>,
    /// Its rows: a text a column.
    pub rows: Vec<Vec<String>>,
}

/// One row that somebody filled in: by column the text and where it stands.
pub type Filled = BTreeMap<String, (String, String)>;

/// What entries of a page are: one for the whole file, or any number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    One,
    Many,
}

/// All pages, each after the one that its entries belong to.
const PAGES: [(&str, Form); 14] = [
    ("blueprint", Form::One),
    ("blueprint.aggregator", Form::One),
    ("blueprint.cuts", Form::One),
    ("exemplars", Form::One),
    ("exemplars.alternatives", Form::Many),
    ("evidence", Form::One),
    ("element", Form::Many),
    ("element.members", Form::Many),
    ("element.alternative", Form::Many),
    ("element.alternative.members", Form::Many),
    ("outcome", Form::Many),
    ("edge", Form::Many),
    ("edge.statistic.left", Form::One),
    ("edge.statistic.right", Form::One),
];

/// The column that says to which entry a row belongs.
const OF: &str = "of";

/// Columns that people look for first.
const FIRST: [&str; 7] = ["id", "title", "from", "to", "goal", "kind", "weight"];

const NUMBERS: [&str; 11] = [
    "b",
    "core",
    "cut",
    "latent",
    "missing",
    "naics_vintage",
    "rate",
    "rho",
    "step",
    "take",
    "tau",
];
const MORE_NUMBERS: [&str; 2] = ["weight", "year"];
const TRUTHS: [&str; 5] = ["immutable", "less_is_better", "optional", "required", "show_members"];
const TEXTS: [&str; 8] =
    ["chosen_if", "naics", "naics_out", "pool", "rank", "sample", "sensitivity", "sources"];
const LISTS_OF_NUMBERS: [&str; 2] = ["beside", "classes"];

fn takes(page: &str, key: &str) -> Takes {
    // A cluster is a name, and the share from which a region counts as one a number.
    let is_share = page == "blueprint.cuts" && key == "cluster";
    match key {
        _ if is_share || NUMBERS.contains(&key) || MORE_NUMBERS.contains(&key) => Takes::Number,
        _ if TRUTHS.contains(&key) => Takes::Truth,
        _ if TEXTS.contains(&key) => Takes::Texts,
        _ if LISTS_OF_NUMBERS.contains(&key) => Takes::Numbers,
        _ => Takes::Text,
    }
}

/// The pages of a blueprint; read again by [`from_pages`], they are the same blueprint.
///
/// # Errors
///
/// `E0902` where its own text cannot be read.
pub fn pages(blueprint: &Blueprint) -> Result<Vec<Page>, Error> {
    let ours = |error: toml::de::Error| Error::new("E0902", error.message().to_owned());
    let whole: Table = toml::from_str(&text(blueprint)).map_err(ours)?;
    let mut pages = Vec::new();
    for (name, _) in PAGES {
        let entries = entries(&whole, name);
        let belongs = belongs(name);
        let mut keys: Vec<&str> = Vec::new();
        for key in entries.iter().flat_map(|(_, entry)| entry.iter()) {
            if !is_nested(key.1) && !keys.contains(&key.0.as_str()) {
                keys.push(key.0);
            }
        }
        if entries.is_empty() {
            continue;
        }
        keys.sort_by_key(|key| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len()));
        let row = |(of, entry): &(String, &Table)| {
            let cells = keys.iter().map(|key| entry.get(*key).map(cell).unwrap_or_default());
            belongs.then(|| of.clone()).into_iter().chain(cells).collect()
        };
        let columns = keys.iter().map(|key| ((*key).to_owned(), takes(name, key)));
        let of = belongs.then(|| (OF.to_owned(), Takes::Text));
        pages.push(Page {
            name,
            rows: entries.iter().map(row).collect(),
            columns: of.into_iter().chain(columns).collect(),
        });
    }
    Ok(pages)
}

/// Whether rows of a page say to which entry of another page they belong: where there are more of those than one.
fn belongs(name: &str) -> bool {
    name.starts_with("element.") || name.starts_with("edge.")
}

/// The entries of a page, each with the name of what it belongs to.
fn entries<'a>(whole: &'a Table, page: &str) -> Vec<(String, &'a Table)> {
    let keys: Vec<&str> = page.split('.').collect();
    let mut found = vec![(String::new(), whole)];
    for (at, key) in keys.iter().enumerate() {
        let mut names = Names::default();
        let mut next: Vec<(String, &Table)> = Vec::new();
        for (of, entry) in found {
            let own: Vec<&Table> = match entry.get(*key) {
                Some(Value::Table(own)) => vec![own],
                Some(Value::Array(all)) => all.iter().filter_map(Value::as_table).collect(),
                _ => Vec::new(),
            };
            for own in own {
                // Who belongs to this entry knows it by its name.
                let is_last = at + 1 == keys.len();
                let field = |name: &str| own.get(name).map(cell);
                let name = if is_last { of.clone() } else { names.of(&of, key, &field) };
                next.push((name, own));
            }
        }
        found = next;
    }
    found
}

/// Names of entries, each given once.
#[derive(Default)]
struct Names {
    given: BTreeMap<String, usize>,
}

impl Names {
    /// The name of the next entry under `of`: what people call it, or its number.
    fn of(&mut self, of: &str, key: &str, field: &dyn Fn(&str) -> Option<String>) -> String {
        let text = |name: &str| field(name).unwrap_or_default();
        let stem = match key {
            "element" => text("id"),
            "edge" => format!("{}>{}", text("from"), text("to")),
            "statistic" => return of.to_owned(),
            _ => {
                let number = self.given.entry(of.to_owned()).or_insert(0);
                *number += 1;
                return format!("{of}/{number}");
            }
        };
        let number = self.given.entry(stem.clone()).or_insert(0);
        *number += 1;
        if *number == 1 { stem } else { format!("{stem}/{number}") }
    }
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Table(_) => true,
        Value::Array(all) => all.iter().any(Value::is_table),
        _ => false,
    }
}

/// A value as a person would type it.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Float(number) => number.to_string(),
        Value::Array(all) => {
            let parts: Vec<String> = all.iter().map(cell).collect();
            let is_plain = |part: &String| {
                !part.is_empty()
                    && part.trim() == part
                    && !part.contains(';')
                    && !part.starts_with('[')
            };
            if !parts.is_empty() && parts.iter().all(is_plain) {
                parts.join("; ")
            } else {
                value.to_string()
            }
        }
        other => other.to_string(),
    }
}

/// A blueprint from the rows of its pages; `place` names the workbook in errors.
///
/// # Errors
///
/// `E0221` where a row belongs to nothing or a page is none of a blueprint; those of `read` otherwise, which reads
/// the text that the pages stand for, each fault with its cell.
pub fn from_pages(
    filled: &BTreeMap<String, Vec<Filled>>,
    place: &str,
    read: impl FnOnce(&str, &str) -> Result<Blueprint, Errors>,
) -> Result<Blueprint, Errors> {
    let mut lines = Lines::default();
    let mut faults = Vec::new();
    for (name, form) in PAGES {
        if !name.contains('.') {
            lines.page(name, form, None, filled);
        }
    }
    for (name, rows) in filled {
        if !PAGES.iter().any(|(own, _)| own == name) {
            let known: Vec<&str> = PAGES.iter().map(|(own, _)| *own).collect();
            let what = format!("`{name}` is no page of a blueprint");
            let hint = format!("pages: {}; a hidden sheet is passed over", known.join(", "));
            faults.push(Error::new("E0221", what).at(format!("{place}, {name}")).hint(hint));
            continue;
        }
        if !belongs(name) {
            continue;
        }
        for row in rows {
            let (of, at) = row.get(OF).cloned().unwrap_or_default();
            if !lines.owners.contains(&(name.clone(), of.clone())) {
                let what = format!("`{of}` in column `of` names nothing that stands above it");
                let at = if at.is_empty() { name.clone() } else { at };
                faults.push(
                    Error::new("E0221", what).at(format!("{place}, {at}")).hint(
                        "an element's id, ID/1 for its first alternative, FROM>TO for an edge",
                    ),
                );
            }
        }
    }
    if !faults.is_empty() {
        return Err(Errors(faults));
    }
    read(&lines.text, place).map_err(|found| {
        Errors(found.0.into_iter().map(|fault| lines.with_cell(fault, place)).collect())
    })
}

/// The text of the file, and for each of its lines the cell that it stands for.
#[derive(Default)]
struct Lines {
    text: String,
    cells: Vec<String>,
    /// Pages, and what their rows may belong to.
    owners: Vec<(String, String)>,
}

impl Lines {
    fn push(&mut self, line: &str, cell: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{line}");
        self.cells.extend(line.lines().map(|_| cell.to_owned()));
    }

    /// The rows of a page that belong to `of`, each with what belongs to it.
    fn page(
        &mut self,
        name: &str,
        form: Form,
        of: Option<&str>,
        filled: &BTreeMap<String, Vec<Filled>>,
    ) {
        let is_own = |row: &&Filled| match (of, belongs(name)) {
            (Some(of), true) => row.get(OF).is_some_and(|(text, _)| text == of),
            _ => true,
        };
        let rows: Vec<&Filled> = filled.get(name).into_iter().flatten().filter(is_own).collect();
        let key = name.rsplit('.').next().unwrap_or(name);
        let mut names = Names::default();
        for row in rows {
            let anywhere = row.values().next().map_or(name, |(_, place)| place.as_str());
            let head = if form == Form::Many { format!("[[{name}]]") } else { format!("[{name}]") };
            self.push(&head, anywhere);
            for (column, (text, place)) in row.iter().filter(|(column, _)| *column != OF) {
                let value = value(takes(name, column), text);
                self.push(&format!("{} = {value}", Value::String(column.clone())), place);
            }
            let field = |name: &str| row.get(name).map(|(text, _)| text.clone());
            let own = names.of(of.unwrap_or_default(), key, &field);
            self.below(name, &own, filled);
        }
    }

    fn below(&mut self, name: &str, own: &str, filled: &BTreeMap<String, Vec<Filled>>) {
        for (page, form) in PAGES {
            let Some(rest) = page.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) else {
                continue;
            };
            // `edge.statistic` has no rows of its own.
            if rest.contains('.') && !rest.starts_with("statistic") {
                continue;
            }
            self.owners.push((page.to_owned(), own.to_owned()));
            self.page(page, form, Some(own), filled);
        }
    }

    /// The fault with the cell of its line instead of the line.
    fn with_cell(&self, fault: Error, place: &str) -> Error {
        let line = fault.place().and_then(|at| at.rsplit_once(", line "));
        let line = line.and_then(|(_, number)| number.parse::<usize>().ok());
        match line.and_then(|line| self.cells.get(line.saturating_sub(1))) {
            Some(cell) => fault.at(format!("{place}, {cell}")),
            None => fault,
        }
    }
}

/// A cell as a value of the file; one that is not what its column takes stays a text, which is refused by name.
fn value(takes: Takes, text: &str) -> String {
    let text = text.trim();
    let literal = || {
        let whole: Option<Table> = toml::from_str(&format!("it = {text}")).ok();
        whole.and_then(|mut own| own.remove("it")).filter(Value::is_array)
    };
    let number = |text: &str| match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Float(number),
        _ => Value::String(text.trim().to_owned()),
    };
    let parts = || text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let value = match takes {
        Takes::Text => Value::String(text.to_owned()),
        Takes::Number => number(text),
        Takes::Truth => match text.to_lowercase().as_str() {
            "yes" | "true" => Value::Boolean(true),
            "no" | "false" => Value::Boolean(false),
            _ => Value::String(text.to_owned()),
        },
        Takes::Texts | Takes::Numbers if text.starts_with('[') => {
            literal().unwrap_or_else(|| Value::String(text.to_owned()))
        }
        Takes::Texts => Value::Array(parts().map(|part| Value::String(part.to_owned())).collect()),
        Takes::Numbers => Value::Array(parts().map(number).collect()),
    };
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::blueprint::{all, read, read_own};

    /// The pages as a workbook's reader hands them over: blank cells are no cells.
    fn filled(pages: &[Page]) -> BTreeMap<String, Vec<Filled>> {
        let cells = |page: &Page, at: usize, row: &[String]| -> Filled {
            let named = page.columns.iter().zip(row).enumerate();
            let told = named.filter(|(_, (_, text))| !text.is_empty());
            told.map(|(column, ((name, _), text))| {
                (name.clone(), (text.clone(), format!("{}!R{}C{}", page.name, at + 2, column + 1)))
            })
            .collect()
        };
        let rows = |page: &Page| {
            page.rows.iter().enumerate().map(|(at, row)| cells(page, at, row)).collect()
        };
        pages.iter().map(|page| (page.name.to_owned(), rows(page))).collect()
    }

    #[test]
    fn law_a_blueprint_on_pages_and_back_is_the_same() {
        for blueprint in all().unwrap() {
            let pages = pages(&blueprint).unwrap();
            let again =
                from_pages(&filled(&pages), "own.xlsx", read).map_err(|faults| faults.0).unwrap();
            assert_eq!(again, blueprint);
        }
    }

    #[test]
    fn edge_lists_with_semicolons_empty_lists_and_twin_edges_survive() {
        let mut blueprint = all().unwrap().swap_remove(0);
        blueprint.sources = vec!["one; two".to_owned(), "[three]".to_owned()];
        blueprint.goal = "a \"goal\"\nin two lines".to_owned();
        let pages = pages(&blueprint).unwrap();
        let again =
            from_pages(&filled(&pages), "own.xlsx", read).map_err(|faults| faults.0).unwrap();
        assert_eq!(again, blueprint);
    }

    #[test]
    fn a_fault_names_its_cell() {
        let blueprint = all().unwrap().swap_remove(0);
        let own = pages(&blueprint).unwrap();
        let refused = |page: &str, column: &str, text: &str| {
            let mut filled = filled(&own);
            let cell = filled.get_mut(page).unwrap()[0].entry(column.to_owned()).or_default();
            text.clone_into(&mut cell.0);
            if cell.1.is_empty() {
                "there".clone_into(&mut cell.1);
            }
            let place = cell.1.clone();
            let faults = from_pages(&filled, "own.xlsx", read).unwrap_err().0;
            let at = format!("own.xlsx, {place}");
            assert!(faults.iter().any(|fault| fault.place() == Some(&at)), "{at}: {faults:?}");
            faults.iter().map(|fault| fault.what().to_owned()).collect::<Vec<_>>().join("; ")
        };
        assert!(refused("element", "weight", "much").contains("not a number"));
        assert!(refused("element", "immutable", "perhaps").contains("true or false"));
        assert!(refused("element", "tke", "10").contains("tke"));
        assert!(refused("element.members", "of", "harbour").contains("names nothing"));
        assert!(refused("edge", "sign", "plus").contains("not one of"));
    }

    #[test]
    fn a_page_that_is_none_of_a_blueprint_is_not_passed_over() {
        let blueprint = all().unwrap().swap_remove(0);
        let mut filled = filled(&pages(&blueprint).unwrap());
        let row = Filled::from([("ask".to_owned(), ("Ana".to_owned(), "notes!A2".to_owned()))]);
        filled.insert("notes".to_owned(), vec![row]);
        let faults = from_pages(&filled, "own.xlsx", read).unwrap_err().0;
        assert_eq!((faults.len(), faults[0].place()), (1, Some("own.xlsx, notes")));
    }

    #[test]
    fn a_core_that_no_region_reaches_is_judged_as_in_the_text() {
        let mut blueprint = all().unwrap().swap_remove(0);
        blueprint.edges.clear();
        let filled = filled(&pages(&blueprint).unwrap());
        let refused = from_pages(&filled, "own.xlsx", read).unwrap_err().0;
        assert_eq!(refused[0].code(), "E0228");
        let own = from_pages(&filled, "own.xlsx", read_own).map_err(|faults| faults.0);
        assert_eq!(own.unwrap(), blueprint);
    }
}
