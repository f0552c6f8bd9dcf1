//! A network's report file: CSV with a header, in the normal form or in the network's own words. Every row becomes a report
//! or a refusal with line, column and reason; a strange file is refused as a whole.

pub(crate) mod amount;
pub(crate) mod columns;
mod moment;
mod row;
mod status;

use crate::{cells::Refusal, failure::Failure, report::Report};
use columns::Columns;
pub use columns::Mapping;
use csv::{ReaderBuilder, Trim};
use jiff::tz::TimeZone;
use row::Row;

/// Larger files are cut up by whoever sends them.
pub const LARGEST: usize = 256 * 1024 * 1024;

/// How a network writes its files.
#[derive(Debug, Clone)]
pub struct Form {
    /// The network.
    pub network: String,
    /// What it calls the columns.
    pub mapping: Mapping,
    /// The zone of times that do not say theirs.
    pub zone: Option<TimeZone>,
    /// The portal's secret, for hashing order numbers.
    pub key: [u8; 32],
}

/// A file as read.
#[derive(Debug, Default)]
pub struct Read {
    /// The rows that make sense.
    pub reports: Vec<Report>,
    /// The rows that do not, in the order of the file.
    pub refused: Vec<Refusal>,
    /// Columns that nothing was read from.
    pub unread: Vec<String>,
}

/// Reads a file. `tick` is called for every row.
///
/// # Errors
/// `Argument` when no row can be trusted: not CSV, not UTF-8, or a column missing.
pub fn read(file: &[u8], form: &Form, tick: impl Fn()) -> Result<Read, Failure> {
    check_encoding(file)?;
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .from_reader(file);
    let header = reader
        .headers()
        .map_err(|cause| Failure::Argument(format!("the file is not CSV: {cause}")))?;
    let columns = Columns::find(header, &form.mapping)?;
    let mut read = Read {
        unread: columns.unread(header),
        ..Read::default()
    };
    for record in reader.records() {
        tick();
        let report = match record {
            Ok(record) => Row::of(&columns, &record).and_then(|row| row.report(form)),
            Err(cause) => {
                let line = cause.position().map_or(0, csv::Position::line);
                Err(Refusal::new(line, "id", "the row is not UTF-8 text"))
            }
        };
        match report {
            Ok(report) => read.reports.push(report),
            Err(refusal) => read.refused.push(refusal),
        }
    }
    Ok(read)
}

/// Refuses a file of so many bytes, if they are too many.
pub(crate) fn check_length(bytes: u64) -> Result<(), Failure> {
    if bytes <= LARGEST as u64 {
        return Ok(());
    }
    let reason = "the file is larger than 256 MB: cut it up and hand the parts in one by one";
    Err(Failure::Argument(reason.to_owned()))
}

fn check_encoding(file: &[u8]) -> Result<(), Failure> {
    check_length(u64::try_from(file.len()).unwrap_or(u64::MAX))?;
    let reason =
        if file.starts_with(b"\xff\xfe") || file.starts_with(b"\xfe\xff") || file.contains(&0) {
            "the file is not UTF-8 text: save it as \"CSV UTF-8\""
        } else {
            return Ok(());
        };
    Err(Failure::Argument(reason.to_owned()))
}

#[cfg(test)]
mod tests;
