//! Every command with every choice, and every button that is seen: all are answered, with shapes that Discord
//! takes.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use unhunch::command::spec::usages;
use unhunch::content::CardRef;
use unhunch::domain::card::{Card, CardKind};
use unhunch::view::button::Along;
use unhunch::view::reminder_button::ReminderButton;
use unhunch::view::setup::SetupStep;
use unhunch::view::streak_button::StreakButton;
use unhunch::view::trail::Trail;
use unhunch::view::{ButtonId, WellnessButton};

use super::stand::{
    ADA, BEN, BEN_DM, CHLOE, GENERAL, GUILD, NEWS, Stand, WELLNESS, components, list, string, text,
};
use crate::support::LIBRARY;

/// A value for each option that has to be given.
fn example(name: &str) -> Value {
    match name {
        "channel" => json!(WELLNESS),
        "times" => json!("9:00, 15:00"),
        "id" => json!("99"),
        "from" | "to" | "until" | "date" => json!("2030-01-01"),
        "level" => json!("hidden"),
        "question" => json!("my neck is stiff"),
        "name" => json!("New Year"),
        "file" => calendar_file(),
        other => panic!("give an example of the option {other}"),
    }
}

/// A calendar with one holiday, as a person's client sends it along.
fn calendar_file() -> Value {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271225\r\nSUMMARY:Christmas\r\n\
                END:VEVENT\r\nEND:VCALENDAR\r\n";
    let base64 = data_encoding::BASE64.encode(text.as_bytes());
    json!({ "filename": "holidays.ics", "content_type": "text/calendar", "base64": base64 })
}

/// A subcommand, or a command without any, as it is registered.
struct Registered {
    words: String,
    options: Vec<Value>,
}

async fn registered(stand: &Stand) -> Vec<Registered> {
    let mut found = Vec::new();
    for command in list(&stand.state().await["commands"]) {
        let name = string(&command["name"]).to_owned();
        let options = command["options"].as_array().cloned().unwrap_or_default();
        let is_word = |option: &Value| option["type"] == 1 || option["type"] == 2;
        let (subcommands, own): (Vec<_>, Vec<_>) = options.into_iter().partition(is_word);
        if subcommands.is_empty() {
            found.push(Registered {
                words: name,
                options: own,
            });
            continue;
        }
        found.extend(subcommands.iter().flat_map(|one| below(&name, one)));
    }
    found
}

/// A subcommand, or those of a group.
fn below(name: &str, option: &Value) -> Vec<Registered> {
    let words = format!("{name} {}", string(&option["name"]));
    let options = option["options"].as_array().cloned().unwrap_or_default();
    if option["type"] == 2 {
        return options.iter().flat_map(|one| below(&words, one)).collect();
    }
    vec![Registered { words, options }]
}

/// Sends every command bare, with every choice, with the ends of every range, and types into what proposes.
async fn try_all_commands(stand: &Stand) {
    let registered = registered(stand).await;
    for command in &registered {
        let required = command
            .options
            .iter()
            .filter(|option| option["required"] == true);
        let needed: Map<_, _> = required
            .map(|option| {
                (
                    string(&option["name"]).to_owned(),
                    example(string(&option["name"])),
                )
            })
            .collect();
        try_command(stand, command, &needed, None).await;
        for option in &command.options {
            for value in values(option) {
                try_command(
                    stand,
                    command,
                    &needed,
                    Some((string(&option["name"]), value)),
                )
                .await;
            }
            if option["autocomplete"] == true {
                try_typing(stand, command, &needed, string(&option["name"])).await;
            }
        }
    }
    let table: BTreeSet<_> = usages().map(|usage| usage.words()).collect();
    let seen: BTreeSet<_> = registered
        .into_iter()
        .map(|command| command.words)
        .collect();
    assert_eq!(table, seen, "what is in the table is registered");
    assert_eq!(*stand.invoked.lock().unwrap(), seen, "and was sent");
}

fn values(option: &Value) -> Vec<Value> {
    let choices = option["choices"].as_array().into_iter().flatten();
    let choices = choices.map(|choice| choice["value"].clone());
    let ends = ["min_value", "max_value"].map(|end| option[end].clone());
    let flags = [json!(false), json!(true)]
        .into_iter()
        .filter(|_| option["type"] == 5);
    choices
        .chain(ends.into_iter().filter(|end| !end.is_null()))
        .chain(flags)
        .collect()
}

