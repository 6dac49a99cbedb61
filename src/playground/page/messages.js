// The message list of the open channel. Messages keep their element as long as
// nothing in them changed, so that focus and scrolling survive live updates.

import { api } from "./api.js";
import { byId, el, fill, tint } from "./dom.js";
import { components } from "./components.js";
import { attachments, embeds } from "./embeds.js";
import { busyPresses, failedPresses, forget, NO_ANSWER, pending, press } from "./interactions.js";
import { markdown } from "./markdown.js";
import { bot, channelName, compareIds, emit, isDirect, model, on, recall, remember, userName, viewer } from "./model.js";
import { clockText, dayKey, dayText, hourText, refreshStamps } from "./time.js";

const COMPONENTS_V2 = 1 << 15;
const dismissed = new Set(recall("dismissed", "sessionStorage") ?? []);

/** Elements on the page by key, with the signature of what they show. */
let rows = new Map();
let shownFor = "";
let newestAnnounced = null;
let pinned = true;

/** Fetches the open channel's messages and shows them. */
export async function loadMessages() {
  const { channelId, viewerId } = model;
  if (!channelId) {
    model.messages = [];
  } else {
    const messages = await api.messages(channelId, viewerId);
    if (channelId !== model.channelId || viewerId !== model.viewerId) return;
    model.messages = messages;
  }
  emit("messages");
}

/** Wires the list; called once. */
export function setUpMessages() {
  const scroller = byId("scroller");
  on("messages zone", show);
  on("clock", () => refreshStamps(byId("messages")));
  scroller.addEventListener("scroll", () => {
    const atEnd = restBelow() < 60;
    pinned = atEnd || newestBegins();
    if (atEnd) byId("to-newest").hidden = true;
  });
  on("sent", () => {
    pinned = true;
    toNewest();
  });
  new ResizeObserver(() => pinned && toNewest()).observe(byId("messages"));
  new ResizeObserver(() => pinned && toNewest()).observe(scroller);
  byId("to-newest").addEventListener("click", () => {
    scroller.scrollTop = scroller.scrollHeight;
    scroller.focus({ preventScroll: true });
  });
}

const restBelow = () => {
  const scroller = byId("scroller");
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
};

/** How far below the top of the view the newest message begins. */
const newestTop = () => {
  const newest = byId("messages").lastElementChild;
  return newest ? newest.getBoundingClientRect().top - byId("scroller").getBoundingClientRect().top : 0;
};

/** Whether the beginning of the newest message is in view. */
const newestBegins = () => newestTop() >= -TOP_GAP && newestTop() < byId("scroller").clientHeight;

const TOP_GAP = 8;

/** Shows the newest message: to its end, or from its beginning if it is too tall for that. */
function toNewest() {
  const scroller = byId("scroller");
  if (!byId("messages").lastElementChild) {
    scroller.scrollTop = 0;
    return;
  }
  const height = byId("messages").lastElementChild.offsetHeight;
  const tall = height > scroller.clientHeight;
  scroller.scrollTop = tall ? scroller.scrollTop + newestTop() - TOP_GAP : scroller.scrollHeight;
  offerRest(tall, "The rest is below");
}

function offerRest(wanted, words) {
  byId("to-newest").textContent = words;
  byId("to-newest").hidden = !wanted || restBelow() < 20;
}

function show() {
  const place = `${model.viewerId} ${model.channelId} ${model.zone}`;
  const moved = place !== shownFor;
  if (moved) {
    rows = new Map();
    shownFor = place;
    pinned = true;
  }
  const wanted = plan();
  const grew = wanted.some((row) => !rows.has(row.key));
  reconcile(wanted);
  byId("empty").hidden = wanted.length > 0 || !model.world;
  announce(moved);
  if (pinned) toNewest();
  else if (grew) offerRest(true, "New messages below");
}

