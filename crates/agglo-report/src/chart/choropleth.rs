//! A country's counties shaded by one measure, or by a verdict on each.

use agglo::Figure;
use agglo::base::id::RegionId;
use agglo::base::region::Outline;
use maud::{Markup, html};

use crate::chart::border::outer;
use crate::chart::frame::{Tie, frame, path, rect, text, text_width};
use crate::chart::geometry::{Extent, Fit, Ring};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::{Unit, counted};

/// Classes of a measure: as many as a reader tells apart.
const CLASSES: usize = 5;
/// Areas with the greatest values that the table names.
const GREATEST: usize = 15;

/// A shaded map.
#[derive(Clone, Debug)]
pub struct Choropleth {
    areas: Vec<Area>,
    keys: Vec<Key>,
    border: Vec<Ring>,
    extent: Extent,
    unit: Unit,
}

/// An area with its value and its shade.
#[derive(Clone, Debug)]
struct Area {
    name: String,
    figure: Figure,
    key: usize,
    rings: Vec<Ring>,
}

/// A shade and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What it says.
    pub words: String,
    /// How it looks.
    pub shade: Shade,
}

/// How an area looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// A step of the ramp, the lowest is 0 and the highest 4.
    Ramp(u8),
    /// High among high.
    High,
    /// Low among low.
    Low,
    /// High among low.
    HighAlone,
    /// Low among high.
    LowAlone,
    /// Nothing to say.
    Plain,
    /// Hidden by its publisher, or not known.
    Hidden,
}

impl Shade {
    fn class(self) -> &'static str {
        match self {
            Self::Ramp(0) => "area ramp0",
            Self::Ramp(1) => "area ramp1",
            Self::Ramp(2) => "area ramp2",
            Self::Ramp(3) => "area ramp3",
            Self::Ramp(_) => "area ramp4",
            Self::High => "area high",
            Self::Low => "area low",
            Self::HighAlone => "area high-alone",
            Self::LowAlone => "area low-alone",
            Self::Plain => "area plain",
            Self::Hidden => "area not-known",
        }
    }
}

/// A base unit of a map.
#[derive(Clone, Debug)]
pub struct Shaded {
    /// Code.
    pub id: RegionId,
    /// Name.
    pub name: String,
    /// Its value.
    pub figure: Figure,
}

impl Choropleth {
    /// Shades by value: five classes of about as many units each. `None` where no unit has a value and a shape.
    pub fn by_value(
        outlines: &[Outline],
        borders: &[Outline],
        units: Vec<Shaded>,
        unit: Unit,
    ) -> Option<Self> {
        let cuts = cuts(units.iter().filter_map(|own| own.figure.value()))?;
        let hidden = cuts.len() - 1;
        let mut keys: Vec<Key> = cuts
            .windows(2)
            .enumerate()
            .map(|(at, ends)| Key {
                words: format!("{} to {}", unit.print(ends[0]), unit.print(ends[1])),
                shade: Shade::Ramp(step(at, hidden)),
            })
            .collect();
        keys.push(Key { words: "not known, or withheld".to_owned(), shade: Shade::Hidden });
        let key = |figure: &Figure| match figure.value() {
            // The upper end of a class belongs to it: ties stay together.
            Some(value) => cuts[1..hidden].partition_point(|cut| *cut < value),
            None => hidden,
        };
        let shaded = units.into_iter().map(|own| (key(&own.figure), own)).collect();
        Self::new(outlines, borders, shaded, keys, unit)
    }

    /// Shades by verdict: each unit beside its place among the keys.
    pub fn by_key(
        outlines: &[Outline],
        borders: &[Outline],
        units: Vec<(usize, Shaded)>,
        keys: Vec<Key>,
        unit: Unit,
    ) -> Option<Self> {
        Self::new(outlines, borders, units, keys, unit)
    }

