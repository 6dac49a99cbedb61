//! Requests to Discord: what goes out, what is made of the answers, and how fast.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde_json::json;
use tokio::time::Instant;
use unhunch::app::{Disposition, FetchError, Outbound, OutboundMessage, Reply, SendError};
use unhunch::clock::{Busy, Clock, PlayedClock, Wake};
use unhunch::discord::encode::{self, Payload};
use unhunch::discord::{DiscordOutbound, Rest, RestError, RestOptions};
use unhunch::domain::ids::MessageId;
use unhunch::view::{Component, Message, Picture};

use crate::discord_fake::{FakeDiscord, Log, Script, answer, answer_with, is_alone};

const TOKEN: &str = "MTIzNDU2.s3cr3t.bot-token";
const CALLBACK_TOKEN: &str = "aW50ZXJhY3Rpb24.s3cr3t.callback-token";
const OK: &str = r#"{"id":"99"}"#;
const NOW: &str = "2026-11-22T10:00:00Z";

fn rest(fake: &FakeDiscord) -> Arc<Rest> {
    rest_with_timeout(fake, Duration::from_secs(5))
}

fn rest_with_timeout(fake: &FakeDiscord, timeout: Duration) -> Arc<Rest> {
    let mut options = RestOptions::new(fake.base(), SecretString::from(TOKEN));
    options.timeout = timeout;
    options.backoff = Duration::from_millis(1);
    let now = NOW.parse().unwrap();
    Arc::new(Rest::new(options, Arc::new(PlayedClock::standing(now))).unwrap())
}

fn scheduled(fake: &FakeDiscord) -> DiscordOutbound {
    DiscordOutbound::new(rest(fake))
}

fn hello(channel: u64) -> OutboundMessage {
    OutboundMessage {
        channel: channel.to_string().parse().unwrap(),
        message: Message {
            components: vec![Component::Text("Hello".to_owned())],
            ..Message::default()
        },
        nonce: "1NONCE".to_owned(),
        urgent: false,
        leaves_by: None,
    }
}

fn choices() -> Payload {
    encode::reply(&Reply::Choices(Vec::new())).unwrap()
}

/// With a short timeout if the script is to be silent.
fn outbound_for(fake: &FakeDiscord, script: &Script) -> DiscordOutbound {
    DiscordOutbound::new(rest_for(fake, script))
}

fn rest_for(fake: &FakeDiscord, script: &Script) -> Arc<Rest> {
    match script {
        Script::Silence => rest_with_timeout(fake, Duration::from_millis(500)),
        _ => rest(fake),
    }
}

async fn post_answered(script: Script) -> Result<MessageId, SendError> {
    let fake = FakeDiscord::start([script.clone()]);
    let posted = outbound_for(&fake, &script).post(&hello(5)).await;
    assert_eq!(
        fake.paths(),
        ["POST /api/v10/channels/5/messages"],
        "a post is one attempt"
    );
    posted
}

async fn callback(rest: &Rest) -> Result<(), RestError> {
    let token = SecretString::from(CALLBACK_TOKEN);
    rest.answer_interaction("8".parse().unwrap(), &token, &choices(), false)
        .await
        .map(|message| assert_eq!(message, None))
}

