//! The columns of a report file, and what a network calls them.

use crate::failure::Failure;
use csv::StringRecord;
use std::collections::BTreeMap;

/// Columns that a file must have.
const REQUIRED: [&str; 7] = [
    "id",
    "click_ref",
    "status",
    "sale",
    "commission",
    "ordered",
    "updated",
];
/// Columns that it may have.
const OPTIONAL: [&str; 6] = ["currency", "seq", "record", "order", "category", "offer"];
/// A report has a dozen columns, a generous one a hundred; a header beyond this is no header.
const MOST: usize = 1_000;

/// What a network calls our columns; a column without a name of its own is called as here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(BTreeMap<&'static str, String>);

impl Mapping {
    /// Reads pairs such as `sale=Sale Amount`.
    ///
    /// # Errors
    /// `Argument` for a column that is not ours, or a name that is empty.
    pub fn parse<'t>(pairs: impl IntoIterator<Item = &'t str>) -> Result<Self, Failure> {
        let mut mapping = Self::default();
        for pair in pairs {
            let (ours, theirs) = pair.split_once('=').unwrap_or((pair, ""));
            let known = all().find(|column| *column == ours.trim());
            match known {
                Some(column) if !theirs.trim().is_empty() && !theirs.contains(';') => {
                    mapping.0.insert(column, theirs.trim().to_owned());
                }
                Some(column) => {
                    return Err(Failure::Argument(format!(
                        "`{pair}` names no column: write `{column}=` and the network's name for it, without a semicolon"
                    )));
                }
                None => {
                    return Err(Failure::Argument(format!(
                        "`{ours}` is not a column of reports: they are {}",
                        all().collect::<Vec<_>>().join(", ")
                    )));
                }
            }
        }
        Ok(mapping)
    }

    /// Reads the text that `Display` writes.
    ///
    /// # Errors
    /// As `parse`.
    pub fn read(text: &str) -> Result<Self, Failure> {
        Self::parse(text.split(';').filter(|pair| !pair.is_empty()))
    }

    /// With the names of another mapping where it has any.
    #[must_use]
    pub fn overridden(mut self, by: Self) -> Self {
        self.0.extend(by.0);
        self
    }

    fn name<'s>(&'s self, column: &'s str) -> &'s str {
        self.0.get(column).map_or(column, String::as_str)
    }
}

impl std::fmt::Display for Mapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pairs: Vec<String> = self.0.iter().map(|(k, v)| format!("{k}={v}")).collect();
        f.write_str(&pairs.join(";"))
    }
}

fn all() -> impl Iterator<Item = &'static str> {
    REQUIRED.into_iter().chain(OPTIONAL)
}

/// Where each of our columns stands in a file.
#[derive(Debug)]
pub(super) struct Columns {
    places: BTreeMap<&'static str, usize>,
    /// How many cells a row must have.
    pub(super) count: usize,
}

impl Columns {
    pub(super) fn find(header: &StringRecord, mapping: &Mapping) -> Result<Self, Failure> {
        if header.len() > MOST {
            return Err(Failure::Argument(format!(
                "the first line has {} cells: that is no header of a report",
                header.len()
            )));
        }
        let mut places = BTreeMap::new();
        for column in all() {
            let name = mapping.name(column);
            let mut found = header.iter().enumerate().filter(|(_, cell)| *cell == name);
            match (found.next(), found.next()) {
                (Some((place, _)), None) => {
                    places.insert(column, place);
                }
                (Some(_), Some(_)) => {
                    return Err(Failure::Argument(format!(
                        "two columns are called `{name}`: which is `{column}`?"
                    )));
                }
                (None, _) if REQUIRED.contains(&column) || mapping.0.contains_key(column) => {
                    return Err(Failure::Argument(format!(
                        "the first line must name the columns, and `{name}` is missing: say what the network calls it with --column {column}=NAME"
                    )));
                }
                (None, _) => {}
            }
        }
        let count = header.len();
        Ok(Self { places, count })
    }

    /// The cell of a row, empty if the file has no such column.
    pub(super) fn cell<'r>(&self, record: &'r StringRecord, column: &str) -> &'r str {
        let place = self.places.get(column);
        place.and_then(|at| record.get(*at)).unwrap_or_default()
    }

    /// The names of columns that nothing is read from.
    pub(super) fn unread(&self, header: &StringRecord) -> Vec<String> {
        let read: Vec<&usize> = self.places.values().collect();
        let rest = header.iter().enumerate();
        rest.filter(|(at, _)| !read.contains(&at))
            .map(|(_, name)| name.to_owned())
            .collect()
    }
}
