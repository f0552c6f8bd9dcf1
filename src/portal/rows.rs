//! The rows of an import file, CSV with a header or JSON: each cell linted, duplicates found. Says what is wrong and where.

use crate::failure::Failure;
use crate::{
    cells::{Cells, Refusal},
    json_rows, lint, progress, rate_text,
    shelf::Shelf,
};
use csv::{ReaderBuilder, StringRecord, Trim};
use pointback_core::host::Host;
use pointback_core::retailer::{Retailer, RetailerId};
use std::collections::HashMap;

/// Columns that a file must have.
pub(crate) const REQUIRED: [&str; 3] = ["domain", "name", "rate"];
/// Columns that it may have.
pub(crate) const OPTIONAL: [&str; 8] = [
    "condition",
    "network",
    "link",
    "hosts",
    "excluded",
    "category",
    "featured",
    "terms",
];

/// One usable row. The retailer has no number yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, counted from 1.
    pub line: u64,
    /// What the row says about the retailer.
    pub retailer: Retailer,
    /// Its network, if the row names one.
    pub network: Option<String>,
    /// Its link, if the row has one.
    pub link: Option<String>,
    /// What the portal's own pages say of it.
    pub shelf: Shelf,
}

/// A file as read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Rows that may be published.
    pub rows: Vec<Row>,
    /// Rows that may not.
    pub refused: Vec<Refusal>,
}

/// Reads a file: JSON when it opens like JSON, CSV otherwise.
///
/// # Errors
/// `Argument` when a CSV header lacks a required column or has an unknown one, or a JSON array is not closed: then no row
/// can be trusted.
pub fn read(file: &[u8]) -> Result<Read, Failure> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let rows = if matches!(file.trim_ascii_start().first(), Some(b'[' | b'{')) {
        json_rows::read(file)?
    } else {
        csv_rows(file)?
    };
    let mut read = Read::default();
    let mut line_of: HashMap<Host, u64> = HashMap::new();
    for row in rows {
        let row = row.and_then(|row| {
            let twice = row.retailer.hosts.iter().find_map(|h| line_of.get(h));
            match twice {
                Some(first) => {
                    let reason = format!("a host of this row stands in line {first} already");
                    Err(Refusal::new(row.line, "domain", reason))
                }
                None => Ok(row),
            }
        });
        match row {
            Ok(row) => {
                let hosts = row.retailer.hosts.iter().cloned();
                line_of.extend(hosts.map(|host| (host, row.line)));
                read.rows.push(row);
            }
            Err(refusal) => read.refused.push(refusal),
        }
    }
    Ok(read)
}

fn csv_rows(csv: &[u8]) -> Result<Vec<Result<Row, Refusal>>, Failure> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .from_reader(csv);
    let header = reader.headers().map_err(not_csv)?.clone();
    check_header(&header)?;
    let bar = progress::bar("reading", csv.iter().filter(|b| **b == b'\n').count());
    let rows = reader.records().map(|record| {
        bar.inc(1);
        match record {
            Ok(record) => Cells::of_record(&header, &record).and_then(|cells| row(&cells)),
            Err(e) => {
                let line = e.position().map_or(0, csv::Position::line);
                Err(Refusal::new(line, "domain", "the row is not UTF-8 text"))
            }
        }
    });
    let rows = rows.collect();
    bar.finish_and_clear();
    Ok(rows)
}

fn not_csv(cause: csv::Error) -> Failure {
    Failure::Argument(format!("the file is not CSV: {cause}"))
}

fn check_header(header: &StringRecord) -> Result<(), Failure> {
    let known = || REQUIRED.iter().chain(&OPTIONAL);
    if let Some(missing) = REQUIRED.iter().find(|c| header.iter().all(|h| h != **c)) {
        return Err(Failure::Argument(format!(
            "the first line must name the columns, and `{missing}` is missing"
        )));
    }
    if let Some(unknown) = header.iter().find(|h| known().all(|c| c != h)) {
        let names: Vec<&str> = known().copied().collect();
        return Err(Failure::Argument(format!(
            "column `{unknown}` is unknown: the columns are {}",
            names.join(", ")
        )));
    }
    Ok(())
}

