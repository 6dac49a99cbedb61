//! What a bot and people do with each other.

#![expect(
    clippy::needless_pass_by_value,
    reason = "JSON literals are handed over as they are written"
)]
#![expect(
    clippy::too_many_lines,
    reason = "tables of cases and whole stories read best in one piece"
)]

use serde_json::{Value, json};

use super::support::{ADA, BEN, BEN_DM, BOT, GENERAL, Lab, WELLNESS};

const CHLOE: &str = "1090000000000000103";

fn commands() -> Value {
    let minutes = json!({ "type": 4, "name": "minutes", "description": "How long", "min_value": 1, "max_value": 10 });
    let area = json!({ "type": 3, "name": "area", "description": "Where", "choices": [{ "name": "Neck", "value": "neck" }] });
    let zone = json!({ "type": 3, "name": "timezone", "description": "Zone", "required": true, "autocomplete": true });
    let channel =
        json!({ "type": 7, "name": "channel", "description": "Where", "channel_types": [0, 5] });
    json!([
        { "name": "stretch", "description": "A stretch", "options": [minutes, area] },
        { "name": "wellness", "description": "Settings", "contexts": [0], "default_member_permissions": "32", "options": [
            { "type": 1, "name": "settings", "description": "Set", "options": [zone, channel] },
            { "type": 2, "name": "holidays", "description": "Days off", "options": [
                { "type": 1, "name": "list", "description": "All" },
            ] },
        ] },
    ])
}

async fn with_commands() -> (Lab, super::support::Gateway) {
    let lab = Lab::start().await;
    let bot = lab.connected().await;
    lab.register(commands()).await;
    (lab, bot)
}

fn card(buttons: Value) -> Value {
    json!({ "flags": 1 << 15, "components": [{ "type": 17, "components": [
        { "type": 10, "content": "Roll your shoulders." },
        { "type": 1, "components": buttons },
    ] }] })
}

fn button(custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Press", "custom_id": custom_id })
}

#[tokio::test]
async fn a_bot_connects_registers_commands_and_answers_one() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab
        .invoke(&mut bot, ADA, "stretch", json!({ "minutes": 5 }))
        .await;
    assert_eq!(
        heard["data"]["options"],
        json!([{ "type": 4, "name": "minutes", "value": 5 }])
    );
    assert_eq!(heard["member"]["user"]["id"], ADA);
    for key in [
        "version",
        "application_id",
        "locale",
        "guild_locale",
        "entitlements",
        "attachment_size_limit",
        "app_permissions",
        "channel",
        "context",
        "authorizing_integration_owners",
    ] {
        assert!(!heard[key].is_null(), "{key}");
    }
    let answer = json!({ "type": 4, "data": { "content": "Roll your shoulders." } });
    assert_eq!(lab.answer(&heard, answer.clone()).await.status, 204);
    let again = lab.answer(&heard, answer).await;
    assert_eq!((again.status, &again.body["code"]), (400, &json!(40060)));
    let seen = lab.seen(WELLNESS, ADA).await;
    assert_eq!(seen[0]["content"], "Roll your shoulders.");
    assert_eq!(seen[0]["author"]["id"], BOT);
    assert_eq!(
        seen[0]["interaction"],
        json!({ "user_id": ADA, "name": "stretch" })
    );
    lab.playground.stop().await;
}

