//! While Discord does not take the token: nothing is sent, and what waits comes to an end all the same (D-6).
//!
//! Begin reading at [`App::while_halted`].

use jiff::Timestamp;

use super::App;
use super::retry::just_after;
use crate::store::{StoreError, TOKEN_REFUSED};

impl App {
    /// Gives up what expires: like everything that we did not send, that of which Discord has refused the token too. Where
    /// an earlier attempt may have arrived, it is told as unknown (D-7). Returns when the next of it expires.
    ///
    /// # Errors
    /// When the database does not answer; the next call does the same.
    pub(super) async fn while_halted(
        &self,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        if !self.has_lease() || self.is_finishing() {
            return Ok(None);
        }
        if !self.clocks_agree() {
            return Ok(self.wait_for_clocks(now));
        }
        self.write_unwritten(now).await?;
        let missed = self.store.expire_pending(now, TOKEN_REFUSED).await?;
        let refused = self.store.end_untried(now, TOKEN_REFUSED).await?;
        let n_given_up = missed.len() + refused.len();
        self.count_not_sent(TOKEN_REFUSED, n_given_up);
        self.note_given_up(n_given_up);
        Ok(self.store.next_unsent_expiry().await?.map(just_after))
    }
}