    fn new(
        outlines: &[Outline],
        borders: &[Outline],
        units: Vec<(usize, Shaded)>,
        keys: Vec<Key>,
        unit: Unit,
    ) -> Option<Self> {
        let extent = Extent::of(outlines.iter().flat_map(|outline| &outline.rings))?;
        let rings = |id: &RegionId| {
            let found = outlines.iter().find(|outline| outline.id == *id);
            found.map_or_else(Vec::new, |outline| outline.rings.clone())
        };
        let area = |(key, own): (usize, Shaded)| Area {
            rings: rings(&own.id),
            name: own.name,
            figure: own.figure,
            key,
        };
        let border = if borders.is_empty() {
            outer(outlines.iter().flat_map(|outline| &outline.rings))
        } else {
            borders.iter().flat_map(|outline| outline.rings.clone()).collect()
        };
        let (units, keys) = with_units(units, keys);
        Some(Self { areas: units.into_iter().map(area).collect(), keys, border, extent, unit })
    }

    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let units = width.units();
        let [across, down] = self.extent.size();
        let height = units * down / across.max(1e-6);
        let fit = Fit::new(self.extent, [0.0, 0.0], [units, height]);
        let step = if wide { 0.9 } else { 0.6 };
        let of_key = |key: usize| {
            self.areas.iter().filter(move |area| area.key == key).flat_map(|area| &area.rings)
        };
        let places = self.key_places([4.0, height + 22.0], units);
        let bottom = places.last().map_or(height, |[_, y]| y + 14.0);
        let body = html! {
            @for (at, key) in self.keys.iter().enumerate() {
                @let drawn = fit.path(of_key(at), step);
                @if !drawn.is_empty() { (path(&drawn, key.shade.class())) }
            }
            (path(&fit.path(&self.border, step), "state-line"))
            @for (key, [x, y]) in self.keys.iter().zip(&places) {
                (rect([*x, y - 11.0], [18.0, 14.0], 2.0, key.shade.class()))
                (text(x + 24.0, *y, Tie::Start, "label", &key.words))
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, [units, bottom], &body)
    }

    /// Where the keys stand: one after the other, on as many lines as they need.
    fn key_places(&self, [left, top]: [f64; 2], width: f64) -> Vec<[f64; 2]> {
        let (mut x, mut y) = (left, top);
        let place = |key: &Key| {
            let needs = 24.0 + text_width(&key.words, 13.5) + 20.0;
            if x > left && x + needs > width {
                (x, y) = (left, y + 22.0);
            }
            let at = [x, y];
            x += needs;
            at
        };
        self.keys.iter().map(place).collect()
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let columns = vec![
            Column::words("Shade or place"),
            Column::words("Counties"),
            Column::number("Value"),
        ];
        let shade = |(at, key): (usize, &Key)| {
            let count = self.areas.iter().filter(|area| area.key == at).count();
            let count = Entry::words(counted(count, "county", "counties"));
            Row::new(key.words.as_str(), vec![count, Entry::Blank])
        };
        let mut greatest: Vec<(&Area, f64)> =
            self.areas.iter().filter_map(|area| Some((area, area.figure.value()?))).collect();
        greatest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.name.cmp(&b.0.name)));
        let place = |(area, _): &(&Area, f64)| {
            let entries = vec![Entry::Blank, Entry::number(&area.figure, self.unit)];
            Row::new(area.name.as_str(), entries)
        };
        let rows = self.keys.iter().enumerate().map(shade);
        let rows = rows.chain(greatest.iter().take(GREATEST).map(place)).collect();
        let caption = words("Counties of each shade, then the counties with the greatest values");
        Table { id: id.to_owned(), caption, columns, rows }
    }
}

/// The keys that a unit has, and the units with the new places of theirs.
fn with_units(units: Vec<(usize, Shaded)>, keys: Vec<Key>) -> (Vec<(usize, Shaded)>, Vec<Key>) {
    let is_used = |at: usize| units.iter().any(|(key, _)| *key == at);
    let used: Vec<usize> = (0..keys.len()).filter(|&at| is_used(at)).collect();
    let place = |key: usize| used.iter().position(|&at| at == key).unwrap_or_default();
    let units = units.into_iter().map(|(key, own)| (place(key), own)).collect();
    let kept = keys.into_iter().enumerate().filter(|(at, _)| used.contains(at));
    (units, kept.map(|(_, key)| key).collect())
}

/// Ends of the classes: the least value, the quantiles between, the greatest; classes that fall together are one.
fn cuts(values: impl Iterator<Item = f64>) -> Option<Vec<f64>> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let mut cuts: Vec<f64> = (0..=CLASSES).map(|at| values[last * at / CLASSES]).collect();
    cuts.dedup();
    if cuts.len() == 1 {
        cuts.push(cuts[0]);
    }
    Some(cuts)
}

/// The step of the ramp of a class among fewer than five.
fn step(at: usize, classes: usize) -> u8 {
    let last = classes.saturating_sub(1).max(1);
    u8::try_from(at * (CLASSES - 1) / last).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_about_as_many_each_and_equal_values_are_one_class() {
        assert_eq!(cuts((0..=10).map(f64::from)).unwrap(), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(cuts([3.0; 4].into_iter()).unwrap(), [3.0, 3.0]);
        assert_eq!(cuts([0.0, 0.0, 0.0, 0.0, 5.0, 9.0].into_iter()).unwrap(), [0.0, 5.0, 9.0]);
        assert_eq!(cuts(std::iter::empty()), None);
        assert_eq!((step(0, 5), step(4, 5), step(1, 2), step(0, 1)), (0, 4, 4, 0));
    }
}
