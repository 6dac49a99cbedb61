// The left column and the row of people: channels, direct messages, who is acting,
// and what each of them has not read yet.

import { api } from "./api.js";
import { byId, el, fill, tint } from "./dom.js";
import {
  bot, CHANNEL, channels, compareIds, emit, findChannel, isReadable, model, on, ownerOfDirect, recall, remember, users, viewer,
} from "./model.js";

/** The newest message id that a person has seen in a channel, by `person:channel`. */
let seen = recall("seen", "sessionStorage") ?? {};

/** What is unread, by `person:channel`: `{count, pings}`. */
const unread = new Map();

const keyOf = (userId, channelId) => `${userId}:${channelId}`;

/** Wires the column; called once. */
export function setUpSidebar() {
  on("world viewer channel unread", show);
  on("messages", markSeen);
  on("open-channel", openChannel);
  byId("nav-toggle").addEventListener("click", () => showNav(!document.body.classList.contains("nav-open")));
  byId("sidebar").addEventListener("keydown", (event) => {
    if (event.key === "Escape") showNav(false);
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#sidebar, #nav-toggle") && document.body.classList.contains("nav-open")) showNav(false);
  });
}

function showNav(open) {
  document.body.classList.toggle("nav-open", open);
  byId("nav-toggle").setAttribute("aria-expanded", String(open));
  if (!open && byId("sidebar").contains(document.activeElement)) byId("nav-toggle").focus();
}

/** Opens a channel for the acting person. */
export function openChannel(channelId) {
  model.channelId = channelId;
  remember("channel", channelId, "sessionStorage");
  showNav(false);
  emit("channel");
  emit("reload-messages");
}

/** Lets somebody else act; they stay in a guild channel, and leave another's direct messages. */
export function actAs(userId) {
  const inDirect = ownerOfDirect(model.channelId) !== undefined;
  model.viewerId = userId;
  remember("viewer", userId, "sessionStorage");
  if (inDirect) model.channelId = viewer()?.dm_channel_id ?? firstChannel();
  emit("viewer");
  emit("channel");
  emit("reload-messages");
  countAll();
}

/** The channel to begin in: the first one where people write. */
export function firstChannel() {
  return channels().find(isReadable)?.id ?? null;
}

/** Forgets what was read; the server's world has begun anew. */
export function forgetSeen() {
  seen = {};
  unread.clear();
  remember("seen", seen, "sessionStorage");
}

/** Counts what the acting person has not read in the guild, and everyone in their direct messages. */
export async function countAll() {
  const guild = channels().filter(isReadable).map((channel) => [model.viewerId, channel.id]);
  const direct = users().filter((user) => user.dm_channel_id).map((user) => [user.id, user.dm_channel_id]);
  await Promise.all([...guild, ...direct].map(([userId, channelId]) => count(userId, channelId)));
  emit("unread");
}

/** Counts one channel anew: for its owner if it is a DM, else for the acting person. */
export async function countChannel(channelId) {
  await count(ownerOfDirect(channelId)?.id ?? model.viewerId, channelId);
  emit("unread");
}

async function count(userId, channelId) {
  if (isOpen(userId, channelId)) return;
  try {
    tally(userId, channelId, await api.messages(channelId, userId));
  } catch {
    // No mark is shown for what cannot be asked; the next event asks again.
  }
}

const isOpen = (userId, channelId) => userId === model.viewerId && channelId === model.channelId;

function tally(userId, channelId, messages) {
  const key = keyOf(userId, channelId);
  const since = seen[key];
  const fresh = messages.filter((message) => message.author.id !== userId
    && (since === undefined || compareIds(message.id, since) > 0));
  const direct = ownerOfDirect(channelId) !== undefined;
  const pings = fresh.filter((message) => direct || message.pinged?.includes(userId)).length;
  unread.set(key, { count: fresh.length, pings });
}

function markSeen() {
  const newest = model.messages.at(-1);
  const key = keyOf(model.viewerId, model.channelId);
  if (!newest || newest.channel_id !== model.channelId) return;
  if (seen[key] === newest.id && !unread.get(key)?.count) return;
  seen[key] = newest.id;
  remember("seen", seen, "sessionStorage");
  unread.delete(key);
  show();
}

function show() {
  if (!model.world) return;
  const focused = document.activeElement?.dataset?.entry;
  byId("guild-name").textContent = model.world.guild.name;
  fill(byId("channels"), ordered().map(channelEntry));
  fill(byId("directs"), directEntry());
  showPeople();
  showTitle();
  if (focused) document.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
}

/** Channels as the server orders them, each thread after its parent. */
function ordered() {
  const threads = channels().filter((channel) => channel.parent_id && isThread(channel));
  const roots = channels().filter((channel) => !threads.includes(channel));
  const placed = roots.flatMap((channel) => [channel, ...threads.filter((thread) => thread.parent_id === channel.id)]);
  return [...placed, ...threads.filter((thread) => !placed.includes(thread))];
}

