//! Components of messages: which may stand where, how many, and how long their texts are.

use std::collections::BTreeSet;

use super::form::Form;

/// The most components in a message, nested ones counted.
const MOST_COMPONENTS: usize = 40;
/// The most characters over all text displays of a message.
const MOST_TEXT: usize = 4_000;

/// Component types.
pub mod kind {
    /// A row of buttons or one select menu.
    pub const ROW: i64 = 1;
    /// A button.
    pub const BUTTON: i64 = 2;
    /// A menu of texts.
    pub const STRING_SELECT: i64 = 3;
    /// A menu of users; 6 is of roles, 7 of both, 8 of channels.
    pub const USER_SELECT: i64 = 5;
    /// A menu of channels.
    pub const CHANNEL_SELECT: i64 = 8;
    /// Texts beside an accessory.
    pub const SECTION: i64 = 9;
    /// Markdown.
    pub const TEXT: i64 = 10;
    /// A small picture, as an accessory.
    pub const THUMBNAIL: i64 = 11;
    /// One to ten pictures.
    pub const GALLERY: i64 = 12;
    /// A file.
    pub const FILE: i64 = 13;
    /// A gap, with or without a line.
    pub const SEPARATOR: i64 = 14;
    /// A box.
    pub const CONTAINER: i64 = 17;
}

/// What stands at the top of a Components V2 message.
const TOP: [i64; 7] = [
    kind::ROW,
    kind::SECTION,
    kind::TEXT,
    kind::GALLERY,
    kind::FILE,
    kind::SEPARATOR,
    kind::CONTAINER,
];

/// What has been seen of a message so far.
#[derive(Debug)]
struct Layout<'a> {
    files: &'a [String],
    count: usize,
    characters: usize,
    custom_ids: BTreeSet<&'a str>,
    ids: BTreeSet<i64>,
}

/// Checks the `components` of a message. `files` are the names that `attachment://` may name.
pub fn check(components: &Form<'_>, v2: bool, files: &[String]) {
    let most = if v2 { MOST_COMPONENTS } else { 5 };
    let Some(list) = components.list(0..=most) else {
        return;
    };
    let mut layout = Layout {
        files,
        count: 0,
        characters: 0,
        custom_ids: BTreeSet::new(),
        ids: BTreeSet::new(),
    };
    for component in &list {
        layout.check(component, if v2 { &TOP } else { &TOP[..1] });
    }
    if layout.count > MOST_COMPONENTS {
        components.refuse(
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("The maximum number of components in a message is {MOST_COMPONENTS}"),
        );
    }
    if layout.characters > MOST_TEXT {
        components.refuse(
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!("Component displayable text size exceeds maximum size of {MOST_TEXT}"),
        );
    }
}

impl<'a> Layout<'a> {
    fn check(&mut self, component: &Form<'a>, allowed: &[i64]) {
        if component.object().is_none() {
            return;
        }
        let Some(kind) = component.kind(allowed) else {
            return;
        };
        self.count += 1;
        if let Some(id) = component.get("id")
            && let Some(number) = id.integer(0..=i64::from(i32::MAX))
            && number != 0
            && !self.ids.insert(number)
        {
            id.refuse(
                "COMPONENT_ID_DUPLICATED",
                "Component id cannot be duplicated",
            );
        }
        match kind {
            kind::ROW => self.check_row(component),
            kind::BUTTON => self.check_button(component),
            kind::STRING_SELECT..=kind::CHANNEL_SELECT => self.check_select(component, kind),
            kind::SECTION => self.check_section(component),
            kind::TEXT => self.check_text(component),
            kind::THUMBNAIL => self.check_media(component),
            kind::GALLERY => self.check_gallery(component),
            kind::FILE => self.check_file(component),
            kind::SEPARATOR => check_separator(component),
            _ => self.check_container(component),
        }
    }

    fn check_row(&mut self, row: &Form<'a>) {
        let Some(children) = row.require("components") else {
            return;
        };
        let list = children.list(1..=5).unwrap_or_default();
        for child in &list {
            self.check(child, &[2, 3, 5, 6, 7, 8]);
        }
        let is_select = |child: &Form<'_>| child.value()["type"].as_i64() > Some(kind::BUTTON);
        if list.len() > 1 && list.iter().any(is_select) {
            children.refuse(
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "Component layout width exceeded",
            );
        }
    }