#[tokio::test]
async fn commands_are_refused_as_a_client_would() {
    let (lab, _bot) = with_commands().await;
    let refused = async |user: &str, channel: &str, name: &str, options: Value| {
        let sent =
            json!({ "user_id": user, "channel_id": channel, "name": name, "options": options });
        let answer = lab.page("POST", "/command", sent).await;
        assert_eq!(answer.status, 400, "{name}: {}", answer.body);
        answer.body["error"].as_str().unwrap().to_owned()
    };
    let none = || json!({});
    let good = json!({ "timezone": "UTC" });
    insta::assert_snapshot!(refused(ADA, WELLNESS, "dance", none()).await, @"There is no command /dance here.");
    insta::assert_snapshot!(refused(ADA, WELLNESS, "wellness", none()).await, @"Choose a subcommand.");
    insta::assert_snapshot!(refused(ADA, WELLNESS, "wellness settings", none()).await, @"The option timezone is required.");
    insta::assert_snapshot!(refused(BEN, WELLNESS, "wellness settings", good.clone()).await, @"Ben does not have the permissions for /wellness.");
    insta::assert_snapshot!(refused(BEN, BEN_DM, "wellness settings", good).await, @"/wellness can only be used in a server.");
    insta::assert_snapshot!(refused(BEN, WELLNESS, "stretch", json!({ "minutes": 11 })).await, @"The option minutes must be at most 10.");
    insta::assert_snapshot!(refused(BEN, WELLNESS, "stretch", json!({ "minutes": "5" })).await, @"The option minutes takes a number.");
    insta::assert_snapshot!(refused(BEN, WELLNESS, "stretch", json!({ "area": "nose" })).await, @"The option area takes one of its choices.");
    insta::assert_snapshot!(refused(BEN, WELLNESS, "stretch", json!({ "speed": 1 })).await, @"The command has no option speed.");
    let forum = json!({ "timezone": "UTC", "channel": "1090000000000000204" });
    insta::assert_snapshot!(refused(ADA, WELLNESS, "wellness settings", forum).await, @"The option channel does not take #questions, which is of another type.");
    insta::assert_snapshot!(refused(ADA, BEN_DM, "stretch", none()).await, @"These are the direct messages of Ben.");
}

#[tokio::test]
async fn subcommands_and_channels_arrive_resolved() {
    let (lab, mut bot) = with_commands().await;
    let options = json!({ "timezone": "Europe/Berlin", "channel": GENERAL });
    let heard = lab
        .invoke(&mut bot, ADA, "wellness settings", options)
        .await;
    let settings = &heard["data"]["options"][0];
    assert_eq!(
        (&settings["type"], &settings["name"]),
        (&json!(1), &json!("settings"))
    );
    assert_eq!(
        heard["data"]["resolved"]["channels"][GENERAL]["name"],
        "general"
    );
    let heard = lab
        .invoke(&mut bot, ADA, "wellness holidays list", json!({}))
        .await;
    assert_eq!(heard["data"]["options"][0]["options"][0]["name"], "list");
}

#[tokio::test]
async fn a_deferred_answer_thinks_until_it_is_filled() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    let early = lab
        .webhook(
            "PATCH",
            &heard,
            "/messages/@original",
            json!({ "content": "x" }),
        )
        .await;
    assert_eq!((early.status, &early.body["code"]), (404, &json!(10015)));
    lab.answer(&heard, json!({ "type": 5, "data": { "flags": 64 } }))
        .await
        .ok();
    let seen = lab.seen(WELLNESS, BEN).await;
    assert_eq!(
        (&seen[0]["thinking"], &seen[0]["ephemeral_for"]),
        (&json!(true), &json!(BEN))
    );
    assert!(lab.seen(WELLNESS, ADA).await.is_empty());
    let body = card(json!([button("a")]));
    lab.webhook("PATCH", &heard, "/messages/@original", body)
        .await
        .ok();
    let seen = lab.seen(WELLNESS, BEN).await;
    assert_eq!(seen[0]["thinking"], false);
    assert_eq!(
        seen[0]["components"][0]["components"][0]["content"],
        "Roll your shoulders."
    );
    // Nobody else sees it, not even in the channel's history.
    let id = seen[0]["id"].as_str().unwrap();
    let history = lab
        .bot(
            "GET",
            &format!("/channels/{WELLNESS}/messages"),
            Value::Null,
        )
        .await;
    assert_eq!(history.ok(), json!([]));
    assert_eq!(
        lab.bot(
            "GET",
            &format!("/channels/{WELLNESS}/messages/{id}"),
            Value::Null
        )
        .await
        .status,
        404
    );
    let pressed =
        json!({ "user_id": ADA, "channel_id": WELLNESS, "message_id": id, "custom_id": "a" });
    assert_eq!(lab.page("POST", "/press", pressed).await.status, 400);
    let follow_up = lab
        .webhook(
            "POST",
            &heard,
            "",
            json!({ "content": "more", "flags": 64 }),
        )
        .await
        .ok();
    assert_eq!(follow_up["type"], 19);
    assert_eq!(
        lab.webhook("DELETE", &heard, "/messages/@original", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(lab.seen(WELLNESS, BEN).await.len(), 1);
}

#[tokio::test]
async fn a_token_serves_for_fifteen_played_minutes() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    lab.answer(&heard, json!({ "type": 4, "data": { "content": "x" } }))
        .await
        .ok();
    lab.play(14 * 60).await;
    lab.webhook(
        "PATCH",
        &heard,
        "/messages/@original",
        json!({ "content": "y" }),
    )
    .await
    .ok();
    lab.play(2 * 60).await;
    let late = lab
        .webhook(
            "PATCH",
            &heard,
            "/messages/@original",
            json!({ "content": "z" }),
        )
        .await;
    assert_eq!((late.status, &late.body["code"]), (401, &json!(50027)));
}

