//! The whole database as text, to look for what must not be in it.

use crate::world::World;
use sqlx::{AssertSqlSafe, Column, Row};
use std::{fs, path::Path};

/// Every table that the migrations make.
fn tables() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/portal/migrations");
    let mut names = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for rest in text.split("CREATE TABLE ").skip(1) {
            names.push(rest.split([' ', '(']).next().unwrap().to_owned());
        }
    }
    names.retain(|name| name != "publication_of_epoch");
    assert!(names.len() > 15, "{names:?}");
    names
}

/// Everything in the database as text.
pub async fn dump(world: &World) -> String {
    let mut text = String::new();
    for table in tables() {
        let sql = AssertSqlSafe(format!("SELECT * FROM {table}"));
        for row in sqlx::query(sql).fetch_all(world.pool()).await.unwrap() {
            for column in row.columns() {
                let at = column.ordinal();
                let cell = match row.try_get::<Option<i64>, _>(at) {
                    Ok(number) => format!("{number:?}"),
                    Err(_) => format!("{:?}", row.get::<Option<String>, _>(at)),
                };
                text += &format!("{table}.{}={cell}\n", column.name());
            }
        }
    }
    text
}
