use std::sync::Arc;

use super::*;

/// Nobody waits long in tests.
fn impatient() -> Arc<ClockHub> {
    let patience = Patience {
        step: Duration::from_millis(30),
        keep_alive: Duration::from_millis(40),
        grace: Duration::from_millis(20),
        silence: Duration::from_millis(500),
    };
    Arc::new(ClockHub::with_patience(at(0), patience))
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A follower that wakes every `step` seconds and notes when.
fn follow(hub: &Arc<ClockHub>, name: &'static str, step: i64) -> Arc<Mutex<Vec<i64>>> {
    let woken: Arc<Mutex<Vec<i64>>> = Arc::default();
    let (hub, noted) = (Arc::clone(hub), Arc::clone(&woken));
    tasks::spawn(async move {
        let mut next = step;
        loop {
            let present = hub.sleep(name, Some(at(next))).await;
            if present.now_ms >= next * 1000 {
                noted.lock().unwrap().push(present.now_ms / 1000);
                next += step;
            }
        }
    });
    woken
}

async fn joined(hub: &ClockHub, count: usize) {
    let mut changes = hub.changes();
    while hub.followers().len() < count {
        changes.changed().await.unwrap();
    }
}

#[tokio::test]
async fn two_followers_are_woken_in_order_and_only_when_they_are_due() {
    let hub = Arc::new(ClockHub::new(at(0)));
    let (seven, ten) = (follow(&hub, "seven", 7), follow(&hub, "ten", 10));
    joined(&hub, 2).await;
    let played = hub.play(Target::At(at(30))).await.unwrap();
    assert_eq!((played.now_ms, played.wake_ups), (30_000, 7));
    assert_eq!(*seven.lock().unwrap(), [7, 14, 21, 28]);
    assert_eq!(*ten.lock().unwrap(), [10, 20, 30]);
    assert!(hub.present().ticking);
}

#[tokio::test]
async fn the_next_wake_up_is_the_earliest_and_at_most_eight_days_away() {
    let hub = Arc::new(ClockHub::new(at(0)));
    assert_eq!(
        hub.play(Target::NextWakeUp).await,
        Err(PlayError::NothingWaits)
    );
    let woken = follow(&hub, "month", 30 * 86_400);
    joined(&hub, 1).await;
    let played = hub.play(Target::NextWakeUp).await.unwrap();
    assert_eq!((played.now_ms, played.wake_ups), (8 * 86_400_000, 0));
    follow(&hub, "day", 9 * 86_400);
    joined(&hub, 2).await;
    let played = hub.play(Target::NextWakeUp).await.unwrap();
    assert_eq!((played.now_ms, played.wake_ups), (9 * 86_400_000, 1));
    assert!(woken.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_week_with_a_few_wake_ups_a_day_takes_no_time() {
    let hub = Arc::new(ClockHub::new(at(0)));
    let woken = follow(&hub, "bot", 3 * 3600);
    joined(&hub, 1).await;
    let before = Instant::now();
    hub.play(Target::At(at(7 * 86_400))).await.unwrap();
    assert_eq!(woken.lock().unwrap().len(), 56);
    assert!(before.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_follower_that_does_not_rest_is_named_and_the_clock_ticks_again() {
    let hub = impatient();
    hub.work("lazy");
    hub.set_unanswered([Id::new(7)].into());
    let stuck = hub.play(Target::At(at(60))).await;
    let names = "follower lazy, interaction 7".to_owned();
    assert_eq!(stuck, Err(PlayError::Stuck(names)));
    assert!(hub.present().ticking);
    hub.set_unanswered(BTreeSet::new());
    let stuck = hub.play(Target::At(at(60))).await;
    assert_eq!(stuck, Err(PlayError::Stuck("follower lazy".to_owned())));
    // After enough silence it is taken for dead, and time can be played again.
    while !hub.followers().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(hub.play(Target::At(at(60))).await.is_ok());
    let backwards = hub.play(Target::At(at(-5))).await;
    assert_eq!(backwards, Err(PlayError::Backwards));
}

#[tokio::test]
async fn playing_waits_for_an_unanswered_interaction() {
    let hub = Arc::new(ClockHub::new(at(0)));
    hub.set_unanswered([Id::new(7)].into());
    let answered = Arc::clone(&hub);
    let (played, ()) = tokio::join!(hub.play(Target::At(at(60))), async move {
        tokio::task::yield_now().await;
        assert!(!answered.present().ticking);
        assert!(answered.now() < at(60));
        answered.set_unanswered(BTreeSet::new());
    });
    assert_eq!(played.unwrap().now_ms, 60_000);
}

#[tokio::test]
async fn a_second_player_is_refused() {
    let hub = Arc::new(ClockHub::new(at(0)));
    hub.set_unanswered([Id::new(7)].into());
    let second = Arc::clone(&hub);
    let (first, refused) = tokio::join!(hub.play(Target::At(at(60))), async move {
        let refused = second.play(Target::At(at(60))).await;
        second.set_unanswered(BTreeSet::new());
        refused
    });
    assert!(first.is_ok());
    assert_eq!(refused, Err(PlayError::AlreadyPlaying));
}

#[tokio::test]
async fn a_newer_post_answers_the_older_one() {
    let hub = Arc::new(ClockHub::new(at(0)));
    let working = Arc::clone(&hub);
    let (present, ()) = tokio::join!(hub.sleep("bot", Some(at(1_000_000))), async move {
        tokio::task::yield_now().await;
        working.work("bot");
    });
    assert!(present.now_ms < 1_000);
    assert_eq!(hub.followers()[0].state, "busy");
}

#[tokio::test]
async fn a_report_that_was_overtaken_is_passed_over() {
    let hub = Arc::new(ClockHub::new(at(0)));
    let report = |seq| Report {
        follower: "bot".to_owned(),
        seq: Some(seq),
        spell: None,
        jumps: None,
    };
    assert!(hub.work(report(2)).0.is_some());
    let late = tokio::time::timeout(Duration::from_secs(5), hub.sleep(report(1), Some(at(60))));
    assert!(late.await.is_ok(), "it is answered at once");
    assert_eq!(hub.followers()[0].state, "busy");
    let sleeper = Arc::clone(&hub);
    let (_, late) = tokio::join!(sleeper.sleep(report(4), Some(at(1_000))), async {
        tokio::task::yield_now().await;
        let late = hub.work(report(3)).0;
        assert_eq!(hub.followers()[0].state, "idle");
        hub.work(report(5));
        late
    });
    assert_eq!(late, None);
    assert_eq!(hub.followers()[0].state, "busy");
}

#[tokio::test]
async fn nothing_is_played_until_those_who_live_on_the_clock_know_that_the_gateway_speaks_again() {
    let hub = impatient();
    let report = |seq, spell| Report {
        follower: "bot".to_owned(),
        seq: Some(seq),
        spell: Some(spell),
        jumps: None,
    };
    hub.set_silent(true);
    let told = hub.sleep(report(1, 0), None).await;
    assert_eq!((told.spell, told.unheard_ms), (1, 0));
    let (_, stuck) = tokio::join!(hub.sleep(report(2, 1), None), async {
        let mut changes = hub.changes();
        while hub.followers()[0].state == "busy" {
            changes.changed().await.unwrap();
        }
        hub.play(Target::At(at(60))).await.unwrap();
        hub.set_silent(false);
        hub.play(Target::At(at(120))).await
    });
    let follower = "follower bot".to_owned();
    assert_eq!(stuck, Err(PlayError::Stuck(follower)));
    // It was woken when the clock went on; a report that it gave before it heard is answered at once.
    let told = hub.sleep(report(3, 1), None).await;
    assert_eq!(told.spell, 2);
    assert!(told.unheard_ms >= 59_000, "{told:?}");
    assert_eq!(hub.followers()[0].state, "busy");
}

#[tokio::test]
async fn who_reports_before_they_have_heard_of_a_jump_is_told_of_it_at_once() {
    let hub = Arc::new(ClockHub::new(at(0)));
    let report = |seq, jumps| Report {
        follower: "bot".to_owned(),
        seq: Some(seq),
        spell: None,
        jumps: Some(jumps),
    };
    assert_eq!(hub.work(report(1, 0)).1.jumps, 0);
    hub.jump(SignedDuration::from_hours(-1));
    let told = hub.sleep(report(2, 0), Some(at(1_000_000))).await;
    assert_eq!(told.jumps, 1);
    assert!(told.now_ms < 0, "{told:?}");
}

#[tokio::test]
async fn a_jump_tells_everyone_and_wakes_nobody_on_the_way() {
    let hub = Arc::new(ClockHub::new(at(0)));
    let jumping = Arc::clone(&hub);
    let (present, ()) = tokio::join!(hub.sleep("bot", Some(at(1_000_000))), async move {
        tokio::task::yield_now().await;
        jumping.jump(SignedDuration::from_hours(-1));
    });
    assert_eq!(present.now_ms.div_euclid(1_000), -3600);
}

#[tokio::test]
async fn a_broken_connection_is_forgotten_after_a_grace() {
    let hub = impatient();
    let broken = tokio::time::timeout(Duration::from_millis(1), hub.sleep("bot", None)).await;
    assert!(broken.is_err());
    assert_eq!(hub.followers().len(), 1);
    let mut changes = hub.changes();
    while !hub.followers().is_empty() {
        changes.changed().await.unwrap();
    }
}

#[tokio::test]
async fn a_sleep_is_answered_in_the_end_even_if_nothing_happens() {
    let hub = impatient();
    let before = Instant::now();
    hub.sleep("bot", None).await;
    assert!(before.elapsed() >= Duration::from_millis(40));
    assert_eq!(hub.followers()[0].state, "busy");
}
