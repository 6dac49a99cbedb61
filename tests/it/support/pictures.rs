//! Pictures of all movements for stories that are about something else: drawn once, by whichever comes first.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::sync::OnceCell;

use super::TestBot;
use crate::support::LIBRARY;

/// A folder with the still pictures of the pack, which outlives the tests. Their animations follow while the tests run.
pub(crate) async fn drawn_before() -> &'static Path {
    static FOLDER: OnceCell<PathBuf> = OnceCell::const_new();
    let draw = async || {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        let bot = TestBot::on_a_fresh_database("2026-01-01T00:00:00Z", Some(folder.clone())).await;
        draw_stills(&bot).await;
        std::thread::spawn(move || draw_the_rest(&bot));
        folder
    };
    FOLDER.get_or_init(draw).await
}

/// Puts what is drawn by now where a bot will look for it, so that not each of them draws everything anew.
pub(crate) async fn lay_out(folder: &Path) {
    if folder.exists() {
        return;
    }
    fs::create_dir(folder).unwrap();
    for drawn in fs::read_dir(drawn_before().await).unwrap() {
        let drawn = drawn.unwrap();
        let place = folder.join(drawn.file_name());
        // One that is just being written has another name in a moment.
        if fs::hard_link(drawn.path(), &place).is_err() {
            fs::copy(drawn.path(), &place).ok();
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn draw_the_rest(bot: &TestBot) {
    while bot.app().prepare_next_picture().await.is_some() {}
}

/// What the background does in the first second after a start.
pub(crate) async fn draw_stills(bot: &TestBot) {
    for _ in LIBRARY.exercises() {
        assert_eq!(bot.app().prepare_next_picture().await, Some(false));
    }
}
