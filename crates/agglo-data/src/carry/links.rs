//! Concordances of a person's own: a table with the old codes, the new ones and, where they are known, shares.

use agglo::Error;
use agglo::base::classification::{Classification, Industry};
use agglo::base::concordance::{Concordance, Link};
use agglo::base::id::{IndustryId, SourceId};

use crate::sheet::{Record, Sheet};

/// Which columns hold the links.
struct Columns {
    from: usize,
    to: usize,
    share: Option<usize>,
}

/// The columns of links: `from` and `to`, or the only two whose names end in `code`.
fn columns(names: &[String]) -> Option<Columns> {
    let lower: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
    let named = |name: &str| lower.iter().position(|own| own == name);
    let share = named("share");
    if let (Some(from), Some(to)) = (named("from"), named("to")) {
        return Some(Columns { from, to, share });
    }
    let is_code = |name: &String| {
        name.split_whitespace().next_back().is_some_and(|last| last == "code" || last == "codes")
    };
    let codes: Vec<usize> = (0..lower.len()).filter(|&at| is_code(&lower[at])).collect();
    if let [from, to] = codes[..] { Some(Columns { from, to, share }) } else { None }
}

/// Whether a table is a concordance, by the names of its columns: it holds links and no figures.
pub fn is_concordance(names: &[String]) -> bool {
    let figures = ["region", "county", "year", "period", "employment", "value"];
    let holds = |name: &str| names.iter().any(|own| own.trim().eq_ignore_ascii_case(name));
    columns(names).is_some() && !figures.iter().any(|name| holds(name))
}

/// Reads a table of links and says how many rows it has; `name` is what it is called in messages and lineage. Rows
/// that repeat a link, to explain its parts, are one link.
///
/// # Errors
///
/// `E0205` where it has no columns of links, a row has no code or a share is no number; those of
/// [`Concordance::new`].
pub fn of_table(sheet: &mut dyn Sheet, name: &str) -> Result<(Concordance, usize), Error> {
    let names = sheet.columns().to_vec();
    let columns = columns(&names).ok_or_else(|| {
        Error::new("E0205", format!("the table has columns {}", names.join(", ")))
            .at(name)
            .hint("a concordance has columns `from`, `to` and, if known, `share`")
    })?;
    let (mut links, mut record) = (Vec::new(), Record::default());
    loop {
        match sheet.read(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(faults) => return Err(faults.into_error(name)),
        }
        let field = |at: usize| record.get(at).unwrap_or_default().trim();
        let (from, to) = (code(field(columns.from)), code(field(columns.to)));
        let place = || format!("{name}, {}", sheet.place(record.at(), None));
        if from.is_empty() && to.is_empty() {
            continue;
        }
        if from.is_empty() || to.is_empty() {
            return Err(Error::new("E0205", "a link has one code only").at(place()));
        }
        let share = columns.share.map(field).filter(|text| !text.is_empty());
        let share = share
            .map(|text| {
                text.parse::<f64>()
                    .map_err(|_| Error::new("E0205", format!("`{text}` is no share")).at(place()))
            })
            .transpose()?;
        links.push(Link { from: from.into(), to: to.into(), share });
    }
    let rows = links.len();
    links.sort_by(|a, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    links.dedup_by(|a, b| a.from == b.from && a.to == b.to && a.share == b.share);
    let call = |at: usize| format!("{} of {name}", names[at].trim());
    let (from, to) = (call(columns.from), call(columns.to));
    Ok((Concordance::new(&from, &to, SourceId::from(name), links)?, rows))
}

/// A code as text: some programs make numbers with a decimal of whole ones.
fn code(text: &str) -> &str {
    let whole =
        text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    whole.unwrap_or(text)
}

/// The codes of one side of a concordance without any tree: each by itself.
pub(super) fn flat(concordance: &Concordance, is_left: bool) -> Result<Classification, Error> {
    let side = |link: &Link| if is_left { link.from.clone() } else { link.to.clone() };
    let mut codes: Vec<IndustryId> = concordance.links().iter().map(side).collect();
    codes.sort();
    codes.dedup();
    let industry = |id: IndustryId| Industry { title: id.to_string(), level: 1, parent: None, id };
    let name = if is_left { concordance.from() } else { concordance.to() };
    Classification::new(name, codes.into_iter().map(industry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(of: &[&str]) -> Vec<String> {
        of.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn tables_of_links_are_known_by_their_columns() {
        assert!(is_concordance(&names(&["from", "to", "share"])));
        assert!(is_concordance(&names(&[
            "2012 NAICS Code",
            "2012 NAICS Title",
            "2007 NAICS Code",
            "2007 NAICS Title"
        ])));
        assert!(!is_concordance(&names(&["region", "from", "to"])));
        assert!(!is_concordance(&names(&["code", "title"])));
        assert!(!is_concordance(&names(&["region", "industry", "year", "employment"])));
    }

    #[test]
    fn codes_that_a_program_made_numbers_of_are_codes_again() {
        assert_eq!(code("111110.0"), "111110");
        assert_eq!(code("01.0"), "01");
        assert_eq!(code("A.0"), "A.0");
    }
}
