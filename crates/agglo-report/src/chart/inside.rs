//! What every drawing must hold to: no text and no mark outside its frame, no number that is none.

use crate::chart::frame::text_width;
use crate::chart::{Drawing, Label, Width};

/// Letters of each class, in units; as in the style sheet.
fn letters(class: &str) -> f64 {
    match class.split(' ').find(|own| !["soft", "halo", "own"].contains(own)) {
        Some("label") => 13.5,
        Some("small" | "remark") => 12.0,
        Some("flag-word") => 11.5,
        Some("place") => 13.0,
        _ => 12.5,
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn number(tag: &str, name: &str) -> Option<f64> {
    attribute(tag, name)?.parse().ok()
}

/// Each text that leaves the frame of an SVG, with how far it reaches.
pub(crate) fn texts_outside(svg: &str) -> Vec<String> {
    let size = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split('"').next());
    let size: Vec<f64> = size.unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    let mut outside = Vec::new();
    for part in svg.split("<text").skip(1) {
        let (tag, rest) = part.split_once('>').unwrap();
        let words = rest.split("</text>").next().unwrap().replace("&amp;", "&");
        let wide = text_width(&words, letters(attribute(tag, "class").unwrap_or_default()));
        let (x, y) = (number(tag, "x").unwrap(), number(tag, "y").unwrap());
        let left = match attribute(tag, "text-anchor") {
            Some("end") => x - wide,
            Some("middle") => x - wide / 2.0,
            _ => x,
        };
        if left < -0.5 || left + wide > size[0] + 0.5 || y < 8.0 || y > size[1] {
            outside.push(format!("`{words}` from {left:.0} to {:.0} at {y}", left + wide));
        }
    }
    outside
}

/// Each rectangle and circle that leaves the frame.
fn marks_outside(svg: &str) -> Vec<String> {
    let size = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split('"').next());
    let size: Vec<f64> = size.unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    let rects = svg.split("<rect").skip(1).filter_map(|part| {
        let tag = part.split('>').next()?;
        let (x, y) = (number(tag, "x")?, number(tag, "y")?);
        Some([x, y, x + number(tag, "width")?, y + number(tag, "height")?])
    });
    let circles = svg.split("<circle").skip(1).filter_map(|part| {
        let tag = part.split('>').next()?;
        let (x, y, r) = (number(tag, "cx")?, number(tag, "cy")?, number(tag, "r")?);
        Some([x - r, y - r, x + r, y + r])
    });
    let is_out =
        |b: &[f64; 4]| b[0] < -0.5 || b[1] < -0.5 || b[2] > size[0] + 0.5 || b[3] > size[1] + 0.5;
    rects.chain(circles).filter(is_out).map(|b| format!("a mark at {b:?}")).collect()
}

/// Draws for both widths and refuses what a reader could not see.
pub(crate) fn hold(drawing: &Drawing) -> [String; 2] {
    let label = Label { id: "it", title: "What it shows", summary: "What one should know." };
    [Width::Wide, Width::Narrow].map(|width| {
        let svg = drawing.svg(label, width).into_string();
        assert!(svg.contains("<title") && svg.contains("<desc"), "{width:?} names nothing");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{width:?}: {svg}");
        let outside = [texts_outside(&svg), marks_outside(&svg)].concat();
        assert!(outside.is_empty(), "{width:?}: {outside:#?}");
        svg
    })
}