const isThread = (channel) =>
  [CHANNEL.announcementThread, CHANNEL.publicThread, CHANNEL.privateThread].includes(channel.type);

const KINDS = {
  [CHANNEL.text]: ["#", "text channel"],
  [CHANNEL.announcement]: ["»", "announcement channel"],
  [CHANNEL.voice]: ["♪", "voice channel"],
  [CHANNEL.stage]: ["♪", "stage channel"],
  [CHANNEL.forum]: ["≡", "forum"],
  [CHANNEL.media]: ["≡", "media channel"],
  [CHANNEL.announcementThread]: ["↳", "thread"],
  [CHANNEL.publicThread]: ["↳", "thread"],
  [CHANNEL.privateThread]: ["↳", "private thread"],
};

function channelEntry(channel) {
  if (channel.type === CHANNEL.category) return el("li", { class: "category", text: channel.name });
  const [sign, kind] = KINDS[channel.type] ?? ["?", "channel"];
  const content = [el("span", { class: "sign", "aria-hidden": "true", text: sign }), el("span", { class: "name", text: channel.name })];
  const place = isThread(channel) ? "thread" : "";
  if (!isReadable(channel)) {
    return el("li", { class: place }, el("span", { class: "entry closed", title: `A ${kind} takes no messages from bots` },
      content, el("span", { class: "sr-only", text: ` (${kind}, cannot be opened)` })));
  }
  return el("li", { class: place }, entry(channel.id, content, kind));
}

function directEntry() {
  const who = viewer();
  if (!who) return null;
  const content = [
    el("span", { class: "avatar small", "aria-hidden": "true", data: { tint: String(tint(bot().user?.id ?? "0")) }, text: bot().user?.name?.[0] ?? "?" }),
    el("span", { class: "name", text: bot().user?.name ?? "The bot" }),
    who.dms_closed ? el("span", { class: "quiet", text: "closed" }) : null,
  ];
  if (!who.dm_channel_id) return el("li", {}, el("span", { class: "entry closed", title: "No direct messages yet" }, content));
  return el("li", {}, entry(who.dm_channel_id, content, "direct messages"));
}

function entry(channelId, content, kind) {
  const current = channelId === model.channelId;
  const marks = unread.get(keyOf(model.viewerId, channelId)) ?? { count: 0, pings: 0 };
  return el("button", {
    type: "button",
    class: marks.count > 0 && !current ? "entry unread" : "entry",
    "aria-current": current ? "page" : null,
    data: { entry: channelId },
    on: { click: () => openChannel(channelId) },
  }, content, el("span", { class: "sr-only", text: ` (${kind})` }), current ? null : badge(marks));
}

function badge({ count: news, pings }) {
  if (pings > 0) return el("span", { class: "badge" }, String(pings), el("span", { class: "sr-only", text: " new for you" }));
  return news > 0 ? el("span", { class: "sr-only", text: ` ${news} unread` }) : null;
}

function showPeople() {
  fill(byId("people"), users().map((user) => {
    const news = user.dm_channel_id ? unread.get(keyOf(user.id, user.dm_channel_id))?.count ?? 0 : 0;
    const input = el("input", { type: "radio", name: "acting", value: user.id, class: "sr-only", data: { entry: `user-${user.id}` } });
    input.checked = user.id === model.viewerId;
    input.addEventListener("change", () => actAs(user.id));
    return el("label", { class: "person", title: user.admin ? `${user.name} manages this server` : user.name }, input,
      el("span", { class: "avatar small", "aria-hidden": "true", data: { tint: String(tint(user.id)) }, text: [...user.name][0] }),
      el("span", { class: "person-name", text: user.name }),
      user.admin ? el("span", { class: "quiet", text: "admin" }) : null,
      news > 0 && user.id !== model.viewerId ? el("span", { class: "badge" }, String(news), el("span", { class: "sr-only", text: " new direct messages" })) : null);
  }));
}

function showTitle() {
  const direct = ownerOfDirect(model.channelId);
  const channel = findChannel(model.channelId);
  const name = direct ? `Direct messages with ${bot().user?.name ?? "the bot"}` : channel ? `#${channel.name}` : "No channel";
  byId("channel-title").textContent = name;
  byId("channel-about").textContent = direct ? `seen by ${direct.name} only` : channel?.topic ?? "";
  const news = [...unread.entries()].filter(([key]) => key.startsWith(`${model.viewerId}:`)).reduce((sum, [, marks]) => sum + marks.pings, 0);
  byId("nav-badge").textContent = String(news);
  byId("nav-badge").hidden = news === 0;
  document.title = `${news > 0 ? `(${news}) ` : ""}${name} · Unhunch playground`;
}
