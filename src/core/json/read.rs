//! From the tree to a type. Reading goes on after a fault and the whole is refused in the end: that is half the code of
//! stopping at every field.

use super::{Field, Json};
use std::cell::Cell;

/// What can be read from JSON.
pub trait Read: Sized {
    /// Reads a value. With the wrong form of JSON it reports a fault, and the value does not matter.
    fn read(from: Reader<'_>) -> Self;
}

/// A place in the tree.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    json: &'a Json<'a>,
    is_faulty: &'a Cell<bool>,
}

impl<'a> Reader<'a> {
    /// Reads a whole tree; `None` after any fault.
    #[must_use]
    pub fn whole<T: Read>(json: &'a Json<'a>) -> Option<T> {
        let is_faulty = Cell::new(false);
        let value = T::read(Reader {
            json,
            is_faulty: &is_faulty,
        });
        (!is_faulty.get()).then_some(value)
    }

    /// The value here.
    #[must_use]
    pub fn json(self) -> &'a Json<'a> {
        self.json
    }

    /// Reports a fault and hands on what stands in for the value.
    #[must_use]
    pub fn fault<T>(self, stand_in: T) -> T {
        self.is_faulty.set(true);
        stand_in
    }

    /// A field of the object here; `null` when it is missing.
    #[must_use]
    #[inline(never)]
    pub fn field(self, name: &str) -> Self {
        self.at(self.json.field(name).unwrap_or(&Json::Null))
    }

    /// Reads a field of the object here.
    #[must_use]
    #[inline(never)]
    pub fn get<T: Read>(self, name: &str) -> T {
        T::read(self.field(name))
    }

    /// Reads a field of the object here, or takes the default when it is missing.
    #[must_use]
    #[inline(never)]
    pub fn get_or_default<T: Read + Default>(self, name: &str) -> T {
        match self.json.field(name) {
            Some(json) => T::read(self.at(json)),
            None => T::default(),
        }
    }

    /// Reads a flag that travels as `1` and is left out when off.
    #[must_use]
    pub fn flag(self, name: &str) -> bool {
        self.get_or_default::<u8>(name) != 0
    }

    /// The text here.
    #[must_use]
    #[inline(never)]
    pub fn text(self) -> &'a str {
        self.json.text().unwrap_or_else(|| self.fault(""))
    }

    /// The items of the list here.
    #[must_use]
    #[inline(never)]
    pub fn items(self) -> &'a [Json<'a>] {
        match self.json {
            Json::List(items) => items,
            _ => self.fault(&[]),
        }
    }

    /// The fields of the object here.
    #[must_use]
    #[inline(never)]
    pub fn fields(self) -> &'a [Field<'a>] {
        match self.json {
            Json::Object(fields) => fields,
            _ => self.fault(&[]),
        }
    }

    /// Another place in the tree.
    #[must_use]
    pub fn at(self, json: &'a Json<'a>) -> Self {
        Self { json, ..self }
    }

    /// Refuses the object here when it has other fields than these.
    pub fn refuse_other_fields(self, names: &[&str]) {
        let is_other = |(name, _): &Field<'_>| !names.contains(&name.as_ref());
        if self.fields().iter().any(is_other) {
            self.is_faulty.set(true);
        }
    }
}

impl Read for bool {
    fn read(from: Reader<'_>) -> Self {
        match from.json {
            Json::Bool(value) => *value,
            _ => from.fault(false),
        }
    }
}

impl Read for u64 {
    fn read(from: Reader<'_>) -> Self {
        match from.json {
            Json::Natural(value) => *value,
            _ => from.fault(0),
        }
    }
}

impl Read for i64 {
    fn read(from: Reader<'_>) -> Self {
        let value = match from.json {
            Json::Natural(value) => Self::try_from(*value).ok(),
            Json::Negative(value) => Some(*value),
            _ => None,
        };
        value.unwrap_or_else(|| from.fault(0))
    }
}

macro_rules! smaller_integers {
    ($($integer:ty)*) => {$(
        impl Read for $integer {
            fn read(from: Reader<'_>) -> Self {
                let value = Self::try_from(i64::read(from));
                value.unwrap_or_else(|_| from.fault(0))
            }
        }
    )*};
}
smaller_integers!(u8 u32 i32 usize);

impl Read for String {
    fn read(from: Reader<'_>) -> Self {
        from.text().to_owned()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(from: Reader<'_>) -> Self {
        match from.json {
            Json::Null => None,
            _ => Some(T::read(from)),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(from: Reader<'_>) -> Self {
        let items = from.items();
        let mut list = Self::new();
        for item in items {
            list.push(T::read(from.at(item)));
        }
        list
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(from: Reader<'_>) -> Self {
        let items = from.items();
        let item = |at| from.at(items.get(at).unwrap_or(&Json::Null));
        let pair = (A::read(item(0)), B::read(item(1)));
        if items.len() == 2 {
            pair
        } else {
            from.fault(pair)
        }
    }
}
