//! Areas of engagement and their layers: which partners and pieces each rests on, how deep people took part, and where
//! a layer is empty.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::engage::event::{Depth, Reference};
use crate::engage::record::{latest, of_region};
use crate::engage::view::network::ruling;
use crate::engage::view::{Asked, exact};
use crate::engage::{Gate, Ruling};

const METHOD: &str = "engagement_layers/1";

/// Areas of engagement and their layers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Areas {
    /// Partners, in the order of the columns.
    pub partners: Vec<PartnerColumn>,
    /// Areas by id.
    pub areas: Vec<Layer>,
    /// People who took part, by area and depth.
    pub people: People,
}

/// A partner as the head of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PartnerColumn {
    /// Its id; for everybody a number unless it agreed to be named.
    pub id: String,
    /// Its name, or for everybody what it is.
    pub name: String,
    /// Whether it passes its gate; not for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

/// An area and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Layer {
    /// Its id.
    pub id: String,
    /// Who holds it; not for everybody unless the area is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Whether it passes its gate; not for everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
    /// Whether each partner works in it.
    pub partners: Vec<bool>,
    /// Pieces that people of the area named.
    pub pieces: Vec<String>,
    /// How deep people were promised to take part.
    pub promised: Option<Depth>,
    /// The deepest that was reached.
    pub reached: Option<Depth>,
    /// Depths at which something was done, the shallowest first.
    pub depths: Vec<Depth>,
    /// Layers that are empty, in words.
    pub empty: Vec<&'static str>,
}

/// People who took part; for everybody, in gatherings of five or more. Who came twice is counted twice.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct People {
    /// Heads: what people came to, then all.
    pub columns: Vec<&'static str>,
    /// Areas by id, then all.
    pub rows: Vec<PeopleRow>,
    /// Sessions and activities of which nobody wrote down how many came.
    pub uncounted: u32,
}

/// People of an area.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PeopleRow {
    /// The area, or `all`.
    pub area: String,
    /// How many, by column.
    pub people: Vec<Figure>,
}

