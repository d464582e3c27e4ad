//! Trees of the classifications that agglo knows, and the links between any two of them.

use std::collections::{BTreeMap, BTreeSet};

use agglo::Error;
use agglo::base::classification::{Classification, Industry};
use agglo::base::concordance::{Concordance, Link};
use agglo::base::id::{IndustryId, SourceId};

use crate::definitions::classifications::{Index, Known, index};
use crate::starter::{Starter, naics_2012, naics_2017};

/// The dataset of links as it stands in the provenance of numbers.
const SOURCE: &str = "correspondence-tables";
const NAICS_2022: &str = include_str!("../../../../definitions/classifications/naics2022.csv");

/// NAICS 2022. Titles above six digits are not in the data: codes that hold the same industries as in 2017 have the
/// title of then, the others stand for themselves.
///
/// # Errors
///
/// `E0403` when the definition cannot be read.
pub fn naics_2022() -> Result<Classification, Error> {
    let fault = |cause: csv::Error| Error::new("E0403", cause.to_string()).at("naics2022.csv");
    let before = naics_2017()?;
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(NAICS_2022.as_bytes());
    // Totals, joined sectors and what nobody has classified stay as they are printed.
    let is_kept =
        |own: &&Industry| own.level <= 2 || own.id.as_str().bytes().all(|digit| digit == b'9');
    let mut found: BTreeMap<IndustryId, Industry> = before
        .industries()
        .iter()
        .filter(is_kept)
        .map(|own| (own.id.clone(), own.clone()))
        .collect();
    for row in reader.deserialize::<(String, String)>() {
        let (code, title) = row.map_err(fault)?;
        let Some(sector) = sector(&before, &code) else { continue };
        for digits in 3..=code.len() {
            let Some(own) = code.get(..digits) else { continue };
            let parent = if digits == 3 {
                sector.clone()
            } else {
                own.get(..digits - 1).unwrap_or_default().into()
            };
            let title = if digits == code.len() { title.as_str() } else { own };
            found.entry(own.into()).or_insert_with(|| Industry {
                id: own.into(),
                title: title.to_owned(),
                level: u8::try_from(digits).unwrap_or(u8::MAX),
                parent: Some(parent),
            });
        }
    }
    entitle(&mut found, &before);
    Classification::new("NAICS 2022", found.into_values().collect())
}

/// The sector of a code: that of the subsectors that begin with the same two digits.
fn sector(tree: &Classification, code: &str) -> Option<IndustryId> {
    let begin = code.get(..2)?;
    let is_alike = |own: &&Industry| own.level == 3 && own.id.as_str().starts_with(begin);
    tree.industries().iter().find(is_alike)?.parent.clone()
}

/// Gives codes above six digits their title of the edition before, where they hold the same industries.
fn entitle(found: &mut BTreeMap<IndustryId, Industry>, before: &Classification) {
    let leaves = |codes: &mut dyn Iterator<Item = &Industry>| -> BTreeMap<String, Vec<String>> {
        let mut below: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for own in codes.filter(|own| own.level == 6) {
            let code = own.id.as_str();
            for above in (3..6).filter_map(|digits| code.get(..digits)) {
                below.entry(above.to_owned()).or_default().push(code.to_owned());
            }
        }
        below
    };
    let (new, old) = (leaves(&mut found.values()), leaves(&mut before.industries().iter()));
    for own in found.values_mut().filter(|own| (3..6).contains(&own.level)) {
        let code = own.id.as_str();
        if new.get(code) == old.get(code)
            && let Some(same) = before.get(code)
        {
            own.title.clone_from(&same.title);
        }
    }
}

impl Starter {
    /// The tree of a classification of `definitions/classifications/index.toml`.
    ///
    /// # Errors
    ///
    /// `E0104` where there is no such classification, and those of [`Starter`].
    pub fn tree(&self, id: &str) -> Result<Classification, Error> {
        let index = index()?;
        let known = index.resolve(id)?;
        match known.id.as_str() {
            "naics-2012" => naics_2012(),
            "naics-2017" => naics_2017(),
            "naics-2022" => naics_2022(),
            _ => packed(self, known),
        }
    }

    /// The concordance from one classification to another: the shortest way over the links that there are, each in
    /// either direction.
    ///
    /// # Errors
    ///
    /// `E0104` where a classification is not known or no links lead from one to the other, and those of [`Starter`].
    pub fn concordance(&self, from: &str, to: &str) -> Result<Concordance, Error> {
        let index = index()?;
        let (from, to) = (index.resolve(from)?, index.resolve(to)?);
        let way = way(&index, &from.id, &to.id).ok_or_else(|| {
            Error::new("E0104", format!("no links lead from {} to {}", from.name, to.name))
                .hint("bring a table of your own: --concordance FILE with columns from, to and, if known, share")
        })?;
        let mut whole: Option<Concordance> = None;
        for step in way.windows(2) {
            let next = self.step(&index, &step[0], &step[1])?;
            whole = Some(match whole {
                Some(whole) => whole.then(&next)?,
                None => next,
            });
        }
        whole.ok_or_else(|| Error::new("E0104", format!("the codes are of {} already", from.name)))
    }

