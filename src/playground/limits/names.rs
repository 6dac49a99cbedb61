//! Which names Discord takes for commands, and which locales it knows.

/// The locales that localizations may name.
pub(super) const LOCALES: [&str; 34] = [
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE",
    "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

/// Whether `name` matches `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`.
pub(super) fn fits_pattern(name: &str) -> bool {
    (1..=32).contains(&name.chars().count()) && name.chars().all(is_name_character)
}

/// Whether `name` fits the pattern and is in lower case.
pub(super) fn is_command_name(name: &str) -> bool {
    fits_pattern(name) && name.chars().flat_map(char::to_lowercase).eq(name.chars())
}

fn is_name_character(character: char) -> bool {
    let devanagari = matches!(character, '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}');
    let thai = matches!(character, '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e5b}');
    matches!(character, '-' | '_' | '\'')
        || character.is_alphabetic()
        || character.is_numeric()
        || devanagari
        || thai
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lower_case_letters_digits_and_three_signs() {
        for name in [
            "stretch",
            "get-help",
            "día_1",
            "pausa'",
            "伸展",
            "नमस्ते",
            "สวัสดี",
        ] {
            assert!(is_command_name(name), "{name}");
        }
        for name in [
            "",
            "Stretch",
            "get help",
            "a.b",
            "a/b",
            "🧘",
            &"x".repeat(33),
        ] {
            assert!(!is_command_name(name), "{name}");
        }
    }
}
