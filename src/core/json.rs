//! Reading JSON: a text becomes one small tree, and every type picks its fields from it.
//!
//! Writing is left to serde's derive. Reading is not: derived readers are compiled anew for every type and every nesting,
//! and took 270 KB of a module that may have 350 KB. Here the parser exists once, whatever is read.

mod forms;
mod tree;

pub(crate) use forms::{deserialize, object, transparent, words};
use std::borrow::Cow;

/// A JSON value. Texts without escapes are borrowed from the input.
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
    /// Any other number. It is well-formed, but nothing we read has one.
    Fraction,
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object, its fields in the order of the input, none twice.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// What can be read from JSON.
pub trait Read: Sized {
    /// Reads a value; `None` when it has another form.
    fn read(json: &Json<'_>) -> Option<Self>;

    /// What a missing field stands for; `None` when it must not be missing.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// Reads a whole JSON text.
#[must_use]
pub fn read<T: Read>(text: &[u8]) -> Option<T> {
    T::read(&Json::parse(text)?)
}

impl<'a> Json<'a> {
    /// Parses a whole JSON text.
    #[must_use]
    pub fn parse(text: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }

    /// A field of an object.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else {
            return None;
        };
        fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value)
    }

    /// Reads a field of an object.
    #[must_use]
    pub fn get<T: Read>(&self, name: &str) -> Option<T> {
        self.field(name).map_or_else(T::absent, T::read)
    }

    /// Reads a field of an object, or takes the default when it is missing.
    #[must_use]
    pub fn get_or_default<T: Read + Default>(&self, name: &str) -> Option<T> {
        self.field(name).map_or_else(|| Some(T::default()), T::read)
    }

    /// Reads a flag that travels as `1` and is left out when off.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get_or_default::<u8>(name).map(|n| n != 0)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Is it an object with no fields but these?
    #[must_use]
    pub fn has_only(&self, names: &[&str]) -> bool {
        let Self::Object(fields) = self else {
            return false;
        };
        fields
            .iter()
            .all(|(name, _)| names.contains(&name.as_ref()))
    }

    fn integer(&self) -> Option<i64> {
        match self {
            Self::Natural(n) => i64::try_from(*n).ok(),
            Self::Negative(n) => Some(*n),
            _ => None,
        }
    }
}

impl Read for bool {
    fn read(json: &Json<'_>) -> Option<Self> {
        match json {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

impl Read for u64 {
    fn read(json: &Json<'_>) -> Option<Self> {
        match json {
            Json::Natural(n) => Some(*n),
            _ => None,
        }
    }
}

impl Read for i64 {
    fn read(json: &Json<'_>) -> Option<Self> {
        json.integer()
    }
}

macro_rules! smaller_integers {
    ($($integer:ty)*) => {$(
        impl Read for $integer {
            fn read(json: &Json<'_>) -> Option<Self> {
                json.integer()?.try_into().ok()
            }
        }
    )*};
}
smaller_integers!(u8 u32 i32 usize);

impl Read for String {
    fn read(json: &Json<'_>) -> Option<Self> {
        json.text().map(str::to_owned)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(json: &Json<'_>) -> Option<Self> {
        match json {
            Json::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Json<'_>) -> Option<Self> {
        let Json::List(items) = json else {
            return None;
        };
        let mut list = Self::with_capacity(items.len());
        for item in items {
            list.push(T::read(item)?);
        }
        Some(list)
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(json: &Json<'_>) -> Option<Self> {
        let Json::List(items) = json else {
            return None;
        };
        match items.as_slice() {
            [a, b] => Some((A::read(a)?, B::read(b)?)),
            _ => None,
        }
    }
}