#[tokio::test]
async fn an_interaction_fails_when_three_seconds_have_passed_on_the_clock() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    lab.fault(json!({ "kind": "clock_jump", "seconds": 4 }))
        .await;
    let late = lab.answer(&heard, json!({ "type": 5 })).await;
    assert_eq!((late.status, &late.body["code"]), (404, &json!(10062)));
    let path = format!("/interactions/{}", heard["id"].as_str().unwrap());
    assert_eq!(
        lab.page("GET", &path, Value::Null).await.ok()["state"],
        "failed"
    );
}

#[tokio::test]
async fn playing_waits_for_the_answer_to_an_interaction() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    let (played, answered) = tokio::join!(lab.play(3600), async {
        while lab.page("GET", "/clock", Value::Null).await.ok()["ticking"] == true {
            tokio::task::yield_now().await;
        }
        lab.answer(
            &heard,
            json!({ "type": 4, "data": { "content": "in time" } }),
        )
        .await
    });
    assert_eq!(answered.status, 204);
    assert!(played["now_ms"].as_i64() > Some(0));
    let made = lab.seen(WELLNESS, BEN).await[0]["timestamp"]
        .as_str()
        .unwrap()[..16]
        .to_owned();
    assert_eq!(made, "2026-11-23T08:00");
}

#[tokio::test]
async fn autocompletion_brings_choices() {
    let (lab, mut bot) = with_commands().await;
    let sent = json!({ "user_id": ADA, "channel_id": WELLNESS, "name": "wellness settings", "options": { "timezone": "Ber" }, "focused": "timezone" });
    let (choices, ()) = tokio::join!(lab.page("POST", "/autocomplete", sent), async {
        let heard = bot.event("INTERACTION_CREATE").await;
        let option = &heard["data"]["options"][0]["options"][0];
        assert_eq!(
            (&heard["type"], &option["focused"], &option["value"]),
            (&json!(4), &json!(true), &json!("Ber"))
        );
        let many: Vec<Value> = (0..26)
            .map(|n| json!({ "name": n.to_string(), "value": "v" }))
            .collect();
        let refused = lab
            .answer(&heard, json!({ "type": 8, "data": { "choices": many } }))
            .await;
        assert_eq!(
            refused.body["errors"]["data"]["choices"]["_errors"][0]["code"],
            "BASE_TYPE_MAX_LENGTH"
        );
        let refused = lab
            .answer(&heard, json!({ "type": 4, "data": { "content": "x" } }))
            .await;
        assert_eq!(
            refused.body["errors"]["type"]["_errors"][0]["code"],
            "BASE_TYPE_CHOICES"
        );
        let good = json!([{ "name": "Berlin", "value": "Europe/Berlin" }]);
        assert_eq!(
            lab.answer(&heard, json!({ "type": 8, "data": { "choices": good } }))
                .await
                .status,
            204
        );
    });
    assert_eq!(choices.ok()["choices"][0]["value"], "Europe/Berlin");
}

