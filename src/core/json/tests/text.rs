//! Our reader and writer of text against `serde_json`: the same texts accepted, the same trees, the same bytes.

use super::super::{Json, MAX_FIELDS, parse};
use super::any_value;
use proptest::prelude::*;

/// Holds our reader to the library's answer. Whoever has floats refuses a number too large for them, of which RFC 8259
/// knows nothing; to us it is one of the numbers that nothing reads.
fn agrees(text: &[u8]) -> Result<(), TestCaseError> {
    let shown = String::from_utf8_lossy(text);
    match serde_json::from_slice::<Json<'_>>(text) {
        Ok(tree) => {
            let bytes = serde_json::to_string(&tree).expect("text");
            prop_assert_eq!(tree.to_text(), bytes, "{}", shown);
            prop_assert_eq!(parse(text), Some(tree), "{}", shown);
        }
        Err(cause) if cause.to_string().starts_with("number out of range") => {}
        Err(cause) => prop_assert_eq!(parse(text), None, "{}: {}", cause, shown),
    }
    Ok(())
}

/// Pieces from which most of what is nearly JSON can be put together.
const PIECES: &str = r#"
    { } [ ] , : " \ + . - 0 12 00 e E+ -3 .5 1. -0 null true false nul // "a" "b": é \u \n \x \u0041 \uD83D \uDE00 d83d
    18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809
"#;
const UNSEEN_PIECES: &[&[u8]] = &[
    b" ", b"\n", b"\t", b"\r", b"\x0b", b"\0", b"\x1f", b"\x7f", b"\xff", b"\xc3", b"\x80",
];

fn any_piece() -> impl Strategy<Value = &'static [u8]> {
    let seen: Vec<&str> = PIECES.split_whitespace().collect();
    prop_oneof![
        5 => prop::sample::select(seen).prop_map(str::as_bytes),
        1 => prop::sample::select(UNSEEN_PIECES),
    ]
}