    /// The links between two neighbours.
    fn step(&self, index: &Index, from: &str, to: &str) -> Result<Concordance, Error> {
        let is_forward = index.links.iter().any(|pair| pair.from == from && pair.to == to);
        let (left, right) = if is_forward { (from, to) } else { (to, from) };
        let table = self.open("links.parquet")?.all(&["from", "from_code", "to", "to_code"])?;
        let (lefts, rights) = (table.texts("from")?, table.texts("to")?);
        let (codes, others) = (table.texts("from_code")?, table.texts("to_code")?);
        let rows = (0..table.rows()).filter(|&row| lefts[row] == left && rights[row] == right);
        let links = rows
            .map(|row| Link { from: codes[row].into(), to: others[row].into(), share: None })
            .collect();
        let name = |id: &str| index.resolve(id).map(|known| known.name.clone());
        let found = Concordance::new(&name(left)?, &name(right)?, SourceId::from(SOURCE), links)?;
        Ok(if is_forward { found } else { found.inverse() })
    }

    /// Jobs in the nation by code of an edition, for the shares of splits; none where the pack has no figures of it.
    /// Hidden cells are left out of the sums: not figures of industries.
    ///
    /// # Errors
    ///
    /// Those of [`Starter`].
    pub fn edition_jobs(&self, id: &str) -> Result<BTreeMap<IndustryId, f64>, Error> {
        let table = self.open("edition_jobs.parquet")?.all(&["classification", "code", "jobs"])?;
        let (editions, codes) = (table.texts("classification")?, table.texts("code")?);
        let jobs = table.whole("jobs")?;
        let rows = (0..table.rows()).filter(|&row| editions[row] == id);
        Ok(rows.map(|row| (codes[row].into(), jobs[row] as f64)).collect())
    }
}

/// A tree of the pack.
fn packed(starter: &Starter, known: &Known) -> Result<Classification, Error> {
    let columns = ["classification", "code", "level", "parent", "title"];
    let table = starter.open("classes.parquet")?.all(&columns)?;
    let (ids, codes) = (table.texts("classification")?, table.texts("code")?);
    let (levels, titles) = (table.whole("level")?, table.texts("title")?);
    let parents = table.optional_texts("parent")?;
    let rows = (0..table.rows()).filter(|&row| ids[row] == known.id);
    let industry = |row: usize| Industry {
        id: codes[row].into(),
        title: titles[row].to_owned(),
        level: u8::try_from(levels[row]).unwrap_or(u8::MAX),
        parent: parents[row].as_deref().map(IndustryId::from),
    };
    Classification::new(&known.name, rows.map(industry).collect())
}

/// The shortest way from one classification to another; of several as short the first in the order of the list.
fn way(index: &Index, from: &str, to: &str) -> Option<Vec<String>> {
    let (mut ways, mut seen) = (vec![vec![from.to_owned()]], BTreeSet::from([from.to_owned()]));
    while !ways.is_empty() {
        if let Some(found) = ways.iter().find(|way| way.last().is_some_and(|last| last == to)) {
            return Some(found.clone());
        }
        let mut longer = Vec::new();
        for way in &ways {
            let Some(last) = way.last() else { continue };
            for pair in &index.links {
                let next = match (pair.from == *last, pair.to == *last) {
                    (true, _) => &pair.to,
                    (_, true) => &pair.from,
                    _ => continue,
                };
                if seen.insert(next.clone()) {
                    longer.push(way.iter().chain([next]).cloned().collect());
                }
            }
        }
        ways = longer;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_lead_over_several_links_and_back() {
        let index = index().unwrap();
        let way = |from: &str, to: &str| way(&index, from, to).map(|way| way.join(" "));
        assert_eq!(way("naics-2012", "naics-2022").unwrap(), "naics-2012 naics-2017 naics-2022");
        assert_eq!(way("nace-2", "naics-2017").unwrap(), "nace-2 isic-4 naics-2017");
        assert_eq!(way("naics-2017", "naics-2017").unwrap(), "naics-2017");
        assert_eq!(way("sitc", "isic-4"), None);
    }

    #[test]
    fn the_tree_of_2022_hangs_together() {
        let tree = naics_2022().unwrap();
        assert_eq!(tree.get("455110").unwrap().parent, Some("45511".into()));
        assert_eq!(tree.sector("455110").as_str(), "44-45");
        assert_eq!(tree.title("23811"), naics_2017().unwrap().title("23811"));
        assert_eq!(tree.title("4551"), "4551");
        assert!(tree.get("999999").is_some());
        for own in tree.industries().iter().filter(|own| own.level > 0) {
            let parent = own.parent.as_ref().unwrap();
            assert!(tree.get(parent.as_str()).is_some(), "{}", own.id);
        }
    }
}