#[tokio::test]
async fn wrong_callbacks_are_refused_and_the_right_one_still_counts() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    let cases = [
        (json!({}), "type", "BASE_TYPE_REQUIRED"),
        (json!({ "type": 3 }), "type", "BASE_TYPE_CHOICES"),
        (
            json!({ "type": 7, "data": {} }),
            "type",
            "BASE_TYPE_CHOICES",
        ),
        (
            json!({ "type": 8, "data": { "choices": [] } }),
            "type",
            "BASE_TYPE_CHOICES",
        ),
        (json!({ "type": 9 }), "data", "BASE_TYPE_REQUIRED"),
    ];
    for (body, key, code) in cases {
        // Each is a request to the same callback, whose bucket holds five.
        let refused = lab.answer(&heard, body).await;
        assert_eq!(
            (
                refused.status,
                &refused.body["errors"][key]["_errors"][0]["code"]
            ),
            (400, &json!(code))
        );
    }
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    let refused = lab.answer(&heard, json!({ "type": 4, "data": {} })).await;
    assert_eq!(refused.body["code"], 50006);
    let refused = lab.answer(&heard, json!({ "type": 9, "data": { "title": "t".repeat(46), "custom_id": "m", "components": [] } })).await;
    assert_eq!(
        refused.body["errors"]["data"]["title"]["_errors"][0]["code"],
        "BASE_TYPE_BAD_LENGTH"
    );
    lab.answer(&heard, json!({ "type": 4, "data": { "content": "ok" } }))
        .await
        .ok();
}

#[tokio::test]
async fn buttons_change_their_message_and_v2_stays_on() {
    let (lab, mut bot) = with_commands().await;
    let message = lab
        .post(WELLNESS, card(json!([button("a"), button("b")])))
        .await
        .ok();
    let id = message["id"].as_str().unwrap();
    assert_eq!(
        message["components"][0]["components"][1]["components"][1]["id"],
        5
    );
    let heard = lab.press(&mut bot, BEN, id, "b").await;
    assert_eq!(
        heard["data"],
        json!({ "id": 5, "custom_id": "b", "component_type": 2 })
    );
    assert_eq!(heard["message"]["id"], id);
    let path = format!(
        "/interactions/{}/{}/callback?with_response=true",
        heard["id"].as_str().unwrap(),
        heard["token"].as_str().unwrap()
    );
    let answer = lab
        .bot(
            "POST",
            &path,
            json!({ "type": 7, "data": { "flags": 1 << 15, "components": [{ "type": 10, "content": "Done." }] } }),
        )
        .await
        .ok();
    assert_eq!(answer["interaction"]["response_message_id"], id);
    assert_eq!(
        answer["resource"]["message"]["components"][0]["content"],
        "Done."
    );
    let gone =
        json!({ "user_id": BEN, "channel_id": WELLNESS, "message_id": id, "custom_id": "b" });
    assert_eq!(lab.page("POST", "/press", gone).await.status, 400);
    let edit = format!("/channels/{WELLNESS}/messages/{id}");
    let refused = lab
        .bot("PATCH", &edit, json!({ "flags": 0, "content": "plain" }))
        .await;
    assert_eq!(
        refused.body["errors"]["flags"]["_errors"][0]["code"],
        "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"
    );
    let emptied = lab.bot("PATCH", &edit, json!({ "components": [] })).await;
    assert_eq!(emptied.body["code"], 50006);
    let plain = lab.post(WELLNESS, json!({ "content": "plain" })).await.ok();
    let edit = format!(
        "/channels/{WELLNESS}/messages/{}",
        plain["id"].as_str().unwrap()
    );
    let refused = lab.bot("PATCH", &edit, card(json!([button("a")]))).await;
    assert!(
        refused.body["errors"]["content"].is_object(),
        "{}",
        refused.body
    );
    let mut cleared = card(json!([button("a")]));
    cleared["content"] = Value::Null;
    lab.bot("PATCH", &edit, cleared).await.ok();
}

