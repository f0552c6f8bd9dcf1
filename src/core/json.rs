//! JSON on the device: one small tree, from which every type picks its fields and into which it puts them.
//!
//! serde's derived code is compiled anew for every type and every format, which took 320 KB of a module that may have
//! 350 KB. Here types only meet the tree, and serde carries the tree across the borders: to JavaScript, to the portal, to
//! tools.

mod forms;
mod parse;
mod print;
mod read;
mod serde_border;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use forms::{
    deserialize, key, object, serialize, transparent, variants, words, written, written_variants,
};
pub use read::{Read, Reader};
use std::borrow::Cow;
pub use write::{Object, Write};

/// A JSON value. Texts are borrowed where they can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number from zero on.
    Natural(u64),
    /// A whole number below zero.
    Negative(i64),
    /// Well-formed, but nothing that we read or write has it: a fraction, or an object with a field twice.
    Other,
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object, its fields in the order of the text, none twice.
    Object(Vec<Field<'a>>),
}

/// Nothing we read has objects with more fields; the bound keeps the look for duplicates cheap.
const MAX_FIELDS: usize = 256;

/// Is there no room for a field of this name?
fn has(fields: &[Field<'_>], name: &str) -> bool {
    fields.len() == MAX_FIELDS || fields.iter().any(|(n, _)| n == name)
}

/// A field of an object: its name and its value.
pub type Field<'a> = (Cow<'a, str>, Json<'a>);

impl Json<'_> {
    /// A field of an object.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else {
            return None;
        };
        let found = fields.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The tree as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        print::print(self, &mut text);
        text
    }
}

/// A whole JSON text as a tree.
#[must_use]
#[inline(never)]
pub fn parse(text: &[u8]) -> Option<Json<'_>> {
    parse::parse(text)
}

/// Reads a whole JSON text.
#[must_use]
pub fn read<T: Read>(text: &[u8]) -> Option<T> {
    Reader::whole(&parse(text)?)
}
