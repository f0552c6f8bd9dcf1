//! Report files, sound and hostile.

use super::*;
use crate::report::Status;

const HEADER: &str = "id,click_ref,status,sale,commission,ordered,updated";
const ROW: &str = "1,ref,locked,100.00,20.00,2027-02-10T12:00:00Z,2027-02-11T12:00:00Z";

fn form(mapping: &[&str], zone: Option<&str>) -> Form {
    Form {
        network: "acme".to_owned(),
        mapping: Mapping::parse(mapping.iter().copied()).unwrap(),
        zone: zone.map(|name| TimeZone::get(name).unwrap()),
        key: [7; 32],
    }
}

fn read_text(text: impl AsRef<[u8]>) -> Result<Read, String> {
    read(text.as_ref(), &form(&[], None), || ()).map_err(|failure| failure.to_string())
}

fn refusals(rows: &str) -> Vec<String> {
    let read = read_text(format!("{HEADER}\n{rows}")).unwrap();
    read.refused.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_becomes_a_report() {
    let read = read_text(format!("\u{feff}{HEADER}\r\n{ROW}\r\n")).unwrap();
    let [report] = read.reports.as_slice() else {
        panic!("{read:?}")
    };
    assert_eq!(
        (report.network.as_str(), report.ext_id.as_str()),
        ("acme", "1")
    );
    assert_eq!(
        (report.sale_minor, report.commission_minor),
        (10_000, 2_000)
    );
    assert_eq!(
        (report.status, report.currency.as_str()),
        (Status::Confirmed, "USD")
    );
    assert_eq!(report.updated_at - report.event_at, 24 * 60 * 60 * 1_000);
    assert!(report.order_hash.is_none() && read.refused.is_empty());
}

#[test]
fn a_networks_own_file_is_read_by_its_own_names() {
    let file = "Publisher,originalActionId,commissionId,sid,actionStatus,Sale Amount,fee,eventDate,postingDate,orderId,Product\n\
                9,77,c-1,ref,new,100.00,3.211,2027-02-10 12:00:00,2027-02-11,A-1001,Beauty\n\
                9,77,c-2,ref,locked,-40.00,-1.284,2027-02-12 12:00:00,2027-02-12,A-1001,Beauty\n";
    let columns = [
        "id=originalActionId",
        "record=commissionId",
        "click_ref=sid",
        "status=actionStatus",
        "sale=Sale Amount",
        "commission=fee",
        "ordered=eventDate",
        "updated=postingDate",
        "order=orderId",
        "category=Product",
    ];
    let form = form(&columns, Some("America/New_York"));
    let again = Mapping::read(&form.mapping.to_string()).unwrap();
    assert_eq!(again, form.mapping);
    let read = read(file.as_bytes(), &form, || ()).unwrap();
    assert_eq!(
        (read.refused.len(), read.unread),
        (0, vec!["Publisher".to_owned()])
    );
    let [line, correction] = read.reports.as_slice() else {
        panic!()
    };
    assert_eq!((line.ext_id.as_str(), line.record.as_str()), ("77", "c-1"));
    assert_eq!(
        (line.commission_minor, correction.commission_minor),
        (321, -128)
    );
    assert_eq!(line.category.as_deref(), Some("Beauty"));
    let hash = line.order_hash.clone().unwrap();
    assert!(hash.len() == 32 && !hash.contains("1001"), "{hash}");
    assert_eq!(line.order_hash, correction.order_hash);
}

#[test]
fn a_bad_row_is_named_and_the_others_are_read() {
    let bad = |from: &str, to: &str| ROW.replacen(from, to, 1);
    for (row, reason) in [
        (
            bad("100.00", "1,00"),
            "line 2, column id: the row has 8 cells where the header has 7",
        ),
        (
            bad("100.00", "$100"),
            "line 2, column sale: an amount is a number",
        ),
        (
            bad("20.00", ""),
            "line 2, column commission: an amount is a number",
        ),
        (
            bad("locked", "fine"),
            "line 2, column status: the status is none of",
        ),
        (
            bad("2027-02-10T12:00:00Z", "2027-02-10"),
            "line 2, column ordered: the time does not say its zone",
        ),
        (
            bad("2027-02-11T12:00:00Z", "soon"),
            "line 2, column updated: a time is written",
        ),
        (
            bad("ref", ""),
            "line 2, column click_ref: must not be empty",
        ),
        (
            bad("ref", "a\tb"),
            "line 2, column click_ref: control characters",
        ),
        (bad("1", &"1".repeat(201)), "line 2, column id: at most 200"),
    ] {
        let refused = refusals(&format!("{row}\n{ROW}\n"));
        assert_eq!(refused.len(), 1, "{row}: {refused:?}");
        assert!(refused[0].starts_with(reason), "{}", refused[0]);
    }
}

#[test]
fn an_open_quote_is_spoken_of() {
    let refused = refusals(&format!("\"{ROW}\n{ROW}\n"));
    assert_eq!(refused.len(), 1);
    assert!(
        refused[0].contains("a quote that opens here is not closed"),
        "{refused:?}"
    );
}

#[test]
fn another_encoding_is_refused_by_row_or_as_a_whole() {
    let mut file = format!("{HEADER}\n").into_bytes();
    file.extend(b"1,caf\xe9,locked,1,1,2027-02-10T12:00:00Z,2027-02-10T12:00:00Z\n");
    file.extend(format!("{ROW}\n").into_bytes());
    let read = read_text(&file).unwrap();
    assert_eq!((read.reports.len(), read.refused.len()), (1, 1));
    assert_eq!(
        read.refused[0].to_string(),
        "line 2, column id: the row is not UTF-8 text"
    );
    let wide: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".to_vec(), wide.clone()].concat();
    for file in [wide, marked] {
        assert!(read_text(&file).unwrap_err().contains("CSV UTF-8"));
    }
}

#[test]
fn a_file_that_is_no_report_is_refused_as_a_whole() {
    let many = vec!["x"; 1_000_000].join(",");
    for (file, reason) in [
        (String::new(), "`id` is missing"),
        (
            "id,click_ref\n".to_owned(),
            "`status` is missing: say what the network calls it with --column status=NAME",
        ),
        (format!("{HEADER},sale\n"), "two columns are called `sale`"),
        (many.clone(), "1000000 cells"),
        (HEADER.replace(',', ";"), "`id` is missing"),
    ] {
        let refused = read_text(&file).unwrap_err();
        assert!(refused.contains(reason), "{refused}");
    }
    // A row of a million cells costs that row only.
    let refused = refusals(&format!("{many}\n{ROW}\n"));
    assert_eq!(refused.len(), 1);
    assert!(refused[0].contains("1000000 cells"));
}

#[test]
fn a_mapping_names_our_columns_only() {
    let refused = |pair: &str| Mapping::parse([pair]).unwrap_err().to_string();
    assert!(refused("amount=x").contains("`amount` is not a column of reports"));
    for pair in ["sale", "sale=", "sale=a;b"] {
        assert!(refused(pair).contains("names no column"), "{pair}");
    }
    // An optional column that is named must be there: a misspelt name would be silently empty.
    let form = form(&["category=Produkt"], None);
    let refused = read(format!("{HEADER}\n{ROW}\n").as_bytes(), &form, || ()).unwrap_err();
    assert!(refused.to_string().contains("`Produkt` is missing"));
}
