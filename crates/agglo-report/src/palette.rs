//! The few colours of every page and drawing, in light and in dark, and the text of their style sheet.

/// A colour by name, in light and in dark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colour {
    /// Name: `ink` is `var(--ink)`.
    pub(crate) name: &'static str,
    /// On light paper, `#rrggbb`.
    pub(crate) light: &'static str,
    /// On a dark screen, `#rrggbb`.
    pub(crate) dark: &'static str,
}

const fn colour(name: &'static str, light: &'static str, dark: &'static str) -> Colour {
    Colour { name, light, dark }
}

/// All colours. Contrast of text and marks against `paper` is tested.
pub(crate) const PALETTE: &[Colour] = &[
    colour("paper", "#fdfcf9", "#12181b"),
    colour("surface", "#f5f2eb", "#1b2327"),
    colour("line", "#ddd7ca", "#39454b"),
    colour("ink", "#1b2529", "#ebe7de"),
    colour("soft", "#4b5962", "#a9b5bb"),
    colour("economy", "#0b6070", "#63c3d1"),
    colour("people", "#86406c", "#e2a0c8"),
    colour("gap", "#ad3f1d", "#ff9d78"),
    colour("sand", "#8a6420", "#dfb86c"),
    colour("grey", "#76828a", "#84929a"),
    colour("water", "#e9f0f1", "#152127"),
    colour("land", "#f0ebe0", "#222b30"),
    colour("near", "#e0d5bf", "#33403f"),
    colour("edge", "#b9ad95", "#55636a"),
    colour("wash", "#e2eef0", "#173036"),
    // From little to much: towards the ink of either ground, so that much always stands out.
    colour("ramp0", "#e6eeea", "#1d3338"),
    colour("ramp1", "#b4d3d2", "#2a5059"),
    colour("ramp2", "#7cb2b8", "#3f7883"),
    colour("ramp3", "#3d8795", "#69aab3"),
    colour("ramp4", "#0b5164", "#b4e3e6"),
];

const CHART: &str = include_str!("html/chart.css");
const PAGE: &str = include_str!("html/style.css");

/// The style sheet of a page: colours as variables, then page and drawings.
pub(crate) fn page_css() -> String {
    let variables = |pick: fn(&Colour) -> &'static str| {
        PALETTE.iter().fold(String::new(), |text, c| text + "--" + c.name + ":" + pick(c) + ";")
    };
    let light = variables(|c| c.light);
    let dark = variables(|c| c.dark);
    let css = format!(
        ":root{{color-scheme:light dark;{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{PAGE}\n{CHART}"
    );
    squeeze(&css)
}

/// The style sheet of a drawing that stands alone: colours written out, in light.
pub(crate) fn drawing_css() -> String {
    let mut css = CHART.to_owned();
    for colour in PALETTE {
        css = css.replace(&format!("var(--{})", colour.name), colour.light);
    }
    squeeze(&css)
}

/// Without comments and without space at the ends of lines.
fn squeeze(css: &str) -> String {
    let mut rest = css;
    let mut out = String::with_capacity(css.len());
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let c = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn get(name: &str) -> &'static Colour {
        PALETTE.iter().find(|colour| colour.name == name).unwrap()
    }

    #[test]
    fn text_stands_out_at_least_4_5_to_1_and_marks_3_to_1_on_every_ground() {
        for ground in ["paper", "surface", "wash", "land", "near", "water"] {
            let ground = get(ground);
            for text in ["ink", "soft"] {
                let text = get(text);
                for (a, b) in [(text.light, ground.light), (text.dark, ground.dark)] {
                    assert!(contrast(a, b) >= 4.5, "{} on {}: {a} {b}", text.name, ground.name);
                }
            }
        }
        for ground in ["paper", "surface", "wash"] {
            let ground = get(ground);
            for text in ["economy", "people", "gap", "sand"] {
                let text = get(text);
                for (a, b) in [(text.light, ground.light), (text.dark, ground.dark)] {
                    assert!(contrast(a, b) >= 4.5, "{} on {}: {a} {b}", text.name, ground.name);
                }
            }
            let grey = get("grey");
            assert!(contrast(grey.light, ground.light) >= 3.0);
            assert!(contrast(grey.dark, ground.dark) >= 3.0);
        }
    }

    #[test]
    fn a_drawing_that_stands_alone_has_no_variables() {
        assert!(!drawing_css().contains("var("));
    }
}
