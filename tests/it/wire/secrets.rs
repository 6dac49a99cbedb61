//! Tokens go to the configured base and nowhere else, and are printed nowhere.

use std::net::{IpAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::process::{Ended, PATIENCE, Process, folder, until};
use super::stand::{ADA, BEN, FAREWELL, Stand, TOKEN, WELLNESS, keeps_secrets};
use crate::discord_fake::{FakeDiscord, Script, answer, answer_with};
use crate::discord_socket::look_up;

/// A token like Discord's, which no other word in a log looks like.
const SECRET: &str = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gs3cr3.t-that-nobody-may-see";

/// Somebody who must never hear anything: how often somebody came, however that was.
struct Eavesdropper {
    address: String,
    heard: Arc<Mutex<usize>>,
}

impl Eavesdropper {
    fn start(address: IpAddr) -> Self {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let heard = Arc::<Mutex<usize>>::default();
        let eavesdropper = Self {
            address: listener.local_addr().unwrap().to_string(),
            heard: Arc::clone(&heard),
        };
        std::thread::spawn(move || {
            for _ in listener.incoming() {
                *heard.lock().unwrap() += 1;
            }
        });
        eavesdropper
    }

    fn on_loopback() -> Self {
        Self::start([127, 0, 0, 1].into())
    }

    fn heard(&self) -> usize {
        *self.heard.lock().unwrap()
    }

    /// Everything that programs look at to find a proxy.
    fn as_proxy(&self) -> Vec<(&'static str, String)> {
        let names = [
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
        ];
        names
            .map(|name| (name, format!("http://{}", self.address)))
            .into()
    }
}

/// An address of this machine that is not loopback. No packet is sent to find it.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback()).then_some(address)
}

/// Runs a bot against a base until it gives up by itself.
async fn run(base: &str, more: &[(&str, String)]) -> Ended {
    let folder = folder();
    start(folder.path(), base, more).ended(PATIENCE).await
}

fn start(folder: &Path, base: &str, more: &[(&str, String)]) -> Process {
    let mut environment = vec![
        ("DISCORD_TOKEN", SECRET),
        ("DISCORD_API_URL", base),
        ("RUST_LOG", "trace"),
    ];
    environment.extend(more.iter().map(|(name, value)| (*name, value.as_str())));
    Process::start(&["run"], folder, &environment)
}

/// It ended so, said so, and the token is nowhere in it.
#[track_caller]
fn failed(ended: &Ended, code: i32, words: &str) {
    assert_eq!(ended.code, Some(code), "{}", ended.stderr);
    let last = ended
        .stderr
        .lines()
        .rfind(|line| line.starts_with("error: "))
        .unwrap_or_default();
    assert!(last.contains(words), "{last}");
    for part in [SECRET, "s3cr3"] {
        assert!(
            !ended.stderr.contains(part) && !ended.stdout.contains(part),
            "the token is printed"
        );
    }
}

