//! The writing side of deltas: what changed between two versions of a list, in as few bytes as give the very same list.

use pointback_core::delta::apply;
use pointback_core::json::{Field, Json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The unpacked delta that leads from `old` to `new`, or `None` when none does: then only the snapshot can be fetched.
/// Nothing is handed out that core's own reader does not turn into exactly `new`.
#[must_use]
pub fn diff(old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    let (before, after) = (lines(old)?, lines(new)?);
    let mut delta = String::new();
    let ids: BTreeMap<u32, ()> = before
        .keys()
        .chain(after.keys())
        .map(|id| (*id, ()))
        .collect();
    for id in ids.into_keys() {
        let change: Cow<'_, str> = match (before.get(&id), after.get(&id)) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(old), Some(new)) => changed(id, old, new),
            (None, Some(new)) => Cow::Borrowed(new),
            (_, None) => Cow::Owned(format!("[{id}]")),
        };
        delta.push_str(&change);
        delta.push('\n');
    }
    let delta = delta.into_bytes();
    (apply(old, &delta).ok()? == new).then_some(delta)
}

/// A patch where core makes the exact line of it, the whole line elsewhere.
fn changed<'n>(id: u32, old: &str, new: &'n str) -> Cow<'n, str> {
    let patch = patch(id, old, new).filter(|patch| {
        let made = apply(
            format!("{old}\n").as_bytes(),
            format!("{patch}\n").as_bytes(),
        );
        patch.len() < new.len() && made.is_ok_and(|made| made == format!("{new}\n").as_bytes())
    });
    patch.map_or(Cow::Borrowed(new), Cow::Owned)
}

fn patch(id: u32, old: &str, new: &str) -> Option<String> {
    let (old, new) = (fields(old)?, fields(new)?);
    let gone = old
        .iter()
        .filter(|(name, _)| !new.iter().any(|(n, _)| n == name));
    let gone = gone.map(|(name, _)| (name.clone(), Json::Null));
    let set = new.iter().filter(|field| !old.contains(field)).cloned();
    let patch: Vec<Field<'_>> = gone.chain(set).collect();
    Some(Json::List(vec![Json::Natural(id.into()), Json::Object(patch)]).to_text())
}

fn fields(line: &str) -> Option<Vec<Field<'_>>> {
    match serde_json::from_str(line).ok()? {
        Json::Object(fields) => Some(fields),
        _ => None,
    }
}

/// The lines by id.
fn lines(raw: &[u8]) -> Option<BTreeMap<u32, &str>> {
    let text = std::str::from_utf8(raw).ok()?;
    text.lines()
        .map(|line| Some((id_of(line)?, line)))
        .collect()
}

fn id_of(line: &str) -> Option<u32> {
    let rest = line.strip_prefix("{\"id\":")?;
    let end = rest.find([',', '}'])?;
    rest.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, delta: &str) {
        let made = diff(old.as_bytes(), new.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(made).unwrap(), delta);
    }

    const MACYS: &str = "{\"id\":1042,\"n\":\"Macy's\",\"d\":[\"macys.com\"],\"r\":[{\"k\":\"p\",\"v\":1000}],\"dl\":1}\n";

    #[test]
    fn another_rate_costs_the_rate() {
        let new = MACYS.replace("1000", "1200");
        check(MACYS, &new, "[1042,{\"r\":[{\"k\":\"p\",\"v\":1200}]}]\n");
    }

    #[test]
    fn added_removed_and_unchanged() {
        let other = "{\"id\":7,\"n\":\"O\",\"d\":[\"o.com\"]}\n";
        check(MACYS, MACYS, "");
        check(MACYS, &format!("{other}{MACYS}"), other);
        check(&format!("{other}{MACYS}"), MACYS, "[7]\n");
        check(other, "", "[7]\n");
        check("", other, other);
    }

    #[test]
    fn a_field_that_goes_is_null_and_one_that_comes_last_is_named() {
        let new = MACYS.replace(",\"dl\":1", ",\"t\":\"Not on gift cards.\"");
        check(
            MACYS,
            &new,
            "[1042,{\"dl\":null,\"t\":\"Not on gift cards.\"}]\n",
        );
    }

    #[test]
    fn where_a_patch_would_not_give_the_exact_bytes_the_whole_line_is_sent() {
        let in_the_middle = MACYS.replace(",\"r\"", ",\"x\":[\"credit.macys.com\"],\"r\"");
        check(MACYS, &in_the_middle, &in_the_middle);
        let spaced = MACYS.replace("1000", "1200").replace(",\"dl\"", ", \"dl\"");
        check(MACYS, &spaced, &spaced);
        let null = MACYS.replace("\"dl\":1", "\"dl\":null");
        check(MACYS, &null, &null);
        let fraction = MACYS.replace("1000", "12.5");
        check(MACYS, &fraction, &fraction);
        let shorter = "{\"id\":1042,\"n\":\"M\"}\n";
        check(MACYS, shorter, shorter);
    }

    #[test]
    fn what_no_reader_would_take_gets_no_delta() {
        assert_eq!(diff(b"{\"id\":2}\n{\"id\":1}\n", MACYS.as_bytes()), None);
        assert_eq!(diff(b"no list\n", MACYS.as_bytes()), None);
        assert_eq!(diff(MACYS.as_bytes(), b"{\"id\":1}"), None);
        assert_eq!(diff(b"\xff\n", MACYS.as_bytes()), None);
    }
}
