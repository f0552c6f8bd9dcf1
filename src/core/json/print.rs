//! From the tree to the text of JSON, in the very bytes of `serde_json`: portals and tests write with that.

use super::Json;

/// Writes a tree behind what `text` holds.
pub(super) fn print(json: &Json<'_>, text: &mut String) {
    match json {
        Json::Null | Json::Other => text.push_str("null"),
        Json::Bool(true) => text.push_str("true"),
        Json::Bool(false) => text.push_str("false"),
        Json::Natural(value) => text.push_str(&value.to_string()),
        Json::Negative(value) => text.push_str(&value.to_string()),
        Json::Text(value) => quote(value, text),
        Json::List(items) => {
            text.push('[');
            for (nth, item) in items.iter().enumerate() {
                separate(nth, text);
                print(item, text);
            }
            text.push(']');
        }
        Json::Object(fields) => {
            text.push('{');
            for (nth, (name, value)) in fields.iter().enumerate() {
                separate(nth, text);
                quote(name, text);
                text.push(':');
                print(value, text);
            }
            text.push('}');
        }
    }
}

fn separate(nth: usize, text: &mut String) {
    if nth > 0 {
        text.push(',');
    }
}

fn quote(value: &str, text: &mut String) {
    text.push('"');
    for character in value.chars() {
        let short = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '\0'..='\u{1f}' => {
                text.push_str("\\u00");
                text.push(if character < '\u{10}' { '0' } else { '1' });
                text.extend(char::from_digit(u32::from(character) % 16, 16));
                continue;
            }
            _ => {
                text.push(character);
                continue;
            }
        };
        text.push('\\');
        text.push(short);
    }
    text.push('"');
}
