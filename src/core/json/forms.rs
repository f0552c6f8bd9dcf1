//! The usual forms of a type in JSON, so that most types need one line to be read and written.

/// Gives a type that can be read serde's `Deserialize`, for the portal and for tools.
macro_rules! deserialize {
    ($type:ty) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let json = <$crate::json::Json<'de> as serde::Deserialize>::deserialize(from)?;
                let whole = $crate::json::Reader::whole(&json);
                whole.ok_or_else(|| serde::de::Error::custom(concat!("not a ", stringify!($type))))
            }
        }
    };
}

/// Gives a type that can be written serde's `Serialize`, for the portal and for tools.
macro_rules! serialize {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::json::Write::write(self), to)
            }
        }
    };
}

/// A field's name: as in Rust, unless said otherwise.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Writes a struct. Fields in `optional` and `lists` are left out when there is nothing in them.
macro_rules! written {
    (
        $type:ident { $($field:ident $(= $key:literal)?),+ $(,)? }
        $(optional { $($rare:ident),+ $(,)? })? $(lists { $($list:ident),+ $(,)? })?
    ) => {
        impl $crate::json::Write for $type {
            #[inline(never)]
            fn write(&self) -> $crate::json::Json<'_> {
                let mut object = $crate::json::Object::default();
                $(object.put($crate::json::key!($field $($key)?), &self.$field);)+
                $($(object.put_some(stringify!($rare), &self.$rare);)+)?
                $($(object.put_some(stringify!($list), &self.$list);)+)?
                object.done()
            }
        }
        $crate::json::serialize!($type);
    };
}

/// Reads and writes a struct. Fields that came `later` than the first version may be missing, and those in `lists`
/// are left out when they are empty.
macro_rules! object {
    ($type:ident { $($field:ident),+ $(,)? } later { $($late:ident),+ $(,)? }) => {
        impl $crate::json::Read for $type {
            #[inline(never)]
            fn read(from: $crate::json::Reader<'_>) -> Self {
                Self {
                    $($field: from.get(stringify!($field)),)+
                    $($late: from.get_or_default(stringify!($late)),)+
                }
            }
        }
        $crate::json::deserialize!($type);
        $crate::json::written!($type { $($field),+, $($late),+ });
    };
    (
        $type:ident { $($field:ident),+ $(,)? }
        $(optional { $($rare:ident),+ $(,)? })? $(lists { $($list:ident),+ $(,)? })?
    ) => {
        impl $crate::json::Read for $type {
            #[inline(never)]
            fn read(from: $crate::json::Reader<'_>) -> Self {
                Self {
                    $($field: from.get(stringify!($field)),)+
                    $($($rare: from.get(stringify!($rare)),)+)?
                    $($($list: from.get_or_default(stringify!($list)),)+)?
                }
            }
        }
        $crate::json::deserialize!($type);
        $crate::json::written!($type { $($field),+ } $(optional { $($rare),+ })? $(lists { $($list),+ })?);
    };
}

/// Writes an enum as objects that are told apart by a tag.
macro_rules! written_variants {
    (
        $type:ident, $tag:literal
        { $($word:literal => $variant:ident $({ $($field:ident),+ $(,)? })?),+ $(,)? }
    ) => {
        impl $crate::json::Write for $type {
            #[inline(never)]
            fn write(&self) -> $crate::json::Json<'_> {
                let mut object = $crate::json::Object::default();
                match self {
                    $(Self::$variant $({ $($field),+ })? => {
                        object.push($tag, $crate::json::Write::write($word));
                        $($(object.put(stringify!($field), $field);)+)?
                    })+
                }
                object.done()
            }
        }
        $crate::json::serialize!($type);
    };
}

/// Reads and writes an enum as objects that are told apart by a tag. An unknown word is a fault, for which the `else`
/// value stands in.
macro_rules! variants {
    (
        $type:ident, $tag:literal
        { $($word:literal => $variant:ident $({ $($field:ident),+ $(,)? })?),+ $(,)? }
        else $stand_in:expr
    ) => {
        impl $crate::json::Read for $type {
            #[inline(never)]
            fn read(from: $crate::json::Reader<'_>) -> Self {
                match from.field($tag).text() {
                    $($word => Self::$variant $({ $($field: from.get(stringify!($field))),+ })?,)+
                    _ => from.fault($stand_in),
                }
            }
        }
        $crate::json::deserialize!($type);
        $crate::json::written_variants!(
            $type, $tag { $($word => $variant $({ $($field),+ })?),+ }
        );
    };
}

/// Reads and writes an enum of mere words.
macro_rules! words {
    ($type:ident { $first:literal => $stand_in:ident $(, $word:literal => $variant:ident)* $(,)? }) => {
        impl $crate::json::Read for $type {
            #[inline(never)]
            fn read(from: $crate::json::Reader<'_>) -> Self {
                match from.text() {
                    $first => Self::$stand_in,
                    $($word => Self::$variant,)*
                    _ => from.fault(Self::$stand_in),
                }
            }
        }
        impl $crate::json::Write for $type {
            #[inline(never)]
            fn write(&self) -> $crate::json::Json<'_> {
                let word = match self {
                    Self::$stand_in => $first,
                    $(Self::$variant => $word,)*
                };
                $crate::json::Write::write(word)
            }
        }
        $crate::json::deserialize!($type);
        $crate::json::serialize!($type);
    };
}

/// Reads and writes a struct around one value as that value.
macro_rules! transparent {
    ($type:ident) => {
        impl $crate::json::Read for $type {
            fn read(from: $crate::json::Reader<'_>) -> Self {
                Self($crate::json::Read::read(from))
            }
        }
        impl $crate::json::Write for $type {
            fn write(&self) -> $crate::json::Json<'_> {
                self.0.write()
            }
        }
        $crate::json::deserialize!($type);
        $crate::json::serialize!($type);
    };
}

pub(crate) use {
    deserialize, key, object, serialize, transparent, variants, words, written, written_variants,
};
