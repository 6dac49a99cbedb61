//! Where Discord is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use url::Url;

/// The address that requests go to: `https://discord.com`, or a stand-in for it.
///
/// Checked when made: a scheme and a host, nothing else; plain HTTP only to this machine, because every
/// request carries the bot's token.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiBase {
    url: Url,
}

/// Why an address cannot be the base of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidApiBase {
    /// It is no address at all.
    #[error("not an address; expected one like \"https://discord.com\"")]
    NotAUrl,
    /// Neither `http` nor `https`.
    #[error("expected an address that begins with https:// (or http:// for this machine)")]
    Scheme,
    /// It has a user name or a password.
    #[error("the address must not hold a user name or a password")]
    Credentials,
    /// It has more than scheme, host and port.
    #[error("only scheme, host and port are accepted; \"/api/v10\" is added by Unhunch")]
    Path,
    /// Plain HTTP to another machine.
    #[error(
        "plain http:// would show the bot's token to the network; use https://, or a loopback address"
    )]
    PlainHttp,
}

impl ApiBase {
    /// Discord itself.
    pub const DISCORD: &'static str = "https://discord.com";

    /// The address of a path below `/api/v10`, each segment escaped.
    pub fn endpoint<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(["api", "v10"]).extend(segments);
        }
        url
    }

    /// It is Discord itself, not a stand-in.
    pub fn is_discord(&self) -> bool {
        let host = self.url.host_str().unwrap_or_default();
        host == "discord.com" || host.ends_with(".discord.com")
    }

    /// It is on this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Says whether what people sent along lies at an address: on the hosts that Discord keeps for it, encrypted, or at
    /// the stand-in itself, where that is on this machine.
    pub fn keeps_file(&self, file: &Url) -> bool {
        const HOSTS: [&str; 2] = ["cdn.discordapp.com", "media.discordapp.net"];
        if !file.username().is_empty() || file.password().is_some() {
            return false;
        }
        let host = file.host_str().unwrap_or_default();
        let at_discord = file.scheme() == "https" && file.port().is_none() && HOSTS.contains(&host);
        at_discord || (self.is_loopback() && file.origin() == self.url.origin())
    }

    /// Says whether a bot with this base may open a gateway connection, and so show its token, to `gateway`.
    ///
    /// Discord's gateway is always encrypted and on `discord.gg`. A stand-in's is on the stand-in's own host
    /// or on this machine, and as well protected as its requests are.
    pub fn trusts_gateway(&self, gateway: &str) -> bool {
        let Ok(gateway) = Url::parse(gateway) else {
            return false;
        };
        if !gateway.username().is_empty() || gateway.password().is_some() {
            return false;
        }
        let host = gateway.host_str().unwrap_or_default();
        let trusted = if self.is_discord() {
            host == "discord.gg" || host.ends_with(".discord.gg")
        } else {
            is_loopback(&gateway) || host == self.url.host_str().unwrap_or_default()
        };
        match gateway.scheme() {
            "wss" => trusted,
            "ws" => trusted && is_loopback(&gateway),
            _ => false,
        }
    }
}

impl FromStr for ApiBase {
    type Err = InvalidApiBase;

    fn from_str(text: &str) -> Result<Self, InvalidApiBase> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidApiBase::NotAUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(InvalidApiBase::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidApiBase::Credentials);
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidApiBase::Path);
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(InvalidApiBase::PlainHttp);
        }
        Ok(Self { url })
    }
}

impl fmt::Debug for ApiBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiBase({self})")
    }
}

impl fmt::Display for ApiBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

