//! The schemas of pictures.
//!
//! Begin reading at [`pose`].

use serde_json::{Value, json};

use super::shape::{Field, flag, list, may, need, number, one_of, table, text, with, within};
use crate::content::limits::{CAPTION, COUNTS, GAZE, KEYS, MARKS, MS, OPEN, RADIUS};
use crate::domain::pose::{Joint, Limb, Point, Repeat, View};

/// What schemas refer to.
pub(super) fn definitions() -> Value {
    json!({
        "point": pair(&number(&Point::CANVAS)),
        "joint": one_of(Joint::ALL, Joint::name),
    })
}

fn pair(of: &Value) -> Value {
    json!({ "type": "array", "items": of, "minItems": 2, "maxItems": 2 })
}

fn refer(to: &str) -> Value {
    // Beside a reference draft 7 reads nothing, and a description is to stand there.
    json!({ "allOf": [{ "$ref": format!("#/definitions/{to}") }] })
}

fn point() -> Value {
    refer("point")
}

/// `[pose]` in an exercise. What its keys may say depends on what they start from.
pub(super) fn pose() -> Value {
    let fields = [
        need(
            "base",
            "What the keys start from: a figure from skeletons.toml, \"face\" or \"hand\".",
            text(CAPTION),
        ),
        need(
            "loop",
            "There and back, or round and round.",
            one_of(Repeat::ALL, Repeat::name),
        ),
        may(
            "sides",
            "2 if it is done once for each side.",
            json!({ "type": "integer", "enum": [1, 2] }),
        ),
        may("props", "Things in the picture.", list(&prop(), 0)),
        need(
            "keys",
            "The key poses.",
            json!({ "type": "array", "minItems": KEYS.start(), "maxItems": KEYS.end() }),
        ),
    ];
    let starts_from = |view: View| json!({ "properties": { "base": { "const": view.name() } }, "required": ["base"] });
    let keys = |items: Value| json!({ "properties": { "keys": { "items": items } } });
    let figure_or_hand = json!({
        "if": starts_from(View::Hand),
        "then": keys(hand()),
        "else": keys(figure()),
    });
    with(
        table(fields),
        json!({
            "if": starts_from(View::Face),
            "then": keys(face()),
            "else": figure_or_hand,
        }),
    )
}

/// The keys that every key pose has.
fn key(own: impl IntoIterator<Item = Field>) -> Value {
    let mut fields = vec![
        need("ms", "How long it is shown, in milliseconds.", within(&MS)),
        need("say", "What is done, in a few words.", text(CAPTION)),
        may(
            "arrows",
            "Arrows through these points, in place of those that the joints draw.",
            at_most(&list(&point(), 2)),
        ),
        may(
            "press",
            "Where something is pressed or tensed.",
            at_most(&point()),
        ),
    ];
    fields.extend(own);
    table(fields)
}

fn at_most(items: &Value) -> Value {
    with(list(items, 0), json!({ "maxItems": MARKS }))
}

fn each_once(items: &Value) -> Value {
    with(list(items, 0), json!({ "uniqueItems": true }))
}

fn figure() -> Value {
    let joints = Joint::ALL
        .iter()
        .map(|joint| may(joint.name(), joint.says(), point()));
    key(joints.chain([
        may("gaze", "Where the eyes look.", point()),
        may("breath_r", "How wide the breath is.", number(&RADIUS)),
        may("roller", "Where the roller has moved to.", point()),
        may("ball", "Where the ball has moved to.", point()),
        may(
            "front",
            "Limbs before all others, the last one foremost.",
            each_once(&one_of(Limb::ALL, Limb::name)),
        ),
        may(
            "back",
            "Limbs behind the trunk.",
            each_once(&one_of(Limb::ALL, Limb::name)),
        ),
        may(
            "grip",
            "Hands that are closed round something.",
            each_once(&one_of(&[Joint::LeftHand, Joint::RightHand], Joint::name)),
        ),
    ]))
}

fn face() -> Value {
    key([
        need(
            "gaze",
            "Where the eyes look: to the right and down.",
            pair(&number(&GAZE)),
        ),
        need("lid", "How far the lids are open.", number(&OPEN)),
        need("jaw", "How far the jaw is open.", number(&OPEN)),
        may("squeeze", "How tightly the eyes are shut.", number(&OPEN)),
    ])
}

fn hand() -> Value {
    key([
        need("wri", "The wrist.", point()),
        need("mcp", "The knuckle.", point()),
        need("pip", "The middle joint of the finger.", point()),
        need("dip", "The end joint of the finger.", point()),
        need("tip", "The tip of the finger.", point()),
        need("thb", "The tip of the thumb.", point()),
    ])
}

/// An entry of `props`: one thing.
fn prop() -> Value {
    let joint = || refer("joint");
    let end = json!({ "anyOf": [joint(), point()] });
    let radius = || need("r", "How large it is.", number(&RADIUS));
    let nose = json!({ "const": Joint::Nose.name() });
    let things = [
        table([need("use", "A thing from skeletons.toml.", text(CAPTION))]),
        table([need(
            "line",
            "Furniture: a line through these points.",
            list(&point(), 2),
        )]),
        table([need(
            "band",
            "An elastic band, from a joint or a point to another.",
            pair(&end),
        )]),
        table([need("dumbbell", "A weight in this hand.", joint())]),
        table([
            need("roller", "A roller, and where its middle is.", point()),
            radius(),
        ]),
        table([
            need("ball", "A ball, and where its middle is.", point()),
            radius(),
        ]),
        table([need("gaze", "A line of sight from the nose.", nose)]),
        table([
            need("breath", "Where the trunk swells with the breath.", point()),
            may("counts", "Up to how much is counted.", within(&COUNTS)),
        ]),
    ];
    json!({ "oneOf": things })
}

/// `[base.*]` in `skeletons.toml`
pub(super) fn base() -> Value {
    let joints = Joint::ALL
        .iter()
        .map(|joint| need(joint.name(), joint.says(), point()));
    let view = one_of(View::OF_FIGURES, View::name);
    table(joints.chain([need("view", "From where it is seen.", view)]))
}

/// `[prop.*]` in `skeletons.toml`
pub(super) fn prop_shape() -> Value {
    let soft = may("soft", "They are a mat.", flag());
    let hard = may("soft", "Walls are hard.", json!({ "const": false }));
    let lines = list(&list(&point(), 2), 0);
    json!({ "oneOf": [
        table([need("lines", "Lines through points.", lines), soft]),
        table([need("rect", "A wall, from one corner to the other.", pair(&point())), hard]),
    ] })
}
