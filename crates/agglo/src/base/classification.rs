//! Industry trees: codes, titles, levels, parents, of one vintage.

use crate::base::error::Error;
use crate::base::id::IndustryId;

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Industry {
    /// Code as printed: `7211`, `31-33`.
    pub id: IndustryId,
    /// Official title.
    pub title: String,
    /// 0 all, 2 sector, 3, 4, 6 digits.
    pub level: u8,
    /// The node above; none for the root.
    pub parent: Option<IndustryId>,
}

/// A tree of industries of one vintage.
#[derive(Clone, Debug)]
pub struct Classification {
    name: String,
    industries: Vec<Industry>,
}

impl Classification {
    /// A classification whose industries are sorted by id and unique.
    pub fn new(name: &str, mut industries: Vec<Industry>) -> Result<Self, Error> {
        industries.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = industries.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(Error::new("E0201", format!("industry `{}` stands twice", pair[0].id))
                .at(format!("classification {name}")));
        }
        Ok(Self { name: name.to_owned(), industries })
    }

    /// Name with vintage: `NAICS 2012`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// All industries by id.
    pub fn industries(&self) -> &[Industry] {
        &self.industries
    }

    /// One industry.
    pub fn get(&self, id: &str) -> Option<&Industry> {
        self.industries
            .binary_search_by(|industry| industry.id.as_str().cmp(id))
            .ok()
            .map(|at| &self.industries[at])
    }

    /// Title, or the code itself where the tree has none.
    pub fn title<'a>(&'a self, id: &'a str) -> &'a str {
        self.get(id).map_or(id, |industry| industry.title.as_str())
    }

    /// The sector above a code, or the code itself where nothing of two digits is.
    pub fn sector(&self, id: &str) -> IndustryId {
        let mut at = id;
        while let Some(industry) = self.get(at).filter(|industry| industry.level > 2) {
            let Some(parent) = &industry.parent else { break };
            at = parent.as_str();
        }
        at.into()
    }

    /// Direct children by id.
    pub fn children<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Industry> {
        self.industries.iter().filter(move |industry| {
            industry.parent.as_ref().is_some_and(|parent| parent.as_str() == id)
        })
    }
}
