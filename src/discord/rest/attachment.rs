//! Files that people sent along with a command.
//!
//! They lie on hosts of their own, so they are asked for without the bot's token and count to no limit. An address comes
//! from the wire: one that is not Discord's is never followed, nor is a redirect.

use std::time::Duration;

use reqwest::Url;

use super::Rest;
use crate::app::FetchError;

/// An answer to a command is due within 3 s, so a file that takes longer does not come in time.
const PATIENCE: Duration = Duration::from_millis(1_700);

impl Rest {
    /// The file at an address that came with an interaction.
    ///
    /// # Errors
    /// When it lies elsewhere than at Discord, has more than `most` bytes, or does not come.
    pub async fn fetch_attachment(&self, url: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        let url = Url::parse(url).map_err(|_| FetchError::Elsewhere)?;
        if !self.base.keeps_file(&url) {
            return Err(FetchError::Elsewhere);
        }
        let failed = |error: reqwest::Error| FetchError::Failed(error.without_url().to_string());
        let answer = self.http.get(url).timeout(PATIENCE).send().await;
        let mut answer = answer.map_err(failed)?;
        if !answer.status().is_success() {
            let status = answer.status().as_u16();
            return Err(FetchError::Failed(format!("the answer was {status}")));
        }
        let said = answer.content_length().unwrap_or_default();
        if said > most as u64 {
            return Err(FetchError::TooLarge);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if bytes.len() + chunk.len() > most {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}
