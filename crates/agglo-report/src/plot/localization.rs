//! How far an industry stands where all else stands, as a curve.

use agglo::map::nationwide::Reading;

use crate::chart::{Curve, Drawing};
use crate::document::{Chart, Number, words};
use crate::text;
use crate::words::Unit;

/// The curve of an industry's shares over those of all establishments, with its Gini from the reading.
pub fn localization(reading: &Reading, points: Vec<[f64; 2]>) -> Chart {
    let row = reading.rows.first();
    let title = row.and_then(|row| row.title.clone()).unwrap_or_default();
    let mut note = words(format!("From {}. ", reading.data));
    if let Some(row) = row {
        note.extend(text![
            "Twice the shaded field is the locational Gini: ",
            Number::new(&row.value, Unit::Level),
            "."
        ]);
    }
    Chart {
        id: "localization-curve".to_owned(),
        title: format!("How {title} is spread over counties"),
        summary: "Counties from those with least of the industry for their size to those with most. The \
                  straight line is an industry that stands wherever all others stand; the further the curve \
                  hangs below it, the more concentrated."
            .to_owned(),
        drawing: Drawing::Curve(Curve {
            across: "Cumulated share of all private establishments".to_owned(),
            up: format!("Cumulated share of {title}"),
            points,
        }),
        note,
    }
}
