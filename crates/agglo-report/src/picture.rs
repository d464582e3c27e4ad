//! A drawing alone in a file: SVG with its colours written in, or PNG with its letters drawn.

use maud::Markup;

use crate::chart::{Label, Width};
use crate::document::Chart;
use crate::palette;

/// The drawing as an SVG that needs nothing beside it, on light paper.
pub fn svg(chart: &Chart, width: Width) -> String {
    let label = Label { id: &chart.id, title: &chart.title, summary: &chart.summary };
    let ground = "<rect width=\"100%\" height=\"100%\" class=\"paper\"></rect>";
    styled(&chart.drawing.svg(label, width), &palette::drawing_css(), ground)
}

/// A drawing with a style sheet and what lies under it.
pub(crate) fn styled(drawing: &Markup, css: &str, ground: &str) -> String {
    let own = &drawing.0;
    let start = own.find('>').map_or(0, |at| at + 1);
    format!("{}<style>{css}</style>{ground}{}", &own[..start], &own[start..])
}

/// Why a drawing could not become pixels: a fault of this crate, with the renderer's own words.
#[cfg(feature = "png")]
#[derive(Debug, thiserror::Error)]
#[error("the drawing cannot be turned into pixels: {0}")]
pub struct Error(String);

/// The drawing as PNG, so many pixels for each of its units. The same drawing gives the same bytes: letters
/// come from fonts inside the program, never from the machine.
///
/// # Errors
///
/// When the renderer refuses the drawing.
#[cfg(feature = "png")]
pub fn png(chart: &Chart, width: Width, scale: f32) -> Result<Vec<u8>, Error> {
    use resvg::{tiny_skia, usvg};
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    for font in typst_assets::fonts() {
        fonts.load_font_data(font.to_vec());
    }
    for set in
        [usvg::fontdb::Database::set_sans_serif_family, usvg::fontdb::Database::set_serif_family]
    {
        set(fonts, "Libertinus Serif".to_owned());
    }
    let tree = usvg::Tree::from_str(&svg(chart, width), &options)
        .map_err(|fault| Error(fault.to_string()))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page of pixels")]
    let pixels = |units: f32| (units * scale).ceil().max(1.0) as u32;
    let size = tree.size();
    let mut map = tiny_skia::Pixmap::new(pixels(size.width()), pixels(size.height()))
        .ok_or_else(|| Error("it has no size".to_owned()))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut map.as_mut());
    map.encode_png().map_err(|fault| Error(fault.to_string()))
}
