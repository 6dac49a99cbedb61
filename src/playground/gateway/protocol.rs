//! Numbers of the gateway's protocol.

/// What a frame is.
pub(super) mod op {
    pub const DISPATCH: u64 = 0;
    pub const HEARTBEAT: u64 = 1;
    pub const IDENTIFY: u64 = 2;
    pub const PRESENCE: u64 = 3;
    pub const VOICE_STATE: u64 = 4;
    pub const RESUME: u64 = 6;
    pub const RECONNECT: u64 = 7;
    pub const REQUEST_MEMBERS: u64 = 8;
    pub const INVALID_SESSION: u64 = 9;
    pub const HELLO: u64 = 10;
    pub const ACK: u64 = 11;
    pub const SOUNDBOARD: u64 = 31;
}

/// What the bot wants to hear.
pub(super) mod intent {
    pub const GUILDS: u64 = 1;
    pub const GUILD_MEMBERS: u64 = 1 << 1;
    pub const GUILD_PRESENCES: u64 = 1 << 8;
    pub const GUILD_MESSAGES: u64 = 1 << 9;
    pub const DIRECT_MESSAGES: u64 = 1 << 12;
    pub const MESSAGE_CONTENT: u64 = 1 << 15;
    /// Those that have to be switched on for an application; here they are not.
    pub const PRIVILEGED: u64 = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT;
    /// Every bit that means something.
    pub const KNOWN: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);
}

/// Why the gateway ends a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Close {
    /// Discord's close code.
    pub(super) code: u16,
    /// Discord's words.
    pub(super) reason: &'static str,
}

const fn close(code: u16, reason: &'static str) -> Close {
    Close { code, reason }
}

impl Close {
    pub(super) const UNKNOWN_OP: Self = close(4001, "Unknown opcode.");
    pub(super) const DECODE_ERROR: Self = close(4002, "Error while decoding payload.");
    pub(super) const NOT_AUTHENTICATED: Self = close(4003, "Not authenticated.");
    pub(super) const AUTHENTICATION_FAILED: Self = close(4004, "Authentication failed.");
    pub(super) const ALREADY_AUTHENTICATED: Self = close(4005, "Already authenticated.");
    pub(super) const INVALID_SEQ: Self = close(4007, "Invalid seq.");
    pub(super) const RATE_LIMITED: Self = close(4008, "Rate limited.");
    pub(super) const TIMED_OUT: Self = close(4009, "Session timed out.");
    pub(super) const INVALID_SHARD: Self = close(4010, "Invalid shard.");
    pub(super) const INVALID_VERSION: Self = close(4012, "Invalid API version.");
    pub(super) const INVALID_INTENTS: Self = close(4013, "Invalid intent(s).");
    pub(super) const DISALLOWED_INTENTS: Self = close(4014, "Disallowed intent(s).");
    pub(super) const GOING_AWAY: Self = close(1001, "The playground stops.");
}
