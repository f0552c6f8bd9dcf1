//! The usual forms of a type in JSON, so that most types need one line to be readable.

/// Gives a type that can be read serde's `Deserialize`, for the portal and for tools.
macro_rules! deserialize {
    ($($type:ty),+ $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let json = <$crate::json::Json<'de> as serde::Deserialize>::deserialize(from)?;
                let read = <Self as $crate::json::Read>::read(&json);
                read.ok_or_else(|| serde::de::Error::custom(concat!("not a ", stringify!($type))))
            }
        }
    )+};
}

/// Reads a struct whose fields are called alike in Rust and in JSON.
macro_rules! object {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::json::Read for $type {
            fn read(json: &$crate::json::Json<'_>) -> Option<Self> {
                Some(Self { $($field: json.get(stringify!($field))?),+ })
            }
        }
        $crate::json::deserialize!($type);
    };
}

/// Reads an enum of mere words.
macro_rules! words {
    ($type:ident { $($word:literal => $variant:ident),+ $(,)? }) => {
        impl $crate::json::Read for $type {
            fn read(json: &$crate::json::Json<'_>) -> Option<Self> {
                match json.text()? {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
        $crate::json::deserialize!($type);
    };
}

/// Reads a struct around one value.
macro_rules! transparent {
    ($($type:ident),+) => {$(
        impl $crate::json::Read for $type {
            fn read(json: &$crate::json::Json<'_>) -> Option<Self> {
                $crate::json::Read::read(json).map(Self)
            }
        }
        $crate::json::deserialize!($type);
    )+};
}

pub(crate) use {deserialize, object, transparent, words};
