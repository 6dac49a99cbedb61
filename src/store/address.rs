//! `DATABASE_URL`, understood.

use std::path::PathBuf;

use sqlx::any::AnyConnectOptions;

use super::OpenError;

/// Where the database is. It holds a password, so nothing prints it.
pub(super) enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A server.
    Postgres {
        /// How to connect, password included.
        options: Box<AnyConnectOptions>,
        /// `host:port/database`, without user and password, for messages.
        place: String,
    },
}

impl Address {
    /// Reads `url`.
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        let Some((scheme, rest)) = url.split_once(':') else {
            return Err(bad("it has no scheme".to_owned()));
        };
        match scheme {
            "sqlite" => sqlite(rest),
            "postgres" | "postgresql" => postgres(url, rest),
            other => Err(OpenError::UnsupportedScheme(other.to_owned())),
        }
    }
}

fn bad(problem: String) -> OpenError {
    OpenError::BadUrl { problem }
}

/// The address is wrong, for the reason at the bottom of `error`.
pub(super) fn bad_url(error: &(dyn std::error::Error + 'static)) -> OpenError {
    error
        .source()
        .map_or_else(|| bad(error.to_string()), bad_url)
}

/// `sqlite://unhunch.db`, `sqlite:unhunch.db` and `sqlite:///abs/path`, with or without `?mode=rwc`.
fn sqlite(rest: &str) -> Result<Address, OpenError> {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    for option in query.split('&').filter(|option| !option.is_empty()) {
        if !matches!(option, "mode=rwc" | "mode=rw") {
            return Err(bad(format!("{option:?} is not supported")));
        }
    }
    let path = percent_decode(path).ok_or_else(|| bad("its path is not UTF-8 text".to_owned()))?;
    if path.is_empty() || path == ":memory:" {
        return Err(bad("it names no file".to_owned()));
    }
    let path = std::path::absolute(&path).map_err(|source| bad(source.to_string()))?;
    Ok(Address::Sqlite(path))
}

fn postgres(url: &str, rest: &str) -> Result<Address, OpenError> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(bad("`//` is missing after the scheme".to_owned()));
    };
    // The text of a parse error names what is wrong, never the address itself.
    let options = url.parse().map_err(|error: sqlx::Error| bad_url(&error))?;
    Ok(Address::Postgres {
        options: Box::new(options),
        place: place(rest),
    })
}

/// Host, port and database of what follows `postgres://`.
fn place(rest: &str) -> String {
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{host}/{database}")
}

/// How to connect to the file at `path`; `mode` is `ro` or `rwc`, and may bring more options.
pub(super) fn sqlite_options(
    path: &std::path::Path,
    mode: &str,
) -> Result<AnyConnectOptions, OpenError> {
    let Some(path) = path.to_str() else {
        return Err(bad("its path is not UTF-8 text".to_owned()));
    };
    format!("sqlite://{}?mode={mode}", percent_encode(path))
        .parse()
        .map_err(|error: sqlx::Error| bad_url(&error))
}

fn percent_encode(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            url.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    url
}

fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = (byte == b'%')
            .then(|| std::str::from_utf8(after.get(..2)?).ok())
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(escaped) = escaped {
            bytes.push(escaped);
            rest = after.get(2..)?;
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(url: &str) -> PathBuf {
        match Address::parse(url).unwrap() {
            Address::Sqlite(path) => path,
            Address::Postgres { .. } => panic!("{url} is a file"),
        }
    }

    #[test]
    fn every_way_to_write_a_file_is_understood() {
        let here = std::env::current_dir().unwrap();
        for url in [
            "sqlite://unhunch.db",
            "sqlite:unhunch.db",
            "sqlite://unhunch.db?mode=rwc",
            "sqlite:unhunch.db?mode=rw",
        ] {
            assert_eq!(path(url), here.join("unhunch.db"), "{url}");
        }
        assert_eq!(path("sqlite:///srv/u.db"), PathBuf::from("/srv/u.db"));
        assert_eq!(path("sqlite:/srv/u.db"), PathBuf::from("/srv/u.db"));
        assert_eq!(path("sqlite:///a%20b%3F.db"), PathBuf::from("/a b?.db"));
        assert_eq!(path("sqlite:///100%.db"), PathBuf::from("/100%.db"));
    }

    #[test]
    fn odd_letters_in_a_path_survive_the_url() {
        let odd = "/tmp/a b?c#d%20é.db";
        assert_eq!(percent_decode(&percent_encode(odd)).unwrap(), odd);
    }

    #[test]
    fn the_place_of_a_server_has_no_user_and_no_password() {
        assert_eq!(
            place("u:p@ss@db.example:5432/team?sslmode=require"),
            "db.example:5432/team"
        );
        assert_eq!(place("localhost"), "localhost/");
    }
}
