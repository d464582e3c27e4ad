//! A table for a terminal or for a spreadsheet: the same cells, two forms.

use comfy_table::{ColumnConstraint, ContentArrangement, Table as Drawn, Width, presets};

/// Blanks around a cell.
const AROUND: u16 = 2;

/// Rows under a header.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new<const N: usize>(header: [&str; N]) -> Self {
        Self { header: header.map(str::to_owned).to_vec(), rows: Vec::new() }
    }

    pub(crate) fn of(header: Vec<String>) -> Self {
        Self { header, rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Lines for a terminal, as wide as it is; 100 letters where there is none.
    pub(crate) fn text(&self) -> String {
        let mut drawn = Drawn::new();
        drawn.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        drawn.set_width(terminal_width());
        drawn.set_header(&self.header);
        for row in &self.rows {
            drawn.add_row(row);
        }
        self.keep_words(&mut drawn);
        drawn.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }

    /// Tears no word where the terminal is wide enough for the longest of each column: a code that is torn cannot be
    /// copied.
    fn keep_words(&self, drawn: &mut Drawn) {
        let longest = |at: usize| {
            let cells =
                std::iter::once(&self.header).chain(&self.rows).filter_map(|row| row.get(at));
            let words = cells.flat_map(|cell| cell.split_whitespace());
            let letters = words.map(|word| word.chars().count()).max().unwrap_or(0);
            u16::try_from(letters).unwrap_or(u16::MAX).saturating_add(AROUND)
        };
        let least: Vec<u16> = (0..self.header.len()).map(longest).collect();
        if least.iter().map(|width| u32::from(*width)).sum::<u32>() > u32::from(terminal_width()) {
            return;
        }
        for (column, width) in drawn.column_iter_mut().zip(least) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }

    /// Comma separated, quoted where needed.
    pub(crate) fn csv(&self) -> Result<String, agglo::Error> {
        agglo_data::delimited::csv(&self.header, &self.rows)
    }
}

fn terminal_width() -> u16 {
    let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<u16>().ok());
    columns.filter(|columns| (40..=400).contains(columns)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_not_torn_while_a_sentence_beside_it_can_be_folded() {
        let mut table = Table::new(["id", "note", "other"]);
        let sentence = "a sentence that is far longer than a terminal is wide, and is folded where it has blanks";
        let id = "heritage-outdoor-destination";
        table.row(vec![id.to_owned(), sentence.to_owned(), sentence.to_owned()]);
        let text = table.text();
        assert!(text.contains(id), "{text}");
        assert!(text.lines().count() > 2, "{text}");
    }
}
