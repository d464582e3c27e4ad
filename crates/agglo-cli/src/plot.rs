//! A chart in a file: SVG or PNG by the file's ending.

use std::path::Path;

use agglo::Error;
use agglo_report::chart::Width;
use agglo_report::document::Chart;
use agglo_report::{Shapes, picture};

use crate::country::Country;
use crate::printer::Printer;

/// Pixels for each unit of a drawing: sharp on paper of a hand's width.
#[cfg(feature = "png")]
const SCALE: f32 = 2.0;

/// Writes a chart to a file and says so.
///
/// # Errors
///
/// `E0103` of an ending that is neither `.svg` nor `.png`, or of `.png` where this build draws no pixels.
pub(crate) fn write(path: &Path, chart: &Chart, printer: &Printer) -> Result<(), Error> {
    let bytes = match ending(path)? {
        Ending::Svg => picture::svg(chart, Width::Wide).into_bytes(),
        Ending::Png => pixels(chart)?,
    };
    agglo_data::atomic::write(path, bytes)?;
    printer.message(&format!("Drew {}", path.display()));
    Ok(())
}

/// Refuses a file that could not be drawn, before any work is done.
pub(crate) fn check(path: Option<&Path>) -> Result<(), Error> {
    path.map(ending).transpose().map(|_| ())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Svg,
    Png,
}

fn ending(path: &Path) -> Result<Ending, Error> {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("svg") => Ok(Ending::Svg),
        Some("png") if cfg!(feature = "png") => Ok(Ending::Png),
        Some("png") => Err(Error::new("E0103", "this build draws no pixels")
            .hint("take a file that ends in .svg, or build with --features png")),
        _ => Err(Error::new("E0103", format!("`{}` is no kind of drawing", path.display()))
            .hint("a drawing ends in .svg or .png, as in --plot map.svg")),
    }
}

#[cfg(feature = "png")]
fn pixels(chart: &Chart) -> Result<Vec<u8>, Error> {
    picture::png(chart, Width::Wide, SCALE).map_err(|fault| Error::new("E0903", fault.to_string()))
}

#[cfg(not(feature = "png"))]
fn pixels(_: &Chart) -> Result<Vec<u8>, Error> {
    Err(Error::new("E0103", "this build draws no pixels"))
}

/// Nothing that this answer holds can be drawn.
pub(crate) fn nothing(what: &str) -> Error {
    Error::new("E0103", format!("{what} has no drawing"))
        .hint("drawings: a measure of all regions, `shift_share` of one region, `locational_gini` of one industry")
}

/// Outlines of counties and states with their names.
pub(crate) struct Ground {
    outlines: Vec<agglo::base::region::Outline>,
    borders: Vec<agglo::base::region::Outline>,
}

impl Ground {
    pub(crate) fn read(country: &Country) -> Result<Self, Error> {
        Ok(Self { outlines: country.starter.outlines()?, borders: country.starter.borders()? })
    }

    pub(crate) fn shapes<'a>(&'a self, country: &'a Country) -> Shapes<'a> {
        let regions = &country.tables.regions;
        Shapes { outlines: &self.outlines, borders: &self.borders, regions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_is_drawn() {
        assert_eq!(ending(Path::new("a/map.SVG")).unwrap(), Ending::Svg);
        for path in ["map", "map.jpg", ".svg"] {
            assert_eq!(ending(Path::new(path)).unwrap_err().code(), "E0103", "{path}");
        }
    }
}
