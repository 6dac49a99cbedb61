//! Components of messages: which may stand where, how many, and how long their texts are.

use std::collections::BTreeSet;

use super::emoji;
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

/// Buttons send something or lead somewhere.
const EXCLUSIVE: &str = "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE";

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
        // A menu is as wide as a row.
        if list.len() > 1 && list.iter().any(is_select) {
            list[1].refuse(
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
    }

    fn check_custom_id(&mut self, custom_id: &Form<'a>) {
        if let Some(text) = custom_id.text(1..=100)
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
        button.get("label").map(|label| label.text(0..=80));
        button.optional("emoji", emoji::check);
        let Some(style) = button
            .require("style")
            .and_then(|style| style.one_of(&[1, 2, 3, 4, 5, 6]))
        else {
            return;
        };
        match style {
            1..=4 => match button.get("custom_id") {
                Some(custom_id) => self.check_custom_id(&custom_id),
                None => button.below("custom_id").refuse(
                    "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
                    "A custom id is required",
                ),
            },
            5 => {
                if let Some(url) = button.require("url") {
                    url.url(&["http", "https", "discord"], 512);
                }
            }
            _ => {
                button.require("sku_id").map(|sku| sku.snowflake());
            }
        }
        check_exclusive(button, style);
        let blank = |key: &str| {
            let field = button.get(key);
            field.is_none_or(|field| field.value().as_str() == Some(""))
        };
        if style != 6 && blank("label") && blank("emoji") {
            button.refuse(
                "BUTTON_COMPONENT_LABEL_EMOJI_REQUIRED",
                "Either a label or an emoji is required",
            );
        }
    }

    fn check_select(&mut self, select: &Form<'a>, kind: i64) {
        if let Some(custom_id) = select.require("custom_id") {
            self.check_custom_id(&custom_id);
        }
        super::select::check(select, kind);
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

/// Buttons send something, lead somewhere, or sell something.
fn check_exclusive(button: &Form<'_>, style: i64) {
    let both = |key: &str| button.get(key);
    if let (Some(custom_id), Some(url)) = (both("custom_id"), both("url")) {
        for field in [custom_id, url] {
            field.refuse(EXCLUSIVE, "A custom id and url cannot both be specified");
        }
    } else {
        let strange = match style {
            1..=4 => both("url"),
            5 => both("custom_id"),
            _ => both("custom_id").or(both("url")),
        };
        if let Some(field) = strange {
            field.refuse(EXCLUSIVE, "A custom id and url cannot both be specified");
        }
    }
    let premium = ["label", "emoji"].into_iter().filter_map(both);
    let wrong: Vec<Form<'_>> = match style {
        6 => premium.collect(),
        _ => both("sku_id").into_iter().collect(),
    };
    for field in wrong {
        field.refuse(
            "BUTTON_COMPONENT_INVALID_FIELD_FOR_STYLE",
            "This field does not go with the style of the button",
        );
    }
}