/// JSON with a few cuts and insertions.
fn any_near_miss() -> impl Strategy<Value = Vec<u8>> {
    let text = (any_value(), any::<bool>()).prop_map(|(value, is_spaced)| {
        if is_spaced {
            format!("{value:#}")
        } else {
            value.to_string()
        }
    });
    let change = (any::<prop::sample::Index>(), 0..3_usize, any_piece());
    (text, prop::collection::vec(change, 0..4)).prop_map(|(text, changes)| {
        let mut text = text.into_bytes();
        for (place, cut, piece) in changes {
            let at = place.index(text.len() + 1);
            let end = (at + cut).min(text.len());
            text.splice(at..end, piece.iter().copied());
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn of_json(value in any_value()) {
        agrees(value.to_string().as_bytes())?;
        agrees(format!("{value:#}").as_bytes())?;
    }

    #[test]
    fn of_what_is_nearly_json(text in any_near_miss()) {
        agrees(&text)?;
    }

    #[test]
    fn of_pieces(pieces in prop::collection::vec(any_piece(), 0..12)) {
        agrees(&pieces.concat())?;
    }

    #[test]
    fn of_any_bytes(text in any::<Vec<u8>>()) {
        agrees(&text)?;
    }

    #[test]
    fn of_any_number(text in "-?[0-9]{0,22}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,2})?") {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn of_any_text(text in any::<String>()) {
        let bytes = serde_json::to_string(&text).expect("text");
        prop_assert_eq!(Json::Text(text.into()).to_text(), bytes);
    }
}

/// Between two texts there are two spaces.
const WELL_FORMED: &str = r#"
0  -1  123  1.5  -0  -0.0  1e1  1E+2  1e-2  0e0  null  true  false  ""  []  {}  [ ]  { }  [[] ]  [1,2]  [1 , 2]
{"":0}  {"a":{}}  {"a" : [1]}  {"a":1,"a":1}  {"\u0061":1,"a":2}  "\"\\\/\b\f\n\r\t"  "\u0000"  "\u20AC\u20ac"
"\uD83D\ude00"  "\uDBFF\uDFFF"  "\uFFFF"  "a\u0062c"  "é日😀"  "/*comment*/"  18446744073709551615  18446744073709551616
-9223372036854775808  -9223372036854775809  100000000000000000000000000000000000000000000000
"#;

/// Between two texts there are two spaces.
const ILL_FORMED: &str = r#"
nul  nulll  True  NaN  Infinity  -Infinity  undefined  a  é  1 2  [][]  1]  {}}  []#  [  ]  {  [1  [1,  [1,]  [,1]  [,]
[1,,2]  [1 2]  [1}  [1:2]  ["a"  {]  {,}  {"a"}  {"a":}  {"a":1  {"a":1,}  {"a":1,,}  {"a":1 2}  {"a" "b"}  {"a",1}
{1:1}  {a:1}  {'a':1}  {null:1}  {"a":1]  {"a"::1}  "  "a  'a'  "\"  "\a"  "\0"  "\'"  "\U0041"  "\x41"  "\  "\u"
"\u004"  "\u004g"  "\u+041"  "\u 041"  "\ud800"  "\uD800a"  "\uD800\n"  "\ud800\ud800"  "\uDC00"  "\uDE00\uD83D"
"\ud83d\u"  "\ud83d\u0041"  "\ud83d  -  --1  +1  - 1  01  -01  00  1.  .1  -.1  1.e1  1.5.  1e  1e+  1eE2  1e1.5  0x1  1a
1_000  1/  2.e-3  0e  -1.  tru"e"  // 1  [1]/**/
"#;

const ILL_FORMED_UNSEEN: &[&str] = &[
    "",
    " ",
    "\n",
    "\0",
    "\u{feff}1",
    "\u{b}1",
    "\u{a0}1",
    "1\0",
    "\"\n\"",
    "\"\t\"",
    "\"\0\"",
    "\"\u{1f}\"",
    "[\u{c}]",
];

fn each(texts: &'static str) -> impl Iterator<Item = &'static str> {
    texts
        .lines()
        .flat_map(|line| line.split("  "))
        .filter(|text| !text.is_empty())
}

#[test]
fn at_the_edges_of_the_grammar() {
    for text in each(WELL_FORMED).chain(["\t\r\n 1\n", "\"\u{7f}\"", "\"\u{2028}\""]) {
        assert!(parse(text.as_bytes()).is_some(), "{text}");
        agrees(text.as_bytes()).expect("the same tree");
    }
    for text in each(ILL_FORMED).chain(ILL_FORMED_UNSEEN.iter().copied()) {
        assert_eq!(parse(text.as_bytes()), None, "{text}");
        agrees(text.as_bytes()).expect("the same refusal");
    }
}

#[test]
fn of_text_that_is_not_utf8() {
    for text in [
        &b"\"\xff\""[..],
        b"\"\xc0\xaf\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xe9",
        b"\xff",
        b"[\"\xf0\x9f\"]",
    ] {
        assert_eq!(parse(text), None);
        agrees(text).expect("the same refusal");
    }
}

#[test]
fn a_number_too_large_for_floats_is_one_that_nothing_reads() {
    for text in [
        "1e999",
        "-1e999",
        &"9".repeat(400),
        "1e99999999999999999999",
    ] {
        assert_eq!(parse(text.as_bytes()), Some(Json::Other), "{text}");
    }
}

#[test]
fn to_the_same_depth() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        let lists = "[".repeat(depth) + &"]".repeat(depth);
        let objects = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
        for text in [lists, objects] {
            assert_eq!(parse(text.as_bytes()).is_some(), depth < 128, "{depth}");
            agrees(text.as_bytes()).expect("the same answer");
        }
    }
    // A list that was left counts no more.
    let flat = format!("[{}[]]", "[],".repeat(1_000));
    assert!(parse(flat.as_bytes()).is_some());
}

#[test]
fn to_the_same_number_of_fields() {
    for count in [MAX_FIELDS, MAX_FIELDS + 1] {
        let fields: Vec<String> = (0..count).map(|n| format!("\"{n}\":{n}")).collect();
        let text = format!("{{{}}}", fields.join(","));
        assert_eq!(
            parse(text.as_bytes()) == Some(Json::Other),
            count > MAX_FIELDS
        );
        agrees(text.as_bytes()).expect("the same tree");
    }
}

#[test]
fn of_a_megabyte() {
    let plain = format!("\"{}\"", "é".repeat(500_000));
    let escaped = format!("\"{}\"", "\\n\\u00e9".repeat(125_000));
    let unended = "\"".to_owned() + &"\\\\".repeat(500_000);
    let list = format!("[{}0]", "1,".repeat(500_000));
    for text in [plain, escaped, unended, list] {
        agrees(text.as_bytes()).expect("the same tree");
    }
}

#[test]
fn a_text_without_escapes_is_borrowed() {
    let is_borrowed = |text: &'static str| match parse(text.as_bytes()) {
        Some(Json::Text(text)) => matches!(text, std::borrow::Cow::Borrowed(_)),
        _ => panic!("not a text"),
    };
    assert!(is_borrowed("\"plain é\"") && is_borrowed("\"\"") && !is_borrowed(r#""\n""#));
}