/** What should be in the list: `{key, signature, render}` from top to bottom. */
function plan() {
  const wanted = [];
  let day = null;
  const waiting = pending.filter(isWaitingHere);
  const place = (line) => wanted.push({ key: line.interactionId, signature: line.state, render: () => pendingRow(line) });
  for (const message of model.messages) {
    if (dismissed.has(message.id)) continue;
    while (waiting.length > 0 && compareIds(waiting[0].interactionId, message.id) < 0) place(waiting.shift());
    const at = Date.parse(message.timestamp);
    if (dayKey(at) !== day) {
      day = dayKey(at);
      wanted.push({ key: `day-${message.id}`, signature: "", render: () => divider(at) });
    }
    wanted.push(messageRow(message));
  }
  waiting.forEach(place);
  return wanted;
}

function isWaitingHere(line) {
  const here = line.viewerId === model.viewerId && line.channelId === model.channelId;
  const answered = model.messages.some((message) => message.interaction_metadata?.id === line.interactionId);
  return here && line.state !== "new" && !answered;
}

function messageRow(message) {
  const busy = busyPresses.get(message.id) ?? null;
  const failed = failedPresses.get(message.id) ?? null;
  return {
    key: message.id,
    signature: JSON.stringify([message, busy, failed]),
    render: () => renderMessage(message, busy, failed),
  };
}

/** Makes the list hold exactly `wanted`, touching only what differs. */
function reconcile(wanted) {
  const list = byId("messages");
  const next = new Map();
  const focus = focusedControl();
  let position = list.firstChild;
  for (const { key, signature, render } of wanted) {
    const old = rows.get(key);
    const node = old?.signature === signature ? old.node : render();
    next.set(key, { node, signature });
    if (old && old.node !== node && old.node === position) {
      position = position.nextSibling;
      old.node.replaceWith(node);
    } else if (node === position) {
      position = position.nextSibling;
    } else {
      list.insertBefore(node, position);
    }
  }
  const keep = new Set([...next.values()].map((row) => row.node));
  for (const node of [...list.children]) if (!keep.has(node)) node.remove();
  rows = next;
  restoreFocus(focus, next);
}

/** Which control of which message has the focus, so that a redrawn message can have it back. */
function focusedControl() {
  const control = document.activeElement?.closest?.("#messages [data-press]");
  const row = control?.closest("#messages > li");
  return row ? { row: row.dataset.key, press: control.dataset.press } : null;
}

function restoreFocus(focus, next) {
  if (focus === null) return;
  const node = next.get(focus.row)?.node;
  if (!node || node.contains(document.activeElement)) return;
  const same = [...node.querySelectorAll("[data-press]")].find((control) => control.dataset.press === focus.press);
  if (same && !same.disabled) same.focus({ preventScroll: true });
  else node.focus({ preventScroll: true });
}

const divider = (at) => el("li", { class: "day" }, el("span", { text: dayText(at) }));

function renderMessage(message, busy, failed) {
  const own = message.ephemeral_for != null;
  const context = contextFor(message, busy);
  const toMe = (message.pinged ?? []).includes(model.viewerId) && !isDirect(model.channelId);
  const look = ["message", own ? "ephemeral" : "", toMe ? "pings-me" : ""].filter((name) => name !== "").join(" ");
  return el("li", { class: look, tabindex: "-1", data: { key: message.id } },
    avatar(message.author),
    el("div", { class: "body" },
      usedLine(message),
      header(message),
      message.thinking ? thinkingLine() : content(message, context),
      failed ? el("p", { class: "failure", text: failed }) : null,
      own ? ephemeralLine(message) : null),
    moderation(message, own));
}

function contextFor(message, busy) {
  return {
    message,
    busy,
    pinged: message.pinged ?? [],
    pingedRoles: message.mention_roles ?? [],
    everyone: message.mention_everyone === true,
    press: (customId, values) => press(message, customId, values),
  };
}

function usedLine(message) {
  const used = message.interaction;
  if (!used?.name || message.message_reference) return null;
  const command = /^[\p{Ll}\p{N}_ -]+$/u.test(used.name) ? `/${used.name}` : used.name;
  return el("p", { class: "used" }, el("strong", { text: userName(used.user_id) }), " used ", el("code", { text: command }));
}

