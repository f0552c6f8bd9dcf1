//! Regular expressions into the language of our patterns. What it cannot say is refused with its place: a rule that
//! half fits would be worse than none, because nobody would look at it again.

use std::fmt;
use std::iter::Peekable;
use std::str::CharIndices;

/// More alternatives make no rule that a person can read.
const MOST: usize = 64;
/// What our patterns use for themselves.
const SPECIAL: &str = "#%@$?*+{}&=~";

/// What could not be said, and where it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    at: usize,
    what: &'static str,
}

impl Refusal {
    /// Counted from the beginning of a longer text.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.at += by;
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at character {}", self.what, self.at)
    }
}

/// Every alternative of a regular expression as a pattern of ours.
pub(super) fn translate(regex: &str) -> Result<Vec<String>, Refusal> {
    let mut reader = Reader {
        rest: regex.char_indices().peekable(),
        at: 1,
    };
    let all = reader.alternatives()?;
    match reader.next() {
        None => Ok(all),
        Some(_) => Err(reader.refusal("an unopened group")),
    }
}

struct Reader<'r> {
    rest: Peekable<CharIndices<'r>>,
    /// Where the last character that was taken stands, from 1.
    at: usize,
}

/// One thing that may be repeated.
enum Atom {
    /// A character of ours that stands for a class.
    Class(char),
    Plain(char),
    Group(Vec<String>),
}

impl Reader<'_> {
    fn alternatives(&mut self) -> Result<Vec<String>, Refusal> {
        let mut all = self.sequence()?;
        while self.take('|') {
            all.extend(self.sequence()?);
        }
        if all.len() > MOST {
            return Err(self.refusal("too many alternatives"));
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Vec<String>, Refusal> {
        let mut all = vec![String::new()];
        while let Some(next) = self.peek().filter(|c| !"|)".contains(*c)) {
            self.next();
            let began = self.at;
            let atom = self.atom(next)?;
            let options = self.repeated(atom, began)?;
            let ends = |start: &String| {
                options
                    .iter()
                    .map(|o| format!("{start}{o}"))
                    .collect::<Vec<_>>()
            };
            all = all.iter().flat_map(ends).collect();
            if all.len() > MOST {
                return Err(refusal(began, "too many alternatives"));
            }
        }
        Ok(all)
    }

    fn atom(&mut self, first: char) -> Result<Atom, Refusal> {
        match first {
            '(' => self.group(),
            '[' => self.class(),
            '.' => Ok(Atom::Class('?')),
            '\\' => match self.next() {
                Some('d') => Ok(Atom::Class('#')),
                Some('w') => Ok(Atom::Class('$')),
                Some(c) if c.is_ascii_punctuation() => self.plain(c),
                _ => Err(self.refusal("an unknown escape")),
            },
            '^' | '$' => Err(self.refusal("an anchor")),
            '*' | '+' | '?' | '{' => Err(self.refusal("a repetition of nothing")),
            c => self.plain(c),
        }
    }

    fn plain(&self, c: char) -> Result<Atom, Refusal> {
        // Names and values of parameters are joined by these, and the caller takes them apart.
        if c.is_ascii_graphic() && (!SPECIAL.contains(c) || c == '=') {
            Ok(Atom::Plain(c))
        } else {
            Err(self.refusal("a character that no pattern can say"))
        }
    }

    fn group(&mut self) -> Result<Atom, Refusal> {
        let began = self.at;
        if self.take('?') && !self.take(':') {
            return Err(refusal(began, "a look around"));
        }
        let all = self.alternatives()?;
        if self.take(')') {
            Ok(Atom::Group(all))
        } else {
            Err(refusal(began, "an unclosed group"))
        }
    }

    fn class(&mut self) -> Result<Atom, Refusal> {
        let began = self.at;
        let mut inside = String::new();
        loop {
            match self.next() {
                Some(']') => break,
                Some(c) => inside.push(c),
                None => return Err(refusal(began, "an unclosed class")),
            }
        }
        match inside.as_str() {
            "0-9" | "\\d" => Ok(Atom::Class('#')),
            "a-f0-9" | "0-9a-f" | "0-9a-fA-F" | "a-fA-F0-9" => Ok(Atom::Class('%')),
            "a-z" | "A-Z" | "a-zA-Z" | "A-Za-z" => Ok(Atom::Class('@')),
            "a-z0-9" | "0-9a-z" | "a-zA-Z0-9" | "A-Za-z0-9" | "a-z0-9-" | "\\w-" => {
                Ok(Atom::Class('$'))
            }
            "^/" | "^\\/" | "^&" | "^&#" | "^/.]" => Ok(Atom::Class('?')),
            _ => Err(refusal(began, "a class that no pattern can say")),
        }
    }

    /// The atom with what follows it: `?`, `*`, `+`, `{6}`, `{4,6}`, `{4,}`.
    fn repeated(&mut self, atom: Atom, began: usize) -> Result<Vec<String>, Refusal> {
        let mark = self.peek().filter(|c| "?*+{".contains(*c));
        let Some(mark) = mark else {
            return Ok(atom.options());
        };
        self.next();
        let count = if mark == '{' {
            self.count()?
        } else {
            String::new()
        };
        self.take('?'); // as few as possible: the same texts
        match (mark, atom) {
            ('?', atom) => {
                let mut options = atom.options();
                options.push(String::new());
                Ok(options)
            }
            ('*', Atom::Class(_)) => Ok(vec!["*".to_owned()]),
            ('+', Atom::Class(class)) => Ok(vec![format!("{class}+")]),
            ('{', Atom::Class(class)) => Ok(vec![
                counted(class, &count).ok_or_else(|| refusal(began, "a count"))?,
            ]),
            _ => Err(refusal(began, "a repeated group")),
        }
    }

    fn count(&mut self) -> Result<String, Refusal> {
        let began = self.at;
        let mut count = String::new();
        loop {
            match self.next() {
                Some('}') => return Ok(count),
                Some(c) if c.is_ascii_digit() || c == ',' => count.push(c),
                _ => return Err(refusal(began, "a count")),
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let (at, c) = self.rest.next()?;
        self.at = at + 1;
        Some(c)
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().map(|(_, c)| *c)
    }

    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.next();
        }
        is_next
    }

    fn refusal(&self, what: &'static str) -> Refusal {
        refusal(self.at, what)
    }
}

impl Atom {
    fn options(self) -> Vec<String> {
        match self {
            Self::Class(c) | Self::Plain(c) => vec![c.to_string()],
            Self::Group(all) => all,
        }
    }
}

/// `4,6` becomes `{4-6}`; `4,` becomes three and then one or more.
fn counted(class: char, count: &str) -> Option<String> {
    match count.split_once(',') {
        None => Some(format!("{class}{{{}}}", at_least_one(count)?)),
        Some((least, "")) => match at_least_one(least)? - 1 {
            0 => Some(format!("{class}+")),
            fewer => Some(format!("{class}{{{fewer}}}{class}+")),
        },
        Some((least, most)) => Some(format!(
            "{class}{{{}-{}}}",
            at_least_one(least)?,
            at_least_one(most)?
        )),
    }
}

fn at_least_one(count: &str) -> Option<u32> {
    count.parse().ok().filter(|n| *n > 0)
}

fn refusal(at: usize, what: &'static str) -> Refusal {
    Refusal { at, what }
}

#[cfg(test)]
mod tests;