#[tokio::test]
async fn an_answer_of_which_it_matters_gives_the_id_of_its_message() {
    let known = r#"{"interaction": {"id": "8", "type": 3}, "resource": {"type": 4, "message": {"id": "77"}}}"#;
    let acknowledged =
        r#"{"code": 40060, "message": "Interaction has already been acknowledged."}"#;
    for (script, id) in [
        (answer(200, known), Some(77)),
        (
            answer(200, r#"{"interaction": {"id": "8", "type": 3}}"#),
            None,
        ),
        (answer(200, "not json"), None),
        (answer(204, ""), None),
        (answer(400, acknowledged), None),
    ] {
        let fake = FakeDiscord::start([script]);
        let token = SecretString::from(CALLBACK_TOKEN);
        let interaction = "8".parse().unwrap();
        let rest = rest(&fake);
        let reply = choices();
        let answered = rest.answer_interaction(interaction, &token, &reply, true);
        assert_eq!(answered.await.unwrap().map(MessageId::get), id);
        let path =
            format!("POST /api/v10/interactions/8/{CALLBACK_TOKEN}/callback?with_response=true");
        assert_eq!(fake.paths(), [path], "it is there, and is not sent again");
    }
}

#[tokio::test]
async fn a_post_is_sent_once_with_its_nonce_and_gives_the_id_of_the_message() {
    let fake = FakeDiscord::start([]);
    let posted = scheduled(&fake).post(&hello(5)).await.unwrap();
    assert_eq!(posted.get(), 99);
    let [seen] = &fake.seen()[..] else {
        panic!("one request: {:?}", fake.paths())
    };
    assert_eq!(seen.path, "/api/v10/channels/5/messages");
    assert_eq!(seen.headers["authorization"], format!("Bot {TOKEN}"));
    assert!(
        seen.headers["user-agent"].starts_with("DiscordBot (https://github.com/unhunch/unhunch, ")
    );
    assert_eq!(seen.json()["nonce"], "1NONCE");
    assert_eq!(seen.json()["enforce_nonce"], true);
    assert_eq!(seen.json()["allowed_mentions"], json!({ "parse": [] }));
}

#[tokio::test]
async fn every_answer_to_a_post_says_what_follows() {
    let error = |code: u32| format!(r#"{{"code": {code}, "message": "No."}}"#);
    let rows = [
        (answer(200, "not json"), Disposition::OutcomeUnknown),
        (answer(200, r#"{"type": 0}"#), Disposition::OutcomeUnknown),
        (answer(204, ""), Disposition::OutcomeUnknown),
        (answer(404, &error(10008)), Disposition::AlreadyPosted),
        (
            answer(429, r#"{"retry_after": 0.5}"#),
            Disposition::RetryAfter(Duration::from_millis(500)),
        ),
        (
            answer_with(429, &[("retry-after", "2")], ""),
            Disposition::RetryAfter(Duration::from_secs(2)),
        ),
        (Script::Silence, Disposition::OutcomeUnknown),
        (Script::Reset, Disposition::OutcomeUnknown),
        (answer(500, "<html>"), Disposition::OutcomeUnknown),
        (answer(503, ""), Disposition::OutcomeUnknown),
        (answer(401, &error(0)), Disposition::Unauthorized),
        (answer(403, &error(50001)), Disposition::ChannelUnusable),
        (answer(403, &error(50013)), Disposition::ChannelUnusable),
        (answer(404, &error(10003)), Disposition::ChannelUnusable),
        (answer(400, &error(50008)), Disposition::ChannelUnusable),
        (answer(400, &error(50024)), Disposition::ChannelUnusable),
        (answer(400, &error(50083)), Disposition::ThreadClosed),
        (answer(403, &error(50083)), Disposition::ThreadClosed),
        (answer(400, &error(160_005)), Disposition::ThreadClosed),
        (answer(403, &error(50007)), Disposition::UserUnreachable),
        (answer(403, &error(50278)), Disposition::UserUnreachable),
        (answer(400, &error(40003)), Disposition::OpeningTooFast),
        (answer(400, &error(50035)), Disposition::GiveUp),
        (answer(403, &error(0)), Disposition::GiveUp),
        (answer(404, "{}"), Disposition::GiveUp),
    ];
    for (script, disposition) in rows {
        let case = format!("{script:?}");
        let error = post_answered(script).await.unwrap_err();
        assert_eq!(error.disposition, disposition, "{case}");
    }
}

#[tokio::test]
async fn a_closed_port_leaves_the_outcome_unknown() {
    let fake = FakeDiscord::start([]);
    let mut options = RestOptions::new(
        "http://127.0.0.1:1".parse().unwrap(),
        SecretString::from(TOKEN),
    );
    options.timeout = Duration::from_millis(300);
    let clock = Arc::new(PlayedClock::standing(Timestamp::UNIX_EPOCH));
    let rest = Arc::new(Rest::new(options, clock).unwrap());
    let error = DiscordOutbound::new(rest)
        .post(&hello(5))
        .await
        .unwrap_err();
    assert_eq!(error.disposition, Disposition::OutcomeUnknown);
    assert_eq!(fake.seen().len(), 0);
}

#[tokio::test]
async fn what_discord_would_not_take_is_not_sent() {
    let fake = FakeDiscord::start([]);
    let mut message = hello(5);
    message.message.components.clear();
    let error = scheduled(&fake).post(&message).await.unwrap_err();
    assert_eq!(error.disposition, Disposition::GiveUp);
    assert_eq!(fake.seen().len(), 0);
}

#[tokio::test]
async fn pictures_travel_beside_the_json() {
    let fake = FakeDiscord::start([]);
    let mut message = hello(5);
    message.message.pictures.push(Picture {
        file_name: "neck.png".to_owned(),
        description: "A neck.".to_owned(),
        bytes: b"PNGPNG".to_vec().into(),
    });
    scheduled(&fake).post(&message).await.unwrap();
    let seen = &fake.seen()[0];
    assert!(seen.headers["content-type"].starts_with("multipart/form-data; boundary="));
    let body = String::from_utf8_lossy(&seen.body).into_owned();
    let boundary = seen.headers["content-type"]
        .split_once("boundary=")
        .unwrap()
        .1;
    insta::assert_snapshot!(body.replace(boundary, "BOUNDARY").replace('\r', ""), @r#"
    --BOUNDARY
    Content-Disposition: form-data; name="payload_json"
    Content-Type: application/json

    {"allowed_mentions":{"parse":[]},"attachments":[{"description":"A neck.","filename":"neck.png","id":"0"}],"components":[{"content":"Hello","type":10}],"enforce_nonce":true,"flags":32768,"nonce":"1NONCE"}
    --BOUNDARY
    Content-Disposition: form-data; name="files[0]"; filename="neck.png"
    Content-Type: image/png

    PNGPNG
    --BOUNDARY--
    "#);
}

#[tokio::test]
async fn an_exhausted_bucket_is_waited_for() {
    let headers = [
        ("x-ratelimit-bucket", "b"),
        ("x-ratelimit-limit", "5"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "0.045"),
    ];
    let fake = FakeDiscord::start([answer_with(200, &headers, OK)]);
    let outbound = scheduled(&fake);
    outbound.post(&hello(5)).await.unwrap();
    let (same, other) = (hello(5), hello(6));
    let (first, second) = tokio::join!(outbound.post(&same), outbound.post(&other));
    first.and(second).unwrap();
    let seen = fake.seen();
    assert!(
        seen[1].path.contains("/6/"),
        "another channel does not wait"
    );
    let waited = seen[2].at - seen[0].at;
    assert!(waited >= Duration::from_millis(45), "{waited:?}");
}

#[tokio::test]
async fn a_long_wait_is_told_to_the_worker_instead_of_being_sat_out() {
    let headers = [
        ("x-ratelimit-bucket", "b"),
        ("x-ratelimit-limit", "5"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "60"),
    ];
    let fake = FakeDiscord::start([answer_with(200, &headers, OK)]);
    let outbound = scheduled(&fake);
    outbound.post(&hello(5)).await.unwrap();
    let error = outbound.post(&hello(5)).await.unwrap_err();
    let Disposition::RetryAfter(wait) = error.disposition else {
        panic!("{error:?}")
    };
    assert!(
        wait > Duration::from_secs(59) && wait <= Duration::from_mins(1),
        "{wait:?}"
    );
    assert_eq!(fake.seen().len(), 1);
}

/// So long before (or after) its last instant a post is made.
fn leaving_within(ms: i64) -> OutboundMessage {
    let now: Timestamp = NOW.parse().unwrap();
    OutboundMessage {
        leaves_by: Some(now + SignedDuration::from_millis(ms)),
        ..hello(5)
    }
}

#[tokio::test]
async fn a_bucket_is_waited_for_no_longer_than_a_post_may_leave() {
    let headers = [
        ("x-ratelimit-bucket", "b"),
        ("x-ratelimit-limit", "5"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "0.3"),
    ];
    let fake = FakeDiscord::start([answer_with(200, &headers, OK)]);
    let outbound = scheduled(&fake);
    outbound.post(&leaving_within(0)).await.unwrap();
    let error = outbound.post(&leaving_within(200)).await.unwrap_err();
    let Disposition::RetryAfter(wait) = error.disposition else {
        panic!("{error:?}")
    };
    assert!(wait <= Duration::from_millis(300), "{wait:?}");
    assert_eq!(fake.seen().len(), 1);
    outbound.post(&leaving_within(2_000)).await.unwrap();
}

#[tokio::test]
async fn what_was_to_leave_earlier_does_not_leave() {
    let fake = FakeDiscord::start([]);
    let error = scheduled(&fake).post(&leaving_within(-1)).await;
    assert_eq!(error.unwrap_err().disposition, Disposition::TooLate);
    assert_eq!(fake.paths(), [""; 0]);
}

#[tokio::test]
async fn after_a_global_refusal_only_callbacks_go_at_once() {
    let refusal = answer(429, r#"{"retry_after": 0.045, "global": true}"#);
    let fake = FakeDiscord::start([refusal]);
    let rest = rest(&fake);
    let outbound = DiscordOutbound::new(Arc::clone(&rest));
    outbound.post(&hello(5)).await.unwrap_err();
    let post = hello(6);
    let (posted, answered) = tokio::join!(outbound.post(&post), callback(&rest));
    posted.unwrap();
    answered.unwrap();
    let seen = fake.seen();
    assert!(
        seen[1].path.starts_with("/api/v10/interactions/8/"),
        "{:?}",
        fake.paths()
    );
    assert!(seen[2].at - seen[0].at >= Duration::from_millis(45));
}

#[tokio::test]
async fn a_callback_carries_no_bot_token_and_waits_out_a_brief_refusal() {
    let refusal = answer(429, r#"{"retry_after": 0.01}"#);
    let fake = FakeDiscord::start([refusal, answer(204, "")]);
    callback(&rest(&fake)).await.unwrap();
    let path = format!("POST /api/v10/interactions/8/{CALLBACK_TOKEN}/callback");
    assert_eq!(fake.paths(), [path.clone(), path]);
    assert!(
        fake.seen()
            .iter()
            .all(|seen| !seen.headers.contains_key("authorization"))
    );
    assert_eq!(
        fake.seen()[1].json(),
        json!({ "type": 8, "data": { "choices": [] } })
    );
}

#[tokio::test]
async fn a_callback_is_repeated_since_discord_takes_only_one() {
    for script in [answer(500, ""), Script::Reset, Script::Silence] {
        let fake = FakeDiscord::start([script.clone(), answer(204, "")]);
        callback(&rest_for(&fake, &script)).await.unwrap();
        assert_eq!(fake.seen().len(), 2);
    }
    let done = answer(
        400,
        r#"{"code": 40060, "message": "Interaction has already been acknowledged."}"#,
    );
    callback(&rest(&FakeDiscord::start([done]))).await.unwrap();
}

#[tokio::test]
async fn what_can_be_repeated_is_repeated() {
    let fake = FakeDiscord::start([Script::Reset, answer(200, r#"{"id": "77"}"#)]);
    assert_eq!(rest(&fake).application().await.unwrap().get(), 77);
    assert_eq!(fake.paths(), ["GET /api/v10/applications/@me"; 2]);
}

#[tokio::test]
async fn commands_replace_those_before() {
    let fake = FakeDiscord::start([answer(200, "[]")]);
    let commands = [json!({ "name": "stretch", "description": "A stretch", "type": 1 })];
    rest(&fake)
        .put_commands("77".parse().unwrap(), &commands)
        .await
        .unwrap();
    assert_eq!(fake.paths(), ["PUT /api/v10/applications/77/commands"]);
    assert_eq!(fake.seen()[0].json(), json!(commands));
}

#[tokio::test]
async fn a_direct_channel_is_opened_once() {
    let fake = FakeDiscord::start([answer(200, r#"{"id": "44", "type": 1}"#), answer(500, "")]);
    let outbound = DiscordOutbound::new(rest(&fake));
    assert_eq!(
        outbound
            .open_direct_channel("7".parse().unwrap())
            .await
            .unwrap()
            .get(),
        44
    );
    assert_eq!(fake.seen()[0].json(), json!({ "recipient_id": "7" }));
    outbound
        .open_direct_channel("7".parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(fake.paths(), ["POST /api/v10/users/@me/channels"; 2]);
}

fn page(ids: std::ops::Range<u64>, author: &str) -> String {
    let button = json!({ "type": 2, "custom_id": "v1:done:TOKEN", "style": 1, "label": "Done" });
    let row = json!({ "type": 1, "components": [button] });
    let messages = ids.rev().map(|id| {
        json!({
            "id": id.to_string(), "author": { "id": author },
            "components": [{ "type": 17, "components": [{ "type": 10, "content": "Hello" }, row] }],
        })
    });
    messages.collect::<serde_json::Value>().to_string()
}

#[tokio::test]
async fn own_messages_are_found_with_their_custom_ids() {
    let me = answer(200, r#"{"id": "2", "username": "unhunch"}"#);
    let mixed = json!([
        serde_json::from_str::<serde_json::Value>(&page(1_101..1_102, "2")).unwrap()[0],
        { "id": "1103", "author": { "id": "3" }, "components": [] },
    ]);
    let fake = FakeDiscord::start([
        me,
        answer(200, &page(1_000..1_100, "2")),
        answer(200, &mixed.to_string()),
    ]);
    let since = "2015-01-01T00:00:01Z".parse().unwrap();
    let outbound = scheduled(&fake);
    let found = outbound
        .own_messages_since("5".parse().unwrap(), since)
        .await
        .unwrap();
    assert!(!found.is_cut);
    let found = found.found;
    let ids: Vec<u64> = found.iter().map(|message| message.id.get()).collect();
    assert_eq!(ids, (1_000..1_100).chain([1_101]).collect::<Vec<_>>());
    assert_eq!(found[0].custom_ids, ["v1:done:TOKEN"]);
    assert_eq!(
        fake.paths()[1..],
        [
            "GET /api/v10/channels/5/messages?after=4194303999&limit=100",
            "GET /api/v10/channels/5/messages?after=1099&limit=100",
        ]
    );
}

#[tokio::test]
async fn what_stands_in_the_first_three_pages_is_found_however_much_was_written_after_it() {
    let me = answer(200, r#"{"id": "2", "username": "unhunch"}"#);
    let pages = [(100..200, "3"), (200..300, "2"), (300..400, "3")];
    let pages = pages.map(|(ids, author)| answer(200, &page(ids, author)));
    let fake = FakeDiscord::start([me].into_iter().chain(pages));
    let since = Timestamp::UNIX_EPOCH;
    let found = scheduled(&fake)
        .own_messages_since("5".parse().unwrap(), since)
        .await;
    let found = found.unwrap();
    // Nothing is said about what is not among them.
    assert!(found.is_cut);
    let ids: Vec<u64> = found.found.iter().map(|one| one.id.get()).collect();
    assert_eq!(ids, (200..300).collect::<Vec<_>>());
    assert_eq!(fake.seen().len(), 4);
}

/// A machine whose wall clock is set by hand while time stands still.
struct SetClock(Mutex<Timestamp>, Instant);

#[async_trait::async_trait]
impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn pace(&self) -> Instant {
        self.1
    }

    fn busy(&self) -> Busy {
        unreachable!("requests keep nobody busy")
    }

    async fn idle_until(&self, _: Busy, _: Option<Timestamp>, _: &Wake) -> Busy {
        unreachable!("requests do not sleep on it")
    }
}

#[tokio::test]
async fn a_wall_clock_that_was_set_after_the_last_answer_is_found_out() {
    let date = [("date", "Sun, 22 Nov 2026 10:00:00 GMT")];
    let fake = FakeDiscord::start([answer_with(500, &date, "")]);
    let now = "2026-11-22T10:00:00Z".parse().unwrap();
    let clock = Arc::new(SetClock(Mutex::new(now), Instant::now()));
    let options = RestOptions::new(fake.base(), SecretString::from(TOKEN));
    let rest = Rest::new(options, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    let outbound = DiscordOutbound::new(Arc::new(rest));
    outbound.post(&hello(5)).await.unwrap_err();
    let half_a_second = SignedDuration::from_millis(500);
    assert_eq!(outbound.clock_skew(), Some(half_a_second));
    *clock.0.lock().unwrap() = "2099-11-22T10:00:00Z".parse().unwrap();
    assert!(outbound.clock_skew() < Some(SignedDuration::from_hours(-24 * 365 * 70)));
}

/// As a playground's clock may, while a request is on its way.
#[tokio::test]
async fn a_clock_that_was_moved_with_time_before_the_answer_came_is_right() {
    for (date, skew) in [
        ("Sun, 22 Nov 2026 10:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 20:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 10:00:00 GMT", 3_600),
        ("Sun, 22 Nov 2026 09:00:00 GMT", -3_600),
    ] {
        let found = skew_of_an_answer_that_takes_a_day(date).await;
        let wrong_by = found - SignedDuration::from_secs(skew);
        // Its standing while the request was on its way is all the difference there is.
        assert!(
            wrong_by.abs() < SignedDuration::from_secs(30),
            "{date}: {found}"
        );
    }
}

async fn skew_of_an_answer_that_takes_a_day(date: &'static str) -> SignedDuration {
    let clock = PlayedClock::standing(NOW.parse().unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let options = RestOptions::new(base.parse().unwrap(), SecretString::from(TOKEN));
    let rest = Rest::new(options, Arc::new(clock.clone())).unwrap();
    let outbound = DiscordOutbound::new(Arc::new(rest));
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while request.last() != Some(&b'}') {
            let mut piece = [0; 4096];
            let n_bytes = stream.read(&mut piece).unwrap();
            request.extend_from_slice(&piece[..n_bytes]);
        }
        clock.set("2026-11-23T09:00:00Z".parse().unwrap(), false);
        let head = "HTTP/1.1 500 Oh\r\ncontent-length: 0\r\ndate:";
        write!(stream, "{head} {date}\r\n\r\n").unwrap();
    });
    outbound.post(&hello(5)).await.unwrap_err();
    outbound.clock_skew().unwrap()
}

#[tokio::test]
async fn discords_clock_is_read_from_every_answer() {
    let date = |date| answer_with(500, &[("date", date)], "");
    let fake = FakeDiscord::start([
        date("Sun, 22 Nov 2026 10:02:00 GMT"),
        date("Sun, 22 Nov 2026 09:58:00 GMT"),
    ]);
    let outbound = scheduled(&fake);
    assert_eq!(outbound.clock_skew(), None);
    let skew = || outbound.clock_skew().map(|skew| skew.as_secs());
    outbound.post(&hello(5)).await.unwrap_err();
    assert_eq!(skew(), Some(120));
    outbound.post(&hello(5)).await.unwrap_err();
    assert_eq!(skew(), Some(-119));
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = FakeDiscord::start([]);
    let location = format!("http://{}/api/v10/channels/5/messages", elsewhere.address);
    for status in [301, 302, 307, 308] {
        let error = post_answered(answer_with(status, &[("location", &location)], ""))
            .await
            .unwrap_err();
        assert_eq!(error.disposition, Disposition::GiveUp);
    }
    assert_eq!(elsewhere.seen().len(), 0);
}

/// Runs the tests above once more, with an environment that names proxies for everything.
#[test]
fn proxies_of_the_environment_are_not_used() {
    let elsewhere = FakeDiscord::start([]);
    let proxy = format!("http://{}", elsewhere.address);
    let mut child = Command::new(std::env::current_exe().unwrap());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        child.env(name, &proxy).env(name.to_lowercase(), &proxy);
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = child
        .args([
            "--exact",
            "discord_rest::a_post_is_sent_once_with_its_nonce_and_gives_the_id_of_the_message",
        ])
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && stdout.contains("1 passed"),
        "{stdout}"
    );
    assert_eq!(elsewhere.seen().len(), 0);
}

#[tokio::test]
async fn neither_errors_nor_logs_hold_a_token() {
    if !is_alone("discord_rest::neither_errors_nor_logs_hold_a_token") {
        return;
    }
    let (log, guard) = Log::listen(tracing::Level::TRACE);
    let mut told = Vec::new();
    for script in [
        Script::Reset,
        answer(401, "{}"),
        answer(200, "nonsense"),
        Script::Silence,
    ] {
        let fake = FakeDiscord::start(std::iter::repeat_n(script.clone(), 6));
        let rest = rest_for(&fake, &script);
        told.push(format!("{rest:?}"));
        if let Err(error) = callback(&rest).await {
            told.push(format!("{error} {error:?}"));
        }
        let error = rest.application().await.unwrap_err();
        told.push(format!("{error} {error:?}"));
    }
    drop(guard);
    let log = log.text();
    assert!(
        log.contains("asking Discord again"),
        "the log is listened to: {log}"
    );
    for text in told.iter().chain([&log]) {
        assert!(!text.contains("s3cr3t"), "{text}");
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_one_is_told() {
    let options = RestOptions::new(
        "http://127.0.0.1:1".parse().unwrap(),
        SecretString::from("two\nlines"),
    );
    let clock = Arc::new(PlayedClock::standing(Timestamp::UNIX_EPOCH));
    let error = Rest::new(options, clock).unwrap_err();
    insta::assert_snapshot!(error, @"cannot set up requests to Discord: the token holds characters that no token has");
}

#[tokio::test]
async fn a_file_is_fetched_without_the_token_and_no_further_than_wanted() {
    let large = "x".repeat(11);
    let elsewhere = "http://127.0.0.1:1/a.ics".to_owned();
    let moved = answer_with(302, &[("location", &elsewhere)], "");
    let fake = FakeDiscord::start([
        answer(200, "0123456789"),
        answer(200, &large),
        moved,
        answer(404, "gone"),
    ]);
    let outbound = scheduled(&fake);
    let url = format!("http://{}/attachments/1/2/a.ics?ex=s3cr3t", fake.address);
    let fetched = outbound.fetch_attachment(&url, 10).await;
    assert_eq!(fetched, Ok(b"0123456789".to_vec()));
    assert_eq!(
        outbound.fetch_attachment(&url, 10).await,
        Err(FetchError::TooLarge)
    );
    for status in ["302", "404"] {
        let failed = outbound.fetch_attachment(&url, 10).await.unwrap_err();
        assert_eq!(failed.to_string(), format!("the answer was {status}"));
    }
    let seen = fake.seen();
    assert_eq!(seen.len(), 4, "nothing is followed or repeated");
    for request in &seen {
        assert_eq!(request.headers.get("authorization"), None);
    }
    for elsewhere in [
        "http://127.0.0.1:1/a.ics",
        "https://example.org/a.ics",
        "a.ics",
    ] {
        let refused = outbound.fetch_attachment(elsewhere, 10).await;
        assert_eq!(refused, Err(FetchError::Elsewhere), "{elsewhere}");
    }
    assert_eq!(fake.seen().len(), 4);
}
