//! The bot without Discord: the real application on a real database, a clock that is played, and an
//! [`Outbound`] that records.
//!
//! A [`TestBot`] that is dropped with messages nobody read fails its test: what the bot posts is always
//! looked at.

mod log;
mod outbound;
mod pack;
pub(crate) mod pictures;
mod read;
mod replayed;
mod shapes;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use unhunch::app::{
    App, Aside, Attachment, Handler as _, HashKey, Interaction, InteractionKind, OptionValue,
    Parts, Reply,
};
use unhunch::clock::{Clock as _, PlayedClock, Zones};
use unhunch::command::spec::{OptionKind, usages};
use unhunch::discord::encode;
use unhunch::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId, snowflake_at};
use unhunch::store::Store;
use unhunch::text::Catalogue;
use unhunch::view::Message;

pub(crate) use log::Lines;
pub(crate) use outbound::{Answer, Posted, Recorder, retry_after};
pub(crate) use pack::{LIBRARY, SEARCH};
pub(crate) use read::{read, read_reply};
pub(crate) use replayed::assert_lines_hold;
use shapes::Suspendable;
pub(crate) use shapes::{guild, member};

/// The guild of the stories.
pub(crate) const GUILD: u64 = 100;
/// Its `#wellness`.
pub(crate) const WELLNESS: u64 = 200;
/// Who may manage the guild.
pub(crate) const ADA: u64 = 1;
/// A member.
pub(crate) const BEN: u64 = 2;
/// A member.
pub(crate) const CLEO: u64 = 3;
/// A member.
pub(crate) const DEV: u64 = 4;

/// The whole bot, in one process, without sockets.
pub(crate) struct TestBot {
    app: Option<App>,
    folder: tempfile::TempDir,
    pub(crate) clock: PlayedClock,
    pub(crate) discord: Arc<Recorder>,
    last: Option<Message>,
    last_posted_at: Option<MessageId>,
    /// The form that was opened last.
    form: Option<String>,
    interactions: u64,
    /// Where buttons are pressed; `None` is in direct messages.
    pressed_in: Option<u64>,
    /// Where pictures are kept, if anywhere.
    picture_cache: Option<PathBuf>,
    /// For so long was the machine suspended.
    slept_ms: Arc<AtomicU64>,
}

impl TestBot {
    /// A bot that begins on Monday, 1 June 2026, at 06:00 UTC.
    pub(crate) async fn start() -> Self {
        Self::start_at("2026-06-01T06:00:00Z").await
    }

    pub(crate) async fn start_at(now: &str) -> Self {
        let pictures = pictures::drawn_before().await.to_owned();
        Self::on_a_fresh_database(now, Some(pictures)).await
    }

    async fn on_a_fresh_database(now: &str, picture_cache: Option<PathBuf>) -> Self {
        let clock = PlayedClock::standing(now.parse().unwrap());
        let mut bot = Self {
            app: None,
            folder: tempfile::tempdir().unwrap(),
            discord: Arc::new(Recorder::new(clock.clone())),
            clock,
            last: None,
            last_posted_at: None,
            form: None,
            interactions: 0,
            pressed_in: Some(GUILD),
            picture_cache,
            slept_ms: Arc::default(),
        };
        bot.open().await;
        bot
    }

    /// The same bot, started anew, with pictures kept in a folder, or none at all and nothing drawn.
    pub(crate) async fn keeping_pictures_in(mut self, folder: Option<PathBuf>) -> Self {
        self.picture_cache = folder;
        self.restart().await;
        self
    }

    /// The address of its database.
    pub(crate) fn database(&self) -> String {
        format!(
            "sqlite://{}",
            self.folder.path().join("unhunch.db").display()
        )
    }