    fn check_custom_id(&mut self, form: &Form<'a>) {
        if let Some(custom_id) = form.require("custom_id")
            && let Some(text) = custom_id.text(1..=100)
            && !self.custom_ids.insert(text)
        {
            custom_id.refuse(
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    }

    fn check_button(&mut self, button: &Form<'a>) {
        button.get("disabled").map(|disabled| disabled.boolean());
        button.get("label").map(|label| label.text(1..=80));
        button.get("emoji").map(|emoji| check_emoji(&emoji));
        let Some(style) = button
            .require("style")
            .and_then(|style| style.one_of(&[1, 2, 3, 4, 5, 6]))
        else {
            return;
        };
        let refuse_field = |key: &str, code: &'static str, message: &str| {
            if let Some(field) = button.get(key) {
                field.refuse(code, message);
            }
        };
        const EXCLUSIVE: &str = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE";
        match style {
            1..=4 => {
                self.check_custom_id(button);
                refuse_field(
                    "url",
                    EXCLUSIVE,
                    "A custom id and url cannot both be specified",
                );
            }
            5 => {
                if let Some(url) = button.require("url") {
                    url.url(&["http", "https", "discord"], 512);
                }
                refuse_field(
                    "custom_id",
                    EXCLUSIVE,
                    "A custom id and url cannot both be specified",
                );
            }
            _ => {
                button.require("sku_id").map(|sku| sku.snowflake());
            }
        }
        if style != 6 && button.get("label").is_none() && button.get("emoji").is_none() {
            button.refuse(
                "BUTTON_COMPONENT_LABEL_EMOJI_REQUIRED",
                "Either a label or an emoji is required",
            );
        }
    }

    fn check_select(&mut self, select: &Form<'a>, kind: i64) {
        self.check_custom_id(select);
        select.get("disabled").map(|disabled| disabled.boolean());
        select.get("placeholder").map(|text| text.text(0..=150));
        let bound = |key: &str, least: i64| select.get(key)?.integer(least..=25);
        let (least, most) = (
            bound("min_values", 0).unwrap_or(1),
            bound("max_values", 1).unwrap_or(1),
        );
        if least > most {
            select.below("min_values").refuse(
                "SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX_VALUES",
                "The minimum number of values is greater than the maximum",
            );
        }
        if kind == kind::CHANNEL_SELECT
            && let Some(types) = select.get("channel_types")
        {
            for entry in types.list(0..=12).unwrap_or_default() {
                entry.one_of(&[0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
            }
        }
        if kind == kind::STRING_SELECT {
            check_options(select, most);
        }
    }

    fn check_section(&mut self, section: &Form<'a>) {
        if let Some(texts) = section.require("components") {
            for text in texts.list(1..=3).unwrap_or_default() {
                self.check(&text, &[kind::TEXT]);
            }
        }
        if let Some(accessory) = section.require("accessory") {
            self.check(&accessory, &[kind::BUTTON, kind::THUMBNAIL]);
        }
    }

    fn check_text(&mut self, text: &Form<'a>) {
        if let Some(content) = text
            .require("content")
            .and_then(|text| text.text(1..=MOST_TEXT))
        {
            self.characters += content.chars().count();
        }
    }

    fn check_gallery(&mut self, gallery: &Form<'a>) {
        let Some(items) = gallery.require("items") else {
            return;
        };
        for item in items.list(1..=10).unwrap_or_default() {
            if item.object().is_some() {
                self.check_media(&item);
            }
        }
    }

    /// What a thumbnail and an item of a gallery have in common.
    fn check_media(&mut self, form: &Form<'a>) {
        form.get("description").map(|text| text.text(1..=1024));
        form.get("spoiler").map(|spoiler| spoiler.boolean());
        if let Some(media) = form.require("media") {
            self.check_reference(&media, &["http", "https", "attachment"]);
        }
    }

    fn check_file(&mut self, form: &Form<'a>) {
        form.get("spoiler").map(|spoiler| spoiler.boolean());
        if let Some(file) = form.require("file") {
            self.check_reference(&file, &["attachment"]);
        }
    }

    fn check_reference(&self, media: &Form<'a>, schemes: &[&str]) {
        if media.object().is_none() {
            return;
        }
        let Some(url) = media.require("url") else {
            return;
        };
        url.url(schemes, 2048);
        if let Some(name) = url
            .value()
            .as_str()
            .and_then(|url| url.strip_prefix("attachment://"))
            && !self.files.iter().any(|file| file == name)
        {
            url.refuse(
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                format!("The referenced attachment {name} was not found"),
            );
        }
    }

    fn check_container(&mut self, container: &Form<'a>) {
        container
            .get("accent_color")
            .map(|color| color.integer(0..=0xff_ffff));
        container.get("spoiler").map(|spoiler| spoiler.boolean());
        let Some(children) = container.require("components") else {
            return;
        };
        for child in children.list(1..=MOST_COMPONENTS).unwrap_or_default() {
            self.check(&child, &TOP[..6]);
        }
    }
}

fn check_separator(separator: &Form<'_>) {
    separator.get("divider").map(|divider| divider.boolean());
    separator
        .get("spacing")
        .map(|spacing| spacing.one_of(&[1, 2]));
}

fn check_emoji(emoji: &Form<'_>) {
    if emoji.object().is_none() {
        return;
    }
    emoji.get("id").map(|id| id.snowflake());
    let name = emoji.get("name").and_then(|name| name.text(1..=32));
    let plain = name.is_some_and(|name| name.is_ascii() && !name.contains('\u{20e3}'));
    if emoji.get("id").is_none() && (name.is_none() || plain) {
        emoji
            .below("name")
            .refuse("COMPONENT_INVALID_EMOJI", "Invalid emoji");
    }
}

fn check_options(select: &Form<'_>, most_values: i64) {
    let Some(options) = select.require("options") else {
        return;
    };
    let (mut values, mut defaults) = (BTreeSet::new(), 0);
    for option in options.list(1..=25).unwrap_or_default() {
        if option.object().is_none() {
            continue;
        }
        option.require("label").map(|label| label.text(1..=100));
        option.get("description").map(|text| text.text(0..=100));
        option.get("emoji").map(|emoji| check_emoji(&emoji));
        if option.get("default").and_then(|default| default.boolean()) == Some(true) {
            defaults += 1;
        }
        if let Some(value) = option.require("value")
            && let Some(text) = value.text(1..=100)
            && !values.insert(text)
        {
            value.refuse(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
    if defaults > most_values {
        options.refuse(
            "SELECT_COMPONENT_MAX_DEFAULT_VALUES_EXCEEDED",
            "There are more default options than values that may be chosen",
        );
    }
}
