//! Who has set something up for a guild. They are looked for there as members are (K-63), so that their id goes when they
//! have been gone for long; what they set up stays.

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::StoreError;
use super::columns::ms;
use super::many::Whose;

/// Somebody sets something up in a guild at `at`, and so is there.
pub(super) async fn note(
    tx: &mut Transaction<'static, Any>,
    (guild, user): Whose,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO manager (guild_id, user_id, since_ms, seen_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (guild_id, user_id) DO UPDATE SET
             seen_at = CASE WHEN manager.seen_at > excluded.seen_at
                 THEN manager.seen_at ELSE excluded.seen_at END,
             left_at = NULL",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .bind(ms(at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