    async fn open(&mut self) {
        let url = self.database();
        let store = Store::open(&url).await.unwrap();
        let hash_key = HashKey::new(store.secret([7; 32]).await.unwrap().to_vec());
        let app = App::new(Parts {
            store,
            library: LIBRARY.clone(),
            catalogue: Catalogue::embedded().unwrap(),
            zones: Zones::bundled(),
            clock: Arc::new(Suspendable {
                played: self.clock.clone(),
                slept_ms: Arc::clone(&self.slept_ms),
            }),
            outbound: Arc::clone(&self.discord) as Arc<dyn unhunch::app::Outbound>,
            hash_key,
            default_locale: "en".to_owned(),
            emergency_line: None,
            grace: std::time::Duration::from_mins(30),
            picture_cache: self.picture_cache.clone(),
        });
        app.clean_restored().await.unwrap();
        app.recover(self.clock.now()).await.unwrap();
        self.app = Some(app);
    }

    pub(crate) fn app(&self) -> &App {
        self.app.as_ref().unwrap()
    }

    /// Stops the bot where it stands, and starts it on the same database.
    pub(crate) async fn restart(&mut self) {
        self.stop().await;
        self.open().await;
        self.work().await;
    }

    /// Stops the bot; time may go on without it.
    pub(crate) async fn stop(&mut self) {
        if let Some(app) = self.app.take() {
            app.store.close().await;
        }
    }

    /// A back-up of the database, made while the bot is stopped for a moment.
    pub(crate) async fn back_up(&mut self) -> Vec<u8> {
        self.stop().await;
        let file = std::fs::read(self.folder.path().join("unhunch.db")).unwrap();
        self.open().await;
        file
    }

    /// The operator stops the bot, puts a back-up in the place of the database, and starts it again.
    pub(crate) async fn restore(&mut self, file: &[u8]) {
        self.stop().await;
        for ending in ["-wal", "-shm"] {
            let beside = self.folder.path().join(format!("unhunch.db{ending}"));
            std::fs::remove_file(beside).ok();
        }
        std::fs::write(self.folder.path().join("unhunch.db"), file).unwrap();
        self.open().await;
        self.work().await;
    }

    /// Whoever runs it has pages of their own.
    pub(crate) fn with_pages(&mut self, pages: unhunch::app::Pages) {
        self.app = self.app.take().map(|app| app.with_pages(pages));
    }

    /// The folder of the database.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Plays to an instant, through everything that comes due before it.
    pub(crate) async fn advance_to(&mut self, target: &str) {
        let target: Timestamp = target.parse().unwrap();
        while let Some(next) = self.work().await.filter(|next| *next <= target) {
            self.clock.set(next.max(self.clock.now()), false);
        }
        self.clock.set(target, false);
        self.work().await;
    }

    /// One pass of each worker at the present instant; returns when to look again.
    pub(crate) async fn work(&self) -> Option<Timestamp> {
        let app = self.app.as_ref()?;
        let now = self.clock.now();
        let planned = app.plan(now).await.unwrap();
        let mut sent = app.deliver(now).await.unwrap();
        while sent.is_some_and(|next| next <= now) {
            sent = app.deliver(now).await.unwrap();
        }
        let mut taken_down = app.take_down(now).await.unwrap();
        while taken_down.is_some_and(|next| next <= now) {
            taken_down = app.take_down(now).await.unwrap();
        }
        let mut opened = app.open_direct_channels(now).await.unwrap();
        while opened.is_some_and(|next| next <= now) {
            opened = app.open_direct_channels(now).await.unwrap();
        }
        // What it looks at now and then, it looks at whenever anything happens.
        app.mind(now).await.unwrap();
        let counted = app.count_together(now).await.unwrap();
        let swept = app.sweep(now).await.unwrap();
        let ranked = app.refresh_boards(now).await.unwrap();
        let next = planned.into_iter().chain(sent);
        let next = next.chain(taken_down).chain(opened).chain(counted);
        next.chain(swept).chain(ranked).min()
    }

