//! What Discord gets to see.

use super::*;
use crate::view::{File, Picture, SelectOption};

fn text(text: &str) -> Component {
    Component::Text(text.to_owned())
}

fn button(custom_id: &str, style: ButtonStyle) -> Button {
    Button {
        custom_id: custom_id.to_owned(),
        label: format!("Press {custom_id}"),
        style,
    }
}

fn card() -> Message {
    Message {
        components: vec![
            Component::Container {
                accent: 0x2E_86_AB,
                children: vec![
                    text("**Neck tilts**"),
                    Component::Media(Media {
                        attachment: "neck.png".to_owned(),
                        description: "A person tilts the head to one side.".to_owned(),
                    }),
                    Component::Separator,
                    Component::Buttons(vec![
                        button("done", ButtonStyle::Success),
                        button("next", ButtonStyle::Secondary),
                    ]),
                ],
            },
            Component::Select(Select {
                custom_id: "topic".to_owned(),
                placeholder: "Another topic".to_owned(),
                options: vec![
                    SelectOption {
                        label: "Neck".to_owned(),
                        value: "neck".to_owned(),
                        description: Some("Five cards".to_owned()),
                    },
                    SelectOption {
                        label: "Eyes".to_owned(),
                        value: "eyes".to_owned(),
                        description: None,
                    },
                ],
            }),
        ],
        pictures: vec![Picture {
            file_name: "neck.png".to_owned(),
            description: "A person tilts the head to one side.".to_owned(),
            bytes: vec![1, 2, 3].into(),
        }],
        ..Message::default()
    }
}

fn only(component: Component) -> Message {
    Message {
        components: vec![component],
        ..Message::default()
    }
}

fn problem(component: Component) -> String {
    message(&only(component)).unwrap_err().to_string()
}

fn pretty(payload: &Payload) -> String {
    serde_json::to_string_pretty(&payload.json).unwrap()
}

