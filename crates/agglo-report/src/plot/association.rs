//! Whether neighbours are alike: each county beside its neighbours, and which stand out.

use agglo::base::estimate::{Estimate, Provenance};
use agglo::base::id::RegionId;
use agglo::map::association::{Around, Association, LocalLine, Verdict};

use crate::chart::{Choropleth, Dot, Drawing, Key, Scatter, Shade, Shaded};
use crate::document::{Chart, Number, words};
use crate::strategy::Shapes;
use crate::text;
use crate::words::{Unit, counted, sentence};

/// Each county's value beside the mean of its neighbours. The line's slope is Moran's I.
pub fn moran(found: &Association, around: &[Around], own: &[RegionId]) -> Chart {
    let measure = &found.measure;
    let unit = Unit::named(&measure.unit);
    let moran = found.global.as_ref().and_then(|global| global.value.value());
    let dots: Vec<Dot> = around
        .iter()
        .filter_map(|unit| {
            Some(Dot {
                name: unit.unit.title.clone(),
                at: [unit.value, unit.mean?],
                is_own: own.contains(&unit.unit.region),
            })
        })
        .collect();
    let mut note =
        words(format!("{} Neighbours: {}. ", sentence(&measure.title), found.neighbourhood));
    if let Some(global) = &found.global {
        note.extend(text![
            "Moran’s I, the slope of the line: ",
            Number::new(&global.value, Unit::Level),
            "."
        ]);
    }
    Chart {
        id: "moran-scatter".to_owned(),
        title: format!("{} of counties and of their neighbours", plain_name(found)),
        summary: format!(
            "Each of {} is a dot: to the right its own value, upward the mean of its neighbours. Dashed \
             lines are the means. Dots to the upper right are high among high, to the lower left low \
             among low; the others differ from their neighbours.",
            counted(dots.len(), "county", "counties")
        ),
        drawing: Drawing::Scatter(Scatter {
            across: "The county’s own value".to_owned(),
            up: "Mean of its neighbours".to_owned(),
            unit,
            dots,
            slope: moran,
        }),
        note,
    }
}

/// Which counties stand out by a local statistic; `None` where no shape is known.
pub fn verdicts(found: &Association, shapes: Shapes<'_>) -> Option<Chart> {
    let named = [
        (Verdict::HighHigh, Shade::High, "high among high"),
        (Verdict::LowLow, Shade::Low, "low among low"),
        (Verdict::HighLow, Shade::HighAlone, "high among low"),
        (Verdict::LowHigh, Shade::LowAlone, "low among high"),
        (Verdict::Hot, Shade::High, "high values around"),
        (Verdict::Cold, Shade::Low, "low values around"),
        (Verdict::NotSignificant, Shade::Plain, "not significant"),
        (Verdict::Island, Shade::Hidden, "no neighbour with a value"),
    ];
    let is_there = |verdict: Verdict| found.local.iter().any(|line| line.verdict == verdict);
    let kept: Vec<_> = named.into_iter().filter(|(verdict, ..)| is_there(*verdict)).collect();
    let provenance = Provenance::new("value/1", [found.measure.source.clone()]);
    let shaded = |line: &LocalLine| {
        let key = kept.iter().position(|(verdict, ..)| *verdict == line.verdict)?;
        let figure = Estimate::exact(line.value, provenance.clone()).into();
        Some((key, Shaded { id: line.region.clone(), name: line.title.clone(), figure }))
    };
    let units = found.local.iter().filter_map(shaded).collect();
    let keys =
        kept.iter().map(|(_, shade, words)| Key { words: (*words).to_owned(), shade: *shade });
    let unit = Unit::named(&found.measure.unit);
    let (outlines, borders) = (shapes.outlines, shapes.borders);
    let drawing = Choropleth::by_key(outlines, borders, units, keys.collect(), unit)?;
    Some(Chart {
        id: "local-map".to_owned(),
        title: format!("Where {} stands out, county by county", plain_name(found)),
        summary: "A map of all counties. Shaded are those whose likeness to their neighbours chance seldom \
                  makes, after all counties were asked at once; the others are not significant."
            .to_owned(),
        drawing: Drawing::Choropleth(drawing),
        note: words(format!(
            "{} Neighbours: {}. Probabilities from {} orders of the values, adjusted for as many questions as \
             counties (Benjamini and Hochberg), at most 0.05.",
            sentence(&found.measure.title),
            found.neighbourhood,
            found.permutations
        )),
    })
}

fn plain_name(found: &Association) -> String {
    found.measure.name.replace('_', " ")
}