    /// Somebody uses a command in `#wellness`, as in `/deskbreak join times:9:00 days:weekdays`.
    pub(crate) async fn run(&mut self, by: u64, line: &str) -> String {
        let (path, options) = typed(line);
        self.interact(by, Some(GUILD), InteractionKind::Command { path, options })
            .await
    }

    /// Somebody uses a command in another guild.
    pub(crate) async fn run_in(&mut self, guild: u64, by: u64, line: &str) -> String {
        let (path, options) = typed(line);
        self.interact(by, Some(guild), InteractionKind::Command { path, options })
            .await
    }

    /// An admin adds prompts, as in `channel:200 times:9:00`, and confirms what is said back.
    pub(crate) async fn add_prompts(&mut self, by: u64, options: &str) -> String {
        self.run(by, &format!("/prompts add {options}")).await;
        self.press(by, "Confirm").await
    }

    /// Somebody uses a command in a direct message.
    pub(crate) async fn run_in_dm(&mut self, by: u64, line: &str) -> String {
        let (path, options) = typed(line);
        self.interact(by, None, InteractionKind::Command { path, options })
            .await
    }

    /// Somebody presses a button of what they read last, by its label.
    pub(crate) async fn press(&mut self, by: u64, label: &str) -> String {
        let message = self.last.clone().expect("nothing to press on");
        let custom_id = read::button(&message, label)
            .unwrap_or_else(|| panic!("no button {label:?} in:\n{}", read(&message)));
        let on = self.last_posted_at.unwrap_or_else(|| self.snowflake());
        self.press_id(by, &custom_id, on, self.pressed_in).await
    }

    /// Somebody chooses an entry of a menu in what they read last, by its label.
    pub(crate) async fn choose(&mut self, by: u64, label: &str) -> String {
        let message = self.last.clone().expect("nothing to choose from");
        let (custom_id, value) = read::entry(&message, label)
            .unwrap_or_else(|| panic!("no entry {label:?} in:\n{}", read(&message)));
        self.choose_value(by, &custom_id, &value).await
    }

    /// Somebody fills in the form that they opened last.
    pub(crate) async fn fill_in(&mut self, by: u64, line: &str) -> String {
        let form = self.form.clone().expect("no form was opened");
        self.choose_value(by, &form, line).await
    }

    /// Somebody chooses a value in a menu of that id, or fills in a form.
    pub(crate) async fn choose_value(&mut self, by: u64, custom_id: &str, value: &str) -> String {
        let kind = InteractionKind::Component {
            custom_id: custom_id.to_owned(),
            values: vec![value.to_owned()],
            message: self.snowflake(),
            message_is_ephemeral: true,
        };
        self.interact(by, self.pressed_in, kind).await
    }

    /// Somebody follows the first lead from the card that they read last, a button or an entry of a menu.
    pub(crate) async fn follow_lead(&mut self, by: u64) -> String {
        let message = self.last.clone().expect("nothing to follow");
        let lead = read::buttons(&message.components).find(|(_, id)| id.starts_with("u1:open:"));
        if let Some((label, _)) = lead {
            return self.press(by, &label).await;
        }
        let menus = read::menus(&message.components);
        let lead = menus
            .iter()
            .find(|menu| menu.custom_id.starts_with("u1:follow:"));
        let label = lead.expect("a lead").options[0].label.clone();
        self.choose(by, &label).await
    }

    /// The last menu of what was read last: its labels, with what they stand for.
    pub(crate) fn entries(&self) -> Vec<(String, String)> {
        let message = self.last.as_ref().expect("nothing was read");
        let menus = read::menus(&message.components);
        let options = menus.last().map(|menu| menu.options.clone());
        let options = options.unwrap_or_default().into_iter();
        options.map(|option| (option.label, option.value)).collect()
    }

    /// Whether a menu of what was read last has an entry of that label.
    pub(crate) fn offers(&self, label: &str) -> bool {
        let message = self.last.as_ref().expect("nothing was read");
        read::entry(message, label).is_some()
    }

