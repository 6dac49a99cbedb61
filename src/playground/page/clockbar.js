// The clock bar: the playground's date and time, the zone to show it in, and the
// buttons that play the clock on.

import { api } from "./api.js";
import { byId, el, fill } from "./dom.js";
import { emit, model, nowMs, on, recall, remember, setClock } from "./model.js";
import { clockText, zones } from "./time.js";

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
  setInterval(showClock, 1000);
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
  const node = byId("now");
  if (model.clock.now_ms === 0) return;
  const text = clockText(nowMs());
  if (node.textContent !== text) node.textContent = text;
  node.dateTime = new Date(nowMs()).toISOString();
  const busy = model.playing;
  for (const button of document.querySelectorAll("[data-plays]")) button.disabled = busy;
  byId("clock-bar").classList.toggle("playing", busy);
}

async function play(how, button) {
  if (model.playing) return;
  model.playing = true;
  say("Playing…");
  emit("play");
  try {
    const played = await api.play(how);
    setClock({ ...model.clock, now_ms: played.now_ms });
    say(`Played to ${clockText(played.now_ms)}: ${count(played.wake_ups)}.`);
    emit("played", how);
  } catch (error) {
    say(error.message);
  }
  model.playing = false;
  emit("play");
  button.focus({ preventScroll: true });
}

const count = (wakeUps) => (wakeUps === 1 ? "1 wake-up" : `${wakeUps} wake-ups`);

function say(sentence) {
  byId("clock-note").textContent = sentence;
}
