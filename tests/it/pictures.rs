//! Every movement of the pack as pictures: drawn, and small enough for everybody's connection.

use std::fs;
use std::path::{Path, PathBuf};

use unhunch::picture;

use crate::content::{stdout, unhunch};
use crate::support::pictures::draw_stills;
use crate::support::{ADA, BEN, LIBRARY, TestBot};

/// Movements of each kind: figures from the front and the side, both sides, a face, a hand, things that move.
const VARIED: [&str; 6] = [
    "bird-dog",
    "full-blinks",
    "levator-stretch",
    "near-far-focus",
    "sit-to-stand",
    "tendon-glides",
];

#[test]
fn every_movement_has_a_still_picture_of_few_bytes() {
    let library = &*LIBRARY;
    for exercise in library.exercises() {
        let png = picture::storyboard(&exercise.pose).unwrap();
        assert!(
            png.len() <= 60_000,
            "{}: {} bytes",
            exercise.card.id,
            png.len()
        );
    }
}

#[test]
fn movements_of_every_kind_are_animated_in_few_bytes() {
    let library = &*LIBRARY;
    let varied = library
        .exercises()
        .iter()
        .filter(|exercise| VARIED.contains(&exercise.card.id.as_str()));
    let mut n_drawn = 0;
    for exercise in varied {
        let gif = picture::animation(&exercise.pose).unwrap();
        assert!(gif.starts_with(b"GIF89a"));
        assert!(
            gif.len() <= 500_000,
            "{}: {} bytes",
            exercise.card.id,
            gif.len()
        );
        n_drawn += 1;
    }
    assert_eq!(n_drawn, VARIED.len());
}