#[test]
fn a_card_is_components_v2_with_its_picture_and_pings_nobody() {
    let payload = message(&card()).unwrap();
    assert_eq!(payload.files.len(), 1);
    let json = &payload.json;
    insta::assert_snapshot!(json["flags"], @"32768");
    insta::assert_snapshot!(json["allowed_mentions"], @r#"{"parse":[]}"#);
    insta::assert_snapshot!(json["attachments"], @r#"[{"description":"A person tilts the head to one side.","filename":"neck.png","id":"0"}]"#);
    let container = &json["components"][0];
    insta::assert_snapshot!(container["type"], @"17");
    insta::assert_snapshot!(container["accent_color"], @"3049131");
    insta::assert_snapshot!(container["components"][0], @r#"{"content":"**Neck tilts**","type":10}"#);
    insta::assert_snapshot!(container["components"][1], @r#"{"items":[{"description":"A person tilts the head to one side.","media":{"url":"attachment://neck.png"}}],"type":12}"#);
    insta::assert_snapshot!(container["components"][2], @r#"{"divider":true,"spacing":1,"type":14}"#);
    insta::assert_snapshot!(container["components"][3], @r#"{"components":[{"custom_id":"done","label":"Press done","style":3,"type":2},{"custom_id":"next","label":"Press next","style":2,"type":2}],"type":1}"#);
    insta::assert_snapshot!(json["components"][1], @r#"{"components":[{"custom_id":"topic","options":[{"description":"Five cards","label":"Neck","value":"neck"},{"label":"Eyes","value":"eyes"}],"placeholder":"Another topic","type":3}],"type":1}"#);
}

#[test]
fn a_post_carries_an_enforced_nonce_and_may_ping_one_user() {
    let mut message = only(text("Time for a break, <@7>."));
    message.mentions = Mentions::User("7".parse().unwrap());
    let payload = outbound(&OutboundMessage {
        channel: "5".parse().unwrap(),
        message,
        nonce: "1ABCDEFGHIJKLMNOP".to_owned(),
        urgent: false,
        leaves_by: None,
    })
    .unwrap();
    insta::assert_snapshot!(pretty(&payload), @r#"
    {
      "allowed_mentions": {
        "parse": [],
        "users": [
          "7"
        ]
      },
      "attachments": [],
      "components": [
        {
          "content": "Time for a break, <@7>.",
          "type": 10
        }
      ],
      "enforce_nonce": true,
      "flags": 32768,
      "nonce": "1ABCDEFGHIJKLMNOP"
    }
    "#);
}

#[test]
fn answers_are_messages_updates_or_choices() {
    let hello = || only(text("Hello"));
    insta::assert_snapshot!(reply(&Reply::Message(hello(), Visibility::Ephemeral)).unwrap().json, @r#"{"data":{"allowed_mentions":{"parse":[]},"attachments":[],"components":[{"content":"Hello","type":10}],"flags":32832},"type":4}"#);
    insta::assert_snapshot!(reply(&Reply::Message(hello(), Visibility::Public)).unwrap().json, @r#"{"data":{"allowed_mentions":{"parse":[]},"attachments":[],"components":[{"content":"Hello","type":10}],"flags":32768},"type":4}"#);
    insta::assert_snapshot!(reply(&Reply::Update(hello())).unwrap().json, @r#"{"data":{"allowed_mentions":{"parse":[]},"attachments":[],"components":[{"content":"Hello","type":10}],"flags":32768},"type":7}"#);
    let choices = vec![("Monday".to_owned(), "2026-11-23".to_owned())];
    insta::assert_snapshot!(reply(&Reply::Choices(choices)).unwrap().json, @r#"{"data":{"choices":[{"name":"Monday","value":"2026-11-23"}]},"type":8}"#);
    insta::assert_snapshot!(reply(&Reply::Choices(Vec::new())).unwrap().json, @r#"{"data":{"choices":[]},"type":8}"#);
}

#[test]
fn an_update_with_pictures_replaces_those_before() {
    let payload = reply(&Reply::Update(card())).unwrap();
    insta::assert_snapshot!(payload.json["data"]["attachments"], @r#"[{"description":"A person tilts the head to one side.","filename":"neck.png","id":"0"}]"#);
    assert_eq!(payload.files[0].media_type, "image/png");
}

#[test]
fn what_is_over_a_limit_is_named_with_its_place() {
    let long = |n| "x".repeat(n);
    let row = |buttons| Component::Buttons(buttons);
    let named = |id: &str, label: String| Button {
        custom_id: id.to_owned(),
        label,
        style: ButtonStyle::Primary,
    };
    insta::assert_snapshot!(problem(text(&long(4_001))), @"components[0]: it has 4001 characters; Discord takes 4000");
    insta::assert_snapshot!(problem(text("")), @"components[0]: it is empty");
    insta::assert_snapshot!(problem(row(vec![])), @"components[0]: it has 0 buttons; Discord takes 1 to 5");
    insta::assert_snapshot!(problem(row((0..6).map(|n| button(&n.to_string(), ButtonStyle::Primary)).collect())), @"components[0]: it has 6 buttons; Discord takes 1 to 5");
    insta::assert_snapshot!(problem(row(vec![named(&long(101), "Done".to_owned())])), @"components[0].buttons[0]: it has 101 characters; Discord takes 100");
    insta::assert_snapshot!(problem(row(vec![named("a", long(81))])), @"components[0].buttons[0]: it has 81 characters; Discord takes 80");
    insta::assert_snapshot!(problem(row(vec![named("a", "A".to_owned()), named("a", "B".to_owned())])), @r#"components[0].buttons[1]: the custom_id "a" is there twice"#);
    let boxed = |children| Component::Container {
        accent: 1,
        children,
    };
    insta::assert_snapshot!(problem(boxed(vec![])), @"components[0]: the container is empty");
    insta::assert_snapshot!(problem(boxed(vec![boxed(vec![text("a")])])), @"components[0].children[0]: a container cannot stand inside another");
    insta::assert_snapshot!(problem(boxed((0..40).map(|_| Component::Separator).collect())), @"components[0].children[39]: it is one more than the 40 components that Discord takes");
    insta::assert_snapshot!(problem(boxed(vec![text(&long(2_500)), text(&long(2_500))])), @"components[0].children[1]: up to here the message has 5000 characters; Discord takes 4000 in all");
    insta::assert_snapshot!(problem(Component::Container { accent: u32::MAX, children: vec![text("a")] }), @"components[0]: 0xffffffff is not a colour; expected 0xRRGGBB");
    let media = Media {
        attachment: "neck.png".to_owned(),
        description: "A neck.".to_owned(),
    };
    insta::assert_snapshot!(problem(Component::Media(media)), @r#"components[0]: there is no picture "neck.png" in the message"#);
    insta::assert_snapshot!(message(&Message::default()).unwrap_err(), @"components: there are none");
    let many = Reply::Choices(vec![("a".to_owned(), "a".to_owned()); 26]);
    insta::assert_snapshot!(reply(&many).unwrap_err(), @"choices: there are 26; Discord takes 25");
}

#[test]
fn menus_have_limits_of_their_own() {
    let select = |placeholder: &str, values: Vec<String>| {
        Component::Select(Select {
            custom_id: "menu".to_owned(),
            placeholder: placeholder.to_owned(),
            options: values
                .into_iter()
                .map(|value| SelectOption {
                    label: "A".to_owned(),
                    value,
                    description: None,
                })
                .collect(),
        })
    };
    let values = |n: usize| (0..n).map(|n| n.to_string()).collect::<Vec<_>>();
    assert!(message(&only(select("Pick", values(25)))).is_ok());
    insta::assert_snapshot!(problem(select("Pick", values(26))), @"components[0]: it has 26 options; Discord takes 1 to 25");
    insta::assert_snapshot!(problem(select("Pick", vec!["a".to_owned(); 2])), @r#"components[0].options[1]: the value "a" is there twice"#);
    insta::assert_snapshot!(problem(select(&"x".repeat(151), values(1))), @"components[0]: it has 151 characters; Discord takes 150");
}

#[test]
fn one_role_may_be_pinged_and_nobody_else() {
    let mut message = only(text("<@&8> <@7> @everyone"));
    message.mentions = Mentions::Role(std::num::NonZeroU64::new(8).unwrap());
    let payload = super::message(&message).unwrap();
    insta::assert_snapshot!(payload.json["allowed_mentions"], @r#"{"parse":[],"roles":["8"]}"#);
}

#[test]
fn a_nonce_has_at_most_25_characters() {
    let post = |nonce: String| {
        outbound(&OutboundMessage {
            channel: "5".parse().unwrap(),
            message: only(text("Hello")),
            nonce,
            urgent: false,
            leaves_by: None,
        })
    };
    assert!(post("n".repeat(25)).is_ok());
    insta::assert_snapshot!(post("n".repeat(26)).unwrap_err(), @"nonce: it has 26 characters; Discord takes 25");
}

#[test]
fn a_file_to_be_saved_goes_with_its_message_and_is_named_in_it() {
    let with_file = Message {
        files: vec![File {
            file_name: "mine.json".to_owned(),
            bytes: b"{}".to_vec().into(),
        }],
        ..only(Component::File("mine.json".to_owned()))
    };
    let payload = message(&with_file).unwrap();
    assert_eq!(payload.files[0].media_type, "application/json");
    insta::assert_snapshot!(pretty(&payload), @r#"
    {
      "allowed_mentions": {
        "parse": []
      },
      "attachments": [
        {
          "filename": "mine.json",
          "id": "0"
        }
      ],
      "components": [
        {
          "file": {
            "url": "attachment://mine.json"
          },
          "type": 13
        }
      ],
      "flags": 32768
    }
    "#);
    let missing = problem(Component::File("yours.json".to_owned()));
    insta::assert_snapshot!(missing, @r#"components[0]: there is no file "yours.json" in the message"#);
}
