//! The steps that bring the tables of an older version up to date. A step that has been released is never edited:
//! its checksum is kept in the database.

use super::StoreError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr, SqlitePool};

/// Version, name and SQL, in order.
const STEPS: [(i64, &str, &str); 2] = [
    (1, "catalogue", include_str!("../../migrations/0001_catalogue.sql")),
    (2, "history", include_str!("../../migrations/0002_history.sql")),
];

/// Runs the steps that have not been run.
pub(super) async fn run(pool: &SqlitePool) -> Result<(), StoreError> {
    let migrations = STEPS
        .into_iter()
        .map(|(version, name, sql)| {
            Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    Migrator::with_migrations(migrations).run(pool).await?;
    Ok(())
}
