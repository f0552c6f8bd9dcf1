//! The rows of a JSON import file: an array of objects, or one object on each line. An object either has the columns of the CSV
//! form, or is a retailer as rate lists write it, with `network`, `link` and what else lists do not carry beside.

use crate::cells::{Cells, Refusal};
use crate::failure::Failure;
use crate::rows::{OPTIONAL, REQUIRED, Row, row};
use crate::shelf::Shelf;
use crate::{lint, progress};
use pointback_core::retailer::Retailer;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// Where a JSON row is wrong as a whole.
const OBJECT: &str = "object";

/// Reads every object of a file.
///
/// # Errors
/// `Argument` when an array is not closed.
pub(crate) fn read(file: &[u8]) -> Result<Vec<Result<Row, Refusal>>, Failure> {
    let is_array = file.trim_ascii_start().starts_with(b"[");
    let objects = if is_array {
        of_array(file)?
    } else {
        of_lines(file)
    };
    let bar = progress::bar("reading", objects.len());
    let rows = objects.into_iter().map(|(line, text)| {
        bar.inc(1);
        read_object(line, text)
    });
    let rows = rows.collect();
    bar.finish_and_clear();
    Ok(rows)
}

/// The lines with something in them, by number.
fn of_lines(file: &[u8]) -> Vec<(u64, &[u8])> {
    let lines = (1..).zip(file.split(|b| *b == b'\n').map(<[u8]>::trim_ascii));
    lines.filter(|(_, line)| !line.is_empty()).collect()
}

/// The items of an array, each with the line it opens on. Only brackets and texts are looked at; what is wrong within an
/// item is found when the item is read.
fn of_array(file: &[u8]) -> Result<Vec<(u64, &[u8])>, Failure> {
    let mut items = Vec::new();
    let (mut line, mut depth, mut start) = (1, 0_u32, (1, 0));
    let (mut in_text, mut escaped) = (false, false);
    for (at, byte) in file.iter().enumerate() {
        line += u64::from(*byte == b'\n');
        if in_text {
            in_text = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => {
                if depth == 1 {
                    start = (line, at);
                }
                depth += 1;
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    items.push((start.0, file.get(start.1..=at).unwrap_or_default()));
                }
                if depth == 0 {
                    return Ok(items);
                }
            }
            _ => {}
        }
    }
    Err(Failure::Argument(
        "the file opens like a JSON array and never closes it: it may be cut off".to_owned(),
    ))
}

fn read_object(line: u64, text: &[u8]) -> Result<Row, Refusal> {
    let object: Map<String, Value> = serde_json::from_slice(text)
        .map_err(|e| Refusal::new(line, OBJECT, format!("no JSON object: {e}")))?;
    if object.contains_key("d") {
        of_list(line, object)
    } else {
        of_columns(line, &object)
    }
}

/// An object with the columns of the CSV form; `hosts` and `excluded` may be arrays.
fn of_columns(line: u64, object: &Map<String, Value>) -> Result<Row, Refusal> {
    let columns = || REQUIRED.iter().chain(&OPTIONAL);
    let mut cells = HashMap::new();
    for (key, value) in object {
        let Some(column) = columns().find(|c| *c == key) else {
            let names: Vec<&str> = columns().copied().collect();
            let reason = format!("`{key}` is unknown: the names are {}", names.join(", "));
            return Err(Refusal::new(line, OBJECT, reason));
        };
        let text = match value {
            Value::Null => continue,
            Value::String(text) => Cow::Borrowed(text.trim()),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                Cow::Owned(items.join("|"))
            }
            _ => {
                let reason = "this must be a text, or a list of texts, as in the CSV form";
                return Err(Refusal::new(line, column, reason));
            }
        };
        cells.insert(*column, text);
    }
    row(&Cells::new(line, cells))
}

