//! The catalogue of words: everything the bot says that is not a card of the content pack.
//!
//! Words live in `content/<locale>/*.ftl` ([Fluent](https://projectfluent.org)); a locale that lacks a
//! message falls back to English. Must not know who asks or what for. Begin reading at [`Catalogue::words`].

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use unic_langid::LanguageIdentifier;

static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The locale that has every message.
pub const BASE_LOCALE: &str = "en";

/// Words of all locales.
pub struct Catalogue {
    /// The base locale first.
    bundles: Vec<(String, FluentBundle<FluentResource>)>,
}

/// The words of one locale, for as long as one answer is made.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// In the order in which they are asked.
    own: &'a FluentBundle<FluentResource>,
    base: &'a FluentBundle<FluentResource>,
}

/// A catalogue that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct CatalogueError {
    /// The file, under `content/`.
    pub file: String,
    /// What is wrong.
    pub problem: String,
}

impl Catalogue {
    /// The words inside this program.
    ///
    /// # Errors
    /// The first file that is not Fluent, or that repeats a message.
    pub fn embedded() -> Result<Self, CatalogueError> {
        let mut bundles = CONTENT
            .dirs()
            .filter(|dir| dir.files().any(is_fluent))
            .map(|dir| Ok((dir.path().display().to_string(), bundle(dir)?)))
            .collect::<Result<Vec<_>, CatalogueError>>()?;
        bundles.sort_by_key(|(locale, _)| locale != BASE_LOCALE);
        if bundles
            .first()
            .is_none_or(|(locale, _)| locale != BASE_LOCALE)
        {
            let problem = "no messages".to_owned();
            return Err(CatalogueError {
                file: BASE_LOCALE.to_owned(),
                problem,
            });
        }
        Ok(Self { bundles })
    }

    /// The words for a locale as Discord names it (`en-US`, `es-419`): its own, else its language's,
    /// else English.
    pub fn words(&self, locale: &str) -> Words<'_> {
        let language = locale.split('-').next().unwrap_or(locale);
        let find = |name: &str| self.bundles.iter().find(|(own, _)| own == name);
        let base = &self.bundles[0];
        let own = find(locale).or_else(|| find(language)).unwrap_or(base);
        Words {
            own: &own.1,
            base: &base.1,
        }
    }

    /// The locales there are, English first.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.bundles.iter().map(|(locale, _)| locale.as_str())
    }
}

impl Words<'_> {
    /// A message without arguments.
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with arguments. A key that is nowhere is answered by itself, so that a slip in the words
    /// never costs an answer; a test finds such keys.
    pub fn with(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        self.find(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    /// A message, if there is one.
    pub fn find(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> Option<String> {
        let arguments: FluentArgs<'_> = arguments
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        [self.own, self.base].into_iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut problems = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&arguments), &mut problems);
            problems.is_empty().then(|| text.into_owned())
        })
    }
}

fn is_fluent(file: &include_dir::File<'_>) -> bool {
    file.path()
        .extension()
        .is_some_and(|extension| extension == "ftl")
}

fn bundle(dir: &Dir<'_>) -> Result<FluentBundle<FluentResource>, CatalogueError> {
    let problem = |file: &std::path::Path, problem: String| CatalogueError {
        file: file.display().to_string(),
        problem,
    };
    let locale: LanguageIdentifier = dir
        .path()
        .display()
        .to_string()
        .parse()
        .map_err(|_| problem(dir.path(), "not the name of a locale".to_owned()))?;
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks would show up as odd characters in some Discord clients.
    bundle.set_use_isolating(false);
    for file in dir.files().filter(|file| is_fluent(file)) {
        let text = file.contents_utf8().unwrap_or_default().to_owned();
        let resource = FluentResource::try_new(text)
            .map_err(|(_, problems)| problem(file.path(), format!("{:?}", problems.first())))?;
        bundle.add_resource(resource).map_err(|problems| {
            problem(
                file.path(),
                problems
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            )
        })?;
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_locales_speak_english() {
        let catalogue = Catalogue::embedded().unwrap();
        let english = catalogue.words("en-US").get("button-did");
        assert_eq!(catalogue.words("ko").get("button-did"), english);
        assert_ne!(english, "button-did");
    }

    #[test]
    fn a_message_that_is_nowhere_is_answered_by_its_key() {
        assert_eq!(
            Catalogue::embedded()
                .unwrap()
                .words("en")
                .get("no-such-key"),
            "no-such-key"
        );
    }
}