#[tokio::test]
async fn menus_send_what_was_chosen() {
    let (lab, mut bot) = with_commands().await;
    let options = json!([{ "label": "A", "value": "a" }, { "label": "B", "value": "b" }]);
    let rows = json!([
        { "type": 1, "components": [{ "type": 3, "custom_id": "texts", "options": options }] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "people" }] },
    ]);
    let message = lab
        .post(WELLNESS, json!({ "content": "x", "components": rows }))
        .await
        .ok();
    let choose = async |custom_id: &str, values: Value| {
        let sent = json!({ "user_id": BEN, "channel_id": WELLNESS, "message_id": message["id"], "custom_id": custom_id, "values": values });
        lab.page("POST", "/press", sent).await
    };
    for wrong in [json!([]), json!(["c"]), json!(["a", "b"])] {
        assert_eq!(choose("texts", wrong).await.status, 400);
    }
    choose("texts", json!(["b"])).await.ok();
    assert_eq!(
        bot.event("INTERACTION_CREATE").await["data"]["values"],
        json!(["b"])
    );
    choose("people", json!([ADA])).await.ok();
    assert_eq!(
        bot.event("INTERACTION_CREATE").await["data"]["resolved"]["users"][ADA]["username"],
        "ada"
    );
}

#[tokio::test]
async fn a_modal_is_filled_in_and_submitted() {
    let (lab, mut bot) = with_commands().await;
    let heard = lab.invoke(&mut bot, BEN, "stretch", json!({})).await;
    let input = json!({ "type": 4, "custom_id": "why", "style": 1, "label": "Why?" });
    let modal = json!({ "custom_id": "m", "title": "Tell", "components": [{ "type": 1, "components": [input] }] });
    lab.answer(&heard, json!({ "type": 9, "data": modal }))
        .await
        .ok();
    let path = format!("/interactions/{}", heard["id"].as_str().unwrap());
    assert_eq!(
        lab.page("GET", &path, Value::Null).await.ok()["modal"]["title"],
        "Tell"
    );
    let empty = json!({ "interaction_id": heard["id"], "values": {} });
    assert_eq!(lab.page("POST", "/submit", empty).await.status, 400);
    let filled = json!({ "interaction_id": heard["id"], "values": { "why": "because" } });
    lab.page("POST", "/submit", filled).await.ok();
    let submitted = bot.event("INTERACTION_CREATE").await;
    assert_eq!(submitted["type"], 5);
    assert_eq!(
        submitted["data"]["components"][0]["components"][0],
        json!({ "type": 4, "id": 2, "custom_id": "why", "value": "because" })
    );
    assert_eq!(submitted["data"]["components"][0].get("component"), None);
}

#[tokio::test]
async fn an_enforced_nonce_makes_one_message_within_five_played_minutes() {
    let lab = Lab::start().await;
    let body = json!({ "content": "once", "nonce": "v1-abc", "enforce_nonce": true });
    let first = lab.post(WELLNESS, body.clone()).await.ok();
    let second = lab.post(GENERAL, body.clone()).await.ok();
    assert_eq!(first["id"], second["id"]);
    assert_eq!(first["nonce"], "v1-abc");
    let path = format!(
        "/channels/{WELLNESS}/messages/{}",
        first["id"].as_str().unwrap()
    );
    lab.bot("DELETE", &path, Value::Null).await;
    let gone = lab.post(WELLNESS, body.clone()).await;
    assert_eq!((gone.status, &gone.body["code"]), (404, &json!(10008)));
    lab.play(5 * 60).await;
    let later = lab.post(WELLNESS, body).await.ok();
    assert_ne!(first["id"], later["id"]);
    let free = json!({ "content": "twice", "nonce": "v1-abc" });
    assert_ne!(lab.post(WELLNESS, free).await.ok()["id"], later["id"]);
}