/// The areas of a region.
pub(super) fn areas(asked: &Asked<'_>) -> Areas {
    let region = asked.region.id;
    let partners = latest(&asked.record.partners, region);
    let heads = partners.iter().enumerate().map(|(at, (id, told))| {
        let what = told.what.kind.clone().unwrap_or_else(|| "partner".to_owned());
        if asked.is_public() && !told.is_public {
            PartnerColumn { id: format!("partner-{}", at + 1), name: what, ruling: None }
        } else {
            let own = (!asked.is_public()).then(|| ruling(asked, Gate::P1, id)).flatten();
            PartnerColumn { id: (*id).to_owned(), name: told.what.name.clone(), ruling: own }
        }
    });
    let areas = latest(&asked.record.areas, region);
    let layers = areas.iter().map(|(id, told)| {
        let works = |at: usize| partners[at].1.what.areas.iter().any(|area| area == id);
        let own = (!asked.is_public()).then(|| ruling(asked, Gate::A1, id)).flatten();
        let may_name = !asked.is_public() || told.is_public;
        Layer {
            holder: may_name.then(|| told.what.holder.clone()),
            ruling: own,
            partners: (0..partners.len()).map(works).collect(),
            pieces: pieces(asked, id),
            promised: told.what.depth,
            ..depths(asked, id)
        }
        .with_holes(asked, &partners.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    });
    let layers = layers.collect();
    let ids: Vec<&str> = areas.iter().map(|(id, _)| *id).collect();
    Areas { partners: heads.collect(), areas: layers, people: people(asked, &ids) }
}

/// The area with what was done in it.
fn depths(asked: &Asked<'_>, id: &str) -> Layer {
    let done = of_region(&asked.record.engagements, asked.region.id);
    let depths: BTreeSet<Depth> =
        done.filter(|own| own.what.area == id).map(|own| own.what.reached()).collect();
    Layer {
        id: id.to_owned(),
        holder: None,
        ruling: None,
        partners: Vec::new(),
        pieces: Vec::new(),
        promised: None,
        reached: depths.last().copied(),
        depths: depths.into_iter().collect(),
        empty: Vec::new(),
    }
}

/// Pieces that were named, or vouched for, in a session of the area.
fn pieces(asked: &Asked<'_>, area: &str) -> Vec<String> {
    let record = asked.record;
    let is_here =
        |of: &Reference| record.listening(of).is_some_and(|session| session.what.area == area);
    let pieces = latest(&record.pieces, asked.region.id).into_iter();
    pieces
        .filter(|(_, told)| !asked.is_public() || told.is_public)
        .filter(|(id, told)| {
            let mut vouches = of_region(&record.vouches, asked.region.id)
                .filter(|vouch| vouch.what.piece == *id && vouch.what.n > 0);
            told.what.named_in.iter().any(is_here)
                || vouches.any(|vouch| vouch.what.listening.as_ref().is_some_and(is_here))
        })
        .map(|(id, _)| id.to_owned())
        .collect()
}

impl Layer {
    /// The same with its empty layers named.
    fn with_holes(mut self, asked: &Asked<'_>, partners: &[&str]) -> Self {
        let some = |ruled: Option<Ruling>| ruled == Some(Ruling::Pass);
        let own: Vec<&str> = partners
            .iter()
            .zip(&self.partners)
            .filter(|(_, own)| **own)
            .map(|(id, _)| *id)
            .collect();
        if own.is_empty() {
            self.empty.push("no partner works in it");
        } else if !asked.is_public() && !own.iter().any(|id| some(ruling(asked, Gate::P1, id))) {
            self.empty.push("none of its partners passes");
        }
        // What everybody may see of pieces is too little to call the layer empty.
        if self.pieces.is_empty() && !asked.is_public() {
            self.empty.push("nobody here named a piece");
        }
        match (self.reached, self.promised) {
            // Fewer than five may have gone deeper than everybody is told.
            _ if asked.is_public() => {}
            (None, _) => self.empty.push("nothing was done together"),
            (Some(reached), Some(promised)) if reached < promised => {
                self.empty.push("less deep than promised");
            }
            (Some(reached), _) if reached < Depth::Involve => {
                self.empty.push("people were told or asked, no more");
            }
            _ => {}
        }
        self
    }
}

/// People by area and what they came to, with sums.
fn people(asked: &Asked<'_>, areas: &[&str]) -> People {
    let region = asked.region.id;
    let mut uncounted = 0;
    let mut rows = vec![vec![0_u32; 1 + Depth::ALL.len()]; areas.len()];
    let heard = of_region(&asked.record.listenings, region)
        .map(|own| (own.what.area.as_str(), 0, own.what.n));
    let done = of_region(&asked.record.engagements, region).map(|own| {
        let at = Depth::ALL.iter().position(|depth| *depth == own.what.reached()).unwrap_or(0);
        (own.what.area.as_str(), at + 1, own.what.n)
    });
    for (area, column, n) in heard.chain(done) {
        let Some(row) = areas.iter().position(|own| *own == area) else { continue };
        match n {
            Some(n) => rows[row][column] = rows[row][column].saturating_add(n),
            None => uncounted += 1,
        }
    }
    let sum = |row: &[u32]| row.iter().fold(0_u32, |sum, own| sum.saturating_add(*own));
    for row in &mut rows {
        row.push(sum(row));
    }
    let width = 2 + Depth::ALL.len();
    let all: Vec<u32> =
        (0..width).map(|at| sum(&rows.iter().map(|row| row[at]).collect::<Vec<_>>())).collect();
    rows.push(all);
    let names = areas.iter().copied().chain(["all"]);
    let row = |(area, row): (&str, &Vec<u32>)| PeopleRow {
        area: area.to_owned(),
        people: row.iter().map(|n| exact(f64::from(*n), METHOD)).collect(),
    };
    let columns = std::iter::once("heard").chain(Depth::ALL.map(Depth::word)).chain(["all"]);
    People { columns: columns.collect(), rows: names.zip(&rows).map(row).collect(), uncounted }
}
