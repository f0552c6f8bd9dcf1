//! What the tree takes and what it refuses.

mod text;

use super::{Json, read};
use proptest::prelude::*;
use serde_json::{Value, json};

fn parse(text: &str) -> Option<Json<'_>> {
    super::parse(text.as_bytes())
}

/// Any JSON without fractions.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
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
    fn a_tree_loses_nothing(value in any_value()) {
        let text = value.to_string();
        prop_assert_eq!(parse(&text).expect("JSON").to_text(), text);
    }
}

#[test]
fn numbers_at_their_limits() {
    assert_eq!(read::<u64>(b"18446744073709551615"), Some(u64::MAX));
    assert_eq!(read::<i64>(b"-9223372036854775808"), Some(i64::MIN));
    assert_eq!(read::<i64>(b"9223372036854775808"), None);
    assert_eq!(read::<u32>(b"4294967296"), None);
    assert_eq!(read::<u8>(b"-1"), None);
    for other in ["18446744073709551616", "1.0", "1e2"] {
        assert_eq!(parse(other), Some(Json::Other), "{other}");
        assert_eq!(read::<u64>(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn a_field_twice_or_too_many_fields_make_an_object_unusable() {
    let twice = parse(r#"{"a":{"b":1,"b":2}}"#).expect("well-formed");
    assert_eq!(twice.field("a"), Some(&Json::Other));
    let many: serde_json::Map<_, _> = (0..300).map(|n| (n.to_string(), json!(n))).collect();
    assert_eq!(parse(&Value::Object(many).to_string()), Some(Json::Other));
}

#[test]
fn missing_is_null_and_null_is_not_a_value() {
    assert_eq!(read::<Option<u8>>(b"null"), Some(None));
    assert_eq!(read::<u8>(b"null"), None);
    assert_eq!(read::<Vec<u8>>(b"[1,null]"), None);
    assert_eq!(read::<(u8, u8)>(b"[1,2,3]"), None);
}

#[test]
fn a_hostile_depth_is_refused() {
    assert!(parse(&"[".repeat(1_000_000)).is_none());
}
