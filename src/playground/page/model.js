// What the page knows: the last state from the server, who is acting, which
// channel is open. Other modules read it here and subscribe to changes; nothing
// here touches the document. Ids stay strings: they are 64 bits wide.

export const CHANNEL = {
  text: 0,
  dm: 1,
  voice: 2,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  stage: 13,
  forum: 15,
  media: 16,
};

const READABLE = new Set([
  CHANNEL.text,
  CHANNEL.announcement,
  CHANNEL.announcementThread,
  CHANNEL.publicThread,
  CHANNEL.privateThread,
]);

export const model = {
  /** The server's state, or null before the first answer. */
  world: null,
  viewerId: null,
  channelId: null,
  /** The IANA zone in which the page shows times. */
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  /** Messages of the open channel as the acting person sees them. */
  messages: [],
  /** True while the event stream is connected. */
  live: false,
  /** The playground's time when it was last told, and the browser's at that moment. */
  clock: { now_ms: 0, ticking: false, heard_at: 0 },
  playing: false,
};

const listeners = new Map();

/** Runs `run` whenever one of `topics` (separated by spaces) changes. */
export function on(topics, run) {
  for (const topic of topics.split(" ")) {
    if (!listeners.has(topic)) listeners.set(topic, []);
    listeners.get(topic).push(run);
  }
}

/** Tells the subscribers of `topic`: world, clock, messages, viewer, channel, zone, live, unread, play, sent or pressed. */
export function emit(topic, detail) {
  for (const run of listeners.get(topic) ?? []) run(detail);
}

/** The playground's time in milliseconds; it advances here too while the server's does. */
export function nowMs() {
  const { now_ms: now, ticking, heard_at: heardAt } = model.clock;
  return ticking ? now + (performance.now() - heardAt) : now;
}

export function setClock(clock) {
  model.clock = { ...clock, heard_at: performance.now() };
  emit("clock");
}

export const users = () => model.world?.users ?? [];
export const channels = () => model.world?.channels ?? [];
export const roles = () => model.world?.roles ?? model.world?.guild.roles ?? [];
export const bot = () => model.world?.bot ?? { connected: false, user: null };
export const findUser = (id) => users().find((user) => user.id === id);
export const viewer = () => findUser(model.viewerId);
export const findChannel = (id) => channels().find((channel) => channel.id === id);
export const isReadable = (channel) => READABLE.has(channel.type);

/** Whether this channel is somebody's direct messages with the bot. */
export function isDirect(channelId) {
  return users().some((user) => user.dm_channel_id !== null && user.dm_channel_id === channelId);
}

/** The person whose direct messages these are. */
export function ownerOfDirect(channelId) {
  return users().find((user) => user.dm_channel_id === channelId);
}

/** How a user is called, also the bot and one we do not know. */
export function userName(id) {
  if (bot().user?.id === id) return bot().user.name;
  return findUser(id)?.name ?? "unknown-user";
}

/** How a channel is called, without its sign. */
export function channelName(id) {
  if (isDirect(id)) return bot().user?.name ?? "Direct message";
  return findChannel(id)?.name ?? "unknown-channel";
}

/** How a role is called. */
export function roleName(id) {
  return roles().find((role) => role.id === id)?.name ?? "unknown-role";
}

/** A user's or role's name with its sign; Discord's `@everyone` has it already. */
export const at = (name) => (name.startsWith("@") ? name : `@${name}`);

/** Orders two snowflakes: negative if `a` is the older one. */
export function compareIds(a, b) {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** What was kept in this browser under `key`; private windows may keep nothing. */
export function recall(key, storage = "localStorage") {
  try {
    return JSON.parse(window[storage].getItem(`unhunch.${key}`));
  } catch {
    return null;
  }
}

/** Keeps `value` in this browser, if it lets us. */
export function remember(key, value, storage = "localStorage") {
  try {
    window[storage].setItem(`unhunch.${key}`, JSON.stringify(value));
  } catch {
    // The page works without it; it only forgets on reload.
  }
}