    /// The id of a button of what was read last, to be pressed later.
    pub(crate) fn button(&self, label: &str) -> String {
        let message = self.last.as_ref().expect("nothing was read");
        read::button(message, label).expect("a button of that label")
    }

    /// Somebody presses a button that was shown earlier.
    pub(crate) async fn press_earlier(&mut self, by: u64, custom_id: &str) -> String {
        let on = self.snowflake();
        self.press_id(by, custom_id, on, self.pressed_in).await
    }

    /// Buttons are pressed in direct messages from now on.
    pub(crate) fn in_direct_messages(&mut self) {
        self.pressed_in = None;
    }

    /// Somebody presses a button by its id, wherever it stands.
    pub(crate) async fn press_id(
        &mut self,
        by: u64,
        custom_id: &str,
        message: MessageId,
        guild: Option<u64>,
    ) -> String {
        let kind = InteractionKind::Component {
            custom_id: custom_id.to_owned(),
            values: Vec::new(),
            message,
            message_is_ephemeral: false,
        };
        self.interact(by, guild, kind).await
    }

    /// Somebody types an option.
    pub(crate) async fn propose(
        &mut self,
        by: u64,
        command: &str,
        option: &str,
        typed: &str,
    ) -> String {
        let kind = InteractionKind::Autocomplete {
            path: command.split(' ').map(str::to_owned).collect(),
            focused: option.to_owned(),
            typed: typed.to_owned(),
            options: Vec::new(),
        };
        self.interact(by, Some(GUILD), kind).await
    }

    /// What somebody is told beside the answer to something they do.
    pub(crate) async fn aside(&mut self, by: u64) -> Option<Aside> {
        let (path, options) = typed("/help");
        let kind = InteractionKind::Command { path, options };
        let interaction = self.interaction(by, Some(GUILD), kind);
        self.app().aside(&interaction).await
    }

    /// It does not reach them.
    pub(crate) async fn lose(&self, aside: Aside) {
        self.app().aside_lost(aside).await;
    }

    fn interaction(&mut self, by: u64, guild: Option<u64>, kind: InteractionKind) -> Interaction {
        let id = self.snowflake().get();
        Self::interaction_as(id, by, guild, kind)
    }

    async fn interact(&mut self, by: u64, guild: Option<u64>, kind: InteractionKind) -> String {
        let id = self.snowflake().get();
        self.interact_as(id, by, guild, kind).await
    }

    /// Discord delivers the same command of that number, again perhaps.
    pub(crate) async fn run_as(&mut self, id: u64, by: u64, line: &str) -> String {
        let (path, options) = typed(line);
        let kind = InteractionKind::Command { path, options };
        self.interact_as(id, by, Some(GUILD), kind).await
    }

    /// Discord delivers the same press of that number, again perhaps.
    pub(crate) async fn press_as(&mut self, id: u64, by: u64, custom_id: &str) -> String {
        let kind = InteractionKind::Component {
            custom_id: custom_id.to_owned(),
            values: Vec::new(),
            message: MessageId::new(id).unwrap(),
            message_is_ephemeral: false,
        };
        self.interact_as(id, by, self.pressed_in, kind).await
    }

    fn interaction_as(id: u64, by: u64, guild: Option<u64>, kind: InteractionKind) -> Interaction {
        Interaction {
            id: InteractionId::new(id).unwrap(),
            guild: guild.and_then(GuildId::new),
            channel: ChannelId::new(WELLNESS).unwrap(),
            user: UserId::new(by).unwrap(),
            may_manage_guild: by == ADA,
            locale: "en-US".to_owned(),
            kind,
        }
    }

