//! A measure of all regions as a shaded map.

use agglo::map::nationwide::Reading;

use crate::chart::{Choropleth, Drawing, Shaded};
use crate::document::{Chart, words};
use crate::strategy::Shapes;
use crate::words::{Unit, sentence};

/// A shaded map of a reading with one row a region; `None` where it has none, or no shape is known.
pub fn measure(reading: &Reading, shapes: Shapes<'_>) -> Option<Chart> {
    let unit = match reading.unit.as_str() {
        "share" | "bits" | "nats" => Unit::Precise,
        other if other.starts_with("ratio, ") => Unit::Precise,
        other => Unit::named(other),
    };
    let shaded = |row: &agglo::map::nationwide::Row| {
        let id = row.region.clone()?;
        let name = row.place.clone().unwrap_or_else(|| id.to_string());
        Some(Shaded { id, name, figure: row.value.clone() })
    };
    let units: Vec<Shaded> = reading.rows.iter().filter_map(shaded).collect();
    let drawing = Choropleth::by_value(shapes.outlines, shapes.borders, units, unit)?;
    let of = reading.rows.first().and_then(|row| row.title.as_deref());
    let of = of.map_or_else(String::new, |title| format!(": {title}"));
    let years: Vec<String> = reading.years.iter().map(ToString::to_string).collect();
    Some(Chart {
        id: "measure-map".to_owned(),
        title: format!("{}{of}, {}", reading.measure.replace('_', " "), years.join(" to ")),
        summary: format!(
            "A map of all counties in five shades, about as many counties in each. {} The darker on \
             light paper, the greater.",
            sentence(&reading.tells)
        ),
        drawing: Drawing::Choropleth(drawing),
        note: words(format!(
            "{} Unit: {}. Counted: {}. From {}.",
            sentence(&reading.tells),
            reading.unit,
            reading.by,
            reading.data
        )),
    })
}
