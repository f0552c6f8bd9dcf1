//! A copy of everything that is stored about a member, as JSON. Moments are milliseconds UTC, amounts minor units.

use super::holdings;
use crate::{error::Error, state::Portal};
use serde_json::{Map, Value};
use sqlx::{Column, ColumnIndex, Database, Decode, Row, Type};

/// Rises when the form of the copy changes.
const FORMAT: &str = "pointback-export-1";

/// Makes the copy.
pub(crate) async fn of(portal: &Portal, member: &str) -> Result<Value, Error> {
    let mut copy = Map::new();
    copy.insert("format".to_owned(), FORMAT.into());
    copy.insert("made_ms".to_owned(), portal.now_ms().into());
    let mut connection = portal.pool.acquire().await?;
    for holding in holdings::ALL {
        let rows = sqlx::query(holding.read)
            .bind(member)
            .fetch_all(&mut *connection)
            .await?;
        let rows = rows.iter().map(object).collect::<Result<_, _>>()?;
        copy.insert(holding.name.to_owned(), Value::Array(rows));
    }
    Ok(Value::Object(copy))
}

/// A row by the names of its columns, whichever engine it comes from: there are only numbers and texts.
fn object<R: Row>(row: &R) -> Result<Value, sqlx::Error>
where
    for<'r> Option<i64>: Decode<'r, R::Database>,
    for<'r> Option<String>: Decode<'r, R::Database>,
    Option<i64>: Type<R::Database>,
    Option<String>: Type<R::Database>,
    usize: ColumnIndex<R>,
    <R::Database as Database>::Column: Column,
{
    let mut object = Map::new();
    for column in row.columns() {
        let at = column.ordinal();
        let value = match row.try_get::<Option<i64>, _>(at) {
            Ok(number) => Value::from(number),
            Err(_) => Value::from(row.try_get::<Option<String>, _>(at)?),
        };
        object.insert(column.name().to_owned(), value);
    }
    Ok(Value::Object(object))
}
