//! The language of the rules' patterns, and a matcher whose work is bounded whatever the pattern and the text.
//!
//! A pattern always stands for the whole text. Most characters mean themselves; these stand for a class:
//! `#` a digit, `%` a hexadecimal digit, `@` a letter, `$` what a host's label is made of, `?` any character,
//! `*` any run of them. A class may be followed by `+` (once or more), `{6}` or `{4-6}`. Letters are ASCII.
//!
//! All ways through a pattern are followed at once, one bit each, so every byte of the text is looked at once: no text
//! can make the matcher go back. A regular-expression engine would take a twentieth of the module.

const MAX_TEXT: usize = 96;
/// One bit of a word for each unit, and one for having arrived.
const MAX_UNITS: usize = 62;
/// What lies behind is not looked at. A text that still fits there is taken to fit: doubt means silence.
const MAX_INPUT: usize = 512;

/// A pattern that has been found sound.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    text: String,
    units: Vec<Class>,
    /// Units that may be left out.
    optional: u64,
    /// Units that may come again.
    repeated: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Byte(u8),
    Digit,
    Hex,
    Letter,
    Label,
    Any,
}

/// How a text is held against a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// As written.
    Exact,
    /// Upper and lower case alike.
    AnyCase,
    /// A host: from its beginning or from behind any of its dots.
    Host,
}

impl Pattern {
    /// Reads a pattern; `None` if it is empty, over-long or malformed.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut pattern = Self {
            text: text.to_owned(),
            units: Vec::new(),
            optional: 0,
            repeated: 0,
        };
        if text.is_empty() || text.len() > MAX_TEXT {
            return None;
        }
        let mut rest = text.bytes();
        let mut counted = None;
        while let Some(byte) = rest.next() {
            let class = match byte {
                b'#' => Class::Digit,
                b'%' => Class::Hex,
                b'@' => Class::Letter,
                b'$' => Class::Label,
                b'?' => Class::Any,
                b'*' => {
                    pattern.repeated |= pattern.next_bit();
                    pattern.push(Class::Any, true)?;
                    counted = None;
                    continue;
                }
                b'+' => {
                    counted.take()?;
                    pattern.repeated |= pattern.next_bit() >> 1;
                    continue;
                }
                b'{' => {
                    let (least, end) = number(&mut rest)?;
                    let (most, end) = match end {
                        b'-' => number(&mut rest)?,
                        _ => (least, end),
                    };
                    if end != b'}' {
                        return None;
                    }
                    pattern.repeat(counted.take()?, least, most)?;
                    continue;
                }
                b'!'..=b'~' if byte != b'}' => Class::Byte(byte),
                _ => return None,
            };
            pattern.push(class, false)?;
            counted = Some(class).filter(|c| !matches!(c, Class::Byte(_)));
        }
        Some(pattern)
    }

    /// The pattern as written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes of a text it pins down.
    pub(crate) fn pinned(&self) -> usize {
        let pinned = self.units.iter().filter(|u| matches!(u, Class::Byte(_)));
        pinned.count()
    }

    /// Does it fit the text?
    pub(crate) fn fits(&self, text: &str, mode: Mode) -> bool {
        self.walk(text, mode, &mut 0)
    }

    /// Does everything that this fits certainly fit the other too? Not all cases are seen: `false` may mean doubt.
    pub(crate) fn is_within(&self, broader: &Self, mode: Mode) -> bool {
        let is_plain = self.pinned() == self.units.len();
        self.text == broader.text
            || broader.text == "*"
            || is_plain && broader.fits(&self.text, mode)
    }

    /// Counts its steps, which a test holds against the bound.
    fn walk(&self, text: &str, mode: Mode, steps: &mut usize) -> bool {
        let arrived = self.next_bit();
        let mut live = self.with_skips(1);
        for (at, byte) in text.bytes().enumerate() {
            let mut open = live & !arrived;
            if at == MAX_INPUT {
                return open != 0;
            }
            let mut next = 0;
            while open != 0 {
                *steps += 1;
                let bit = open & open.wrapping_neg();
                open ^= bit;
                let unit = self.units.get(bit.trailing_zeros() as usize);
                if unit.is_some_and(|u| u.has(byte, mode)) {
                    next |= bit << 1;
                    next |= bit & self.repeated;
                }
            }
            if mode == Mode::Host && byte == b'.' {
                next |= 1;
            } else if next == 0 && mode != Mode::Host {
                return false;
            }
            live = self.with_skips(next);
        }
        live & arrived != 0
    }

    fn with_skips(&self, mut live: u64) -> u64 {
        loop {
            let more = live | (live & self.optional) << 1;
            if more == live {
                return live;
            }
            live = more;
        }
    }

    fn next_bit(&self) -> u64 {
        1 << self.units.len()
    }

    fn push(&mut self, class: Class, is_optional: bool) -> Option<()> {
        if is_optional {
            self.optional |= self.next_bit();
        }
        self.units.push(class);
        (self.units.len() <= MAX_UNITS).then_some(())
    }

    /// The class was pushed once already; `4-6` adds three more, and two that may be missing.
    fn repeat(&mut self, class: Class, least: usize, most: usize) -> Option<()> {
        if least == 0 || most < least {
            return None;
        }
        for n in 1..most {
            self.push(class, n >= least)?;
        }
        Some(())
    }
}

/// One or two digits, and the byte behind them.
fn number(bytes: &mut core::str::Bytes<'_>) -> Option<(usize, u8)> {
    let digit = |byte: u8| char::from(byte).to_digit(10).map(|d| d as usize);
    let first = digit(bytes.next()?)?;
    let second = bytes.next()?;
    match digit(second) {
        Some(second) => Some((first * 10 + second, bytes.next()?)),
        None => Some((first, second)),
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl Class {
    fn has(self, byte: u8, mode: Mode) -> bool {
        match self {
            Self::Byte(own) if mode == Mode::Exact => own == byte,
            Self::Byte(own) => own.eq_ignore_ascii_case(&byte),
            Self::Digit => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Letter => byte.is_ascii_alphabetic(),
            Self::Label => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Self::Any => true,
        }
    }
}

#[cfg(test)]
mod tests;
