//! The changes of the tables from version to version, as files of SQL that are part of the program.

use sqlx::{
    SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};
use std::sync::LazyLock;

macro_rules! files {
    ($($name:literal,)*) => {
        [$(($name, include_str!(concat!("migrations/", $name, ".sql"))),)*]
    };
}

/// What was released stays as it is: databases remember the hash of each.
const FILES: [(&str, &str); 12] = files![
    "0001_catalog",
    "0002_accounts",
    "0003_clicks",
    "0004_ledger",
    "0005_publication_epochs",
    "0006_earnings",
    "0007_payout",
    "0008_ingest",
    "0009_bonuses",
    "0010_shelves",
    "0011_members",
    "0012_device_grants",
];

/// All of them, in the order of their numbers.
pub(crate) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    let all = FILES.iter().zip(1..).map(|(&(name, sql), version)| {
        let (_number, title) = name.split_once('_').unwrap_or(("", name));
        let title = title.replace('_', " ").into();
        let sql = SqlStr::from_static(sql);
        Migration::new(version, title, MigrationType::Simple, sql, false) // each in a transaction
    });
    Migrator::with_migrations(all.collect())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_under_its_number() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let files = std::fs::read_dir(folder).unwrap();
        let mut files: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed = FILES.map(|(name, _)| format!("{name}.sql"));
        assert_eq!(listed.to_vec(), files);
        for (name, version) in listed.iter().zip(1..) {
            assert!(name.starts_with(&format!("{version:04}_")), "{name}");
        }
    }
}
