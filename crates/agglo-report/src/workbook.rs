//! Workbooks: tables that a person fills in a spreadsheet program, with what each column takes.
//!
//! Texts are written as texts: nothing in them is ever a formula.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, Workbook, Worksheet, XlsxError,
};

/// Last row that rules reach to.
const RULED: u32 = 5_000;

/// Most letters of a list of words in a rule: the format's own limit.
const LIST: usize = 255;

/// What a column takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Any text.
    Text,
    /// A number; whole if said so.
    Number {
        /// Whether it is whole.
        is_whole: bool,
    },
    /// A day.
    Day,
    /// One word of these.
    Words(Vec<String>),
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it says, in words.
    pub about: String,
    /// What it takes.
    pub takes: Takes,
    /// Whether a row needs it.
    pub is_required: bool,
}

/// A sheet with one table from its first cell on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: a text a column.
    pub rows: Vec<Vec<String>>,
}

/// The bytes of a workbook: the same for the same sheets.
///
/// # Errors
///
/// In words, where the format cannot hold the sheets.
pub fn render(sheets: &[Sheet]) -> Result<Vec<u8>, String> {
    written(sheets).map_err(|error| format!("the workbook cannot be written: {error}"))
}

fn written(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The time of writing would make two copies of one table differ.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name.as_str())?;
        header(page, sheet)?;
        for (row, texts) in (1..).zip(&sheet.rows) {
            for ((at, column), text) in (0..).zip(&sheet.columns).zip(texts) {
                cell(page, row, at, &column.takes, text)?;
            }
        }
    }
    book.save_to_buffer()
}

fn header(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let needed = Format::new().set_bold().set_underline(rust_xlsxwriter::FormatUnderline::Single);
    let other = Format::new().set_bold();
    // A cell of text keeps what is typed: no day or number is made of an id.
    let plain = Format::new().set_num_format("@");
    page.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(&sheet.columns) {
        let form = if column.is_required { &needed } else { &other };
        page.write_string_with_format(0, at, column.name.as_str(), form)?;
        page.set_column_width(at, 16)?;
        if matches!(column.takes, Takes::Text | Takes::Day) {
            page.set_column_format(at, &plain)?;
        }
        page.add_data_validation(1, at, RULED, at, &rule(column)?)?;
    }
    Ok(())
}

/// What a program asks of what is typed into a column.
fn rule(column: &Column) -> Result<DataValidation, XlsxError> {
    let about: String = column.about.chars().take(250).collect();
    let title: String = column.name.chars().take(32).collect();
    let rule = match &column.takes {
        Takes::Words(words) if words.iter().map(|own| own.len() + 1).sum::<usize>() <= LIST => {
            DataValidation::new().allow_list_strings(words)?.set_error_title(title.as_str())?
        }
        // Marks such as `withheld` are let through with a warning.
        Takes::Number { is_whole: true } => DataValidation::new()
            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
            .set_error_style(DataValidationErrorStyle::Warning),
        Takes::Number { is_whole: false } => DataValidation::new()
            .allow_decimal_number(DataValidationRule::Between(-1e15, 1e15))
            .set_error_style(DataValidationErrorStyle::Warning),
        _ => DataValidation::new(),
    };
    if about.is_empty() {
        return Ok(rule);
    }
    rule.set_input_title(title.as_str())?.set_input_message(about.as_str())
}

fn cell(
    page: &mut Worksheet,
    row: u32,
    at: u16,
    takes: &Takes,
    text: &str,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    let number = match takes {
        Takes::Number { .. } => text.parse::<f64>().ok().filter(|own| own.is_finite()),
        _ => None,
    };
    match number {
        Some(number) => page.write_number(row, at, number)?,
        None => page.write_string(row, at, text)?,
    };
    Ok(())
}
