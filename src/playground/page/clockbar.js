// The clock bar: the playground's date and time, the zone to show it in, the buttons
// that play the clock on, what is due next, and what came while it was played.

import { api } from "./api.js";
import { byId, debounce, el, fill, pause } from "./dom.js";
import { channelName, channels, emit, isDirect, isReadable, model, nowMs, on, ownerOfDirect, recall, remember, setClock, users } from "./model.js";
import { actAs, openChannel } from "./sidebar.js";
import { clockText, shortText, weekdayText, zones } from "./time.js";

/** The most messages that the note after playing names one by one. */
const MOST_NAMED = 3;

/** What is due may wait a little before it is sent, so that not everything leaves at once. */
const LONGEST_WAIT_MS = 600_000;

/** So many wake-ups without a message are looked at, and no more. */
const MOST_WAKE_UPS = 5;

/** What is tried again arrives a moment after the clock has stopped. */
const AFTERWARDS_MS = 1500;

/** Wires the bar; called once. */
export function setUpClockBar() {
  model.zone = usable(recall("zone")) ?? model.zone;
  setUpZones();
  const plays = {
    "play-10m": () => ({ seconds: 600 }),
    "play-1h": () => ({ seconds: 3600 }),
    "play-next": () => ({ to: "next" }),
    "play-tomorrow": () => ({ to: "tomorrow", zone: model.zone }),
  };
  for (const [id, how] of Object.entries(plays)) byId(id).addEventListener("click", () => play(how(), byId(id)));
  on("clock zone play", showClock);
  // The bot asks for its next wake-up a moment after it has answered.
  on("messages world", debounce(300, refresh));
  setInterval(showClock, 1000);
}

async function refresh() {
  if (model.playing || !model.live) return;
  try {
    setClock(await api.clock());
  } catch {
    // The page says on top that the playground does not answer.
  }
}

function usable(zone) {
  try {
    return zone ? new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone : null;
  } catch {
    return null;
  }
}

function setUpZones() {
  const select = byId("zone");
  fill(select, zones().map((zone) => el("option", { value: zone, text: zone.replaceAll("_", " ") })));
  select.value = model.zone;
  select.addEventListener("change", () => {
    model.zone = select.value;
    remember("zone", model.zone);
    emit("zone");
  });
}

function showClock() {
  if (model.clock.now_ms === 0) return;
  put(byId("now"), clockText(nowMs()));
  byId("now").dateTime = new Date(nowMs()).toISOString();
  const next = model.clock.next_ms ?? null;
  put(byId("next-due"), next === null ? "Nothing is due" : `Next: ${shortText(next)}`);
  const busy = model.playing;
  for (const button of document.querySelectorAll("[data-plays]")) button.setAttribute("aria-disabled", String(busy));
  byId("clock-bar").classList.toggle("playing", busy);
}

const put = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

async function play(how) {
  if (model.playing) return;
  if (how.to === "next" && (model.clock.next_ms ?? null) === null) {
    say("Nothing is scheduled yet: /deskbreak join asks for reminders, /prompts add for prompts in a channel.");
    return;
  }
  model.playing = true;
  say("Playing…");
  emit("play");
  const from = nowMs();
  try {
    const { played, came } = how.to === "next" ? await playToArrival(how, from) : await playOnce(how, from);
    tell(played, came);
    emit("played", { came: came.length });
  } catch (error) {
    say(error.message);
  }
  model.playing = false;
  emit("play");
  await refresh();
}

async function playOnce(how, from) {
  const played = await api.play(how);
  setClock({ ...model.clock, now_ms: played.now_ms });
  return { played, came: await arrivals(from) };
}

/** Plays from wake-up to wake-up until one brings a message, as long as the next is near. */
async function playToArrival(how, from) {
  let found = await playOnce(how, from);
  for (let more = 0; found.came.length === 0 && more < MOST_WAKE_UPS; more++) {
    const { next_ms: next } = await api.clock();
    if (!next || next - found.played.now_ms > LONGEST_WAIT_MS) break;
    found = await playOnce(how, from);
  }
  if (found.came.length > 0) return found;
  await pause(AFTERWARDS_MS);
  return { ...found, came: await arrivals(from) };
}

/** The bot's messages since then, in their order: `{at, channelId, owner}`. */
async function arrivals(since) {
  const places = [
    ...channels().filter(isReadable).map(({ id }) => [id, model.viewerId]),
    ...users().filter((user) => user.dm_channel_id).map((user) => [user.dm_channel_id, user.id]),
  ];
  const lists = await Promise.all(places.map(([channelId, userId]) => api.messages(channelId, userId)));
  return lists.flat()
    .filter((message) => message.author.bot && Date.parse(message.timestamp) > since)
    .map((message) => ({ at: Date.parse(message.timestamp), channelId: message.channel_id }))
    .sort((a, b) => a.at - b.at);
}

function tell(played, came) {
  const parts = [`Played to ${shortText(played.now_ms)}.`];
  if (came.length === 0) parts.push(model.clock.next_ms ? "Nothing has come; “Next prompt” goes on to what is due." : "Nothing has come.");
  const named = came.slice(0, MOST_NAMED).map(arrival);
  const more = came.length - named.length;
  fill(byId("clock-note"), el("span", { text: parts.join(" ") }), named, more > 0 ? el("span", { text: `and ${more} more` }) : null);
}

function arrival({ at, channelId }) {
  const owner = isDirect(channelId) ? ownerOfDirect(channelId) : null;
  const where = owner ? `to ${owner.name}` : `in #${channelName(channelId)}`;
  const open = () => {
    if (owner && owner.id !== model.viewerId) actAs(owner.id);
    openChannel(channelId);
  };
  return el("button", { type: "button", class: "plain", text: `${weekdayText(at)} ${where}`, on: { click: open } });
}

function say(sentence) {
  fill(byId("clock-note"), el("span", { text: sentence }));
}
