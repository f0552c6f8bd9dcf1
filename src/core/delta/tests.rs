//! What a delta may say, what it may not, and that no bytes whatever make it panic.

use super::*;
use proptest::prelude::*;

const BASE: &str = concat!(
    "{\"id\":1,\"n\":\"A\",\"d\":[\"a.com\"],\"r\":[{\"k\":\"p\",\"v\":100}]}\n",
    "{\"id\":2,\"odd\" : 1.50}\n",
    "{\"id\":7,\"n\":\"G\",\"d\":[\"g.com\"],\"dl\":1,\"t\":\"No.\"}\n",
);

fn applied(delta: &str) -> Result<String, Error> {
    apply(BASE.as_bytes(), delta.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn nothing_changed_is_the_base_byte_for_byte() {
    assert_eq!(applied("").unwrap(), BASE);
    assert_eq!(apply(b"", b"").unwrap(), b"");
}

#[test]
fn lines_are_added_replaced_patched_and_removed() {
    let delta = concat!(
        "{\"id\":0,\"first\":1}\n",
        "[1,{\"r\":[{\"k\":\"p\",\"v\":1200}],\"t\":\"New.\"}]\n",
        "[2]\n",
        "{\"id\":5,\"middle\":1}\n",
        "[7,{\"dl\":null,\"gone\":null,\"n\":\"H\"}]\n",
        "{\"id\":9,\"last\":1}\n",
    );
    let expected = concat!(
        "{\"id\":0,\"first\":1}\n",
        "{\"id\":1,\"n\":\"A\",\"d\":[\"a.com\"],\"r\":[{\"k\":\"p\",\"v\":1200}],\"t\":\"New.\"}\n",
        "{\"id\":5,\"middle\":1}\n",
        "{\"id\":7,\"n\":\"H\",\"d\":[\"g.com\"],\"t\":\"No.\"}\n",
        "{\"id\":9,\"last\":1}\n",
    );
    assert_eq!(applied(delta).unwrap(), expected);
}

#[test]
fn a_patched_line_holds_no_null() {
    let result = apply(b"{\"id\":1,\"a\":null,\"b\":1}\n", b"[1,{\"b\":2}]\n").unwrap();
    assert_eq!(result, b"{\"id\":1,\"b\":2}\n");
}

#[test]
fn lines_of_both_files_have_one_rising_id_each() {
    for bad in [
        "{\"id\":1}\n{\"id\":1}\n",
        "{\"id\":2}\n{\"id\":1}\n",
        "{\"id\":}\n",
        "[,{}]\n",
        "[]\n",
        "{\"id\":01}\n",
        "{\"id\":-1}\n",
        "{\"id\":1.5}\n",
        "{\"n\":1}\n",
        "{\"id\":4294967296}\n",
    ] {
        assert_eq!(apply(bad.as_bytes(), b""), Err(Error::BadLines), "{bad}");
        assert_eq!(apply(b"", bad.as_bytes()), Err(Error::BadLines), "{bad}");
    }
    let (least, most) = ("{\"id\":0}\n", "{\"id\":4294967295}\n");
    let both = [least, most].concat();
    assert_eq!(apply(least.as_bytes(), most.as_bytes()), Ok(both.into()));
}

/// A line of exactly this many bytes, without its line feed.
fn line_of(id: u32, length: usize) -> String {
    let start = format!("{{\"id\":{id},\"n\":\"");
    let filling = "x".repeat(length - start.len() - 2);
    format!("{start}{filling}\"}}")
}

#[test]
fn lines_have_a_most_before_and_after_a_patch() {
    let whole = |id, length| line_of(id, length) + "\n";
    let (most, more) = (whole(9, MAX_LINE), whole(9, MAX_LINE + 1));
    assert!(apply(most.as_bytes(), b"").is_ok() && applied(&most).is_ok());
    assert_eq!(apply(more.as_bytes(), b""), Err(Error::TooLarge));
    assert_eq!(applied(&more), Err(Error::TooLarge));
    // `,"a":1` is six bytes more.
    let grown = |length| apply(whole(9, length).as_bytes(), b"[9,{\"a\":1}]\n");
    assert_eq!(grown(MAX_LINE - 6).map(|list| list.len()), Ok(MAX_LINE + 1));
    assert_eq!(grown(MAX_LINE - 5), Err(Error::TooLarge));
}

#[test]
fn the_whole_has_a_most() {
    let most = usize::try_from(MAX_RAW).unwrap();
    let full = 8_000;
    let lines = u32::try_from(most / full).unwrap();
    let mut list: String = (0..lines).map(|id| line_of(id, full - 1) + "\n").collect();
    let rest = most - list.len();
    let last = |length| line_of(lines, length - 1) + "\n";
    let grown = apply(list.as_bytes(), last(rest).as_bytes());
    assert_eq!(grown.map(|list| list.len()), Ok(most));
    let too_large = apply(list.as_bytes(), last(rest + 1).as_bytes());
    assert_eq!(too_large, Err(Error::TooLarge));
    list += &last(rest);
    assert!(apply(list.as_bytes(), b"").is_ok());
    assert_eq!(apply(&vec![b' '; most + 1], b""), Err(Error::TooLarge));
}

#[test]
fn objects_inside_a_patch_replace_and_do_not_merge() {
    let base = b"{\"id\":1,\"o\":{\"a\":1,\"b\":2}}\n";
    let result = apply(base, b"[1,{\"o\":{\"b\":null}}]\n").unwrap();
    assert_eq!(result, b"{\"id\":1,\"o\":{\"b\":null}}\n");
}

#[test]
fn disorder_and_strangers_are_refused() {
    for delta in [
        "[7]\n[1]\n",                        // falling
        "[1]\n[1]\n",                        // twice
        "[3]\n",                             // removes what is not there
        "[3,{\"n\":\"X\"}]\n",               // patches what is not there
        "[9]\n",                             // beyond the end
        "[1,{\"id\":2}]\n",                  // patches the id
        "[1,{\"id\":null}]\n",               // removes the id
        "[1,{\"n\":\"X\"},{\"t\":\"Y\"}]\n", // two patches
        "[1,[]]\n",                          // no patch
        "[1,null]\n",                        // no patch
        "[01]\n",                            // not a number as JSON writes it
        "[1.0]\n",                           // the same
        "[+1]\n",                            // the same
        "[4294967296]\n",                    // over 32 bits
        "[ 1]\n",                            // not where the id stands
        "{\"id\":01}\n",                     // not a number as JSON writes it
        "{\"n\":\"X\",\"id\":1}\n",          // the id comes first
        "{\"id\":\"1\"}\n",                  // a text
        "[1,{\"n\":}]\n",                    // no JSON
        "[1]",                               // cut off
        "\n",                                // an empty line
        "[1]\n\n",                           // the same, later
        "[]\n",                              // no id
        "nothing\n",                         // nothing
    ] {
        assert_eq!(applied(delta), Err(Error::BadLines), "{delta}");
    }
    let not_text = b"{\"id\":9,\"n\":\"\xff\"}\n";
    assert_eq!(apply(BASE.as_bytes(), not_text), Err(Error::BadLines));
    assert_eq!(apply(not_text, b""), Err(Error::BadLines));
    assert_eq!(
        apply(b"{\"id\":1}", b""),
        Err(Error::BadLines),
        "a base cut off"
    );
    assert_eq!(
        apply(b"{\"id\":2}\n{\"id\":1}\n", b""),
        Err(Error::BadLines)
    );
}

#[test]
fn nothing_grows_over_the_caps() {
    let long = "x".repeat(MAX_LINE);
    assert_eq!(
        applied(&format!("{{\"id\":9,\"n\":\"{long}\"}}\n")),
        Err(Error::TooLarge)
    );
    let half = "y".repeat(MAX_LINE / 2);
    let base = format!("{{\"id\":1,\"a\":\"{half}\"}}\n");
    let patch = format!("[1,{{\"b\":\"{half}\"}}]\n");
    assert_eq!(
        apply(base.as_bytes(), patch.as_bytes()),
        Err(Error::TooLarge)
    );
    let many: String = (0..=MAX_LINES)
        .map(|id| format!("{{\"id\":{id}}}\n"))
        .collect();
    assert_eq!(apply(many.as_bytes(), b""), Err(Error::TooLarge));
    assert!(
        apply(many.as_bytes(), b"[0]\n").is_ok(),
        "the cap itself is allowed"
    );
    let huge = vec![b' '; usize::try_from(MAX_RAW).unwrap() + 1];
    assert_eq!(apply(&huge, b""), Err(Error::TooLarge));
    assert_eq!(apply(b"", &huge), Err(Error::TooLarge));
    let line = format!("\"n\":\"{}\"}}\n", "z".repeat(8_000));
    let lines = |from: u32| -> String {
        let most = u32::try_from(MAX_RAW / 8_000).unwrap();
        let all = (0..most * 6 / 10).map(|n| format!("{{\"id\":{},{line}", from + 2 * n));
        all.collect()
    };
    let sum = apply(lines(0).as_bytes(), lines(1).as_bytes());
    assert!(sum == Err(Error::TooLarge), "together over the cap");
}

/// Texts that are nearly deltas, so that more than the first byte is reached.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        Just("[1]".to_owned()),
        Just("[1,{\"n\":\"B\",\"t\":null}]".to_owned()),
        Just("[7,{\"r\":[{\"k\":\"p\",\"v\":5}]}]".to_owned()),
        Just("{\"id\":8,\"n\":\"new\"}".to_owned()),
        "\\[[0-9]{1,12}(,\\{(\"[a-z]\":[0-9\\[\\]\\{\\}]{0,4})?\\})?\\]",
        "\\PC{0,40}",
    ];
    (
        prop::collection::vec(line, 0..8),
        any::<prop::sample::Index>(),
        any::<u8>(),
    )
        .prop_map(|(lines, at, byte)| {
            let mut bytes = (lines.join("\n") + "\n").into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        })
}

proptest! {
    #[test]
    fn random_bytes_never_panic(base: Vec<u8>, delta: Vec<u8>) {
        let _ = apply(&base, &delta);
        let _ = apply(BASE.as_bytes(), &delta);
    }

    #[test]
    fn near_misses_never_panic_and_what_passes_stays_in_order(delta in nearly()) {
                if let Ok(result) = apply(BASE.as_bytes(), &delta) {
            prop_assert!(apply(&result, b"").is_ok());
        }
    }
}
