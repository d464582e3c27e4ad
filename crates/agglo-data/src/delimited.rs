//! Tables as comma separated text.

use agglo::Error;

/// A header and rows as CSV, quoted where needed, lines ended by a line feed.
///
/// # Errors
///
/// `E0202` when a row has another number of cells than the header.
pub fn csv(header: &[String], rows: &[Vec<String>]) -> Result<String, Error> {
    let uneven = |error: csv::Error| Error::new("E0202", format!("a table is uneven: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(uneven)?;
    for row in rows {
        writer.write_record(row).map_err(uneven)?;
    }
    let bytes = writer.into_inner().map_err(|error| {
        Error::new("E0202", format!("a table cannot be written: {}", error.error()))
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_are_quoted_and_uneven_rows_refused() {
        let text = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>();
        let header = text(&["a", "b"]);
        assert_eq!(csv(&header, &[text(&["1, 2", "x"])]).unwrap(), "a,b\n\"1, 2\",x\n");
        assert_eq!(csv(&header, &[text(&["1"])]).unwrap_err().code(), "E0202");
    }
}
