//! The tree of a country's industries, from a small table of codes, levels, parents and titles.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::classification::{Classification, Industry};
use agglo::base::id::IndustryId;
use serde::Deserialize;

use crate::country::description;

/// The industries of a country. The total stands under [`IndustryId::TOTAL`], whatever its own code.
pub(super) struct Tree {
    pub(super) classification: Classification,
    /// Every industry and the total, sorted.
    pub(super) ids: Vec<IndustryId>,
    /// Positions of those of the group level: they add up to the total.
    pub(super) groups: Vec<usize>,
    /// Position of the total.
    pub(super) top: usize,
    /// The code of the total, where the table has one.
    pub(super) total: Option<String>,
    /// Codes of NAICS that each industry holds whole.
    pub(super) holds: BTreeMap<IndustryId, Vec<String>>,
    /// The file, for messages.
    pub(super) file: String,
    parents: Vec<Option<usize>>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    level: u8,
    #[serde(default)]
    parent: String,
    title: String,
    #[serde(default)]
    holds: String,
}

impl Tree {
    /// Reads the table of a tree; `group` is the level whose industries add up to the total.
    ///
    /// # Errors
    ///
    /// `E0206` where a row cannot be read, `E0201` where a code stands twice, `E0104` where a parent is not in the
    /// table, no industry has the group level, or a code is the one that stands for the total here.
    pub(super) fn read(
        text: &str,
        described: &description::Tree,
        group: u8,
    ) -> Result<Self, Vec<Error>> {
        let file = described.file.clone();
        let (mut rows, mut faults) = (Vec::new(), Vec::new());
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        for row in reader.deserialize::<Row>() {
            match row {
                Ok(row) => rows.push(row),
                Err(cause) => faults.push(Error::new("E0206", cause.to_string()).at(&file)),
            }
        }
        let total = described.total.clone();
        let id = |code: &str| -> IndustryId {
            if Some(code) == total.as_deref() { IndustryId::TOTAL.into() } else { code.into() }
        };
        for row in &rows {
            let is_total = Some(row.code.as_str()) == total.as_deref();
            if row.code == IndustryId::TOTAL && !is_total {
                let what = format!("`{}` stands for all industries together here", row.code);
                faults.push(
                    Error::new("E0104", what).at(&file).hint("write the code otherwise, as in C10"),
                );
            }
            let is_known =
                row.parent.is_empty() || rows.iter().any(|other| other.code == row.parent);
            if !is_known {
                let what =
                    format!("`{}`, the parent of `{}`, is not in the table", row.parent, row.code);
                faults.push(Error::new("E0104", what).at(&file));
            }
        }
        if let Some(total) =
            total.as_deref().filter(|code| rows.iter().all(|row| row.code != **code))
        {
            let what = format!("the total `{total}` is not in the table");
            faults.push(Error::new("E0104", what).at(&file));
        }
        if !rows.is_empty() && rows.iter().all(|row| row.level != group) {
            faults.push(
                Error::new("E0104", format!("no industry has level {group}, the group level"))
                    .at(&file),
            );
        }
        let mut industries: Vec<Industry> = rows
            .iter()
            .map(|row| Industry {
                id: id(&row.code),
                title: row.title.clone(),
                level: if Some(row.code.as_str()) == total.as_deref() { 0 } else { row.level },
                parent: parent(row, total.as_deref()).map(|code| id(&code)),
            })
            .collect();
        if total.is_none() {
            let (title, level) = ("All industries".to_owned(), 0);
            industries.push(Industry { id: IndustryId::TOTAL.into(), title, level, parent: None });
        }
        let classification = Classification::new(&described.name, industries);
        let classification = match classification {
            Ok(classification) if faults.is_empty() => classification,
            Ok(_) => return Err(faults),
            Err(error) => {
                faults.push(error);
                return Err(faults);
            }
        };
        let all = classification.industries();
        let held = rows.iter().filter(|row| !row.holds.trim().is_empty());
        let holds = held
            .map(|row| (id(&row.code), row.holds.split_whitespace().map(str::to_owned).collect()));
        let holds = holds.collect();
        let ids: Vec<IndustryId> = all.iter().map(|own| own.id.clone()).collect();
        let place = |id: &IndustryId| ids.binary_search(id).ok();
        let parents = all.iter().map(|own| own.parent.as_ref().and_then(place)).collect();
        let groups = (0..all.len()).filter(|&at| all[at].level == group).collect();
        let top = place(&IndustryId::TOTAL.into()).unwrap_or(0);
        Ok(Self { classification, ids, groups, top, total, holds, file, parents })
    }

    /// The position of an industry, by its code as the country's tables write it.
    pub(super) fn position(&self, code: &str) -> Option<usize> {
        if self.total.as_deref() == Some(code) {
            return Some(self.top);
        }
        let is_own = code != IndustryId::TOTAL;
        is_own.then(|| self.ids.binary_search_by(|id| id.as_str().cmp(code)).ok()).flatten()
    }

    /// The industry above.
    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.parents.get(at).copied().flatten()
    }

    /// The industries right below.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> {
        let below = self.parents.iter().enumerate();
        below.filter(move |(_, parent)| **parent == Some(at)).map(|(child, _)| child)
    }
}

/// The parent's code: the total's where none is named.
fn parent(row: &Row, total: Option<&str>) -> Option<String> {
    if Some(row.code.as_str()) == total {
        return None;
    }
    let own = (!row.parent.is_empty()).then(|| row.parent.clone());
    own.or_else(|| Some(total.unwrap_or(IndustryId::TOTAL).to_owned()))
}
