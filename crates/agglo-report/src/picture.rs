//! A drawing alone in a file: SVG with its colours written in, or PNG with its letters drawn.

#[cfg(feature = "pdf")]
use maud::Markup;
use maud::html;

use crate::chart::frame::{Tie, px, raw, text, wrap};
use crate::chart::{Label, Width};
use crate::document::{Chart, Span, Text};
use crate::palette;
use crate::words::line;

/// Room around the drawing and its words.
const MARGIN: f64 = 18.0;
/// Share of the width that lines of text are broken to: letters of the font that a reader has may be wider than those
/// that widths are reckoned with.
const NARROWER: f64 = 0.88;
/// From one line of the title to the next, and of the remark.
const TITLE_STEP: f64 = 22.0;
const REMARK_STEP: f64 = 16.0;

/// The drawing with its title and its remark as an SVG that needs nothing beside it, on light paper.
pub fn svg(chart: &Chart, width: Width) -> String {
    let label = Label { id: &chart.id, title: &chart.title, summary: &chart.summary };
    let drawing = chart.drawing.svg(label, width);
    let [across, down] = size(&drawing.0).unwrap_or([width.units(), width.units()]);
    let room = across * NARROWER;
    let title = wrap(&chart.title, room, 17.0, 3);
    let remark = wrap(&plain(&chart.note), room, 12.0, 8);
    let top = MARGIN + TITLE_STEP * title.len() as f64 + 8.0;
    let bottom = top + down + 12.0;
    let whole = [across + 2.0 * MARGIN, bottom + REMARK_STEP * remark.len() as f64 + MARGIN];
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" width=(px(whole[0])) height=(px(whole[1]))
            viewBox={ "0 0 " (px(whole[0])) " " (px(whole[1])) } aria-label=(chart.title) {
            style { (raw(palette::drawing_css())) }
            rect width="100%" height="100%" class="paper" {}
            @for (at, words) in title.iter().enumerate() {
                (text(MARGIN, MARGIN + 14.0 + TITLE_STEP * at as f64, Tie::Start, "caption", words))
            }
            svg x=(px(MARGIN)) y=(px(top)) width=(px(across)) height=(px(down)) overflow="visible" {
                (drawing)
            }
            @for (at, words) in remark.iter().enumerate() {
                (text(MARGIN, bottom + 12.0 + REMARK_STEP * at as f64, Tie::Start, "remark", words))
            }
        }
    };
    page.into_string()
}

/// Width and height that a drawing states.
fn size(drawing: &str) -> Option<[f64; 2]> {
    let (_, rest) = drawing.split_once("viewBox=\"0 0 ")?;
    let (width, height) = rest.split_once('"')?.0.split_once(' ')?;
    Some([width.parse().ok()?, height.parse().ok()?])
}

/// Running text without its marks.
fn plain(text: &Text) -> String {
    text.iter().fold(String::new(), |out, span| match span {
        Span::Words(words) | Span::Strong(words) | Span::Link(_, words) => out + words,
        Span::Number(number) => out + &line(&number.figure, number.unit),
        Span::Mark(_) => out,
    })
}

/// A drawing with a style sheet inside it.
#[cfg(feature = "pdf")]
pub(crate) fn styled(drawing: &Markup, css: &str) -> String {
    let own = &drawing.0;
    let start = own.find('>').map_or(0, |at| at + 1);
    format!("{}<style>{css}</style>{}", &own[..start], &own[start..])
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Curve, Drawing};
    use crate::document::words;

    #[test]
    fn a_picture_carries_its_title_its_remark_and_its_colours() {
        let points = vec![[0.0, 0.0], [0.5, 0.2], [1.0, 1.0]];
        let curve = Curve { across: "all".into(), up: "hotels".into(), points };
        let chart = Chart {
            id: "curve".into(),
            title: "How hotels are spread".into(),
            summary: "A curve.".into(),
            drawing: Drawing::Curve(curve),
            note: words("From a test."),
        };
        let found = svg(&chart, Width::Wide);
        for part in ["How hotels are spread", "From a test.", "<title", "#0b6070"] {
            assert!(found.contains(part), "{part}");
        }
        assert!(!found.contains("var(--"));
        #[cfg(feature = "png")]
        assert_eq!(png(&chart, Width::Wide, 1.0).unwrap()[..4], *b"\x89PNG");
    }
}