#[tokio::test]
async fn a_look_up_that_fails_leads_nowhere_else() {
    let proxy = Eavesdropper::on_loopback();
    let redirected = Eavesdropper::on_loopback();
    let location = format!("http://{}/api/v10/gateway/bot", redirected.address);
    let redirect = || answer_with(302, &[("location", &location)], "");
    let cases: Vec<(Script, i32, &str)> = vec![
        (
            answer(401, r#"{"message": "401: Unauthorized", "code": 0}"#),
            2,
            "does not know this token",
        ),
        (answer(500, ""), 1, "cannot ask Discord for its gateway"),
        (
            answer(503, "<html>"),
            1,
            "cannot ask Discord for its gateway",
        ),
        (answer(200, "{"), 1, "cannot ask Discord for its gateway"),
        (redirect(), 1, "cannot ask Discord for its gateway"),
        (Script::Reset, 1, "cannot ask Discord for its gateway"),
    ];
    for (script, code, words) in cases {
        let discord = FakeDiscord::start(std::iter::repeat_n(script.clone(), 30));
        let ended = run(&discord.base().to_string(), &proxy.as_proxy()).await;
        failed(&ended, code, words);
        let seen = discord.seen();
        assert!(!seen.is_empty(), "{script:?}");
        let authorized = |name: &str| {
            seen.iter()
                .filter(move |seen| seen.headers.contains_key(name))
                .count()
        };
        assert_eq!(authorized("authorization"), seen.len(), "{script:?}");
    }
    let nobody = {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", free.local_addr().unwrap())
    };
    failed(
        &run(&nobody, &proxy.as_proxy()).await,
        1,
        "cannot reach Discord",
    );
    assert_eq!((proxy.heard(), redirected.heard()), (0, 0));
}

#[tokio::test]
async fn a_bot_that_waits_for_an_answer_asks_nobody_else() {
    let proxy = Eavesdropper::on_loopback();
    let discord = FakeDiscord::start(std::iter::repeat_n(Script::Silence, 9));
    let folder = folder();
    let bot = start(
        folder.path(),
        &discord.base().to_string(),
        &proxy.as_proxy(),
    );
    until("Discord is asked", async || {
        (!discord.seen().is_empty()).then_some(())
    })
    .await;
    bot.signal("TERM");
    let ended = bot.ended(FAREWELL).await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(!ended.stderr.contains("s3cr3"));
    assert_eq!(proxy.heard(), 0);
}

#[tokio::test]
async fn a_gateway_elsewhere_hears_nothing() {
    let proxy = Eavesdropper::on_loopback();
    let elsewhere = own_address().map(Eavesdropper::start);
    let own = elsewhere
        .iter()
        .map(|elsewhere| format!("ws://{}", elsewhere.address));
    let foreign = [
        "wss://gateway.discord.gg",
        "ws://192.0.2.1:9",
        "http://127.0.0.1:9",
        "nonsense",
    ];
    for gateway in own.chain(foreign.map(str::to_owned)) {
        let discord = FakeDiscord::start(std::iter::repeat_n(answer(200, &look_up(&gateway)), 30));
        let ended = run(&discord.base().to_string(), &proxy.as_proxy()).await;
        failed(&ended, 2, "does not show it the token");
        for seen in discord.seen() {
            assert!(seen.path.starts_with("/api/v10/"), "{}", seen.path);
        }
    }
    assert_eq!(elsewhere.map_or(0, |elsewhere| elsewhere.heard()), 0);
    assert_eq!(proxy.heard(), 0);
}

/// Whatever can happen to the answer to a command.
async fn lose_answers(stand: &Stand) {
    for kind in [
        "error_before",
        "error_after",
        "drop_before",
        "drop_after",
        "unauthorized",
    ] {
        let matcher = json!({ "path_prefix": "/interactions/" });
        stand
            .fault(json!({ "kind": kind, "times": 1, "matcher": matcher }))
            .await;
        let body = json!({ "user_id": BEN, "channel_id": WELLNESS, "name": "help", "options": {} });
        stand.page("POST", "command", body).await;
        until("the answer is lost", async || {
            (stand.state().await["faults"] == json!([])).then_some(())
        })
        .await;
    }
}

/// A whole day at the most talkative level: commands, presses, posts, and answers that get lost.
#[tokio::test]
async fn a_day_with_everything_that_can_be_logged_prints_no_token_and_asks_no_proxy() {
    let proxy = Eavesdropper::on_loopback();
    let stand = Stand::start().await;
    let mut environment = vec![("RUST_LOG", "trace".to_owned())];
    environment.extend(proxy.as_proxy());
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let bot = stand.bot_with(&environment).await;
    let wish = json!({ "channel": WELLNESS, "times": "12:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, wish).await;
    stand
        .command(BEN, WELLNESS, "deskbreak join", json!({ "times": "12:00" }))
        .await;
    let question = json!({ "question": "quokkaneck hurts at night" });
    stand.command(BEN, WELLNESS, "ask", question).await;
    stand
        .typing(ADA, "prompts remove", "id", json!({ "id": "quokkaneck" }))
        .await;
    stand.play_to("2027-03-25T12:03:00Z").await;
    let prompt = stand.posted(WELLNESS).await.remove(0);
    stand.press(BEN, &prompt, "I did it").await;
    lose_answers(&stand).await;
    stand.fault(json!({ "kind": "gateway_drop" })).await;
    until("the bot has connected again", async || {
        let resumed = stand.state().await["bot"]["connected"] == true;
        resumed.then_some(())
    })
    .await;
    let help = stand.command(BEN, WELLNESS, "help", json!({})).await;
    assert!(help.text().contains("Hello"));
    let ended = stand.stop(bot, "TERM").await;
    keeps_secrets(&ended.stderr);
    assert!(
        !ended.stderr.contains("quokka"),
        "what members say is not logged"
    );
    let talkative = ended
        .stderr
        .lines()
        .filter(|line| line.contains("TRACE"))
        .count();
    assert!(
        talkative > 50,
        "the log is at its most talkative: {talkative}"
    );
    assert!(
        ended.stderr.contains("could not be answered"),
        "lost answers are logged"
    );
    assert!(
        ended.stderr.contains("serenity::gateway"),
        "serenity is listened to"
    );
    assert_eq!(proxy.heard(), 0);
    stand.finish().await;
}

#[tokio::test]
async fn the_token_that_opens_a_playground_is_the_only_one_it_hears() {
    let stand = Stand::start().await;
    let folder = folder();
    // A bot with another token is told so, and its token is not in the log of requests.
    let ended = start(folder.path(), &stand.url, &[]).ended(PATIENCE).await;
    failed(&ended, 2, "does not know this token");
    let requests = stand.requests().await;
    assert!(!requests.is_empty());
    assert!(
        requests
            .iter()
            .all(|request| request["authorized"] == false)
    );
    assert!(!json!(requests).to_string().contains("s3cr3"));
    assert_ne!(TOKEN, SECRET);
    stand.finish().await;
}