/// A retailer as rate lists write it. Its number is not taken over: here it gets one of ours.
fn of_list(line: u64, mut object: Map<String, Value>) -> Result<Row, Refusal> {
    let mut beside = |key: &'static str| match object.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::new(line, key, "this must be a text")),
    };
    let (network, link) = (beside("network")?, beside("link")?);
    let [category, featured, terms] =
        [beside("category")?, beside("featured")?, beside("terms")?].map(Option::unwrap_or_default);
    let shelf = Shelf::read(&category, &featured, &terms)
        .map_err(|(column, reason)| Refusal::new(line, column, reason))?;
    object.remove("id");
    let fields = Value::Object(object).to_string();
    let text = format!("{{\"id\":0,{}", fields.trim_start_matches('{'));
    let retailer = Retailer::from_line(text.as_bytes()).map_err(|_| {
        let reason = "not a retailer as rate lists write it: some field has another form, is over its bounds, or a host is none";
        Refusal::new(line, OBJECT, reason)
    })?;
    for (column, hosts) in [("d", &retailer.hosts), ("x", &retailer.excluded)] {
        for host in hosts {
            let checked = lint::host(host.as_str());
            checked.map_err(|reason| {
                Refusal::new(line, column, format!("{}: {reason}", host.as_str()))
            })?;
        }
    }
    Ok(Row {
        line,
        retailer,
        network,
        link,
        shelf,
    })
}

#[cfg(test)]
mod tests {
    use crate::rows::read;

    fn refusals(file: &str) -> Vec<String> {
        let read = read(file.as_bytes()).unwrap();
        read.refused.iter().map(ToString::to_string).collect()
    }

    const MACYS: &str = r#"{"domain":"macys.com","name":"Macy's","rate":"up to 10%|2% Beauty","hosts":["macys.net"],"network":"sim"}"#;

    #[test]
    fn an_array_and_lines_say_the_same_as_csv() {
        let csv = read(
            b"domain,name,rate,hosts,network\nmacys.com,Macy's,up to 10%|2% Beauty,macys.net,sim\n",
        )
        .unwrap();
        for json in [
            format!("\u{feff}{MACYS}\n"),
            format!("[\n{MACYS}]"),
            format!("\n\n{MACYS}"),
        ] {
            let read = read(json.as_bytes()).unwrap();
            assert_eq!(read.rows[0].retailer, csv.rows[0].retailer, "{json}");
            assert_eq!(read.rows[0].network, csv.rows[0].network);
        }
    }

    #[test]
    fn a_published_line_can_be_imported_with_everything_it_says() {
        let line = r#"{"id":7,"n":"G","d":["g.com"],"r":[{"k":"f","v":500,"c":"USD"}],"b":[{"v":900,"s":1,"e":2}],"q":["ID"],"g":[3],"link":"https://n.example/{click_ref}","category":"Travel","featured":"yes","terms":"One.|Two."}"#;
        let read = read(line.as_bytes()).unwrap();
        let row = &read.rows[0];
        assert_eq!((row.retailer.id.0, row.retailer.boosts.len()), (0, 1));
        assert_eq!(row.link.as_deref(), Some("https://n.example/{click_ref}"));
        assert_eq!(
            (row.shelf.category.as_str(), row.shelf.featured),
            ("Travel", true)
        );
        assert_eq!(row.shelf.terms, ["One.", "Two."]);
        assert_eq!(
            refusals(r#"{"n":"All","d":["co.com.myshopify.com","github.io"]}"#)[0],
            "line 1, column d: github.io: anyone may register a name below this one: it is a public suffix"
        );
    }

    #[test]
    fn what_is_wrong_is_named_by_line_and_name() {
        let array = "[\n  {\"domain\": \"a.com\", \"name\": \"[A]\", \"rate\": \"1%\"},\n  {\"domain\": \"b\"},\n\n  {\"domain\": \"c.com\", \"name\": \"C\\\"]\", \"rate\": 5},\n  [1],\n  {\"domain\": \"a.com\", \"name\": \"A\"}\n]";
        let said = refusals(array);
        let expected = [
            "line 3, column domain: a single label",
            "line 5, column rate: this must be a text",
            "line 6, column object: no JSON object",
            "line 7, column domain: a host of this row stands in line 2 already",
        ];
        assert_eq!(said.len(), expected.len(), "{said:#?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said} is not {expected}");
        }
        let lines = refusals("{\"domain\":\"a.com\"\n{\"colour\":\"red\"}\n");
        assert!(
            lines[0].starts_with("line 1, column object: no JSON object"),
            "{lines:?}"
        );
        assert!(
            lines[1].starts_with("line 2, column object: `colour` is unknown"),
            "{lines:?}"
        );
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused_as_a_whole() {
        let cut = format!("[{MACYS},{}", &MACYS[..30]);
        assert!(
            read(cut.as_bytes())
                .unwrap_err()
                .to_string()
                .contains("cut off")
        );
    }
}
