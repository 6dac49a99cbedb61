//! The schema: the same on both databases, and reached from any older one.

use sqlx::{Connection, Row};

use crate::store_fixture::{Database, guild, on_both};
use unhunch::store::Guild;

/// Every column as `table.column type [null]`, then every index that has a name of ours.
const SQLITE: [&str; 2] = [
    "SELECT m.name || '.' || c.name || ' ' || lower(c.type)
         || CASE WHEN c.\"notnull\" = 1 THEN '' ELSE ' null' END
     FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
     WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
     ORDER BY m.name, c.cid",
    "SELECT CASE WHEN i.\"unique\" = 1 THEN 'unique ' ELSE '' END || 'index ' || i.name
     FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i
     WHERE m.type = 'table' AND i.origin = 'c' ORDER BY i.name",
];

const POSTGRES: [&str; 2] = [
    "SELECT table_name || '.' || column_name || ' ' || data_type
         || CASE WHEN is_nullable = 'NO' THEN '' ELSE ' null' END
     FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'
     ORDER BY table_name COLLATE \"C\", ordinal_position",
    "SELECT CASE WHEN i.indisunique THEN 'unique ' ELSE '' END || 'index ' || c.relname
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
     JOIN pg_namespace AS n ON n.oid = c.relnamespace
     LEFT JOIN pg_constraint AS k ON k.conindid = i.indexrelid
     WHERE n.nspname = current_schema() AND k.oid IS NULL ORDER BY c.relname COLLATE \"C\"",
];

async fn schema(database: &Database, questions: [&'static str; 2]) -> String {
    database.open().await.close().await;
    let mut connection = database.raw().await;
    let mut lines = Vec::new();
    for question in questions {
        for row in sqlx::query(question)
            .fetch_all(&mut connection)
            .await
            .unwrap()
        {
            lines.push(row.get::<String, _>(0));
        }
    }
    connection.close().await.unwrap();
    lines.join("\n")
}

#[tokio::test]
async fn the_schema_on_sqlite_is_this() {
    let schema = schema(&Database::sqlite(), SQLITE).await;
    insta::assert_snapshot!("schema", schema);
}

#[tokio::test]
async fn the_schema_on_postgres_is_the_same() {
    if let Some(database) = Database::postgres().await {
        assert_eq!(
            schema(&database, POSTGRES).await,
            schema(&Database::sqlite(), SQLITE).await
        );
    }
}

on_both! {
    async fn an_older_database_is_brought_up_to_date_and_keeps_what_it_has(database: &Database) {
        let migrations = sqlx::migrate!();
        let newest = migrations.iter().map(|migration| migration.version).max().unwrap();
        if let Some(path) = database.url().strip_prefix("sqlite://") {
            std::fs::write(path, "").unwrap();
        }
        let mut connection = database.raw().await;
        migrations.run_to(1, &mut connection).await.unwrap();
        connection.close().await.unwrap();
        database.run("INSERT INTO guild (guild_id, timezone) VALUES (7, 'UTC')").await.unwrap();

        let store = database.open().await;
        let kept = Guild { timezone: Some("UTC".to_owned()), ..Guild::new(guild(7)) };
        assert_eq!(store.guild(guild(7)).await.unwrap(), kept);
        store.close().await;
        let mut connection = database.raw().await;
        let reached: i64 = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(reached, newest);
        connection.close().await.unwrap();
    }
}

#[test]
fn every_migration_opens_with_its_reason_and_reads_no_clock() {
    for migration in sqlx::migrate!().iter() {
        let sql = migration.sql.as_str();
        let name = &migration.description;
        assert!(sql.starts_with("-- "), "{name} says why it is");
        let code: String = sql
            .lines()
            .filter(|line| !line.starts_with("--"))
            .map(str::to_uppercase)
            .collect::<Vec<_>>()
            .join(" ");
        for forbidden in [
            " BOOLEAN",
            "NOW(",
            "CURRENT_TIME",
            "CURRENT_DATE",
            " SERIAL",
            "STRFTIME(",
        ] {
            assert!(!code.contains(forbidden), "{name} uses {forbidden}");
        }
    }
}
