//! Letters as the readers of questions see them: whatever they are dressed as, the plain ones.
//!
//! Must not know any word. Begin reading at [`undressed`].

use unicode_normalization::UnicodeNormalization;

/// The letter without its accent, for the small letters of western Europe.
pub(super) const fn plain(symbol: char) -> char {
    match symbol {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

/// What a person reads in a text: without letters that only control how it is set, and with plain letters in place of
/// full-width, bold, circled and otherwise decorated ones. Other scripts stay as they are.
pub(super) fn undressed(text: &str) -> String {
    let composed: String = text.nfc().filter(|c| is_seen(*c)).collect();
    let mut plain = String::with_capacity(composed.len());
    // White space stays as it stands: a line ends a sentence.
    for chunk in composed.split_inclusive(char::is_whitespace) {
        let is_latin = chunk.contains(|c: char| c.is_ascii_alphabetic());
        let n_flags = chunk.chars().filter(|c| flag_letter(*c).is_some()).count();
        for c in chunk.chars() {
            match c {
                // Two of them are a flag, more of them spell a word.
                _ if n_flags > 2 && flag_letter(c).is_some() => plain.extend(flag_letter(c)),
                _ if is_latin && look_alike(c).is_some() => plain.extend(look_alike(c)),
                _ => plain.push_str(&letters_in(c)),
            }
        }
    }
    plain
}

/// Controls of setting, joiners, and marks that are put over, under and through other letters.
const fn is_seen(c: char) -> bool {
    !matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '\u{34f}' | '\u{61c}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        | '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// The plain letters that a letter is made of, or the letter itself.
fn letters_in(c: char) -> String {
    let own = || c.to_string();
    let is_dressed = match c {
        // Signs of the trade, of ordinals and of fractions are no letters.
        '\u{2122}' | '\u{2120}' | ..='\u{ff}' => false,
        '\u{2070}'..='\u{209c}'
        | '\u{2100}'..='\u{214f}'
        | '\u{2460}'..='\u{24ff}'
        | '\u{ff01}'..='\u{ff5e}'
        | '\u{1d400}'..='\u{1d7ff}'
        | '\u{1f100}'..='\u{1f189}' => true,
        c => c.is_alphabetic(),
    };
    if !is_dressed {
        return own();
    }
    if let Some(letter) = white_letter(c).or_else(|| small_capital(c)) {
        return letter.to_string();
    }
    let made_of = parts(c);
    let is_plain = made_of.chars().all(|c| c.is_ascii_graphic());
    if is_plain && !made_of.is_empty() {
        made_of
    } else {
        own()
    }
}

/// White letters in a black circle or square, which Unicode takes apart into nothing.
fn white_letter(c: char) -> Option<char> {
    let place = match c {
        '\u{1f150}'..='\u{1f169}' => u32::from(c) - 0x1f150,
        '\u{1f170}'..='\u{1f189}' => u32::from(c) - 0x1f170,
        _ => return None,
    };
    letter_at(place)
}

/// The letter of a regional indicator.
fn flag_letter(c: char) -> Option<char> {
    let is_one = ('\u{1f1e6}'..='\u{1f1ff}').contains(&c);
    is_one.then(|| letter_at(u32::from(c) - 0x1f1e6))?
}

fn letter_at(place: u32) -> Option<char> {
    char::from_u32(u32::from('a') + place).filter(char::is_ascii_lowercase)
}

/// Capitals as small as other letters, and what passes for them.
const fn small_capital(c: char) -> Option<char> {
    Some(match c {
        'ᴀ' => 'a',
        'ʙ' => 'b',
        'ᴄ' => 'c',
        'ᴅ' => 'd',
        'ᴇ' => 'e',
        'ꜰ' => 'f',
        'ɢ' => 'g',
        'ʜ' => 'h',
        'ɪ' => 'i',
        'ᴊ' => 'j',
        'ᴋ' => 'k',
        'ʟ' => 'l',
        'ᴍ' => 'm',
        'ɴ' => 'n',
        'ᴏ' => 'o',
        'ᴘ' => 'p',
        'ʀ' => 'r',
        'ꜱ' => 's',
        'ᴛ' => 't',
        'ᴜ' => 'u',
        'ᴠ' => 'v',
        'ᴡ' => 'w',
        'ʏ' => 'y',
        'ᴢ' => 'z',
        _ => return None,
    })
}

/// Letters of other scripts that look like ours; among ours, they are meant as ours.
const fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'А' | 'α' | 'Α' => 'a',
        'В' | 'Β' => 'b',
        'с' | 'С' | 'ϲ' => 'c',
        'е' | 'Е' | 'Ε' | 'ё' => 'e',
        'һ' | 'Н' | 'Η' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' => 'i',
        'ј' | 'Ј' => 'j',
        'к' | 'К' | 'κ' | 'Κ' => 'k',
        'М' | 'Μ' => 'm',
        'Ν' => 'n',
        'о' | 'О' | 'ο' | 'Ο' => 'o',
        'р' | 'Р' | 'ρ' | 'Ρ' => 'p',
        'ѕ' | 'Ѕ' => 's',
        'Т' | 'Τ' | 'т' | 'τ' => 't',
        'υ' | 'у' | 'У' | 'Υ' => 'y',
        'ν' | 'ѵ' => 'v',
        'х' | 'Х' | 'χ' | 'Χ' => 'x',
        'Ζ' => 'z',
        _ => return None,
    })
}

/// What a letter is made of, without marks and without the brackets that some stand in.
fn parts(c: char) -> String {
    let parts = std::iter::once(c).nfkd();
    let parts = parts.filter(|part| is_seen(*part) && !matches!(part, '(' | ')'));
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_fancy_dress_are_plain_letters() {
        for text in [
            "ｃｈｅｓｔ",
            "𝗰𝗵𝗲𝘀𝘁",
            "𝔠𝔥𝔢𝔰𝔱",
            "𝚌𝚑𝚎𝚜𝚝",
            "ⓒⓗⓔⓢⓣ",
            "⒞⒣⒠⒮⒯",
            "🅒🅗🅔🅢🅣",
            "🅲🅷🅴🆂🆃",
            "🇨🇭🇪🇸🇹",
            "ᴄʜᴇꜱᴛ",
            "ᶜʰᵉˢᵗ",
            "c\u{200d}h\u{200b}e\u{2060}s\u{ad}t",
            "c\u{301}h\u{336}e\u{323}\u{35c}s\u{337}t\u{334}",
            "сhеѕt",
        ] {
            assert_eq!(undressed(text).to_lowercase(), "chest", "{text}");
        }
    }

    #[test]
    fn what_is_no_dress_stays_as_it_is() {
        for text in [
            "sore since 2½ weeks, 38 °C; can´t turn",
            "болит спина",
            "πονάει η πλάτη",
            "Schöne Grüße",
            "背中が痛い",
            "목이 아파요",
            "कमर दर्द",
            "back in the 🇬🇧 now 👩‍⚕",
            "one\ntwo",
        ] {
            let seen: String = text.chars().filter(|c| *c != '\u{200d}').collect();
            assert_eq!(undressed(text), seen, "{text}");
        }
        assert_eq!(undressed("ﬁne！"), "fine!");
    }
}
