//! Forms to Discord's JSON: <https://discord.com/developers/docs/interactions/receiving-and-responding#modal>.
//!
//! The line stands in a row of its own, since serenity does not read what comes back from the newer kind of frame.

use serde_json::{Value, json};

use super::encode::{CUSTOM_ID, EncodeError, limited};
use crate::view::Form;

/// Limits of a form's title and of the words above its line, and of the example in it.
const TITLE: usize = 45;
const EXAMPLE: usize = 100;
/// The name of the line: there is one only.
const LINE: &str = "line";

/// A form, as an answer's data.
pub(super) fn form(form: &Form) -> Result<Value, EncodeError> {
    let line = json!({
        "type": 4,
        "custom_id": LINE,
        "style": 1,
        "label": limited("label", &form.label, TITLE)?,
        "placeholder": limited("placeholder", &form.placeholder, EXAMPLE)?,
        "max_length": form.max_length,
        "required": true,
    });
    Ok(json!({
        "custom_id": limited("custom_id", &form.custom_id, CUSTOM_ID)?,
        "title": limited("title", &form.title, TITLE)?,
        "components": [{ "type": 1, "components": [line] }],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times() -> Form {
        Form {
            custom_id: "u1:times".to_owned(),
            title: "Times".to_owned(),
            label: "When?".to_owned(),
            placeholder: "9:45, 14:30".to_owned(),
            max_length: 100,
        }
    }

    #[test]
    fn a_form_has_its_line_in_a_row() {
        insta::assert_snapshot!(form(&times()).unwrap(), @r#"{"components":[{"components":[{"custom_id":"line","label":"When?","max_length":100,"placeholder":"9:45, 14:30","required":true,"style":1,"type":4}],"type":1}],"custom_id":"u1:times","title":"Times"}"#);
    }

    #[test]
    fn a_form_that_discord_would_not_take_is_an_error_that_names_the_place() {
        let long = Form {
            title: "T".repeat(46),
            ..times()
        };
        insta::assert_snapshot!(form(&long).unwrap_err(), @"title: it has 46 characters; Discord takes 45");
    }
}