    async fn interact_as(
        &mut self,
        id: u64,
        by: u64,
        guild: Option<u64>,
        kind: InteractionKind,
    ) -> String {
        let interaction = Self::interaction_as(id, by, guild, kind);
        let reply = self.app().answer(&interaction).await;
        // Whatever a story shows is something that Discord takes.
        encode::reply(&reply).unwrap();
        match &reply {
            Reply::Message(message, _) | Reply::Update(message) => {
                self.last = Some(message.clone());
                self.last_posted_at = None;
            }
            Reply::Form(form) => self.form = Some(form.custom_id.clone()),
            Reply::Choices(_) => {}
        }
        let mut read = read_reply(&reply);
        if let Some(aside) = self.app().aside(&interaction).await {
            encode::aside(&aside.message).unwrap();
            read.push_str("\n(beside, only you)\n");
            read.push_str(&self::read(&aside.message));
            self.last = Some(aside.message);
        }
        self.work().await;
        read
    }

    /// The next message that the bot posted by itself. It becomes what buttons are pressed on.
    pub(crate) fn next_message(&mut self) -> Posted {
        let posted = self
            .discord
            .take()
            .expect("the bot has posted nothing more");
        self.look_at(&posted);
        posted
    }

    /// The name of the picture in the last answer, if there is one.
    pub(crate) fn picture(&self) -> Option<&str> {
        let picture = self.last.as_ref()?.pictures.first()?;
        Some(picture.file_name.as_str())
    }

    /// The file that the last answer came with.
    pub(crate) fn file(&self) -> Vec<u8> {
        let files = self.last.as_ref().map(|message| &message.files);
        let file = files.and_then(|files| files.first());
        file.expect("there is no file").bytes.to_vec()
    }

    /// Buttons are pressed on this message from now on.
    pub(crate) fn look_at(&mut self, posted: &Posted) {
        self.last = Some(posted.message.clone());
        self.last_posted_at = Some(posted.id);
    }

    /// A fresh snowflake of the present instant.
    pub(crate) fn snowflake(&mut self) -> MessageId {
        self.interactions += 1;
        MessageId::new(snowflake_at(self.clock.now()) + self.interactions).unwrap()
    }
}

impl Drop for TestBot {
    fn drop(&mut self) {
        let unread = self.discord.unread();
        assert!(
            std::thread::panicking() || unread == 0,
            "{unread} messages were posted and never read"
        );
    }
}

/// Words and options of a typed command; types come from the table.
fn typed(line: &str) -> (Vec<String>, Vec<(String, OptionValue)>) {
    let line = line.trim_start_matches('/');
    let usage = usages()
        .filter(|usage| line == usage.words() || line.starts_with(&format!("{} ", usage.words())))
        .max_by_key(|usage| usage.words().len())
        .unwrap_or_else(|| panic!("no command {line}"));
    let rest = line[usage.words().len()..].trim();
    let mut options: Vec<(String, String)> = Vec::new();
    for word in rest.split(' ').filter(|word| !word.is_empty()) {
        let named = word
            .split_once(':')
            .filter(|(name, _)| usage.options.iter().any(|option| option.name == *name));
        match (named, options.last_mut()) {
            (Some((name, value)), _) => options.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) => {
                value.push(' ');
                value.push_str(word);
            }
            (None, None) => panic!("{word} is no option of {}", usage.words()),
        }
    }
    let value = |name: &str, text: &str| {
        let option = usage
            .options
            .iter()
            .find(|option| option.name == name)
            .unwrap();
        match option.kind {
            OptionKind::Integer { .. } => OptionValue::Integer(text.parse().unwrap()),
            OptionKind::Boolean => OptionValue::Boolean(text == "true"),
            OptionKind::Channel => OptionValue::Channel(text.parse().unwrap()),
            OptionKind::Attachment => OptionValue::Attachment(Attachment {
                name: text.to_owned(),
                url: text.to_owned(),
                size: 1,
            }),
            OptionKind::Role => OptionValue::Id(text.parse().unwrap()),
            _ => OptionValue::Text(text.to_owned()),
        }
    };
    let options = options
        .iter()
        .map(|(name, text)| (name.clone(), value(name, text)))
        .collect();
    (
        usage.words().split(' ').map(str::to_owned).collect(),
        options,
    )
}
