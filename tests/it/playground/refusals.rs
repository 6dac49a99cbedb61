//! Deliberately wrong requests, each refused as Discord refuses it: status, code and error path.

#![expect(
    clippy::needless_pass_by_value,
    reason = "JSON literals are handed over as they are written"
)]
#![expect(
    clippy::too_many_lines,
    reason = "tables of cases and whole stories read best in one piece"
)]

use serde_json::{Value, json};

use super::support::{ADA_DM, BEN, BOT, FORUM, GENERAL, GUILD, Lab, THREAD, WELLNESS};

/// A wrong request and the refusal it gets. `error` is `path: CODE` within the `errors` tree, or
/// empty where there is no tree.
struct Case {
    what: &'static str,
    method: &'static str,
    path: String,
    body: Value,
    status: u16,
    code: u64,
    error: &'static str,
}

/// A wrong form: always 400 and 50035.
fn form(
    what: &'static str,
    method: &'static str,
    path: String,
    body: Value,
    error: &'static str,
) -> Case {
    Case {
        what,
        method,
        path,
        body,
        status: 400,
        code: 50035,
        error,
    }
}

fn plain(what: &'static str, method: &'static str, path: &str, status: u16, code: u64) -> Case {
    let path = path.to_owned();
    Case {
        what,
        method,
        path,
        body: Value::Null,
        status,
        code,
        error: "",
    }
}

fn messages() -> String {
    format!("/channels/{WELLNESS}/messages")
}

fn message(what: &'static str, body: Value, error: &'static str) -> Case {
    form(what, "POST", messages(), body, error)
}

/// A message of these Components V2.
fn v2(what: &'static str, components: Value, error: &'static str) -> Case {
    message(
        what,
        json!({ "flags": 1 << 15, "components": components }),
        error,
    )
}

/// A command with these fields beside a good name and description.
fn command(what: &'static str, fields: Value, error: &'static str) -> Case {
    let mut body = json!({ "name": "good", "description": "Good" });
    for (key, value) in fields.as_object().unwrap() {
        body[key] = value.clone();
    }
    form(
        what,
        "POST",
        format!("/applications/{BOT}/commands"),
        body,
        error,
    )
}

/// A command with this one option, whose name and description are good.
fn option(what: &'static str, fields: Value, error: &'static str) -> Case {
    let mut option = json!({ "type": 3, "name": "good", "description": "Good" });
    for (key, value) in fields.as_object().unwrap() {
        option[key] = value.clone();
    }
    command(what, json!({ "options": [option] }), error)
}

fn button(custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Press", "custom_id": custom_id })
}

fn row(components: Value) -> Value {
    json!({ "type": 1, "components": components })
}

fn text(content: &str) -> Value {
    json!({ "type": 10, "content": content })
}

fn select(fields: Value) -> Value {
    let mut select =
        json!({ "type": 3, "custom_id": "s", "options": [{ "label": "A", "value": "a" }] });
    for (key, value) in fields.as_object().unwrap() {
        select[key] = value.clone();
    }
    row(json!([select]))
}

fn subcommand(name: &str, options: Value) -> Value {
    json!({ "type": 1, "name": name, "description": "Sub", "options": options })
}

fn group(name: &str, options: Value) -> Value {
    json!({ "type": 2, "name": name, "description": "Group", "options": options })
}

fn string(name: &str, required: bool) -> Value {
    json!({ "type": 3, "name": name, "description": "Text", "required": required })
}

fn numbered(count: usize, one: impl Fn(usize) -> Value) -> Value {
    (0..count).map(one).collect()
}