#[tokio::test]
async fn only_allowed_mentions_ping() {
    let lab = Lab::start().await;
    let text = format!("<@{ADA}> <@{BEN}> @everyone <@&1090000000000000302>");
    let pinged = async |allowed: Value| {
        let mut body = json!({ "content": text });
        if !allowed.is_null() {
            body["allowed_mentions"] = allowed;
        }
        lab.post(GENERAL, body).await.ok();
        lab.seen(GENERAL, ADA).await.last().unwrap()["pinged"].clone()
    };
    assert_eq!(pinged(json!({ "parse": [] })).await, json!([]));
    assert_eq!(pinged(json!({ "users": [BEN] })).await, json!([BEN]));
    assert_eq!(
        pinged(json!({ "roles": ["1090000000000000302"] })).await,
        json!([BEN, CHLOE])
    );
    // Without allowed_mentions all count, but for @everyone, which the bot may not ping.
    assert_eq!(pinged(Value::Null).await, json!([ADA, BEN, CHLOE]));
    let v2 = json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": format!("<@{BEN}>") }], "allowed_mentions": { "users": [BEN] } });
    let message = lab.post(WELLNESS, v2).await.ok();
    assert_eq!(message["mentions"][0]["id"], BEN);
}

#[tokio::test]
async fn files_are_stored_named_and_served() {
    let lab = Lab::start().await;
    let payload = json!({
        "flags": 1 << 15,
        "attachments": [{ "id": 0, "filename": "neck.png", "description": "Tilt your head" }],
        "components": [{ "type": 12, "items": [{ "media": { "url": "attachment://neck.png" }, "description": "Tilt" }] }],
    });
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 0, 7, 0, 0, 0, 5]);
    let file = reqwest::multipart::Part::bytes(png.clone())
        .file_name("upload.png")
        .mime_str("image/png")
        .unwrap();
    let form = reqwest::multipart::Form::new()
        .text("payload_json", payload.to_string())
        .part("files[0]", file);
    let request = lab
        .client
        .post(lab.url(&format!("/api/v10/channels/{WELLNESS}/messages")));
    let response = request
        .header("authorization", "Bot playground.token")
        .multipart(form)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    let message: Value = response.json().await.unwrap();
    let attachment = &message["attachments"][0];
    assert_eq!(
        (&attachment["description"], &attachment["width"]),
        (&json!("Tilt your head"), &json!(7))
    );
    let url = message["components"][0]["items"][0]["media"]["url"]
        .as_str()
        .unwrap();
    assert_eq!(url, attachment["url"]);
    let served = lab.client.get(url).send().await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.bytes().await.unwrap(), png);
    let log = lab.page("GET", "/requests", Value::Null).await.ok();
    assert_eq!(
        log[0]["files"],
        json!([{ "field": "files[0]", "filename": "upload.png", "content_type": "image/png", "size": png.len() }])
    );
    assert_eq!(
        (&log[0]["body"], &log[0]["authorized"]),
        (&payload, &json!(true))
    );
    assert!(log[0]["headers"].get("authorization").is_none());
}

#[tokio::test]
async fn embeds_are_shown_with_their_defaults() {
    let lab = Lab::start().await;
    let fields = json!([{ "name": "n", "value": "v" }]);
    let body = json!({ "embeds": [{ "title": "t", "color": null, "fields": fields }] });
    let message = lab.post(GENERAL, body).await.ok();
    let shown = json!([{ "type": "rich", "title": "t", "fields": [{ "name": "n", "value": "v", "inline": false }] }]);
    assert_eq!(message["embeds"], shown);
}