async fn try_command(
    stand: &Stand,
    command: &Registered,
    needed: &Map<String, Value>,
    with: Option<(&str, Value)>,
) {
    let mut options = needed.clone();
    if let Some((name, value)) = with {
        options.insert(name.to_owned(), value);
    }
    let said = format!("{} {options:?}", command.words);
    let answer = stand
        .command(ADA, WELLNESS, &command.words, Value::Object(options))
        .await;
    assert!(answer.text().trim().len() > 10, "{said}: {}", answer.text());
    assert!(
        !answer.text().contains("doesn't fit"),
        "{said}: {}",
        answer.text()
    );
}

async fn try_typing(
    stand: &Stand,
    command: &Registered,
    needed: &Map<String, Value>,
    option: &str,
) {
    let mut most = 0;
    for typed in ["", "e", "berlin", "nothing of this kind"] {
        let mut options = needed.clone();
        options.insert(option.to_owned(), json!(typed));
        let proposed = stand
            .typing(ADA, &command.words, option, Value::Object(options))
            .await;
        most = most.max(proposed.len());
    }
    assert!(most > 0, "{} {option} proposes nothing", command.words);
}

/// What a button means, without what it is about. A new kind of button has to be named here.
#[expect(clippy::too_many_lines, reason = "a table")]
fn kind(button: &ButtonId) -> &'static str {
    match button {
        ButtonId::Did(None) => "did",
        ButtonId::Did(Some(_)) => "did, for a delivery",
        ButtonId::Together(_, None) => "together",
        ButtonId::Together(_, Some(_)) => "together, followed along",
        ButtonId::Next(..) => "next",
        ButtonId::Follow(..) => "follow",
        ButtonId::Hurts(_) => "hurts",
        ButtonId::Open(..) => "open",
        ButtonId::Back(_) => "back",
        ButtonId::Step(..) => "step",
        ButtonId::FollowAlong(_, Along::Card) => "follow along",
        ButtonId::FollowAlong(_, Along::Delivery(_)) => "follow along, for a delivery",
        ButtonId::FollowAlong(_, Along::Together(_)) => "follow along, together",
        ButtonId::FollowAlong(_, Along::Step(..)) => "follow along, in a routine",
        ButtonId::Share(_) => "share",
        ButtonId::Choose(CardKind::Cause, _) => "choose a cause",
        ButtonId::Choose(..) => "choose a tip",
        ButtonId::Found => "found",
        ButtonId::DidToday(None) => "today",
        ButtonId::DidToday(Some(_)) => "today, in a direct message",
        ButtonId::AskToJoin(None) => "ask",
        ButtonId::AskToJoin(Some(_)) => "ask, in a direct message",
        ButtonId::Join(_, None) => "join",
        ButtonId::Join(_, Some(_)) => "join, in a direct message",
        ButtonId::ShowStreak(None) => "streak",
        ButtonId::ShowStreak(Some(_)) => "streak, in a direct message",
        ButtonId::ShowCalendar(None) => "calendar",
        ButtonId::ShowCalendar(Some(_)) => "calendar, in a direct message",
        ButtonId::ShowBoard(_, None) => "board",
        ButtonId::ShowBoard(_, Some(_)) => "board, in a direct message",
        ButtonId::TurnBoard(_, _, None) => "turn the board",
        ButtonId::TurnBoard(_, _, Some(_)) => "turn the board, in a direct message",
        ButtonId::ShareBoard(..) => "share the board",
        ButtonId::Streak(StreakButton::Undo(_, None)) => "undo",
        ButtonId::Streak(StreakButton::Undo(_, Some(_))) => "undo, in a direct message",
        ButtonId::Streak(StreakButton::ShareMilestone(_)) => "share a milestone",
        ButtonId::Streak(StreakButton::ShareTeam) => "share the team",
        ButtonId::ConfirmPrompts(..) => "confirm",
        ButtonId::CancelPrompts(_) => "cancel",
        ButtonId::RemoveSchedule(_) => "remove",
        ButtonId::RemoveForGood(_) => "remove for good",
        ButtonId::LeaveDeskBreak => "leave-break",
        ButtonId::Wellness(WellnessButton::ConfirmHolidays(_)) => "confirm holidays",
        ButtonId::Wellness(WellnessButton::CancelHolidays(_)) => "cancel holidays",
        ButtonId::Wellness(WellnessButton::Resume(_)) => "resume",
        ButtonId::Wellness(WellnessButton::BeginSetup) => "begin the set-up",
        ButtonId::Wellness(WellnessButton::Setup(SetupStep::Zone, _)) => "set the zone",
        ButtonId::Wellness(WellnessButton::Setup(SetupStep::Channel, _)) => "set the channel",
        ButtonId::Wellness(WellnessButton::Setup(SetupStep::Hours | SetupStep::TypedHours, _)) => {
            "set the hours"
        }
        ButtonId::Wellness(WellnessButton::Setup(SetupStep::Days | SetupStep::Language, _)) => {
            "set the days"
        }
        ButtonId::Wellness(WellnessButton::ConfirmSetup(_)) => "confirm the set-up",
        ButtonId::Wellness(WellnessButton::SeeDirect) => "see the test message",
        ButtonId::Wellness(WellnessButton::TestDirect) => "send a test message",
        ButtonId::Reminder(ReminderButton::Snooze(_)) => "snooze",
        ButtonId::Reminder(ReminderButton::SnoozeFor(..)) => "snooze for so long",
        ButtonId::Reminder(ReminderButton::SnoozeUntil(_)) => "snooze until",
        ButtonId::Reminder(ReminderButton::SkipToday(_)) => "skip today",
        ButtonId::Reminder(ReminderButton::StillWanted(..)) => "still wanted",
        ButtonId::Data(step, _) => step.name(),
    }
}

