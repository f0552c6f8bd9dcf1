//! From a type to the tree.

use super::{Field, Json};
use std::borrow::Cow;

/// What can be written as JSON.
pub trait Write {
    /// The value as a tree that borrows its texts.
    fn write(&self) -> Json<'_>;
}

/// An object in the making; its fields keep their order.
#[derive(Debug, Default)]
pub struct Object<'a>(Vec<Field<'a>>);

impl<'a> Object<'a> {
    /// Adds a field. One function for all types of values is smaller than one for each.
    #[inline(never)]
    pub fn put(&mut self, name: &'static str, value: &'a dyn Write) {
        self.push(name, value.write());
    }

    /// Adds a field unless its value is nothing: `null`, or an empty list.
    #[inline(never)]
    pub fn put_some(&mut self, name: &'static str, value: &'a dyn Write) {
        let value = value.write();
        let is_nothing = match &value {
            Json::Null => true,
            Json::List(items) => items.is_empty(),
            _ => false,
        };
        if !is_nothing {
            self.push(name, value);
        }
    }

    /// Adds a flag that travels as `1` and is left out when off.
    pub fn put_flag(&mut self, name: &'static str, flag: bool) {
        if flag {
            self.push(name, Json::Natural(1));
        }
    }

    /// Adds a field with a name that is data.
    #[inline(never)]
    pub fn push(&mut self, name: &'a str, value: Json<'a>) {
        self.0.push((Cow::Borrowed(name), value));
    }

    /// The object.
    #[must_use]
    pub fn done(self) -> Json<'a> {
        Json::Object(self.0)
    }
}

impl Write for bool {
    fn write(&self) -> Json<'_> {
        Json::Bool(*self)
    }
}

impl Write for u64 {
    fn write(&self) -> Json<'_> {
        Json::Natural(*self)
    }
}

impl Write for i64 {
    fn write(&self) -> Json<'_> {
        u64::try_from(*self).map_or(Json::Negative(*self), Json::Natural)
    }
}

impl Write for i32 {
    fn write(&self) -> Json<'_> {
        let value = i64::from(*self);
        u64::try_from(value).map_or(Json::Negative(value), Json::Natural)
    }
}

impl Write for usize {
    fn write(&self) -> Json<'_> {
        Json::Natural(*self as u64)
    }
}

macro_rules! naturals {
    ($($integer:ty)*) => {$(
        impl Write for $integer {
            fn write(&self) -> Json<'_> {
                Json::Natural(u64::from(*self))
            }
        }
    )*};
}
naturals!(u8 u32);

impl Write for str {
    fn write(&self) -> Json<'_> {
        Json::Text(Cow::Borrowed(self))
    }
}

impl Write for String {
    fn write(&self) -> Json<'_> {
        self.as_str().write()
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self) -> Json<'_> {
        (**self).write()
    }
}

impl<T: Write + ?Sized> Write for Box<T> {
    fn write(&self) -> Json<'_> {
        (**self).write()
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self) -> Json<'_> {
        self.as_ref().map_or(Json::Null, T::write)
    }
}

impl<T: Write> Write for [T] {
    fn write(&self) -> Json<'_> {
        let mut list = Vec::new();
        for item in self {
            push(&mut list, item);
        }
        Json::List(list)
    }
}

/// Adds an item. One function for all types of lists, as `put` for objects.
#[inline(never)]
fn push<'a>(list: &mut Vec<Json<'a>>, item: &'a dyn Write) {
    list.push(item.write());
}

impl<T: Write> Write for Vec<T> {
    fn write(&self) -> Json<'_> {
        self.as_slice().write()
    }
}

impl<A: Write, B: Write> Write for (A, B) {
    fn write(&self) -> Json<'_> {
        Json::List(vec![self.0.write(), self.1.write()])
    }
}
