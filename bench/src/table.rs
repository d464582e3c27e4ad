//! The printed table: budget, our time, the peer's, their ratio, and whether both found the same.

use crate::clock::Times;
use crate::peer::Answer;
use crate::rows::{Budget, Found, Peer, Row};

/// Largest relative difference of two sums that counts as agreement.
const SAME: f64 = 1e-6;
/// The same of what was drawn at random on both sides.
const DRAWN: f64 = 0.02;

/// The verdict of a row that took longer than it may.
pub const OVER: &str = "OVER";

/// Headings of the table.
pub const HEADINGS: [&str; 9] =
    ["row", "who", "budget", "wall ms", "CPU ms", "ratio", "CPU ratio", "wanted", "verdict"];

/// What was found, in one line: `value -8.58, gap 0.012`.
pub fn numbers<'a>(found: impl IntoIterator<Item = (&'a str, f64)>) -> String {
    let one = |(name, value): (&str, f64)| format!("{name} {value}");
    found.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The line of our own side.
pub fn own(row: &Row, times: Times) -> [String; 9] {
    let (text, within) = match row.budget {
        Budget::Wall(most) => (format!("{} ms", most * 1e3), Some(times.wall <= most)),
        Budget::Processor(most) => {
            (format!("{} CPU ms", most * 1e3), times.processor.map(|seconds| seconds <= most))
        }
    };
    let verdict = match within {
        Some(true) => "within",
        Some(false) => OVER,
        None => "not known",
    };
    let blank = String::new;
    [
        row.name.to_owned(),
        format!("agglo, {} runs", times.runs),
        text,
        milliseconds(Some(times.wall)),
        milliseconds(times.processor),
        blank(),
        blank(),
        blank(),
        verdict.to_owned(),
    ]
}

/// The line of a peer, over our times and beside what we found.
pub fn other(row: &Row, peer: &Peer, answer: &Answer, times: Times, found: &Found) -> [String; 9] {
    let ratio = answer.wall / times.wall;
    let processor = answer.processor.zip(times.processor).map(|(its, ours)| its / ours);
    // A budget of processor time is compared in it.
    let counted = match row.budget {
        Budget::Processor(_) => processor,
        Budget::Wall(_) => Some(ratio),
    };
    let reached = match (peer.wanted, counted) {
        (Some(wanted), Some(ratio)) if ratio < wanted => "BELOW, ",
        (Some(_), Some(_)) => "reached, ",
        _ => "",
    };
    [
        row.name.to_owned(),
        format!("{} ({})", peer.name, answer.version),
        String::new(),
        milliseconds(Some(answer.wall)),
        milliseconds(answer.processor),
        format!("{ratio:.1}"),
        processor.map_or_else(String::new, |ratio| format!("{ratio:.1}")),
        peer.wanted.map_or_else(String::new, |wanted| format!("{wanted}")),
        format!("{reached}{}", agreement(found, &answer.found)),
    ]
}

/// The line of a peer that is not there.
pub fn absent(row: &Row, peer: &Peer, why: &str) -> [String; 9] {
    let mut line = [const { String::new() }; 9];
    row.name.clone_into(&mut line[0]);
    peer.name.clone_into(&mut line[1]);
    line[8] = if why.contains("ModuleNotFoundError") {
        format!("peer not installed: {why}")
    } else {
        format!("peer gave no answer: {why}")
    };
    line
}

fn milliseconds(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "not known".to_owned(), |seconds| format!("{:.1}", seconds * 1e3))
}

/// Whether both found the same sums, by the largest relative difference.
fn agreement(ours: &Found, theirs: &[(String, f64)]) -> String {
    let mut worst: Option<(&str, f64, f64)> = None;
    for (name, value) in ours {
        let Some((_, its)) = theirs.iter().find(|(its, _)| its == name) else { continue };
        let most = if name.starts_with("drawn") { DRAWN } else { SAME };
        let apart = (value - its).abs() / value.abs().max(its.abs()).max(f64::MIN_POSITIVE);
        if worst.is_none_or(|(_, worst, limit)| apart / most > worst / limit) {
            worst = Some((name, apart, most));
        }
    }
    match worst {
        None => "nothing to compare".to_owned(),
        Some((_, apart, most)) if apart <= most => format!("same to {apart:.0e}"),
        Some((name, apart, _)) => format!("DIFFERS in {name} by {apart:.0e}"),
    }
}

/// Columns padded to one width, headings first, as a table of Markdown.
pub fn text(lines: &[[String; 9]]) -> String {
    let headings = HEADINGS.map(str::to_owned);
    let all = || std::iter::once(&headings).chain(lines);
    let wide: Vec<usize> = (0..HEADINGS.len())
        .map(|at| all().map(|line| line[at].chars().count()).max().unwrap_or(0))
        .collect();
    let row = |line: &[String; 9]| -> String {
        let cells = line.iter().zip(&wide).map(|(cell, wide)| format!("{cell:<wide$}"));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let rule = row(&HEADINGS.map(|_| String::new())).replace(' ', "-");
    let rest = std::iter::once(rule).chain(lines.iter().map(row));
    std::iter::once(row(&headings)).chain(rest).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::ROWS;

    const TIMES: Times = Times { wall: 0.1, processor: Some(0.1), runs: 5 };

    #[test]
    fn a_budget_is_kept_or_not_and_unknown_where_nothing_says() {
        let row = Row { budget: Budget::Wall(0.05), ..ROWS[0] };
        assert_eq!(own(&row, TIMES)[8], "OVER");
        let row = Row { budget: Budget::Processor(0.2), ..row };
        assert_eq!(own(&row, TIMES)[8], "within");
        assert_eq!(own(&row, Times { processor: None, ..TIMES })[8], "not known");
    }

    #[test]
    fn sums_that_differ_are_named_and_draws_may_differ_a_little() {
        let found = vec![("squares", 2.0), ("drawn_p", 100.0)];
        let their = |squares: f64, p: f64| {
            agreement(&found, &[("squares".to_owned(), squares), ("drawn_p".to_owned(), p)])
        };
        assert!(their(2.0, 101.0).starts_with("same"));
        assert_eq!(their(2.1, 100.0), "DIFFERS in squares by 5e-2");
        assert_eq!(agreement(&found, &[]), "nothing to compare");
    }

    #[test]
    fn lines_are_padded_to_one_width() {
        let found = text(&[own(&ROWS[0], TIMES)]);
        let wide: Vec<usize> = found.lines().map(|line| line.chars().count()).collect();
        assert!(wide.len() == 3 && wide.windows(2).all(|pair| pair[0] == pair[1]), "{found}");
    }
}
