//! The tables of a study's page, written between two marks so that the prose around them stays.

use std::collections::BTreeMap;

use agglo::base::study::{Finding, Study, Verdict};

/// The page on which a study is explained.
pub(super) fn of(study: &str) -> &str {
    study.strip_suffix("-six-digits").unwrap_or(study)
}

/// A page with the tables of a study between its marks; `None` where it has no marks for it.
pub(super) fn with_tables(page: &str, study: &Study) -> Option<String> {
    let (begin, end) =
        (format!("<!-- begin {} -->", study.id), format!("<!-- end {} -->", study.id));
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n\n{}\n{end}{after}", tables(study)))
}

/// Verdict, findings, shuffles and what was left out, as Markdown.
pub(super) fn tables(study: &Study) -> String {
    let verdict = match study.verdict {
        Verdict::Supported => "supported",
        Verdict::Contradicted => "contradicted",
        Verdict::CannotTell => "cannot tell",
    };
    let mut lines = vec![
        format!("**Verdict: {verdict}.** {}", study.sentence),
        String::new(),
        format!("Rule: {}", study.rule),
        String::new(),
    ];
    lines.extend(findings(study));
    lines.extend(shuffles(study));
    lines.extend(left_out(study));
    lines.push(String::new());
    lines.join("\n")
}

fn findings(study: &Study) -> Vec<String> {
    let mut names: Vec<&str> = Vec::new();
    for term in study.findings.iter().flat_map(|finding| &finding.terms) {
        if !names.contains(&term.name.as_str()) {
            names.push(&term.name);
        }
    }
    let main = study.finding(&study.main).map_or(&[][..], |main| &main.terms);
    let shown: Vec<&str> = main.iter().map(|term| term.name.as_str()).collect();
    let mut lines = vec![
        format!("| how it was asked | cells | {} | beside |", shown.join(" | ")),
        format!("|---|---:|{}---|", "---|".repeat(shown.len())),
    ];
    for finding in &study.findings {
        let cell = |name: &&str| number(finding, name).unwrap_or_else(|| "—".to_owned());
        let others = names.iter().filter(|name| !shown.contains(name));
        let beside: Vec<String> =
            others.filter_map(|name| Some(format!("{name} {}", number(finding, name)?))).collect();
        let cells: Vec<String> = shown.iter().map(cell).collect();
        lines.push(format!(
            "| {} | {} | {} | {} |",
            finding.what,
            thousands(finding.n),
            cells.join(" | "),
            beside.join("; ")
        ));
    }
    lines
}

fn number(finding: &Finding, name: &str) -> Option<String> {
    let term = finding.term(name)?;
    Some(format!("{:.4} ({:.4} to {:.4})", term.value, term.lower, term.upper))
}

fn shuffles(study: &Study) -> Vec<String> {
    let rows: Vec<String> = study
        .findings
        .iter()
        .flat_map(|finding| finding.placebos.iter().map(move |placebo| (finding, placebo)))
        .map(|(finding, placebo)| {
            format!(
                "| {} | {} | {} | {:.4} | {:.4} to {:.4} | {} | {:.3} |",
                finding.what,
                placebo.what,
                placebo.shuffles,
                placebo.mean,
                placebo.smallest,
                placebo.largest,
                placebo.as_large,
                placebo.p
            )
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let head = [
        "",
        "| how it was asked | what was shuffled | shuffles | mean | range | as large as the true one | p |",
        "|---|---|---:|---:|---|---:|---:|",
    ];
    head.into_iter().map(str::to_owned).chain(rows).collect()
}

/// Cells that left before the main finding, by reason.
fn left_out(study: &Study) -> Vec<String> {
    let Some(main) = study.finding(&study.main).filter(|main| !main.left_out.is_empty()) else {
        return Vec::new();
    };
    let mut lines = vec![
        String::new(),
        "| left out of the first row | cells |".to_owned(),
        "|---|---:|".to_owned(),
    ];
    lines.extend(main.left_out.iter().map(|row| format!("| {} | {} |", row.why, thousands(row.n))));
    lines
}

fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let parts: BTreeMap<usize, &str> = (0..digits.len().div_ceil(3))
        .map(|part| {
            let end = digits.len() - 3 * part;
            (end, &digits[end.saturating_sub(3)..end])
        })
        .collect();
    parts.into_values().collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas_between_thousands() {
        assert_eq!(
            [thousands(7), thousands(1_234), thousands(1_000_000)],
            ["7", "1,234", "1,000,000"]
        );
    }
}
