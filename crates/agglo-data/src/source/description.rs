//! What the columns of a file mean: a small file that `agglo data guess` proposes and a person confirms.

use agglo::Error;
use serde::{Deserialize, Serialize};

pub use crate::source::fetching::{Cadence, Fetch, FetchFile};
pub use crate::source::measures::{Flags, Marks, Measure, Ranges};
use crate::source::number::Decimal;

/// A source: who published it, and which of its columns is what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// What the dataset is called in the lake.
    pub dataset: String,
    /// What it is.
    #[serde(default)]
    pub title: String,
    /// Who published it.
    #[serde(default)]
    pub agency: String,
    /// Under which terms it may be used, as its publisher says.
    #[serde(default)]
    pub licence: String,
    /// How the file is written.
    #[serde(default, skip_serializing_if = "Written::is_plain")]
    pub file: Written,
    /// The column of the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionColumn>,
    /// The column of the industry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<IndustryColumn>,
    /// The column of the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodColumn>,
    /// Columns that tell rows of one region, industry and time apart: owner, size, sex.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Dimension>,
    /// Columns of figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// Columns of flags: what the publisher says about a figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flags>,
    /// Texts in the place of a figure.
    #[serde(default, skip_serializing_if = "Marks::is_plain")]
    pub marks: Marks,
    /// Rows that are no figures of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<LeaveOut>,
    /// Whether each period is a column: each becomes a row with the columns `period` and `value`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_wide: bool,
    /// Whether items are columns of estimates, margins and notes: each becomes a row with the columns `item`,
    /// `estimate`, `margin` and `note`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_survey: bool,
    /// Columns by which a file of this source is known; none for a mapping of one file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_by: Vec<String>,
    /// Where it is fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetch: Option<Fetch>,
}

/// How a file is written, where it is not plain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// `latin1`, `windows-1252`, `utf-16be`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What parts the fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// `comma` or `point`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<Mark>,
    /// What begins a line that is a comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<char>,
    /// Name of the sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row of the names of the columns, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
}

impl Written {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The decimal mark as numbers are read.
    pub fn decimal(&self) -> Decimal {
        match self.decimal {
            None => Decimal::Plain,
            Some(Mark::Point) => Decimal::Point,
            Some(Mark::Comma) => Decimal::Comma,
        }
    }
}

/// A decimal mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// `88.5`
    Point,
    /// `88,5`
    Comma,
}

/// Which codes a region column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegionCodes {
    /// Counties of the United States, five digits.
    UsCounty,
    /// The same in two columns, state and county.
    UsCountyInTwo,
    /// The source's own.
    #[default]
    Own,
}

/// The column of the region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionColumn {
    /// Its name.
    pub column: String,
    /// The column of the county, where the region is in two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// Its codes.
    #[serde(default)]
    pub codes: RegionCodes,
    /// What is done with totals and rests among the regions.
    #[serde(default)]
    pub totals: Totals,
    /// Codes of the source's own beside them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What stands before each code, as in `0500000US`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// What is done with rows of totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Totals {
    /// Each is a fault.
    #[default]
    Refuse,
    /// They are left out and counted.
    LeaveOut,
    /// They are kept under their own code.
    Keep,
}

/// Which codes an industry column holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IndustryCodes {
    /// The North American classification, any edition.
    Naics,
    /// The source's own.
    #[default]
    Own,
}

/// The column of the industry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndustryColumn {
    /// Its name.
    pub column: String,
    /// Its codes.
    #[serde(default)]
    pub codes: IndustryCodes,
    /// The column of the edition, where the file says it row by row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Codes of the source's own beside them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What is done with establishments of no industry.
    #[serde(default)]
    pub totals: Totals,
}

/// The column of the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodColumn {
    /// Its name; none where `is` says the period of all rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The column of the quarter, where it stands apart from the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<String>,
    /// The period of all rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
}

/// A column that tells rows apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// What it is called in the lake.
    pub name: String,
    /// Its name in the file.
    pub column: String,
    /// The value that means all of them together, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
}

/// Rows that are left out and counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveOut {
    /// The column that tells them.
    pub column: String,
    /// Its values in such rows.
    pub values: Vec<String>,
    /// Why.
    pub because: String,
}