async fn check(cases: Vec<Case>) {
    for case in cases {
        // Each gets a playground of its own, so that no rate limit comes first.
        let lab = Lab::start().await;
        let answer = lab.bot(case.method, &case.path, case.body).await;
        let what = case.what;
        let seen = format!("{what}: {} {}", answer.status, answer.body);
        assert_eq!(
            (answer.status, answer.body["code"].as_u64()),
            (case.status, Some(case.code)),
            "{seen}"
        );
        assert!(
            answer.body["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{seen}"
        );
        let Some((path, code)) = case.error.rsplit_once(": ") else {
            assert!(answer.body.get("errors").is_none(), "{seen}");
            continue;
        };
        let keys = path.split('.').filter(|key| !key.is_empty());
        let node = keys.fold(&answer.body["errors"], |node, key| &node[key]);
        let errors = node["_errors"]
            .as_array()
            .unwrap_or_else(|| panic!("nothing at {path}: {seen}"));
        assert!(
            errors.iter().any(|error| error["code"] == code),
            "no {code}: {seen}"
        );
    }
}

#[tokio::test]
async fn wrong_contents_of_messages() {
    check(vec![
        message("too long", json!({ "content": "x".repeat(2001) }), "content: BASE_TYPE_MAX_LENGTH"),
        message("no text", json!({ "content": { "a": 1 } }), "content: STRING_TYPE_CONVERT"),
        message("flags in words", json!({ "content": "x", "flags": "v2" }), "flags: NUMBER_TYPE_COERCE"),
        message("tts in words", json!({ "content": "x", "tts": "yes" }), "tts: BOOLEAN_TYPE_CONVERT"),
        message("long nonce", json!({ "content": "x", "nonce": "n".repeat(26) }), "nonce: NONCE_TYPE_TOO_LONG"),
        message("nonce is a list", json!({ "content": "x", "nonce": [] }), "nonce: NONCE_TYPE_INVALID_TYPE"),
        message("eleven embeds", json!({ "embeds": numbered(11, |_| json!({ "title": "t" })) }), "embeds: BASE_TYPE_MAX_LENGTH"),
        message("long title", json!({ "embeds": [{ "title": "t".repeat(257) }] }), "embeds.0.title: BASE_TYPE_MAX_LENGTH"),
        message("long description", json!({ "embeds": [{ "description": "t".repeat(4097) }] }), "embeds.0.description: BASE_TYPE_MAX_LENGTH"),
        message("26 fields", json!({ "embeds": [{ "fields": numbered(26, |_| json!({ "name": "n", "value": "v" })) }] }), "embeds.0.fields: BASE_TYPE_MAX_LENGTH"),
        message("field without value", json!({ "embeds": [{ "fields": [{ "name": "n" }] }] }), "embeds.0.fields.0.value: BASE_TYPE_REQUIRED"),
        message("embeds over 6,000", json!({ "embeds": [{ "description": "d".repeat(4000) }, { "description": "d".repeat(2001) }] }), "embeds: MAX_EMBED_SIZE_EXCEEDED"),
        message("colour out of range", json!({ "embeds": [{ "title": "t", "color": 0x100_0000 }] }), "embeds.0.color: NUMBER_TYPE_MAX"),
        message("strange address", json!({ "embeds": [{ "title": "t", "url": "ftp://a/b" }] }), "embeds.0.url: URL_TYPE_INVALID_SCHEME"),
        message("no instant", json!({ "embeds": [{ "title": "t", "timestamp": "today" }] }), "embeds.0.timestamp: DATE_TIME_TYPE_PARSE"),
        message("a file that is not there", json!({ "content": "x", "attachments": [{ "id": 0 }] }), "attachments.0.id: ATTACHMENT_NOT_FOUND"),
        message("reply to nothing", json!({ "content": "x", "message_reference": { "message_id": "5" } }), "message_reference: REPLIES_UNKNOWN_MESSAGE"),
        Case { what: "nothing in it", method: "POST", path: messages(), body: json!({}), status: 400, code: 50006, error: "" },
        Case { what: "only spaces", method: "POST", path: messages(), body: json!({ "content": " \n " }), status: 400, code: 50006, error: "" },
    ])
    .await;
}

#[tokio::test]
async fn wrong_mentions() {
    let mentions = |what, allowed: Value, error| {
        message(
            what,
            json!({ "content": "x", "allowed_mentions": allowed }),
            error,
        )
    };
    check(vec![
        mentions(
            "unknown kind",
            json!({ "parse": ["people"] }),
            "allowed_mentions.parse.0: BASE_TYPE_CHOICES",
        ),
        mentions(
            "users twice",
            json!({ "parse": ["users"], "users": [BEN] }),
            "allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        mentions(
            "roles twice",
            json!({ "parse": ["roles"], "roles": [GUILD] }),
            "allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        mentions(
            "not an id",
            json!({ "users": ["ben"] }),
            "allowed_mentions.users.0: NUMBER_TYPE_COERCE",
        ),
        mentions(
            "the same user twice",
            json!({ "users": [BEN, BEN] }),
            "allowed_mentions.users.1: SET_TYPE_ALREADY_CONTAINS_VALUE",
        ),
        mentions(
            "101 users",
            json!({ "users": numbered(101, |n| json!((n + 1).to_string())) }),
            "allowed_mentions.users: BASE_TYPE_MAX_LENGTH",
        ),
    ])
    .await;
}

#[tokio::test]
async fn wrong_components_without_the_flag() {
    let old = |what, components: Value, error| {
        message(
            what,
            json!({ "content": "x", "components": components }),
            error,
        )
    };
    check(vec![
        old(
            "six rows",
            numbered(6, |n| row(json!([button(&n.to_string())]))),
            "components: BASE_TYPE_MAX_LENGTH",
        ),
        old(
            "a text display",
            json!([text("x")]),
            "components.0: UNION_TYPE_CHOICES",
        ),
        old(
            "a container",
            json!([{ "type": 17, "components": [text("x")] }]),
            "components.0: UNION_TYPE_CHOICES",
        ),
        old(
            "a bare button",
            json!([button("a")]),
            "components.0: UNION_TYPE_CHOICES",
        ),
        old(
            "no type",
            json!([{ "components": [] }]),
            "components.0.type: BASE_TYPE_REQUIRED",
        ),
        old(
            "a text for a component",
            json!(["row"]),
            "components.0: MODEL_TYPE_CONVERT",
        ),
    ])
    .await;
}

#[tokio::test]
async fn wrong_layouts_of_components_v2() {
    let flags = 1 << 15;
    check(vec![
        message("content beside", json!({ "flags": flags, "content": "x", "components": [text("x")] }), "content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        message("embeds beside", json!({ "flags": flags, "embeds": [{ "title": "t" }], "components": [text("x")] }), "embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        message("a poll beside", json!({ "flags": flags, "poll": { "question": {} }, "components": [text("x")] }), "poll: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        message("stickers beside", json!({ "flags": flags, "sticker_ids": ["1"], "components": [text("x")] }), "sticker_ids: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        v2("unknown type", json!([{ "type": 99 }]), "components.0: UNION_TYPE_CHOICES"),
        v2("41 at the top", numbered(41, |_| text("x")), "components: BASE_TYPE_MAX_LENGTH"),
        v2("41 with those inside", json!([{ "type": 17, "components": numbered(40, |_| text("x")) }]), "components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
        v2("4,001 characters", json!([text(&"x".repeat(4000)), text("x")]), "components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
        v2("an empty text", json!([text("")]), "components.0.content: BASE_TYPE_REQUIRED"),
        v2("a container in a container", json!([{ "type": 17, "components": [{ "type": 17, "components": [text("x")] }] }]), "components.0.components.0: UNION_TYPE_CHOICES"),
        v2("an empty container", json!([{ "type": 17, "components": [] }]), "components.0.components: BASE_TYPE_BAD_LENGTH"),
        v2("a colour out of range", json!([{ "type": 17, "accent_color": -1, "components": [text("x")] }]), "components.0.accent_color: NUMBER_TYPE_MIN"),
        v2("a section without accessory", json!([{ "type": 9, "components": [text("x")] }]), "components.0.accessory: BASE_TYPE_REQUIRED"),
        v2("a section with four texts", json!([{ "type": 9, "components": numbered(4, |_| text("x")), "accessory": button("a") }]), "components.0.components: BASE_TYPE_BAD_LENGTH"),
        v2("a section of buttons", json!([{ "type": 9, "components": [button("b")], "accessory": button("a") }]), "components.0.components.0: UNION_TYPE_CHOICES"),
        v2("a text as accessory", json!([{ "type": 9, "components": [text("x")], "accessory": text("y") }]), "components.0.accessory: UNION_TYPE_CHOICES"),
        v2("an empty gallery", json!([{ "type": 12, "items": [] }]), "components.0.items: BASE_TYPE_BAD_LENGTH"),
        v2("eleven pictures", json!([{ "type": 12, "items": numbered(11, |_| json!({ "media": { "url": "https://a.example/b" } })) }]), "components.0.items: BASE_TYPE_BAD_LENGTH"),
        v2("long alt text", json!([{ "type": 12, "items": [{ "media": { "url": "https://a.example/b" }, "description": "d".repeat(1025) }] }]), "components.0.items.0.description: BASE_TYPE_BAD_LENGTH"),
        v2("no such file", json!([{ "type": 12, "items": [{ "media": { "url": "attachment://a.png" } }] }]), "components.0.items.0.media.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"),
        v2("strange address", json!([{ "type": 12, "items": [{ "media": { "url": "file:///a" } }] }]), "components.0.items.0.media.url: URL_TYPE_INVALID_SCHEME"),
        v2("a wide gap", json!([{ "type": 14, "spacing": 3 }]), "components.0.spacing: BASE_TYPE_CHOICES"),
        v2("the same id twice", json!([{ "type": 10, "id": 5, "content": "a" }, { "type": 10, "id": 5, "content": "b" }]), "components.1.id: COMPONENT_ID_DUPLICATED"),
    ])
    .await;
}

#[tokio::test]
async fn wrong_buttons_and_menus() {
    let buttons = |what, list: Value, error| v2(what, json!([row(list)]), error);
    let options = |count| numbered(count, |n| json!({ "label": "L", "value": n.to_string() }));
    check(vec![
        buttons("no buttons", json!([]), "components.0.components: BASE_TYPE_BAD_LENGTH"),
        buttons("six buttons", numbered(6, |n| button(&n.to_string())), "components.0.components: BASE_TYPE_BAD_LENGTH"),
        buttons("unknown style", json!([{ "type": 2, "style": 7, "label": "L", "custom_id": "a" }]), "components.0.components.0.style: BASE_TYPE_CHOICES"),
        buttons("no style", json!([{ "type": 2, "label": "L", "custom_id": "a" }]), "components.0.components.0.style: BASE_TYPE_REQUIRED"),
        buttons("no custom_id", json!([{ "type": 2, "style": 1, "label": "L" }]), "components.0.components.0.custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"),
        buttons("long custom_id", json!([button(&"c".repeat(101))]), "components.0.components.0.custom_id: BASE_TYPE_BAD_LENGTH"),
        buttons("long label", json!([{ "type": 2, "style": 1, "label": "l".repeat(81), "custom_id": "a" }]), "components.0.components.0.label: BASE_TYPE_MAX_LENGTH"),
        buttons("neither label nor emoji", json!([{ "type": 2, "style": 1, "custom_id": "a" }]), "components.0.components.0: BUTTON_COMPONENT_LABEL_EMOJI_REQUIRED"),
        buttons("a link without address", json!([{ "type": 2, "style": 5, "label": "L" }]), "components.0.components.0.url: BASE_TYPE_REQUIRED"),
        buttons("a link with custom_id", json!([{ "type": 2, "style": 5, "label": "L", "url": "https://a.example/b", "custom_id": "a" }]), "components.0.components.0.custom_id: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"),
        buttons("a word for an emoji", json!([{ "type": 2, "style": 1, "custom_id": "a", "emoji": { "name": "smile" } }]), "components.0.components.0.emoji.name: COMPONENT_INVALID_EMOJI"),
        buttons("the same custom_id twice", json!([button("a"), button("a")]), "components.0.components.1.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED"),
        v2("the same custom_id in another box", json!([row(json!([button("a")])), { "type": 17, "components": [row(json!([button("a")]))] }]), "components.1.components.0.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED"),
        v2("26 options", json!([select(json!({ "options": options(26) }))]), "components.0.components.0.options: BASE_TYPE_BAD_LENGTH"),
        v2("no options", json!([select(json!({ "options": [] }))]), "components.0.components.0.options: BASE_TYPE_BAD_LENGTH"),
        v2("a value twice", json!([select(json!({ "options": [{ "label": "A", "value": "a" }, { "label": "B", "value": "a" }] }))]), "components.0.components.0.options.1: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
        v2("a long label", json!([select(json!({ "options": [{ "label": "l".repeat(101), "value": "a" }] }))]), "components.0.components.0.options.0.label: BASE_TYPE_BAD_LENGTH"),
        v2("a long placeholder", json!([select(json!({ "placeholder": "p".repeat(151) }))]), "components.0.components.0.placeholder: BASE_TYPE_MAX_LENGTH"),
        v2("a select beside a button", json!([row(json!([button("a"), { "type": 5, "custom_id": "u" }]))]), "components.0.components.1: COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        v2("min above max", json!([select(json!({ "min_values": 2, "max_values": 1 }))]), "components.0.components.0.min_values: SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX_VALUES"),
    ])
    .await;
}

#[tokio::test]
async fn wrong_names_and_texts_of_commands() {
    let path = format!("/applications/{BOT}/commands");
    check(vec![
        form("no name", "POST", path.clone(), json!({ "description": "d" }), "name: BASE_TYPE_REQUIRED"),
        form("no description", "POST", path.clone(), json!({ "name": "a" }), "description: BASE_TYPE_REQUIRED"),
        form("not a dictionary", "POST", path.clone(), json!([]), ": MODEL_TYPE_CONVERT"),
        command("upper case", json!({ "name": "Stretch" }), "name: APPLICATION_COMMAND_INVALID_NAME"),
        command("a space", json!({ "name": "get help" }), "name: APPLICATION_COMMAND_INVALID_NAME"),
        command("a long name", json!({ "name": "n".repeat(33) }), "name: BASE_TYPE_BAD_LENGTH"),
        command("a long description", json!({ "description": "d".repeat(101) }), "description: BASE_TYPE_BAD_LENGTH"),
        command("an unknown locale", json!({ "name_localizations": { "es": "estirar" } }), "name_localizations.es: ENUM_TYPE_COERCE"),
        command("a bad localized name", json!({ "name_localizations": { "de": "Dehnen" } }), "name_localizations.de: APPLICATION_COMMAND_INVALID_NAME"),
        command("a long localized text", json!({ "description_localizations": { "fr": "d".repeat(101) } }), "description_localizations.fr: BASE_TYPE_BAD_LENGTH"),
        command("unknown type", json!({ "type": 9 }), "type: BASE_TYPE_CHOICES"),
        command("permissions in words", json!({ "default_member_permissions": "manage" }), "default_member_permissions: NUMBER_TYPE_COERCE"),
        command("an unknown context", json!({ "contexts": [0, 3] }), "contexts.1: BASE_TYPE_CHOICES"),
        command("an unknown installation", json!({ "integration_types": [2] }), "integration_types.0: BASE_TYPE_CHOICES"),
        command("over 8,000 characters", json!({ "options": numbered(25, |n| json!({
            "type": 3, "name": format!("o{n}"), "description": "d".repeat(100),
            "choices": numbered(5, |c| json!({ "name": format!("{c}{}", "c".repeat(50)), "value": "v" })),
        })) }), ": APPLICATION_COMMAND_TOO_LARGE"),
        form("111 commands", "PUT", path.clone(), numbered(111, |n| json!({ "name": format!("c{n}"), "description": "d" })), ": BASE_TYPE_MAX_LENGTH"),
        Case { what: "101 commands", method: "PUT", path: path.clone(), body: numbered(101, |n| json!({ "name": format!("c{n}"), "description": "d" })), status: 400, code: 30032, error: "" },
        form("a name twice", "PUT", path.clone(), json!([{ "name": "a", "description": "d" }, { "name": "a", "description": "e" }]), "1: APPLICATION_COMMANDS_DUPLICATE_NAME"),
        form("wrong within a list", "PUT", path, json!([{ "name": "a", "description": "d" }, { "name": "B", "description": "e" }]), "1.name: APPLICATION_COMMAND_INVALID_NAME"),
    ])
    .await;
}

#[tokio::test]
async fn wrong_options_of_commands() {
    let options = |what, list: Value, error| command(what, json!({ "options": list }), error);
    let choices = |count| {
        numbered(
            count,
            |n| json!({ "name": n.to_string(), "value": n.to_string() }),
        )
    };
    check(vec![
        options(
            "26 options",
            numbered(26, |n| string(&format!("o{n}"), false)),
            "options: BASE_TYPE_MAX_LENGTH",
        ),
        options(
            "a name twice",
            json!([string("a", false), string("a", false)]),
            "options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
        ),
        options(
            "required after optional",
            json!([string("a", false), string("b", true)]),
            "options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        options(
            "subcommand beside an option",
            json!([subcommand("a", json!([])), string("b", false)]),
            "options.1: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        options(
            "a group in a group",
            json!([group(
                "a",
                json!([group("b", json!([subcommand("c", json!([]))]))])
            )]),
            "options.0.options.0: UNION_TYPE_CHOICES",
        ),
        options(
            "a subcommand in a subcommand",
            json!([subcommand("a", json!([subcommand("b", json!([]))]))]),
            "options.0.options.0: UNION_TYPE_CHOICES",
        ),
        options(
            "an empty group",
            json!([group("a", json!([]))]),
            "options.0.options: BASE_TYPE_REQUIRED",
        ),
        option(
            "unknown type",
            json!({ "type": 12 }),
            "options.0: UNION_TYPE_CHOICES",
        ),
        option(
            "an upper-case name",
            json!({ "name": "Area" }),
            "options.0.name: APPLICATION_COMMAND_INVALID_NAME",
        ),
        option(
            "an empty name",
            json!({ "name": "" }),
            "options.0.name: BASE_TYPE_REQUIRED",
        ),
        option(
            "26 choices",
            json!({ "choices": choices(26) }),
            "options.0.choices: BASE_TYPE_MAX_LENGTH",
        ),
        option(
            "choices that complete",
            json!({ "choices": choices(1), "autocomplete": true }),
            "options.0.choices: APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE",
        ),
        option(
            "a long choice",
            json!({ "choices": [{ "name": "n".repeat(101), "value": "v" }] }),
            "options.0.choices.0.name: BASE_TYPE_BAD_LENGTH",
        ),
        option(
            "a choice twice",
            json!({ "choices": [{ "name": "n", "value": "v" }, { "name": "n", "value": "w" }] }),
            "options.0.choices.1.name: APPLICATION_COMMAND_OPTIONS_CHOICE_NAMES_DUPLICATED",
        ),
        option(
            "a text for a number",
            json!({ "type": 4, "choices": [{ "name": "n", "value": "v" }] }),
            "options.0.choices.0.value: NUMBER_TYPE_COERCE",
        ),
        option(
            "choices of users",
            json!({ "type": 6, "choices": choices(1) }),
            "options.0.choices: APPLICATION_COMMAND_OPTION_FIELD_INVALID",
        ),
        option(
            "users that complete",
            json!({ "type": 6, "autocomplete": true }),
            "options.0.autocomplete: APPLICATION_COMMAND_OPTION_FIELD_INVALID",
        ),
        option(
            "min above max",
            json!({ "type": 4, "min_value": 5, "max_value": 4 }),
            "options.0: APPLICATION_COMMAND_OPTION_MIN_GREATER_THAN_MAX",
        ),
        option(
            "a range of texts",
            json!({ "min_value": 1 }),
            "options.0.min_value: APPLICATION_COMMAND_OPTION_FIELD_INVALID",
        ),
        option(
            "too long a text",
            json!({ "max_length": 6001 }),
            "options.0.max_length: NUMBER_TYPE_MAX",
        ),
        option(
            "an unknown channel type",
            json!({ "type": 7, "channel_types": [0, 99] }),
            "options.0.channel_types.1: BASE_TYPE_CHOICES",
        ),
        option(
            "required in words",
            json!({ "required": "yes" }),
            "options.0.required: BOOLEAN_TYPE_CONVERT",
        ),
    ])
    .await;
}

#[tokio::test]
async fn wrong_addresses() {
    let gone = "1090000000000009999";
    check(vec![
        plain("no such route", "GET", "/nothing", 404, 0),
        plain("wrong method", "PUT", &messages(), 405, 0),
        form(
            "not an id",
            "GET",
            "/channels/general".to_owned(),
            Value::Null,
            "channel_id: NUMBER_TYPE_COERCE",
        ),
        form(
            "not a message's id",
            "GET",
            format!("{}/last", messages()),
            Value::Null,
            "message_id: NUMBER_TYPE_COERCE",
        ),
        form(
            "101 messages",
            "GET",
            format!("{}?limit=101", messages()),
            Value::Null,
            "limit: NUMBER_TYPE_MAX",
        ),
        form(
            "no messages",
            "GET",
            format!("{}?limit=0", messages()),
            Value::Null,
            "limit: NUMBER_TYPE_MIN",
        ),
        form(
            "after what",
            "GET",
            format!("{}?after=yesterday", messages()),
            Value::Null,
            "after: NUMBER_TYPE_COERCE",
        ),
        plain(
            "unknown channel",
            "GET",
            &format!("/channels/{gone}"),
            404,
            10003,
        ),
        plain(
            "unknown guild",
            "GET",
            &format!("/guilds/{gone}"),
            404,
            10004,
        ),
        plain(
            "unknown member",
            "GET",
            &format!("/guilds/{GUILD}/members/{gone}"),
            404,
            10007,
        ),
        plain(
            "unknown message",
            "GET",
            &format!("{}/{gone}", messages()),
            404,
            10008,
        ),
        plain(
            "unknown command",
            "GET",
            &format!("/applications/{BOT}/commands/{gone}"),
            404,
            10063,
        ),
        plain(
            "another application",
            "GET",
            &format!("/applications/{gone}/commands"),
            403,
            20012,
        ),
        plain(
            "another webhook",
            "GET",
            &format!("/webhooks/{gone}/token/messages/@original"),
            404,
            10015,
        ),
        plain(
            "unknown token",
            "GET",
            &format!("/webhooks/{BOT}/token/messages/@original"),
            401,
            50027,
        ),
        plain(
            "unknown interaction",
            "POST",
            "/interactions/1/token/callback",
            404,
            10062,
        ),
        Case {
            what: "into a forum",
            method: "POST",
            path: format!("/channels/{FORUM}/messages"),
            body: json!({ "content": "x" }),
            status: 400,
            code: 50008,
            error: "",
        },
        Case {
            what: "nobody to write to",
            method: "POST",
            path: "/users/@me/channels".to_owned(),
            body: json!({ "recipient_id": gone }),
            status: 400,
            code: 50033,
            error: "",
        },
        form(
            "without recipient",
            "POST",
            "/users/@me/channels".to_owned(),
            json!({}),
            "recipient_id: BASE_TYPE_REQUIRED",
        ),
    ])
    .await;
}

#[tokio::test]
async fn wrong_tokens_and_bodies() {
    let lab = Lab::start().await;
    let url = lab.url(&format!("/api/v10{}", messages()));
    let send = async |token: &str, kind: &str, body: &str| {
        let request = lab.client.post(&url).header("authorization", token);
        let response = request
            .header("content-type", kind)
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        let status = response.status().as_u16();
        (status, response.json::<Value>().await.unwrap())
    };
    for token in [
        "",
        "playground.token",
        "Bearer playground.token",
        "Bot something.else",
    ] {
        let (status, body) = send(token, "application/json", "{}").await;
        assert_eq!(
            (status, body),
            (401, json!({ "message": "401: Unauthorized", "code": 0 }))
        );
    }
    let good = "Bot playground.token";
    let (status, body) = send(good, "application/json", "{\"content\"").await;
    assert_eq!((status, &body["code"]), (400, &json!(50109)));
    let (status, body) = send(good, "text/plain", "hello").await;
    assert_eq!((status, &body["code"]), (400, &json!(50035)));
    let invalid = lab.page("GET", "/state", Value::Null).await.ok()["invalid_requests"].clone();
    assert_eq!(invalid, 4);
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_refused_by_channel() {
    let lab = Lab::start().await;
    let x = json!({ "content": "x" });
    let status = |answer: &super::support::Answer| {
        (answer.status, answer.body["code"].as_u64().unwrap_or(0))
    };
    let switch = async |body: Value| lab.page("POST", "/world", body).await.ok();
    switch(json!({ "permissions": { "channel_id": WELLNESS, "send": false } })).await;
    assert_eq!(status(&lab.post(WELLNESS, x.clone()).await), (403, 50013));
    switch(json!({ "permissions": { "channel_id": WELLNESS, "view": false } })).await;
    assert_eq!(status(&lab.post(WELLNESS, x.clone()).await), (403, 50001));
    switch(json!({ "dms": { "user_id": super::support::ADA, "closed": true } })).await;
    assert_eq!(status(&lab.post(ADA_DM, x.clone()).await), (403, 50007));
    lab.post(GENERAL, x.clone()).await.ok();
    switch(json!({ "permissions": { "channel_id": GENERAL, "history": false } })).await;
    let history = lab
        .bot("GET", &format!("/channels/{GENERAL}/messages"), Value::Null)
        .await;
    assert_eq!(history.ok(), json!([]));
    switch(json!({ "bot": "removed" })).await;
    assert_eq!(status(&lab.post(GENERAL, x).await), (403, 50001));
    assert_eq!(
        status(
            &lab.bot("GET", &format!("/guilds/{GUILD}"), Value::Null)
                .await
        ),
        (403, 50001)
    );
}

#[tokio::test]
async fn a_thread_that_is_locked_takes_nothing_and_one_that_is_archived_comes_back() {
    let lab = Lab::start().await;
    let close = async |archived: bool, locked: bool| {
        let thread = json!({ "channel_id": THREAD, "archived": archived, "locked": locked });
        lab.page("POST", "/world", json!({ "thread": thread }))
            .await
            .ok();
    };
    let post = async || {
        let answer = lab.post(THREAD, json!({ "content": "x" })).await;
        (answer.status, answer.body["code"].as_u64().unwrap_or(0))
    };
    let closed = async || {
        let thread = lab
            .bot("GET", &format!("/channels/{THREAD}"), Value::Null)
            .await
            .ok();
        let metadata = &thread["thread_metadata"];
        (metadata["archived"] == true, metadata["locked"] == true)
    };
    close(true, true).await;
    assert_eq!((post().await, closed().await), ((400, 50083), (true, true)));
    close(false, true).await;
    assert_eq!(
        (post().await, closed().await),
        ((400, 160_005), (false, true))
    );
    close(true, false).await;
    assert_eq!((post().await, closed().await), ((200, 0), (false, false)));
    let no_thread = json!({ "thread": { "channel_id": WELLNESS, "locked": true } });
    assert_eq!(lab.page("POST", "/world", no_thread).await.status, 400);
}

#[tokio::test]
async fn in_a_thread_that_is_archived_nothing_is_changed_or_deleted_until_it_is_back() {
    let lab = Lab::start().await;
    let posted = lab.post(THREAD, json!({ "content": "x" })).await.ok();
    let address = format!(
        "/channels/{THREAD}/messages/{}",
        posted["id"].as_str().unwrap()
    );
    let close = async |archived: bool, locked: bool| {
        let thread = json!({ "channel_id": THREAD, "archived": archived, "locked": locked });
        lab.page("POST", "/world", json!({ "thread": thread }))
            .await
            .ok();
    };
    let asked = async |method: &str| {
        let answer = lab.bot(method, &address, json!({ "content": "y" })).await;
        (answer.status, answer.body["code"].as_u64().unwrap_or(0))
    };
    close(true, false).await;
    assert_eq!(asked("PATCH").await, (400, 50083));
    assert_eq!(asked("DELETE").await, (400, 50083));
    assert_eq!(asked("GET").await, (200, 0));
    close(true, true).await;
    assert_eq!(asked("DELETE").await, (400, 50083));
    close(false, false).await;
    assert_eq!(asked("PATCH").await, (200, 0));
    assert_eq!(asked("DELETE").await, (204, 0));
}

#[tokio::test]
async fn wrong_embeds_polls_and_references() {
    let embed = |what, embed: Value, error| {
        message(what, json!({ "content": "x", "embeds": [embed] }), error)
    };
    let poll = |what, poll: Value, error| message(what, json!({ "poll": poll }), error);
    let question = json!({ "text": "Now?" });
    let answers = |count| {
        numbered(
            count,
            |n| json!({ "poll_media": { "text": n.to_string() } }),
        )
    };
    check(vec![
        embed("an empty embed", json!({}), "embeds.0: LIST_ITEM_VALUE_REQUIRED"),
        embed("null for an embed", Value::Null, "embeds.0: LIST_ITEM_VALUE_REQUIRED"),
        embed("a text for an embed", json!("x"), "embeds.0: MODEL_TYPE_CONVERT"),
        embed("only a colour", json!({ "color": 5 }), "embeds.0.description: BASE_TYPE_REQUIRED"),
        embed("a blank field", json!({ "title": "t", "fields": [{ "name": " ", "value": "v" }] }), "embeds.0.fields.0.name: BASE_TYPE_REQUIRED"),
        embed("a long field", json!({ "fields": [{ "name": "n", "value": "v".repeat(1025) }] }), "embeds.0.fields.0.value: BASE_TYPE_MAX_LENGTH"),
        embed("a long name of a field", json!({ "fields": [{ "name": "n".repeat(257), "value": "v" }] }), "embeds.0.fields.0.name: BASE_TYPE_MAX_LENGTH"),
        embed("inline in words", json!({ "fields": [{ "name": "n", "value": "v", "inline": "no" }] }), "embeds.0.fields.0.inline: BOOLEAN_TYPE_CONVERT"),
        embed("a long footer", json!({ "footer": { "text": "f".repeat(2049) } }), "embeds.0.footer.text: BASE_TYPE_MAX_LENGTH"),
        embed("a footer without text", json!({ "title": "t", "footer": {} }), "embeds.0.footer.text: BASE_TYPE_REQUIRED"),
        embed("a long author", json!({ "author": { "name": "a".repeat(257) } }), "embeds.0.author.name: BASE_TYPE_MAX_LENGTH"),
        embed("a strange icon", json!({ "author": { "name": "a", "icon_url": "data://x" } }), "embeds.0.author.icon_url: URL_TYPE_INVALID_SCHEME"),
        embed("an author who is nowhere", json!({ "author": { "name": "a", "url": "https://nowhere" } }), "embeds.0.author.url: URL_TYPE_INVALID_URL"),
        embed("a picture without address", json!({ "title": "t", "image": {} }), "embeds.0.image.url: BASE_TYPE_REQUIRED"),
        embed("a word for an address", json!({ "title": "t", "url": "nowhere" }), "embeds.0.url: URL_TYPE_INVALID_URL"),
        embed("two dots", json!({ "title": "t", "url": "https://a..example" }), "embeds.0.url: URL_TYPE_INVALID_URL"),
        embed("spaces", json!({ "title": "t", "url": "https://a.example/a b" }), "embeds.0.url: URL_TYPE_INVALID_URL"),
        embed("a long address", json!({ "title": "t", "url": format!("https://a.example/{}", "u".repeat(2048)) }), "embeds.0.url: BASE_TYPE_MAX_LENGTH"),
        embed("a colour in words", json!({ "title": "t", "color": "red" }), "embeds.0.color: NUMBER_TYPE_COERCE"),
        message("embeds in an object", json!({ "embeds": { "title": "t" } }), "embeds: LIST_TYPE_CONVERT"),
        poll("no question", json!({ "answers": answers(2) }), "poll.question: BASE_TYPE_REQUIRED"),
        poll("no answers", json!({ "question": question, "answers": [] }), "poll.answers: BASE_TYPE_BAD_LENGTH"),
        poll("eleven answers", json!({ "question": question, "answers": answers(11) }), "poll.answers: BASE_TYPE_BAD_LENGTH"),
        poll("a long poll", json!({ "question": question, "answers": answers(2), "duration": 769 }), "poll.duration: NUMBER_TYPE_MAX"),
        poll("a long question", json!({ "question": { "text": "q".repeat(301) }, "answers": answers(2) }), "poll.question.text: BASE_TYPE_BAD_LENGTH"),
        message("a reply to another channel", json!({ "content": "x", "message_reference": { "channel_id": GENERAL, "message_id": "5" } }), "message_reference: REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL"),
        message("a reply to a number", json!({ "content": "x", "message_reference": { "message_id": 5 } }), "message_reference: REPLIES_UNKNOWN_MESSAGE"),
        message("a reply to nothing at all", json!({ "content": "x", "message_reference": {} }), "message_reference.message_id: BASE_TYPE_REQUIRED"),
        message("a reference of no kind", json!({ "content": "x", "message_reference": { "type": 7, "message_id": "5" } }), "message_reference.type: BASE_TYPE_CHOICES"),
        message("four stickers", json!({ "sticker_ids": ["1", "2", "3", "4"] }), "sticker_ids: BASE_TYPE_MAX_LENGTH"),
        message("negative flags", json!({ "content": "x", "flags": -1 }), "flags: NUMBER_TYPE_MIN"),
        message("a nonce with a fraction", json!({ "content": "x", "nonce": 1.5 }), "nonce: NONCE_TYPE_INVALID_TYPE"),
        message("enforced in words", json!({ "content": "x", "enforce_nonce": "yes" }), "enforce_nonce: BOOLEAN_TYPE_CONVERT"),
        message("mentions in a list", json!({ "content": "x", "allowed_mentions": [] }), "allowed_mentions: MODEL_TYPE_CONVERT"),
        message("a kind of mention twice", json!({ "content": "x", "allowed_mentions": { "parse": ["users", "users"] } }), "allowed_mentions.parse.1: SET_TYPE_ALREADY_CONTAINS_VALUE"),
        message("an attachment twice", json!({ "content": "x", "attachments": [{ "id": 0 }, { "id": 0 }] }), "attachments.1.id: ATTACHMENT_ID_DUPLICATED"),
        message("components in an object", json!({ "content": "x", "components": {} }), "components: LIST_TYPE_CONVERT"),
        message("null for a component", json!({ "content": "x", "components": [null] }), "components.0: LIST_ITEM_VALUE_REQUIRED"),
        Case { what: "stickers that are not there", method: "POST", path: messages(), body: json!({ "sticker_ids": ["1"] }), status: 400, code: 50081, error: "" },
        Case { what: "Components V2 of nothing", method: "POST", path: messages(), body: json!({ "flags": 1 << 15, "components": [] }), status: 400, code: 50006, error: "" },
    ])
    .await;
}

#[tokio::test]
async fn wrong_fields_of_buttons_menus_and_boxes() {
    let buttons = |what, button: Value, error| v2(what, json!([row(json!([button]))]), error);
    let menu = |what, fields: Value, error| v2(what, json!([select(fields)]), error);
    check(vec![
        buttons("a button with address", json!({ "type": 2, "style": 1, "label": "L", "custom_id": "a", "url": "https://a.example" }), "components.0.components.0.url: BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"),
        buttons("an address for a custom_id", json!({ "type": 2, "style": 1, "label": "L", "url": "https://a.example" }), "components.0.components.0.custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"),
        buttons("an empty custom_id", button(""), "components.0.components.0.custom_id: BASE_TYPE_REQUIRED"),
        buttons("a custom_id that is a number", json!({ "type": 2, "style": 1, "label": "L", "custom_id": {} }), "components.0.components.0.custom_id: STRING_TYPE_CONVERT"),
        buttons("a long link", json!({ "type": 2, "style": 5, "label": "L", "url": format!("https://a.example/{}", "u".repeat(500)) }), "components.0.components.0.url: BASE_TYPE_MAX_LENGTH"),
        buttons("a link to a program", json!({ "type": 2, "style": 5, "label": "L", "url": "steam://run" }), "components.0.components.0.url: URL_TYPE_INVALID_SCHEME"),
        buttons("nothing to buy", json!({ "type": 2, "style": 6 }), "components.0.components.0.sku_id: BASE_TYPE_REQUIRED"),
        buttons("a label on what is sold", json!({ "type": 2, "style": 6, "sku_id": "1", "label": "L" }), "components.0.components.0.label: BUTTON_COMPONENT_INVALID_FIELD_FOR_STYLE"),
        buttons("a style in words", json!({ "type": 2, "style": "primary", "label": "L", "custom_id": "a" }), "components.0.components.0.style: NUMBER_TYPE_COERCE"),
        buttons("an emoji of no guild", json!({ "type": 2, "style": 1, "custom_id": "a", "emoji": { "id": "5", "name": "smile" } }), "components.0.components.0.emoji.id: COMPONENT_INVALID_EMOJI"),
        buttons("a dingbat for an emoji", json!({ "type": 2, "style": 1, "custom_id": "a", "emoji": { "name": "▲" } }), "components.0.components.0.emoji.name: COMPONENT_INVALID_EMOJI"),
        buttons("an emoji without name", json!({ "type": 2, "style": 1, "custom_id": "a", "emoji": {} }), "components.0.components.0.emoji.name: BASE_TYPE_REQUIRED"),
        buttons("disabled in words", json!({ "type": 2, "style": 1, "label": "L", "custom_id": "a", "disabled": "no" }), "components.0.components.0.disabled: BOOLEAN_TYPE_CONVERT"),
        v2("a text input in a message", json!([row(json!([{ "type": 4, "custom_id": "a", "style": 1, "label": "L" }]))]), "components.0.components.0: UNION_TYPE_CHOICES"),
        v2("a row in a row", json!([row(json!([row(json!([button("a")]))]))]), "components.0.components.0: UNION_TYPE_CHOICES"),
        v2("a bare button", json!([button("a")]), "components.0: UNION_TYPE_CHOICES"),
        v2("a bare thumbnail", json!([{ "type": 11, "media": { "url": "https://a.example/b" } }]), "components.0: UNION_TYPE_CHOICES"),
        v2("a label in a message", json!([{ "type": 18, "label": "L", "component": button("a") }]), "components.0: UNION_TYPE_CHOICES"),
        v2("a menu as accessory", json!([{ "type": 9, "components": [text("x")], "accessory": { "type": 5, "custom_id": "a" } }]), "components.0.accessory: UNION_TYPE_CHOICES"),
        v2("a type in words", json!([{ "type": "text", "content": "x" }]), "components.0.type: NUMBER_TYPE_COERCE"),
        v2("a row without buttons", json!([{ "type": 1 }]), "components.0.components: BASE_TYPE_REQUIRED"),
        v2("a container without contents", json!([{ "type": 17 }]), "components.0.components: BASE_TYPE_REQUIRED"),
        v2("a bright colour", json!([{ "type": 17, "accent_color": 0x100_0000, "components": [text("x")] }]), "components.0.accent_color: NUMBER_TYPE_MAX"),
        v2("a colour in words", json!([{ "type": 17, "accent_color": "red", "components": [text("x")] }]), "components.0.accent_color: NUMBER_TYPE_COERCE"),
        v2("4,001 characters in one text", json!([text(&"x".repeat(4001))]), "components.0.content: BASE_TYPE_BAD_LENGTH"),
        v2("a text without content", json!([{ "type": 10 }]), "components.0.content: BASE_TYPE_REQUIRED"),
        v2("a section without texts", json!([{ "type": 9, "components": [], "accessory": button("a") }]), "components.0.components: BASE_TYPE_BAD_LENGTH"),
        v2("a picture without address", json!([{ "type": 12, "items": [{ "media": {} }] }]), "components.0.items.0.media.url: BASE_TYPE_REQUIRED"),
        v2("a thumbnail that is not there", json!([{ "type": 9, "components": [text("x")], "accessory": { "type": 11, "media": { "url": "attachment://a.png" } } }]), "components.0.accessory.media.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"),
        v2("a file from elsewhere", json!([{ "type": 13, "file": { "url": "https://a.example/b" } }]), "components.0.file.url: URL_TYPE_INVALID_SCHEME"),
        v2("a file that is not there", json!([{ "type": 13, "file": { "url": "attachment://a.txt" } }]), "components.0.file.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"),
        v2("a line in words", json!([{ "type": 14, "divider": "yes" }]), "components.0.divider: BOOLEAN_TYPE_CONVERT"),
        v2("an id below zero", json!([{ "type": 10, "id": -1, "content": "x" }]), "components.0.id: NUMBER_TYPE_MIN"),
        v2("a menu and a button of one custom_id", json!([row(json!([button("s")])), select(json!({}))]), "components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED"),
        v2("an accessory and a button of one custom_id", json!([{ "type": 9, "components": [text("x")], "accessory": button("a") }, row(json!([button("a")]))]), "components.1.components.0.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED"),
        v2("two menus in a row", json!([row(json!([{ "type": 5, "custom_id": "u" }, { "type": 6, "custom_id": "r" }]))]), "components.0.components.1: COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        menu("more to choose than there is", json!({ "max_values": 2 }), "components.0.components.0.options: BASE_TYPE_MIN_LENGTH"),
        menu("26 to choose", json!({ "max_values": 26 }), "components.0.components.0.max_values: NUMBER_TYPE_MAX"),
        menu("nothing to choose", json!({ "max_values": 0 }), "components.0.components.0.max_values: NUMBER_TYPE_MIN"),
        menu("two chosen of one", json!({ "options": [{ "label": "A", "value": "a", "default": true }, { "label": "B", "value": "b", "default": true }] }), "components.0.components.0.options: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"),
        menu("an option without value", json!({ "options": [{ "label": "A" }] }), "components.0.components.0.options.0.value: BASE_TYPE_REQUIRED"),
        menu("a long description", json!({ "options": [{ "label": "A", "value": "a", "description": "d".repeat(101) }] }), "components.0.components.0.options.0.description: BASE_TYPE_MAX_LENGTH"),
        v2("a role chosen among users", json!([row(json!([{ "type": 5, "custom_id": "u", "default_values": [{ "id": "1", "type": "role" }] }]))]), "components.0.components.0.default_values.0.type: BASE_TYPE_CHOICES"),
        v2("more chosen than may be", json!([row(json!([{ "type": 5, "custom_id": "u", "default_values": [{ "id": "1", "type": "user" }, { "id": "2", "type": "user" }] }]))]), "components.0.components.0.default_values: SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"),
        v2("channels of no type", json!([row(json!([{ "type": 8, "custom_id": "c", "channel_types": [99] }]))]), "components.0.components.0.channel_types.0: BASE_TYPE_CHOICES"),
    ])
    .await;
}

#[tokio::test]
async fn wrong_fields_of_commands() {
    let one = format!("/applications/{BOT}/commands");
    let of_guild = format!("/applications/{BOT}/guilds/{GUILD}/commands");
    let number = |kind, key: &str, value: Value| json!({ "type": kind, key: value });
    check(vec![
        command("a dot in the name", json!({ "name": "a.b" }), "name: STRING_TYPE_REGEX"),
        command("an empty name", json!({ "name": "" }), "name: BASE_TYPE_REQUIRED"),
        command("a name that is a list", json!({ "name": [] }), "name: STRING_TYPE_CONVERT"),
        command("an empty description", json!({ "description": "" }), "description: BASE_TYPE_REQUIRED"),
        command("localizations in a list", json!({ "name_localizations": [] }), "name_localizations: MODEL_TYPE_CONVERT"),
        command("a long localized name", json!({ "name_localizations": { "de": "n".repeat(33) } }), "name_localizations.de: BASE_TYPE_BAD_LENGTH"),
        command("an empty localized text", json!({ "description_localizations": { "de": "" } }), "description_localizations.de: BASE_TYPE_REQUIRED"),
        command("negative permissions", json!({ "default_member_permissions": "-1" }), "default_member_permissions: NUMBER_TYPE_MIN"),
        command("permissions beyond all", json!({ "default_member_permissions": "18014398509481984" }), "default_member_permissions: NUMBER_TYPE_MAX"),
        command("no context", json!({ "contexts": [] }), "contexts: BASE_TYPE_BAD_LENGTH"),
        command("a context twice", json!({ "contexts": [0, 0] }), "contexts.1: SET_TYPE_ALREADY_CONTAINS_VALUE"),
        command("nsfw in words", json!({ "nsfw": "no" }), "nsfw: BOOLEAN_TYPE_CONVERT"),
        command("options in an object", json!({ "options": {} }), "options: LIST_TYPE_CONVERT"),
        command("null for an option", json!({ "options": [null] }), "options.0: LIST_ITEM_VALUE_REQUIRED"),
        command("an option without type", json!({ "options": [{ "name": "a", "description": "d" }] }), "options.0.type: BASE_TYPE_REQUIRED"),
        command("a menu with options", json!({ "type": 2, "description": "", "options": [string("a", false)] }), "options: APPLICATION_COMMAND_OPTIONS_INVALID"),
        command("a menu with a description", json!({ "type": 3 }), "description: BASE_TYPE_MAX_LENGTH"),
        command("26 subcommands", json!({ "options": numbered(26, |n| subcommand(&format!("s{n}"), json!([]))) }), "options: BASE_TYPE_MAX_LENGTH"),
        command("a subcommand twice in a group", json!({ "options": [group("g", json!([subcommand("a", json!([])), subcommand("a", json!([]))]))] }), "options.0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED"),
        command("required after optional in a subcommand", json!({ "options": [subcommand("s", json!([string("a", false), string("b", true)]))] }), "options.0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
        command("an option in a group", json!({ "options": [group("g", json!([string("a", false)]))] }), "options.0.options.0: UNION_TYPE_CHOICES"),
        command("an option before a subcommand", json!({ "options": [string("a", false), subcommand("s", json!([]))] }), "options.1: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        command("an option without description", json!({ "options": [{ "type": 3, "name": "a" }] }), "options.0.description: BASE_TYPE_REQUIRED"),
        option("options of a text", json!({ "options": [string("a", false)] }), "options.0.options: APPLICATION_COMMAND_OPTIONS_INVALID"),
        option("a space in a name", json!({ "name": "a b" }), "options.0.name: STRING_TYPE_REGEX"),
        option("a long description", json!({ "description": "d".repeat(101) }), "options.0.description: BASE_TYPE_BAD_LENGTH"),
        option("a choice without value", json!({ "choices": [{ "name": "n" }] }), "options.0.choices.0.value: BASE_TYPE_REQUIRED"),
        option("a choice without name", json!({ "choices": [{ "value": "v" }] }), "options.0.choices.0.name: BASE_TYPE_REQUIRED"),
        option("a number for a text", json!({ "choices": [{ "name": "n", "value": 5 }] }), "options.0.choices.0.value: STRING_TYPE_CONVERT"),
        option("a fraction for an integer", json!({ "type": 4, "choices": [{ "name": "n", "value": 1.5 }] }), "options.0.choices.0.value: NUMBER_TYPE_COERCE"),
        option("a huge integer", json!({ "type": 4, "choices": [{ "name": "n", "value": 9_007_199_254_740_992_i64 }] }), "options.0.choices.0.value: NUMBER_TYPE_MAX"),
        option("an unknown locale of a choice", json!({ "choices": [{ "name": "n", "value": "v", "name_localizations": { "xx": "n" } }] }), "options.0.choices.0.name_localizations.xx: ENUM_TYPE_COERCE"),
        option("a fraction for a bound", number(4, "min_value", json!(1.5)), "options.0.min_value: NUMBER_TYPE_COERCE"),
        option("a bound in words", number(10, "max_value", json!("ten")), "options.0.max_value: NUMBER_TYPE_COERCE"),
        option("a length of a number", number(4, "min_length", json!(1)), "options.0.min_length: APPLICATION_COMMAND_OPTION_FIELD_INVALID"),
        option("a length below zero", json!({ "min_length": -1 }), "options.0.min_length: NUMBER_TYPE_MIN"),
        option("a length of nothing", json!({ "max_length": 0 }), "options.0.max_length: NUMBER_TYPE_MIN"),
        option("min_length above max_length", json!({ "min_length": 6, "max_length": 5 }), "options.0: APPLICATION_COMMAND_OPTION_MIN_GREATER_THAN_MAX"),
        option("channel types of a text", json!({ "channel_types": [0] }), "options.0.channel_types: APPLICATION_COMMAND_OPTION_FIELD_INVALID"),
        option("a channel type twice", json!({ "type": 7, "channel_types": [0, 0] }), "options.0.channel_types.1: SET_TYPE_ALREADY_CONTAINS_VALUE"),
        option("completes in words", json!({ "autocomplete": "yes" }), "options.0.autocomplete: BOOLEAN_TYPE_CONVERT"),
        form("an object for a list", "PUT", one.clone(), json!({}), ": LIST_TYPE_CONVERT"),
        form("null for a command", "PUT", one, json!([null]), "0: LIST_ITEM_VALUE_REQUIRED"),
        form("in a guild, too", "POST", of_guild, json!({ "name": "A", "description": "d" }), "name: APPLICATION_COMMAND_INVALID_NAME"),
    ])
    .await;
}

#[tokio::test]
async fn wrong_routes_and_people() {
    let gone = "1090000000000009999";
    check(vec![
        plain("unknown user", "GET", &format!("/users/{gone}"), 404, 10013),
        plain(
            "another application's guild commands",
            "GET",
            &format!("/applications/{gone}/guilds/{GUILD}/commands"),
            403,
            20012,
        ),
        plain(
            "commands of an unknown guild",
            "GET",
            &format!("/applications/{BOT}/guilds/{gone}/commands"),
            404,
            10004,
        ),
        plain(
            "an unknown command to delete",
            "DELETE",
            &format!("/applications/{BOT}/commands/{gone}"),
            404,
            10063,
        ),
        plain(
            "an unknown message to change",
            "PATCH",
            &format!("{}/{gone}", messages()),
            404,
            10008,
        ),
        plain(
            "an unknown message to delete",
            "DELETE",
            &format!("{}/{gone}", messages()),
            404,
            10008,
        ),
        plain(
            "history of an unknown channel",
            "GET",
            &format!("/channels/{gone}/messages"),
            404,
            10003,
        ),
        plain(
            "typing in an unknown channel",
            "POST",
            &format!("/channels/{gone}/typing"),
            404,
            10003,
        ),
        plain(
            "members of an unknown guild",
            "GET",
            &format!("/guilds/{gone}/members/{BEN}"),
            404,
            10004,
        ),
        plain(
            "a route with a slash too many",
            "GET",
            "/users/@me/",
            404,
            0,
        ),
        plain("a method of no use", "DELETE", "/users/@me", 405, 0),
        plain(
            "a callback that is read",
            "GET",
            "/interactions/1/token/callback",
            405,
            0,
        ),
        form(
            "not a user's id",
            "GET",
            "/users/ben".to_owned(),
            Value::Null,
            "user_id: NUMBER_TYPE_COERCE",
        ),
        form(
            "a recipient in words",
            "POST",
            "/users/@me/channels".to_owned(),
            json!({ "recipient_id": "ben" }),
            "recipient_id: NUMBER_TYPE_COERCE",
        ),
        form(
            "a limit in words",
            "GET",
            format!("{}?limit=all", messages()),
            Value::Null,
            "limit: NUMBER_TYPE_COERCE",
        ),
        Case {
            what: "direct messages with itself",
            method: "POST",
            path: "/users/@me/channels".to_owned(),
            body: json!({ "recipient_id": BOT }),
            status: 400,
            code: 50007,
            error: "",
        },
        Case {
            what: "into a category",
            method: "POST",
            path: "/channels/1090000000000000205/messages".to_owned(),
            body: json!({ "content": "x" }),
            status: 400,
            code: 50008,
            error: "",
        },
    ])
    .await;
    let lab = Lab::start().await;
    let old = lab.client.get(lab.url("/api/v5/users/@me"));
    let old = old
        .header("authorization", "Bot playground.token")
        .send()
        .await
        .unwrap();
    assert_eq!(old.status(), 400);
    assert_eq!(old.json::<Value>().await.unwrap()["code"], 50041);
}

#[tokio::test]
async fn a_change_of_components_v2_repeats_the_flag() {
    let lab = Lab::start().await;
    let flags = 1 << 15;
    let sent = json!({ "flags": flags, "components": [text("x")] });
    let message = lab.post(WELLNESS, sent).await.ok();
    let path = format!("{}/{}", messages(), message["id"].as_str().unwrap());
    let cases = [
        (
            json!({ "components": [text("y")] }),
            "/components/0/_errors/0/code",
            "UNION_TYPE_CHOICES",
        ),
        (
            json!({ "components": [row(json!([button("a")]))] }),
            "/flags/_errors/0/code",
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
        ),
        (
            json!({ "flags": 0 }),
            "/flags/_errors/0/code",
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
        ),
        (
            json!({ "content": "y" }),
            "/content/_errors/0/code",
            "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
    ];
    for (body, pointer, code) in cases {
        let refused = lab.bot("PATCH", &path, body.clone()).await;
        let found = refused.body["errors"].pointer(pointer);
        assert_eq!(found, Some(&json!(code)), "{body}: {}", refused.body);
    }
    let good = json!({ "flags": flags, "components": [text("y")] });
    assert_eq!(
        lab.bot("PATCH", &path, good).await.ok()["components"][0]["content"],
        "y"
    );
}

#[tokio::test]
async fn what_discord_takes_is_taken() {
    let flags = 1 << 15;
    let file = json!({ "title": "t", "url": "", "image": { "url": "attachment://not-there.png" } });
    let accepted = [
        json!({ "content": "x", "unknown_field": [1, 2], "flags": 4096 }),
        json!({ "content": "x", "embeds": [], "components": [], "sticker_ids": [], "attachments": [] }),
        json!({ "content": "x", "embeds": null, "components": null, "flags": null, "nonce": null }),
        json!({ "content": "x".repeat(2000), "tts": false, "nonce": 12_345_678_901_i64 }),
        json!({ "embeds": [{ "title": "t", "type": "rich", "color": 0, "fields": [{ "name": "\u{200b}", "value": "v" }] }] }),
        json!({ "embeds": [file] }),
        json!({ "content": "x", "components": [row(json!([{ "type": 2, "style": 5, "label": "L", "url": "https://a.example" }]))] }),
        json!({ "content": "x", "components": [row(json!([{ "type": 2, "style": 2, "custom_id": "a", "emoji": { "name": "👩‍💻" } }]))] }),
        json!({ "content": "x", "allowed_mentions": { "parse": ["roles", "everyone", null], "users": [BEN, null], "replied_user": false } }),
        json!({ "content": "x", "message_reference": { "message_id": "5", "fail_if_not_exists": false } }),
        json!({ "flags": flags, "content": "", "embeds": [], "components": [{ "type": 14 }, text("x")] }),
        json!({ "flags": flags, "components": numbered(40, |_| text(&"x".repeat(100))) }),
        json!({ "flags": flags, "components": [{ "type": 17, "accent_color": null, "components": [{ "type": 12, "items": [{ "media": { "url": "https://a.example/b.png" }, "spoiler": true }] }] }] }),
        json!({ "flags": flags, "components": [row(json!([{ "type": 7, "custom_id": "m", "max_values": 25, "min_values": 0, "default_values": [{ "id": BEN, "type": "user" }] }]))] }),
    ];
    for body in accepted {
        let lab = Lab::start().await;
        let answer = lab.post(WELLNESS, body.clone()).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
    }
    let commands = json!([
        { "name": "a-b_c'1", "description": "d", "unknown_field": 1, "default_member_permissions": "0", "dm_permission": null },
        { "name": "伸展", "description": "d", "contexts": [0, 1, 2], "integration_types": [0, 1], "options": [
            { "type": 7, "name": "channel", "description": "d", "required": true, "channel_types": [0, 5] },
            { "type": 4, "name": "n", "description": "d", "min_value": -5, "max_value": 0, "choices": [] },
            { "type": 10, "name": "f", "description": "d", "min_value": 0.5, "autocomplete": true },
            { "type": 3, "name": "s", "description": "d", "min_length": 0, "max_length": 6000, "choices": numbered(25, |n| json!({ "name": n.to_string(), "value": n.to_string() })) },
            { "type": 11, "name": "file", "description": "d", "required": false, "autocomplete": false },
        ] },
        { "name": "Look at This", "type": 2 },
        { "name": "Quote", "type": 3, "description": "" },
        { "name": "many", "description": "d", "options": [group("g", numbered(25, |n| subcommand(&format!("s{n}"), json!([]))))] },
    ]);
    let lab = Lab::start().await;
    let path = format!("/applications/{BOT}/commands");
    let answer = lab.bot("PUT", &path, commands).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn the_log_holds_a_request_whose_sender_did_not_wait() {
    let lab = Lab::start().await;
    lab.fault(json!({ "kind": "delay", "ms": 60_000, "times": 1 }))
        .await;
    let url = lab.url(&format!("/api/v10{}", messages()));
    let request = lab
        .client
        .post(url)
        .header("authorization", "Bot playground.token");
    let request = request
        .json(&json!({ "content": "gone" }))
        .timeout(std::time::Duration::from_millis(300));
    assert!(request.send().await.is_err_and(|error| error.is_timeout()));
    let log = loop {
        let log = lab.page("GET", "/requests", Value::Null).await.ok();
        if log.as_array().is_some_and(|log| !log.is_empty()) {
            break log;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(
        (&log[0]["status"], &log[0]["body"]["content"]),
        (&json!(0), &json!("gone"))
    );
    assert_eq!(
        lab.seen(WELLNESS, BEN).await.len(),
        1,
        "it happened all the same"
    );
}