/// As many as [`kind`] can say.
const KINDS: usize = 62;

/// Buttons of these kinds are pressed once; of others, every one that differs.
fn is_pressed_once(button: &ButtonId) -> bool {
    matches!(
        button,
        ButtonId::Did(_)
            | ButtonId::Together(..)
            | ButtonId::Next(..)
            | ButtonId::Back(_)
            | ButtonId::Follow(..)
            | ButtonId::Hurts(_)
            | ButtonId::FollowAlong(..)
            | ButtonId::Share(_)
            | ButtonId::RemoveSchedule(_)
            | ButtonId::RemoveForGood(_)
            | ButtonId::Streak(_)
            | ButtonId::Wellness(WellnessButton::Setup(..) | WellnessButton::ConfirmSetup(_))
            | ButtonId::Reminder(
                ReminderButton::Snooze(_)
                    | ReminderButton::SnoozeFor(..)
                    | ReminderButton::SnoozeUntil(_)
                    | ReminderButton::SkipToday(_)
            )
    )
}

/// A person who presses whatever they see, until there is nothing that was not pressed yet.
struct Presser<'a> {
    stand: &'a Stand,
    user: &'a str,
    pressed: BTreeSet<String>,
    kinds: BTreeSet<&'static str>,
}

impl Presser<'_> {
    async fn press_all(&mut self, channels: &[&str]) {
        let mut to_look_at = Vec::new();
        for channel in channels {
            to_look_at.extend(self.stand.seen(channel, self.user).await);
        }
        to_look_at.reverse();
        while let Some(message) = to_look_at.pop() {
            let mut shown = message.clone();
            for component in components(&message) {
                let Some(id) = component["custom_id"].as_str() else {
                    continue;
                };
                let button: ButtonId = id.parse().unwrap();
                for value in choices(component) {
                    if !self.is_new(&button, id, value) {
                        continue;
                    }
                    if !self.is_there(&shown, id).await {
                        shown = self.copy(&message).await;
                    }
                    let answer = self.stand.press_id(self.user, &shown, id, value).await;
                    assert!(answer.text().trim().len() > 10, "{id}: {}", answer.text());
                    to_look_at.push(answer.message);
                }
            }
        }
    }

    fn is_new(&mut self, button: &ButtonId, id: &str, value: Option<&str>) -> bool {
        self.kinds.insert(kind(button));
        let key = match button {
            // What follows depends on who they are: one has joined a streak, another has not.
            ButtonId::Did(_) => format!("{} {}", kind(button), self.user),
            // Whichever way led there.
            ButtonId::Open(card, _) => format!("open {card}"),
            _ if is_pressed_once(button) => kind(button).to_owned(),
            _ => format!("{id} {value:?}"),
        };
        self.pressed.insert(key)
    }

    /// A message that only its reader sees turns over under their finger.
    async fn is_there(&self, message: &Value, id: &str) -> bool {
        if message["ephemeral_for"].is_null() {
            return true;
        }
        let channel = string(&message["channel_id"]);
        let now = self
            .stand
            .one(channel, self.user, string(&message["id"]))
            .await
            .unwrap();
        components(&now)
            .iter()
            .any(|component| component["custom_id"] == id)
    }

    /// The buttons of a message that has turned over, once more.
    async fn copy(&self, message: &Value) -> Value {
        let all = components(message);
        let rows: Vec<_> = all
            .iter()
            .filter(|component| component["type"] == 1)
            .collect();
        // Room in the channel's rate limit.
        self.stand
            .page("POST", "clock/play", json!({ "seconds": 2 }))
            .await;
        let path = format!("/channels/{}/messages", string(&message["channel_id"]));
        let body = json!({ "content": "The same again", "components": rows });
        self.stand.earlier("POST", &path, body).await
    }
}

