//! A table for a terminal or for a spreadsheet: the same cells, two forms.

use comfy_table::{ContentArrangement, Table as Drawn, presets};

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
        drawn.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
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