/// One row from its cells.
pub(crate) fn row(cells: &Cells<'_>) -> Result<Row, Refusal> {
    let domain = lint::host(cells.text("domain")).map_err(|e| cells.refuse("domain", e))?;
    let name = cells.text("name").to_owned();
    if name.is_empty() {
        return Err(cells.refuse("name", "the name is missing"));
    }
    let rates = rate_text::parse(cells.text("rate")).map_err(|e| cells.refuse("rate", e))?;
    let mut hosts = vec![domain];
    for host in cells.hosts("hosts")? {
        if hosts.contains(&host) {
            return Err(cells.refuse("hosts", "the same host twice"));
        }
        hosts.push(host);
    }
    let excluded = cells.hosts("excluded")?;
    let is_below = |x: &Host| hosts.iter().any(|h| x != h && x.is_under(h));
    if !excluded.iter().all(is_below) {
        return Err(cells.refuse("excluded", "an excluded host must be below a listed one"));
    }
    let [category, featured, terms] = ["category", "featured", "terms"].map(|c| cells.text(c));
    let shelf = Shelf::read(category, featured, terms)
        .map_err(|(column, reason)| cells.refuse(column, reason))?;
    let retailer = Retailer {
        id: RetailerId(0),
        name,
        hosts,
        excluded,
        paths: Vec::new(),
        rates,
        boosts: Vec::new(),
        deep_link: false,
        query_keys: Vec::new(),
        trip_ttl: None,
        categories: Vec::new(),
        condition: cells.optional("condition"),
        page: None,
        category: None,
        featured: false,
    };
    if retailer.to_line().is_err() {
        let reason =
            "a text or a list in this row is too long, or holds characters that cannot be seen";
        return Err(cells.refuse("name", reason));
    }
    Ok(Row {
        line: cells.line,
        retailer,
        network: cells.optional("network"),
        link: cells.optional("link"),
        shelf,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusals(csv: &str) -> Vec<String> {
        let read = read(csv.as_bytes()).unwrap();
        read.refused.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_full_row_fills_every_field() {
        let csv = "domain,name,rate,condition,network,link,hosts,excluded\n\
            macys.com,Macy's,up to 10%|2% Beauty,Not on gift cards.,sim,https://n.example/{click_ref},macys.net | m.macys.net,credit.macys.com\n";
        let read = read(csv.as_bytes()).unwrap();
        assert_eq!(read.refused, []);
        let row = &read.rows[0];
        assert_eq!(
            row.retailer.to_line().unwrap(),
            r#"{"id":0,"n":"Macy's","d":["macys.com","macys.net","m.macys.net"],"x":["credit.macys.com"],"r":[{"k":"p","v":1000,"u":1},{"k":"p","v":200,"l":"Beauty"}],"t":"Not on gift cards."}"#
        );
        assert_eq!(row.line, 2);
        assert_eq!(row.network.as_deref(), Some("sim"));
        assert_eq!(row.link.as_deref(), Some("https://n.example/{click_ref}"));
    }

    #[test]
    fn a_row_without_a_rate_is_listed_without_one() {
        let read = read("\u{feff}domain,name,rate\nA.com, A ,\n".as_bytes()).unwrap();
        let retailer = &read.rows[0].retailer;
        assert_eq!((retailer.name.as_str(), retailer.rates.len()), ("A", 0));
    }

    #[test]
    fn refused_rows_are_named_with_line_and_column_and_the_others_stay() {
        let csv = "domain,name,rate,hosts,excluded\n\
            amazon.htm,Amazon,1%,,\n\
            good.com,Good,1%,,\n\
            co.uk,All of it,1%,,\n\
            intranet,Single,1%,,\n\
            10.0.0.1,Address,1%,,\n\
            zero.com,Zero,0%,,\n\
            absurd.com,Absurd,101%,,\n\
            noname.com,,1%,,\n\
            short.com,Short\n\
            Good.com.,Twice,1%,,\n\
            other.com,Other,1%,good.com,\n\
            x.com,X,1%,com,\n\
            y.com,Y,1%,,y.net\n\
            z.com,Z,1%,,z.com\n";
        let refused = refusals(csv);
        let expected = [
            "line 2, column domain: its top-level domain does not exist",
            "line 4, column domain: anyone may register",
            "line 5, column domain: a single label",
            "line 6, column domain: an IP address",
            "line 7, column rate: a rate of zero",
            "line 8, column rate: a rate is at most 100%",
            "line 9, column name: the name is missing",
            "line 10, column domain: the row has 2 cells where the header has 5",
            "line 11, column domain: a host of this row stands in line 3 already",
            "line 12, column domain: a host of this row stands in line 3 already",
            "line 13, column hosts: a single label",
            "line 14, column excluded: an excluded host must be below a listed one",
            "line 15, column excluded: an excluded host must be below a listed one",
        ];
        assert_eq!(refused.len(), expected.len(), "{refused:#?}");
        for (said, expected) in refused.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said} is not {expected}");
        }
        assert_eq!(read(csv.as_bytes()).unwrap().rows.len(), 1);
    }

    #[test]
    fn texts_that_could_not_be_published_are_refused() {
        let long = format!("domain,name,rate\na.com,{},1%\n", "n".repeat(500));
        assert_eq!(refusals(&long).len(), 1);
        assert_eq!(
            refusals("domain,name,rate\na.com,\"a\u{1}b\",1%\n").len(),
            1
        );
    }

    #[test]
    fn a_row_that_is_not_text_is_refused_alone() {
        let read = read(b"domain,name,rate\na.com,\xff,1%\nb.com,B,1%\n").unwrap();
        assert_eq!(read.refused[0].line, 2);
        assert_eq!(read.rows[0].retailer.name, "B");
    }

    #[test]
    fn a_header_that_is_not_ours_refuses_the_file() {
        for (csv, reason) in [
            ("domain,name\n", "`rate` is missing"),
            ("domain,name,rate,colour\n", "column `colour` is unknown"),
            ("", "`domain` is missing"),
        ] {
            let sentence = read(csv.as_bytes()).unwrap_err().to_string();
            assert!(sentence.contains(reason), "{sentence}");
        }
    }
}