function avatar(author) {
  const name = userName(author.id) === "unknown-user" ? author.username : userName(author.id);
  return el("span", {
    class: "avatar", "aria-hidden": "true", data: { tint: String(tint(author.id)) }, text: [...name][0]?.toUpperCase(),
  });
}

function header(message) {
  const at = Date.parse(message.timestamp);
  const known = userName(message.author.id);
  return el("div", { class: "head" },
    el("strong", { text: known === "unknown-user" ? message.author.global_name ?? message.author.username : known }),
    message.author.bot ? el("span", { class: "tag", text: "APP" }) : null,
    el("time", { datetime: message.timestamp, title: clockText(at), text: hourText(at) }),
    message.edited_timestamp ? el("span", { class: "edited", text: "(edited)" }) : null);
}

function content(message, context) {
  const modern = (message.flags & COMPONENTS_V2) !== 0;
  return el("div", { class: "content" },
    message.content ? el("div", { class: "text" }, markdown(message.content, context)) : null,
    embeds(message, context),
    modern ? null : attachments(message, context),
    components(message.components, context));
}

const botName = () => bot().user?.name ?? "The bot";
const thinkingLine = () =>
  el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }), `${botName()} is thinking…`);

function ephemeralLine(message) {
  const dismiss = () => {
    dismissed.add(message.id);
    remember("dismissed", [...dismissed].slice(-500), "sessionStorage");
    emit("messages");
    // The button that had the focus is gone.
    byId("scroller").focus({ preventScroll: true });
  };
  return el("p", { class: "only-you" }, "Only you can see this · ",
    el("button", { type: "button", class: "plain", text: "Dismiss", on: { click: dismiss } }));
}

/** What an admin may do to a message that everybody sees: delete it. */
function moderation(message, own) {
  if (own || isDirect(model.channelId) || !viewer()?.admin) return null;
  const remove = async (event) => {
    event.currentTarget.disabled = true;
    try {
      await api.world({ delete_message: { channel_id: model.channelId, message_id: message.id } });
    } catch (error) {
      failedPresses.set(message.id, error.message);
      emit("messages");
    }
  };
  return el("button", { type: "button", class: "delete", "aria-label": "Delete this message", title: "Delete this message", on: { click: remove } }, "Delete");
}

function pendingRow(line) {
  const failed = line.state === "failed";
  return el("li", { class: "message ephemeral", tabindex: "-1", data: { key: line.interactionId } },
    el("span", { class: "avatar", "aria-hidden": "true", data: { tint: String(tint(bot().user?.id ?? "0")) }, text: botName()[0] }),
    el("div", { class: "body" },
      el("p", { class: "used" }, el("strong", { text: userName(line.viewerId) }), " used ", el("code", { text: line.text })),
      failed ? el("p", { class: "failure", text: NO_ANSWER }) : el("p", { class: "thinking" }, el("span", { class: "dots", "aria-hidden": "true" }), "Sending…"),
      failed ? el("p", { class: "only-you" }, "Only you can see this · ",
        el("button", { type: "button", class: "plain", text: "Dismiss", on: { click: () => forget(line) } })) : null));
}

/** Reads the newest message to those who hear the page, once, when it came while they were here. */
function announce(moved) {
  // What one person heard is not for the next.
  if (moved) fill(byId("announcer"));
  const newest = model.messages.at(-1);
  if (!newest || newest.thinking) return;
  const place = shownFor;
  const isNew = newestAnnounced?.place === place && compareIds(newest.id, newestAnnounced.id) > 0;
  newestAnnounced = { place, id: newest.id };
  if (moved || !isNew) return;
  const text = rows.get(newest.id)?.node.querySelector(".content")?.textContent ?? "";
  fill(byId("announcer"), `New message from ${userName(newest.author.id)} in ${channelName(model.channelId)}: ${text.slice(0, 300)}`);
}