/// What may be chosen in a menu; of a button, itself.
fn choices(component: &Value) -> Vec<Option<&str>> {
    if component["type"] == 8 {
        return vec![Some(GENERAL)];
    }
    match component["options"].as_array() {
        Some(options) => options
            .iter()
            .map(|option| Some(string(&option["value"])))
            .collect(),
        None => vec![None],
    }
}

#[tokio::test]
async fn every_command_choice_and_button_is_answered_as_discord_wants_it() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    // Without a zone there would be no schedules to propose.
    let zone = json!({ "timezone": "Europe/Berlin" });
    stand
        .command(ADA, WELLNESS, "wellness settings", zone)
        .await;
    let prompts = json!({ "channel": WELLNESS, "times": "7:00", "timezone": "UTC" });
    stand.add_prompts(ADA, GENERAL, prompts).await;
    // And without a holiday, none of these.
    let holiday = json!({ "date": "2027-12-24", "name": "Berlin Day" });
    stand
        .command(ADA, WELLNESS, "wellness holidays add", holiday)
        .await;
    try_all_commands(&stand).await;
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

/// Pages of boards that had more members when they were looked at, and other things from long ago.
async fn post_pages_of_boards(stand: &Stand) {
    for (channel, ids) in [
        (
            WELLNESS,
            ["turn:week:a:5-5-9-0-1", "tell:week:b:1-5-1-0-1"].map(str::to_owned),
        ),
        (
            BEN_DM,
            ["a", "b"].map(|way| format!("turn:longest:{way}:5-1-5-0-1:{GUILD}")),
        ),
        // What somebody has to share, or not.
        (
            GENERAL,
            ["mile:run:5", "team"].map(|what| format!("s:{what}")),
        ),
        // A question that nobody remembers.
        (
            BEN_DM,
            ["resume", "fewer"].map(|wanted| format!("still:abcdefgh234567zz:{wanted}")),
        ),
    ] {
        let button =
            |id| json!({ "type": 2, "style": 2, "label": "Next", "custom_id": format!("u1:{id}") });
        let row = json!({ "type": 1, "components": ids.map(button) });
        let path = format!("/channels/{channel}/messages");
        let body = json!({ "content": "A board", "components": [row] });
        stand.earlier("POST", &path, body).await;
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn every_button_that_is_seen_is_answered_as_discord_wants_it() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let prompts =
        json!({ "channel": WELLNESS, "times": "9:00, 12:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, GENERAL, prompts.clone()).await;
    stand.command(ADA, GENERAL, "prompts add", prompts).await;
    let wish = json!({ "times": "9:30", "days": "daily" });
    stand
        .command(BEN, GENERAL, "deskbreak join", wish.clone())
        .await;
    let mut in_channel = wish;
    in_channel["deliver"] = json!("channel");
    stand
        .command(CHLOE, GENERAL, "deskbreak join", in_channel)
        .await;
    // Ada takes no direct messages, and in one channel nothing can be posted: she is told of both.
    let closed = json!({ "dms": { "user_id": ADA, "closed": true } });
    stand.page("POST", "world", closed).await;
    let by_dm = json!({ "times": "9:30", "timezone": "UTC" });
    stand.command(ADA, WELLNESS, "deskbreak join", by_dm).await;
    let news = json!({ "channel": NEWS, "times": "9:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, news).await;
    let shut = json!({ "permissions": { "channel_id": NEWS, "send": false } });
    stand.page("POST", "world", shut).await;
    stand.play_to("2027-03-26T13:00:00Z").await;
    stand.command(ADA, WELLNESS, "help", json!({})).await;
    for (words, options) in [
        ("stretch", json!({})),
        ("stretch", json!({ "together": true })),
        (
            "ask",
            json!({ "question": "a routine for the end of the day" }),
        ),
        ("causes", json!({})),
        ("tips", json!({})),
        ("get-help", json!({})),
        ("ask", json!({ "question": "my neck is stiff" })),
    ] {
        stand.command(BEN, WELLNESS, words, options).await;
    }
    let file = json!({ "file": calendar_file() });
    stand
        .command(ADA, WELLNESS, "wellness holidays import", file)
        .await;
    stand
        .command(ADA, WELLNESS, "wellness setup", json!({}))
        .await;
    stand
        .command(ADA, WELLNESS, "prompts remove", json!({ "id": "1" }))
        .await;
    // "I did it" stands first, and what is done is not put off any more.
    let reminder = stand.posted(BEN_DM).await.pop().unwrap();
    stand.press(BEN, &reminder, "Snooze").await;
    post_pages_of_boards(&stand).await;
    let mut ben = Presser {
        stand: &stand,
        user: BEN,
        pressed: BTreeSet::new(),
        kinds: BTreeSet::new(),
    };
    ben.press_all(&[BEN_DM, WELLNESS, GENERAL]).await;
    let mut ada = Presser {
        stand: &stand,
        user: ADA,
        pressed: ben.pressed,
        kinds: ben.kinds,
    };
    ada.press_all(&[WELLNESS, GENERAL]).await;
    // Last, since everything about her goes.
    stand
        .command(CHLOE, WELLNESS, "privacy show", json!({}))
        .await;
    let mut chloe = Presser {
        stand: &stand,
        user: CHLOE,
        pressed: ada.pressed,
        kinds: ada.kinds,
    };
    chloe.press_all(&[WELLNESS]).await;
    assert_eq!(chloe.kinds.len(), KINDS, "seen: {:?}", chloe.kinds);
    let posted = stand.posted(GENERAL).await;
    assert!(
        posted
            .iter()
            .any(|message| text(message).contains(&format!("<@{CHLOE}>")))
    );
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn every_card_of_the_pack_goes_through_and_is_taken() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let library = &*LIBRARY;
    let cards: Vec<_> = library.cards().map(CardRef::card).collect();
    // A message takes five rows of five buttons.
    // Discord takes five of them in five seconds for a channel.
    let channels = [WELLNESS, GENERAL].into_iter().cycle();
    for (twenty_five, channel) in cards.chunks(25).zip(channels) {
        let row = |five: &[&Card]| {
            let button = |card: &&Card| {
                let id = ButtonId::Open(card.id.clone(), Trail::default()).to_string();
                json!({ "type": 2, "style": 2, "label": card.id.as_str(), "custom_id": id })
            };
            json!({ "type": 1, "components": five.iter().map(button).collect::<Vec<_>>() })
        };
        let rows: Vec<_> = twenty_five.chunks(5).map(row).collect();
        let path = format!("/channels/{channel}/messages");
        let body = json!({ "content": "The pack", "components": rows });
        let message = stand.earlier("POST", &path, body).await;
        for card in twenty_five {
            let id = ButtonId::Open(card.id.clone(), Trail::default()).to_string();
            let answer = stand.press_id(BEN, &message, &id, None).await;
            let kept = match library.card(&card.id) {
                Some(CardRef::Prompt(_)) => &card.summary,
                _ => &card.title,
            };
            assert!(
                answer.text().contains(kept),
                "{}: {}",
                card.id,
                answer.text()
            );
        }
    }
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
