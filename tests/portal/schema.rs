//! JSON Schema as far as our description uses it. A word that is not known here fails the test, so that nothing is
//! described without being checked.

use serde_json::Value;

/// Words that say something to people only.
const SILENT: [&str; 2] = ["description", "format"];

/// Checks `value` against `schema`; `document` holds what references lead to. The answer names every place that differs.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let look = Look { document };
    look.check(schema, value, "answer", &mut faults);
    faults
}

struct Look<'d> {
    document: &'d Value,
}

impl Look<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (word, wanted) in schema.as_object().unwrap() {
            let holds = match word.as_str() {
                "$ref" => {
                    let place = wanted.as_str().unwrap().trim_start_matches('#');
                    let target = self
                        .document
                        .pointer(place)
                        .expect("a reference that leads somewhere");
                    self.check(target, value, at, faults);
                    true
                }
                "type" => each(wanted).any(|kind| is_a(kind, value)),
                "const" => value == wanted,
                "enum" => each(wanted).any(|one| value == one),
                "minimum" => whole(value).is_none_or(|n| Some(n) >= whole(wanted)),
                "maximum" => whole(value).is_none_or(|n| Some(n) <= whole(wanted)),
                "minLength" => length(value).is_none_or(|n| n >= wanted.as_u64().unwrap()),
                "maxLength" => length(value).is_none_or(|n| n <= wanted.as_u64().unwrap()),
                "pattern" => value
                    .as_str()
                    .is_none_or(|text| fits(wanted.as_str().unwrap(), text)),
                "oneOf" => each(wanted).filter(|one| self.holds(one, value)).count() == 1,
                "items" => {
                    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(wanted, item, &format!("{at}[{n}]"), faults);
                    }
                    true
                }
                "properties" => {
                    for (name, schema) in wanted.as_object().unwrap() {
                        if let Some(inner) = value.get(name) {
                            self.check(schema, inner, &format!("{at}.{name}"), faults);
                        }
                    }
                    true
                }
                "required" => each(wanted).all(|name| value.get(name.as_str().unwrap()).is_some()),
                "additionalProperties" => {
                    assert_eq!(wanted, &Value::Bool(false), "only `false` is known");
                    let known = schema["properties"].as_object().unwrap();
                    value
                        .as_object()
                        .is_none_or(|o| o.keys().all(|k| known.contains_key(k)))
                }
                silent => {
                    assert!(
                        SILENT.contains(&silent),
                        "`{silent}` is not known to the test"
                    );
                    true
                }
            };
            if !holds {
                faults.push(format!("{at} is {value}, against {word}: {wanted}"));
            }
        }
    }

    fn holds(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }
}

/// The items of an array, or the one thing that stands in its place.
fn each(value: &Value) -> std::slice::Iter<'_, Value> {
    value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice)
        .iter()
}

fn is_a(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not known to the test"),
    }
}

fn whole(value: &Value) -> Option<i128> {
    value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from))
}

fn length(value: &Value) -> Option<u64> {
    value.as_str().map(|text| text.chars().count() as u64)
}

/// The patterns of our description: classes and plain characters, each alone or `{n}` times, the last perhaps `*`.
fn fits(pattern: &str, text: &str) -> bool {
    let whole = pattern.strip_prefix('^').and_then(|p| p.strip_suffix('$'));
    let mut rest = whole.expect("a pattern for the whole text");
    let mut text = text;
    while let Some(first) = rest.chars().next() {
        let (class, after) = match rest.strip_prefix('[') {
            Some(class) => class.split_once(']').unwrap(),
            None => rest.split_at(first.len_utf8()),
        };
        let taken = text.chars().take_while(|c| is_in(*c, class)).count();
        let (wanted, after) = match after.strip_prefix('{').and_then(|a| a.split_once('}')) {
            Some((count, after)) => (count.parse().unwrap(), after),
            None if after == "*" => (taken, ""),
            None => (1, after),
        };
        if taken < wanted {
            return false;
        }
        (rest, text) = (after, &text[wanted..]);
    }
    text.is_empty()
}

/// Is a character in `a-z0-9_`?
fn is_in(c: char, class: &str) -> bool {
    let class: Vec<char> = class.chars().collect();
    let is_range = class
        .windows(3)
        .any(|w| w[1] == '-' && (w[0]..=w[2]).contains(&c));
    is_range || class.contains(&c)
}
