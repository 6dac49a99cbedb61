//! What the bot remembers about itself: the zone data it planned with, the commands it registered,
//! its secret.

use super::columns::Columns;
use super::{Store, StoreError};

/// Under this key lies [`Store::secret`].
const SECRET: &str = "secret";

impl Store {
    /// What was put under `key`.
    pub async fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query("SELECT value FROM meta WHERE key = $1")
            .bind(key)
            .fetch_optional(&mut *tx)
            .await?;
        tx.commit().await?;
        row.map(|row| Columns::of("meta", &row).text("value"))
            .transpose()
    }

    /// Puts `value` under `key`, in the place of what was there.
    pub async fn put_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO meta (key, value) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(key)
        .bind(value)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The key of the bot's keyed hashes, if one was kept.
    pub async fn known_secret(&self) -> Result<Option<[u8; 32]>, StoreError> {
        let kept = self.meta(SECRET).await?;
        kept.map(|text| in_hex(&text)).transpose()
    }

    /// The key of the bot's keyed hashes (D-3). The first call keeps `fresh`, 32 random bytes; every
    /// later one returns those and ignores its own.
    pub async fn secret(&self, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
            .bind(SECRET)
            .bind(data_encoding::HEXLOWER.encode(&fresh))
            .execute(&mut *tx)
            .await?;
        let row = sqlx::query("SELECT value FROM meta WHERE key = $1")
            .bind(SECRET)
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        in_hex(&Columns::of("meta", &row).text("value")?)
    }
}

/// A secret as it is kept.
fn in_hex(text: &str) -> Result<[u8; 32], StoreError> {
    let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
    let secret = bytes.and_then(|bytes| bytes.try_into().ok());
    secret.ok_or_else(|| {
        StoreError::inconsistent("meta", "value", "the secret is not 32 bytes in hex")
    })
}
