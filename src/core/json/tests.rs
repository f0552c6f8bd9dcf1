//! Our reader and writer against `serde_json`: the same texts are JSON, and they mean the same.

use super::{Json, text};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON without fractions.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\"\\\\/\u{0}-\u{1f}\u{7f}\u{e9}\u{1f600}a]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn writes_the_very_bytes_of_the_reference(value in any_value()) {
        for written in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let json = text::parse(written.as_bytes()).expect("what the reference wrote");
            prop_assert_eq!(json.to_text(), value.to_string());
        }
    }

    #[test]
    fn accepts_what_the_reference_accepts(
        value in any_value(),
        at in any::<prop::sample::Index>(),
        removed in 0_usize..3,
        inserted in "[-+.eEu0-9a-f\"\\\\{}\\[\\],: \n\ttruefalsn]{0,4}",
    ) {
        let mut bytes = value.to_string().into_bytes();
        let from = at.index(bytes.len());
        let to = (from + removed).min(bytes.len());
        bytes.splice(from..to, inserted.bytes());
        let reference = serde_json::from_slice::<Value>(&bytes);
        // We read no fractions and need no range for them.
        let is_too_large = matches!(&reference, Err(e) if e.to_string().contains("out of range"));
        prop_assert_eq!(text::parse(&bytes).is_some(), reference.is_ok() || is_too_large);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in any::<Vec<u8>>()) {
        let is_json = serde_json::from_slice::<Value>(&bytes).is_ok();
        prop_assert_eq!(text::parse(&bytes).is_some(), is_json);
    }
}

#[test]
fn escapes_and_halves_of_characters() {
    let read = |text: &'static str| text::parse(text.as_bytes());
    let is = |text: &'static str| Some(Json::Text(text.into()));
    assert_eq!(
        read(r#""\u00e9\uD83D\ude00\/\b""#),
        is("\u{e9}\u{1f600}/\u{8}")
    );
    for bad in [
        r#""\ud83d""#,
        r#""\ud83d\ud83d""#,
        r#""\ude00""#,
        r#""\u12""#,
        r#""\x""#,
        "\"\n\"",
        "\"a",
    ] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

#[test]
fn numbers_at_their_limits() {
    let read = |text: &'static str| text::parse(text.as_bytes());
    assert_eq!(read("18446744073709551615"), Some(Json::Natural(u64::MAX)));
    assert_eq!(read("-9223372036854775808"), Some(Json::Negative(i64::MIN)));
    for other in [
        "18446744073709551616",
        "-9223372036854775809",
        "1.0",
        "1e2",
        "-0",
    ] {
        assert_eq!(read(other), Some(Json::Other), "{other}");
    }
    for bad in ["01", "-", "1.", ".5", "1e", "+1", "0x1"] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

#[test]
fn a_field_twice_or_too_many_fields_make_an_object_unusable() {
    let twice = text::parse(br#"{"a":{"b":1,"b":2}}"#).expect("well-formed");
    assert_eq!(twice.field("a"), Some(&Json::Other));
    let many: serde_json::Map<_, _> = (0..300).map(|n| (n.to_string(), json!(n))).collect();
    let many = Value::Object(many).to_string();
    assert_eq!(text::parse(many.as_bytes()), Some(Json::Other));
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(text::parse(nested(64).as_bytes()).is_some());
    assert!(text::parse(nested(65).as_bytes()).is_none());
    assert!(text::parse("[".repeat(1_000_000).as_bytes()).is_none());
}