#[test]
fn the_program_draws_one_movement_or_all_of_them() {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    for (name, begin) in [("one.png", &b"\x89PNG"[..]), ("one.gif", b"GIF89a")] {
        let drawn = unhunch(&["picture", "neck-tilts", "--out", &path(name)], &[]);
        assert_eq!(drawn.status.code(), Some(0), "{drawn:?}");
        assert!(fs::read(path(name)).unwrap().starts_with(begin));
    }
    let drawn = unhunch(&["picture", "--all", "--sheet", &path("all.png")], &[]);
    assert_eq!(drawn.status.code(), Some(0), "{drawn:?}");
    let listed = stdout(&drawn);
    assert_eq!(listed.lines().count(), LIBRARY.exercises().len());
    assert!(fs::read(path("all.png")).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn a_movement_or_a_format_that_there_is_not_is_refused_in_one_sentence() {
    let refusal = |arguments: &[&str]| {
        let refused = unhunch(arguments, &[]);
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        String::from_utf8(refused.stderr).unwrap().trim().to_owned()
    };
    insta::assert_snapshot!(
        refusal(&["picture", "neck", "--out", "a.png"]),
        @"error: there is no exercise `neck`; `unhunch content list` names them all (did you mean `neck-half-circles`?)"
    );
    insta::assert_snapshot!(
        refusal(&["picture", "neck-tilts", "--out", "a.jpeg"]),
        @"error: a.jpeg should end in .png or .gif"
    );
    insta::assert_snapshot!(
        refusal(&["picture", "--all", "--sheet", "a.gif"]),
        @"error: a.gif should end in .png"
    );
}

#[tokio::test]
async fn a_movement_can_be_followed_along_on_the_clock() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/stretch area:neck private:true").await;
    insta::assert_snapshot!(bot.press(BEN, "Follow along").await, @"
    (only you)
    (Four pictures of a person on a chair, seen from the front: first the head is upright. Then it leans to the right while both shoulders stay low. Then it is upright again. Last it leans to the left in the same way.)
    ## Neck tilts: follow along
    In the picture: **1** Head upright · **2** Ear towards the right shoulder · **3** Head upright · **4** Ear towards the left shoulder
    **Get into position.** You begin <t:1780293610:R>.
    - <t:1780293610:R> first side · 2 times · hold each for 10 seconds
    - <t:1780293639:R> other side · 2 times · hold each for 10 seconds
    - <t:1780293663:R> you are done. Shake it out.
    **Stop if you feel dizzy, your sight changes, an arm tingles, or your neck hurts sharply.**
    -# The times are a gentle pace, not a test: slower, fewer or shorter is fine.
    -# Stop at sharp or spreading pain, tingling, dizziness or chest pressure. → /get-help
    [I did it] [This hurts]
    ");
}

#[tokio::test]
async fn every_movement_can_be_followed_along() {
    let mut bot = TestBot::start().await;
    let library = &*LIBRARY;
    for exercise in library.exercises().iter().step_by(9) {
        let id = &exercise.card.id;
        let message = bot.snowflake();
        let card = bot
            .press_id(BEN, &format!("u1:along:{id}"), message, Some(100))
            .await;
        assert!(card.contains("Get into position"), "{id}: {card}");
    }
}

/// The names of the files in a folder, and of which kind they are.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|file| file.extension().map(std::ffi::OsStr::to_owned));
    files
}

#[tokio::test]
async fn an_answer_draws_nothing_and_what_it_lacked_is_drawn_next() {
    let mut bot = TestBot::start().await.keeping_pictures_in(None).await;
    let card = bot.run(BEN, "/stretch area:neck private:true").await;
    assert!(card.contains("## "), "complete without: {card}");
    assert!(!card.contains("(Four pictures"), "{card}");
    bot.app().picture_is_wanted().await;
    assert_eq!(bot.app().prepare_next_picture().await, Some(false));
    let follow_along = bot.button("Follow along");
    bot.press_earlier(BEN, &follow_along).await;
    assert_eq!(
        bot.picture(),
        Some("neck-tilts.png"),
        "the still picture stands in for the moving one"
    );
    assert_eq!(
        bot.app().prepare_next_picture().await,
        Some(true),
        "the animation that was asked for goes before the pack's stills"
    );
    bot.press_earlier(BEN, &follow_along).await;
    assert_eq!(bot.picture(), Some("neck-tilts.gif"));
}

#[tokio::test]
async fn the_pack_is_drawn_once_the_stills_first() {
    let mut bot = TestBot::start().await.keeping_pictures_in(None).await;
    draw_stills(&bot).await;
    assert_eq!(bot.app().prepare_next_picture().await, Some(true));
    let card = bot.run(BEN, "/stretch area:neck private:true").await;
    assert!(card.contains("(Four pictures"), "{card}");
}

#[tokio::test]
async fn what_a_channel_keeps_is_posted_with_its_picture() {
    let mut bot = TestBot::start().await.keeping_pictures_in(None).await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    for day in 1..9 {
        bot.advance_to(&format!("2026-06-0{day}T10:00:00Z")).await;
        bot.next_message();
        if let Some(picture) = bot.picture() {
            let form = Path::new(picture).extension().unwrap();
            assert_eq!(form, "png");
            return;
        }
    }
    panic!("no movement in a week");
}

#[tokio::test]
async fn what_was_drawn_is_not_drawn_again_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("drawn");
    let mut bot = TestBot::start()
        .await
        .keeping_pictures_in(Some(folder.clone()))
        .await;
    bot.run(BEN, "/stretch area:eyes private:true").await;
    bot.app().prepare_next_picture().await;
    let button = bot.button("Follow along");
    bot.press(BEN, "Follow along").await;
    bot.app().prepare_next_picture().await;
    let files = kept(&folder);
    let [gif, png] = &files[..] else {
        panic!("{files:?}")
    };
    assert!(fs::read(png).unwrap().starts_with(b"\x89PNG"));
    // What would be drawn anew would not look like this.
    fs::write(gif, b"GIF89a of before").unwrap();
    bot.restart().await;
    let pressed = bot.press_earlier(BEN, &button).await;
    assert!(pressed.contains("Get into position"), "{pressed}");
    assert_eq!(fs::read(gif).unwrap(), b"GIF89a of before");
    assert_eq!(kept(&folder), files);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_keeps_nobody_from_a_picture() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a file");
    fs::write(&file, "no folder").unwrap();
    let mut bot = TestBot::start().await.keeping_pictures_in(Some(file)).await;
    draw_stills(&bot).await;
    let card = bot.run(BEN, "/stretch area:neck private:true").await;
    assert!(card.contains("(Four pictures of a person"), "{card}");
}

#[tokio::test]
async fn pictures_that_no_card_has_any_more_are_deleted_and_nothing_else_is() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("drawn");
    let bot = TestBot::start()
        .await
        .keeping_pictures_in(Some(folder.clone()))
        .await;
    bot.app().prepare_next_picture().await;
    let drawn = kept(&folder);
    let hash = "0123456789abcdef0123456789abcdef";
    let of_before = ["png", "gif", "4711.new"].map(|ending| format!("{hash}.{ending}"));
    let not_ours = [
        "holiday.png".to_owned(),
        format!("{hash}.txt"),
        format!("{hash}.mine.new"),
        format!("{}.png", hash.to_uppercase()),
        format!("{hash}0.png"),
        hash.to_owned(),
    ];
    for name in of_before.iter().chain(&not_ours) {
        fs::write(folder.join(name), "anything").unwrap();
    }
    let in_the_way = folder.join(format!("{}.png", hash.replace('0', "f")));
    fs::create_dir(&in_the_way).unwrap();
    bot.app().forget_old_pictures().await;
    let mut left = kept(&folder);
    left.sort();
    let mut expected: Vec<_> = not_ours.iter().map(|name| folder.join(name)).collect();
    expected.extend(drawn);
    expected.push(in_the_way);
    expected.sort();
    assert_eq!(left, expected);
}
