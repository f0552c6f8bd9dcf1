//! From the text of JSON to the tree: RFC 8259 and no more, without a float.
//!
//! `serde_json` read and wrote the text until the module outgrew its budget. With it came floats and their powers of ten,
//! faults with line and column, and a visitor of ours, for a tree that has none of them: the module is 10.5 KB smaller
//! without, 5.2 KB packed, and lists are read as fast. The tests hold this file to that library's answers.

use super::{Field, Json, has};
use std::borrow::Cow;

/// How deep lists and objects may stand in each other: the bound of the stack.
const MOST_NESTED: u8 = 127;

/// A text and how far it has been read.
struct Text<'a> {
    all: &'a str,
    at: usize,
}

/// Reads a whole text.
pub(super) fn parse(text: &[u8]) -> Option<Json<'_>> {
    let all = str::from_utf8(text).ok()?;
    let mut text = Text { all, at: 0 };
    let json = text.value(MOST_NESTED)?;
    text.skip_space();
    (text.at == all.len()).then_some(json)
}

impl<'a> Text<'a> {
    fn value(&mut self, depth: u8) -> Option<Json<'a>> {
        self.skip_space();
        Some(match self.next()? {
            b'n' => self.word("ull", Json::Null)?,
            b't' => self.word("rue", Json::Bool(true))?,
            b'f' => self.word("alse", Json::Bool(false))?,
            b'"' => Json::Text(self.string()?),
            b'[' => Json::List(self.list(depth.checked_sub(1)?)?),
            b'{' => self.object(depth.checked_sub(1)?)?,
            b'-' => self.number(true)?,
            b'0'..=b'9' => {
                self.at -= 1;
                self.number(false)?
            }
            _ => return None,
        })
    }

    fn list(&mut self, depth: u8) -> Option<Vec<Json<'a>>> {
        let mut items = Vec::new();
        if self.takes_after_space(b']') {
            return Some(items);
        }
        loop {
            items.push(self.value(depth)?);
            if self.is_at_end(b']')? {
                return Some(items);
            }
        }
    }

    fn object(&mut self, depth: u8) -> Option<Json<'a>> {
        let mut fields: Vec<Field<'a>> = Vec::new();
        let mut is_sound = true;
        if self.takes_after_space(b'}') {
            return Some(Json::Object(fields));
        }
        loop {
            if !self.takes_after_space(b'"') {
                return None;
            }
            let name = self.string()?;
            if !self.takes_after_space(b':') {
                return None;
            }
            let value = self.value(depth)?;
            if has(&fields, &name) {
                is_sound = false;
            } else {
                fields.push((name, value));
            }
            if self.is_at_end(b'}')? {
                return Some(if is_sound {
                    Json::Object(fields)
                } else {
                    Json::Other
                });
            }
        }
    }

    /// After an item: does the list or object end here, or go on?
    fn is_at_end(&mut self, end: u8) -> Option<bool> {
        self.skip_space();
        match self.next()? {
            b',' => Some(false),
            byte => (byte == end).then_some(true),
        }
    }

    /// After the sign. A number that is not whole, or larger than any of ours, is well-formed all the same.
    fn number(&mut self, is_negative: bool) -> Option<Json<'a>> {
        let digits = self.digits()?;
        if digits.len() > 1 && digits.starts_with('0') {
            return None;
        }
        let mut is_whole = true;
        if self.takes(b'.') {
            self.digits()?;
            is_whole = false;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _sign = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
            is_whole = false;
        }
        let magnitude: Option<u64> = digits.parse().ok().filter(|_| is_whole);
        let number = magnitude.and_then(|magnitude| {
            if is_negative {
                // Minus zero is a float to whoever has floats.
                let value = 0i64.checked_sub_unsigned(magnitude).filter(|v| *v < 0);
                value.map(Json::Negative)
            } else {
                Some(Json::Natural(magnitude))
            }
        });
        Some(number.unwrap_or(Json::Other))
    }

    fn digits(&mut self) -> Option<&'a str> {
        let digits = self.run(|byte| byte.is_ascii_digit())?;
        (!digits.is_empty()).then_some(digits)
    }

    /// After the opening quote. Borrowed when nothing is escaped.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        let mut unescaped = String::new();
        loop {
            let plain = self.run(|byte| byte >= b' ' && byte != b'"' && byte != b'\\')?;
            match self.next()? {
                b'"' if unescaped.is_empty() => return Some(Cow::Borrowed(plain)),
                b'"' => {
                    unescaped.push_str(plain);
                    return Some(Cow::Owned(unescaped));
                }
                b'\\' => {
                    unescaped.push_str(plain);
                    unescaped.push(self.escape()?);
                }
                _ => return None,
            }
        }
    }

    /// After the backslash.
    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut units = [self.unit()?, 0];
                // The first half of a pair means nothing without the second.
                if matches!(units, [0xD800..=0xDBFF, _]) {
                    self.word("\\u", ())?;
                    units[1] = self.unit()?;
                }
                char::decode_utf16(units).next()?.ok()?
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u16> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.next()?).to_digit(16)?;
            unit = unit << 4 | u16::try_from(digit).ok()?;
        }
        Some(unit)
    }

    /// The rest of a word, and what it means.
    fn word<T>(&mut self, rest: &str, meaning: T) -> Option<T> {
        let is_here = self.all.get(self.at..)?.starts_with(rest);
        self.at += rest.len();
        is_here.then_some(meaning)
    }

    /// As many bytes as are `of` a kind.
    fn run(&mut self, of: impl Fn(u8) -> bool) -> Option<&'a str> {
        let rest = self.all.get(self.at..)?;
        let end = rest.bytes().position(|byte| !of(byte));
        let run = rest.get(..end.unwrap_or(rest.len()))?;
        self.at += run.len();
        Some(run)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn takes_after_space(&mut self, byte: u8) -> bool {
        self.skip_space();
        self.takes(byte)
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.all.as_bytes().get(self.at).copied()
    }
}