impl Description {
    /// Reads a mapping file.
    ///
    /// # Errors
    ///
    /// `E0205` with line and field.
    pub fn read(text: &str, file: &str) -> Result<Self, Error> {
        let found: Self = toml::from_str(text).map_err(|cause| {
            let line = cause.span().and_then(|span| text.get(..span.start));
            let line = line.map_or(1, |before| before.matches('\n').count() + 1);
            Error::new("E0205", cause.message().trim().to_owned())
                .at(format!("{file}, line {line}"))
                .hint("`agglo data guess FILE` writes a mapping to begin with")
        })?;
        let is_name = |name: &str| {
            let letters = |byte: u8| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte)
            };
            !name.is_empty() && name.len() <= 64 && name.bytes().all(letters)
        };
        found.check_ranges(file)?;
        if !is_name(&found.dataset) {
            let what = format!("`{}` cannot name a dataset", found.dataset);
            return Err(Error::new("E0205", what)
                .at(format!("{file}, field `dataset`"))
                .hint("small letters, digits, - and _"));
        }
        Ok(found)
    }

    /// Refuses ranges that are none.
    fn check_ranges(&self, file: &str) -> Result<(), Error> {
        let of_flags = self.flags.iter().flat_map(|flags| &flags.ranges);
        let mut all = of_flags.chain(self.measures.iter().flat_map(|measure| &measure.ranges));
        let is_one = |ends: &[u32]| match ends {
            [_] => true,
            [low, high] => low <= high,
            _ => false,
        };
        let Some((code, ends)) = all.find(|(_, ends)| !is_one(ends)) else { return Ok(()) };
        Err(Error::new("E0205", format!("range `{code}` is {ends:?}"))
            .at(format!("{file}, field `ranges`"))
            .hint("write [0, 19], or [100000] where there is no upper end"))
    }

    /// The mapping as a file.
    ///
    /// # Errors
    ///
    /// `E0206` where it cannot be written.
    pub fn text(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|cause| Error::new("E0206", cause.to_string()))
    }

    /// Names of the keys in the lake, in their order.
    pub fn keys(&self) -> Vec<String> {
        let named = [
            (self.region.is_some(), crate::source::load::REGION),
            (self.industry.is_some(), crate::source::load::INDUSTRY),
            (self.period.is_some(), crate::source::load::PERIOD),
        ];
        let own =
            named.into_iter().filter(|(is_there, _)| *is_there).map(|(_, name)| name.to_owned());
        own.chain(self.dimensions.iter().map(|dimension| dimension.name.clone())).collect()
    }

    /// Columns of the file that the mapping names.
    pub fn columns(&self) -> Vec<&str> {
        let region = self
            .region
            .iter()
            .flat_map(|region| std::iter::once(&region.column).chain(&region.county));
        let industry = self
            .industry
            .iter()
            .flat_map(|industry| std::iter::once(&industry.column).chain(&industry.edition));
        let period =
            self.period.iter().flat_map(|period| period.column.iter().chain(&period.quarter));
        let dimensions = self.dimensions.iter().map(|dimension| &dimension.column);
        let measures = self.measures.iter().map(|measure| &measure.column);
        let flags = self.flags.iter().map(|flags| &flags.column);
        let left = self.leave_out.iter().map(|left| &left.column);
        let all = region.chain(industry).chain(period).chain(dimensions).chain(measures);
        all.chain(flags).chain(left).map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_written_and_read_again_the_same() {
        let text = "dataset = \"pessoal\"\n[file]\nencoding = \"latin1\"\ndecimal = \"comma\"\n\
                    [region]\ncolumn = \"concelho\"\ntotals = \"leave_out\"\n[period]\nis = \"2019\"\n\
                    [[measures]]\nname = \"employment\"\ncolumn = \"pessoal\"\nkind = \"count\"\n\
                    [marks]\nwithheld = [\"x\"]\n";
        let found = Description::read(text, "pt.toml").unwrap();
        assert_eq!(found.file.decimal(), Decimal::Comma);
        assert_eq!(found.columns(), ["concelho", "pessoal"]);
        assert_eq!(Description::read(&found.text().unwrap(), "again").unwrap(), found);
    }

    #[test]
    fn a_wrong_field_is_named_with_its_line() {
        let error = Description::read("dataset = \"x\"\nregoin = 1\n", "pt.toml").unwrap_err();
        assert_eq!(error.place(), Some("pt.toml, line 2"));
        assert!(error.what().contains("regoin"));
        assert!(Description::read("dataset = \"../x\"\n", "pt.toml").is_err());
    }
}
