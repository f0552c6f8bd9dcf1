//! The cells of one row of an import file, by column name, and the refusal that names row and column.

use crate::lint;
use csv::StringRecord;
use pointback_core::host::Host;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// Why a row was left out, or what is strange about one that was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Line in the file, counted from 1.
    pub line: u64,
    /// Name of the column.
    pub column: &'static str,
    /// One sentence.
    pub reason: String,
}

impl Refusal {
    pub(crate) fn new(line: u64, column: &'static str, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self {
            line,
            column,
            reason,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            reason,
        } = self;
        write!(f, "line {line}, column {column}: {reason}")
    }
}

/// The cells of one row by name, from whichever kind of file.
pub(crate) struct Cells<'a> {
    /// Line in the file, counted from 1.
    pub(crate) line: u64,
    by_name: HashMap<&'a str, Cow<'a, str>>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(line: u64, by_name: HashMap<&'a str, Cow<'a, str>>) -> Self {
        Self { line, by_name }
    }

    /// The cells of a CSV record. Refuses a row that has more or fewer cells than the header: its cells would slide into
    /// other columns.
    pub(crate) fn of_record(
        header: &'a StringRecord,
        record: &'a StringRecord,
    ) -> Result<Self, Refusal> {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let reason = format!(
                "the row has {} cells where the header has {}; put a cell with a comma in quotes",
                record.len(),
                header.len()
            );
            return Err(Refusal::new(line, "domain", reason));
        }
        let cells = header.iter().zip(record.iter().map(Cow::Borrowed));
        Ok(Self::new(line, cells.collect()))
    }

    /// The cell, empty if the file has no such column.
    pub(crate) fn text(&self, column: &'static str) -> &str {
        self.by_name.get(column).map_or("", Cow::as_ref)
    }

    /// The cell, if anything is in it.
    pub(crate) fn optional(&self, column: &'static str) -> Option<String> {
        Some(self.text(column).to_owned()).filter(|text| !text.is_empty())
    }

    /// The hosts of a cell, separated by `|`.
    pub(crate) fn hosts(&self, column: &'static str) -> Result<Vec<Host>, Refusal> {
        let names = self.text(column).split('|').map(str::trim);
        names
            .filter(|name| !name.is_empty())
            .map(|name| lint::host(name).map_err(|reason| self.refuse(column, reason)))
            .collect()
    }

    pub(crate) fn refuse(&self, column: &'static str, reason: &str) -> Refusal {
        Refusal::new(self.line, column, reason)
    }
}