/// The host is this machine, by name or by number.
fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let number = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || number.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Result<String, InvalidApiBase> {
        text.parse::<ApiBase>().map(|base| base.to_string())
    }

    #[test]
    fn files_are_fetched_from_where_discord_keeps_them_and_nowhere_else() {
        let keeps = |base: &str, file: &str| {
            let base: ApiBase = base.parse().unwrap();
            base.keeps_file(&Url::parse(file).unwrap())
        };
        for (file, expected) in [
            (
                "https://cdn.discordapp.com/ephemeral-attachments/1/2/a.ics?ex=1",
                true,
            ),
            ("https://media.discordapp.net/attachments/1/2/a.ics", true),
            ("https://cdn.discordapp.com:443/a.ics", true),
            ("https://cdn.discordapp.com:8443/a.ics", false),
            ("http://cdn.discordapp.com/a.ics", false),
            ("https://ada@cdn.discordapp.com/a.ics", false),
            ("https://cdn.discordapp.com.example.org/a.ics", false),
            ("https://example.org/cdn.discordapp.com/a.ics", false),
            ("https://discord.com/a.ics", false),
            ("https://127.0.0.1/a.ics", false),
            ("http://127.0.0.1:8620/attachments/a.ics", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(keeps("https://discord.com", file), expected, "{file}");
        }
        let playground = "http://127.0.0.1:8620";
        assert!(keeps(
            playground,
            "http://127.0.0.1:8620/attachments/1/2/a.ics"
        ));
        assert!(!keeps(
            playground,
            "http://127.0.0.1:8621/attachments/1/2/a.ics"
        ));
        assert!(!keeps(
            playground,
            "http://localhost:8620/attachments/1/2/a.ics"
        ));
        // Another Discord on another machine keeps no files of its own.
        assert!(!keeps(
            "https://discord.example.org",
            "https://discord.example.org/a.ics"
        ));
    }

    #[test]
    fn only_scheme_host_and_port_are_an_api_base() {
        assert_eq!(
            base(" https://discord.com/ ").unwrap(),
            "https://discord.com"
        );
        assert_eq!(
            base("http://127.0.0.1:8620").unwrap(),
            "http://127.0.0.1:8620"
        );
        assert_eq!(base("http://[::1]:8620").unwrap(), "http://[::1]:8620");
        assert_eq!(base("discord.com"), Err(InvalidApiBase::NotAUrl));
        assert_eq!(base("ftp://discord.com"), Err(InvalidApiBase::Scheme));
        assert_eq!(
            base("https://me:pw@discord.com"),
            Err(InvalidApiBase::Credentials)
        );
        assert_eq!(
            base("https://discord.com/api/v10"),
            Err(InvalidApiBase::Path)
        );
        assert_eq!(base("https://discord.com?x=1"), Err(InvalidApiBase::Path));
        assert_eq!(base("http://discord.com"), Err(InvalidApiBase::PlainHttp));
        assert_eq!(
            base("http://127.0.0.1.example.org"),
            Err(InvalidApiBase::PlainHttp)
        );
    }

    #[test]
    fn segments_cannot_leave_the_base() {
        let base: ApiBase = "https://discord.com".parse().unwrap();
        let url = base.endpoint(["interactions", "1", "a/../b?c#d", "callback"]);
        assert_eq!(
            url.as_str(),
            "https://discord.com/api/v10/interactions/1/a%2F..%2Fb%3Fc%23d/callback"
        );
    }

    #[test]
    fn the_gateway_is_trusted_only_where_the_base_is() {
        let discord: ApiBase = ApiBase::DISCORD.parse().unwrap();
        let local: ApiBase = "http://127.0.0.1:8620".parse().unwrap();
        let stand_in: ApiBase = "https://stand-in.example".parse().unwrap();
        for (base, gateway, trusted) in [
            (&discord, "wss://gateway.discord.gg", true),
            (&discord, "wss://gateway-us-east1-b.discord.gg/", true),
            (&discord, "ws://gateway.discord.gg", false),
            (&discord, "wss://notdiscord.gg", false),
            (&discord, "wss://127.0.0.1:8620", false),
            (&local, "ws://127.0.0.1:8621", true),
            (&local, "ws://localhost:8621/gateway", true),
            (&local, "wss://gateway.discord.gg", false),
            (&local, "ws://10.0.0.1:8621", false),
            (&local, "http://127.0.0.1:8621", false),
            (&stand_in, "wss://stand-in.example/gateway", true),
            (&stand_in, "ws://stand-in.example/gateway", false),
            (&stand_in, "wss://elsewhere.example", false),
            (&stand_in, "wss://me@stand-in.example", false),
            (&stand_in, "", false),
        ] {
            assert_eq!(base.trusts_gateway(gateway), trusted, "{base} {gateway}");
        }
    }
}
