//! Rows of the database as values. In place of sqlx's derive, which builds its drivers once more, for the compiler: a minute of
//! every fresh build.

/// Defines a struct whose fields are read from the columns of the same names, or of those that follow `as`.
macro_rules! row {
    (
        $(#[$attribute:meta])* $visible:vis struct $name:ident {
            $($(#[$note:meta])* $shown:vis $field:ident: $type:ty $(as $column:literal)?,)*
        }
    ) => {
        $(#[$attribute])*
        $visible struct $name {
            $($(#[$note])* $shown $field: $type,)*
        }

        impl sqlx::FromRow<'_, sqlx::any::AnyRow> for $name {
            fn from_row(row: &sqlx::any::AnyRow) -> sqlx::Result<Self> {
                Ok(Self {
                    $($field: sqlx::Row::try_get(row, row!(@ $field $($column)?))?,)*
                })
            }
        }
    };
    (@ $field:ident) => { stringify!($field) };
    (@ $field:ident $column:literal) => { $column };
}
