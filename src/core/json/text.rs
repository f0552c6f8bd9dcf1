//! JSON text (RFC 8259) to the tree and back. Ours because it is a quarter of the code of a parser that must serve any
//! type; tests hold it against `serde_json` in both directions.

use super::{Field, Json, has};
use std::borrow::Cow;

/// Lists and objects within each other; a hostile file must not exhaust the stack.
const MAX_DEPTH: u32 = 64;

/// Parses a whole text.
pub(super) fn parse(text: &[u8]) -> Option<Json<'_>> {
    let text = str::from_utf8(text).ok()?;
    let mut parser = Parser { text, at: 0 };
    let json = parser.value(MAX_DEPTH)?;
    parser.skip_space();
    (parser.at == text.len()).then_some(json)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: u32) -> Option<Json<'a>> {
        self.skip_space();
        match self.peek()? {
            b'{' => self.object(depth.checked_sub(1)?),
            b'[' => self.list(depth.checked_sub(1)?),
            b'"' => self.string().map(Json::Text),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: u32) -> Option<Json<'a>> {
        let mut fields: Vec<Field<'a>> = Vec::new();
        let mut is_sound = true;
        self.at += 1;
        if self.takes(b'}') {
            return Some(Json::Object(fields));
        }
        loop {
            self.skip_space();
            let name = self.string()?;
            if !self.takes(b':') {
                return None;
            }
            let value = self.value(depth)?;
            if is_sound && !has(&fields, &name) {
                fields.push((name, value));
            } else {
                is_sound = false;
            }
            if self.takes(b'}') {
                let object = Json::Object(fields);
                return Some(if is_sound { object } else { Json::Other });
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn list(&mut self, depth: u32) -> Option<Json<'a>> {
        let mut items = Vec::new();
        self.at += 1;
        if self.takes(b']') {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.takes(b']') {
                return Some(Json::List(items));
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        if !self.takes_here(b'"') {
            return None;
        }
        let mut text = Cow::Borrowed("");
        loop {
            let start = self.at;
            while !matches!(self.peek()?, b'"' | b'\\' | ..b' ') {
                self.at += 1;
            }
            let plain = self.text.get(start..self.at)?;
            if text.is_empty() {
                text = Cow::Borrowed(plain);
            } else {
                text.to_mut().push_str(plain);
            }
            if self.takes_here(b'"') {
                return Some(text);
            }
            // Anything else here is a control character, which must be escaped.
            if !self.takes_here(b'\\') {
                return None;
            }
            let escaped = self.escaped()?;
            text.to_mut().push(escaped);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let escape = self.peek()?;
        self.at += 1;
        Some(match escape {
            b'"' | b'\\' | b'/' => char::from(escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.code_unit()?;
                match char::from_u32(first) {
                    Some(character) => character,
                    None => self.second_half(first)?,
                }
            }
            _ => return None,
        })
    }

    /// Beyond the first 65,536 characters come two halves; one alone is no text.
    fn second_half(&mut self, first: u32) -> Option<char> {
        if !(self.takes_here(b'\\') && self.takes_here(b'u')) {
            return None;
        }
        let second = self.code_unit()?;
        let is_pair = (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(&second);
        let code = 0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
        char::from_u32(code).filter(|_| is_pair)
    }

    fn code_unit(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(code)
    }

    fn number(&mut self) -> Option<Json<'a>> {
        let start = self.at;
        let is_negative = self.takes_here(b'-');
        let digits = self.at;
        self.digits()?;
        let whole = self.text.get(digits..self.at)?;
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let end = self.at;
        if self.takes_here(b'.') {
            self.digits()?;
        }
        if self.takes_here(b'e') || self.takes_here(b'E') {
            let _ = self.takes_here(b'+') || self.takes_here(b'-');
            self.digits()?;
        }
        if self.at > end {
            return Some(Json::Other);
        }
        let number = if is_negative {
            let value: Option<i64> = self.text.get(start..end)?.parse().ok();
            value.filter(|v| *v < 0).map(Json::Negative)
        } else {
            whole.parse().ok().map(Json::Natural)
        };
        Some(number.unwrap_or(Json::Other))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str, json: Json<'a>) -> Option<Json<'a>> {
        let rest = self.text.get(self.at..)?;
        self.at += word.len();
        rest.starts_with(word).then_some(json)
    }

    /// Goes past this byte if it comes next, or after white space.
    fn takes(&mut self, byte: u8) -> bool {
        self.skip_space();
        self.takes_here(byte)
    }

    fn takes_here(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// Writes a tree without white space.
pub(super) fn print(json: &Json<'_>, out: &mut String) {
    match json {
        Json::Null | Json::Other => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Natural(value) => out.push_str(&value.to_string()),
        Json::Negative(value) => out.push_str(&value.to_string()),
        Json::Text(text) => print_text(text, out),
        Json::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                print(item, out);
            }
            out.push(']');
        }
        Json::Object(fields) => {
            out.push('{');
            for (at, (name, value)) in fields.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                print_text(name, out);
                out.push(':');
                print(value, out);
            }
            out.push('}');
        }
    }
}

fn print_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        let escape = match character {
            '"' | '\\' => character,
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\0'..' ' => {
                out.push_str("\\u00");
                out.push_str(&crate::hash::hex(&[character as u8]));
                continue;
            }
            plain => {
                out.push(plain);
                continue;
            }
        };
        out.push('\\');
        out.push(escape);
    }
    out.push('"');
}