#[tokio::test]
async fn history_is_read_in_pages_newest_first() {
    let lab = Lab::start().await;
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(
            lab.post(GENERAL, json!({ "content": n.to_string() }))
                .await
                .ok()["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let page = async |query: String| {
        let list = lab
            .bot(
                "GET",
                &format!("/channels/{GENERAL}/messages?{query}"),
                Value::Null,
            )
            .await
            .ok();
        list.as_array()
            .unwrap()
            .iter()
            .map(|message| message["content"].as_str().unwrap().to_owned())
            .collect::<String>()
    };
    assert_eq!(page("limit=2".to_owned()).await, "43");
    assert_eq!(page(format!("limit=2&after={}", ids[1])).await, "32");
    assert_eq!(page(format!("limit=2&before={}", ids[2])).await, "10");
    assert_eq!(page(format!("limit=3&around={}", ids[2])).await, "321");
    assert_eq!(page("after=0".to_owned()).await, "43210");
}

#[tokio::test]
async fn a_channels_bucket_holds_five_messages() {
    let lab = Lab::start().await;
    let x = json!({ "content": "x" });
    for left in ["4", "3", "2", "1", "0"] {
        let answer = lab.post(GENERAL, x.clone()).await;
        assert_eq!(
            (
                answer.header("x-ratelimit-limit"),
                answer.header("x-ratelimit-remaining")
            ),
            ("5", left)
        );
        assert!(
            answer
                .header("x-ratelimit-reset-after")
                .parse::<f64>()
                .unwrap()
                <= 5.0
        );
        assert!(answer.header("x-ratelimit-reset").parse::<f64>().unwrap() > 1.7e9);
        assert_eq!(answer.header("x-ratelimit-bucket").len(), 32);
    }
    let limited = lab.post(GENERAL, x.clone()).await;
    assert_eq!(
        (limited.status, limited.header("x-ratelimit-scope")),
        (429, "user")
    );
    assert!(limited.header("retry-after").parse::<u32>().unwrap() <= 5);
    assert_eq!(limited.body["global"], false);
    assert!(limited.body["retry_after"].as_f64().unwrap() <= 5.0);
    assert_eq!(lab.post(WELLNESS, x).await.status, 200);
}

#[tokio::test]
async fn commands_keep_their_ids_and_are_listed_without_localizations() {
    let lab = Lab::start().await;
    let localized =
        json!([{ "name": "a", "description": "d", "name_localizations": { "de": "ah" } }]);
    let first = lab.register(localized.clone()).await;
    let second = lab.register(localized).await;
    assert_eq!(first, second);
    let path = format!("/applications/{BOT}/commands");
    let list = async |query: &str| {
        lab.bot("GET", &format!("{path}{query}"), Value::Null)
            .await
            .ok()
    };
    assert!(list("").await[0].get("name_localizations").is_none());
    assert_eq!(
        list("?with_localizations=true").await[0]["name_localizations"]["de"],
        "ah"
    );
    let one = format!("{path}/{}", first[0]["id"].as_str().unwrap());
    let changed = lab
        .bot("PATCH", &one, json!({ "description": "other" }))
        .await
        .ok();
    assert_eq!(
        (&changed["id"], &changed["description"]),
        (&first[0]["id"], &json!("other"))
    );
    assert_eq!(
        lab.bot(
            "POST",
            &path,
            json!({ "name": "a", "description": "again" })
        )
        .await
        .status,
        200
    );
    assert_eq!(
        lab.bot("POST", &path, json!({ "name": "b", "description": "new" }))
            .await
            .status,
        201
    );
    assert_eq!(lab.bot("DELETE", &one, Value::Null).await.status, 204);
    assert_eq!(list("").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_page_and_its_parts_are_served() {
    let lab = Lab::start().await;
    for (path, kind) in [
        ("/", "text/html"),
        ("/playground/page.css", "text/css"),
        ("/playground/page.js", "text/javascript"),
    ] {
        let response = lab.client.get(lab.url(path)).send().await.unwrap();
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with(kind)
        );
    }
    let foreign = lab
        .client
        .get(lab.url("/playground/api/state"))
        .header("origin", "https://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn changes_are_streamed_to_the_page() {
    let lab = Lab::start().await;
    let mut stream = lab
        .client
        .get(lab.url("/playground/api/events"))
        .send()
        .await
        .unwrap();
    lab.post(GENERAL, json!({ "content": "x" })).await.ok();
    let chunk = stream.chunk().await.unwrap().unwrap();
    let text = String::from_utf8(chunk.to_vec()).unwrap();
    let event: Value = serde_json::from_str(text.trim().strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!(
        (&event["kind"], &event["channel_id"]),
        (&json!("message"), &json!(GENERAL))
    );
}
