// The newcomer's first minutes: one step at a time above the box, ticked off as it
// happens. It only fills the box or presses the page's own buttons; everything in it
// can be done without it.

import { byId, el, fill } from "./dom.js";
import { emit, isDirect, model, on, recall, remember, viewer } from "./model.js";
import { firstChannel } from "./sidebar.js";

/** Puts a command in the box, in a channel of the guild: not all of them work in direct messages. */
const fillBox = (text) => () => {
  if (isDirect(model.channelId)) emit("open-channel", firstChannel());
  emit("fill-box", text());
};

// Daily, so that it also comes at a weekend; in the zone in which this page shows times.
const reminder = () => `/deskbreak join times:10:30, 15:00 days:daily timezone:${model.zone} `;

const STEPS = [
  { id: "stretch", text: "Get a stretch for right now", action: "/stretch", run: fillBox(() => "/stretch ") },
  { id: "reminded", text: "Ask for daily reminders", action: "/deskbreak join", run: fillBox(reminder) },
  { id: "played", text: "Let a day pass: your reminders come on the way", action: "Tomorrow", run: () => byId("play-tomorrow").click() },
  { id: "did", text: "They came as direct messages: press “I did it” in one", action: "Open messages", run: openDirects },
  { id: "joined", text: "Have such days counted: choose how others may see you", action: "/streak join", run: fillBox(() => "/streak join ") },
  { id: "counted", text: "Press “I took a break today”, your first day" },
  { id: "leaderboard", text: "See your line on the board", action: "/leaderboard", run: fillBox(() => "/leaderboard ") },
];

const done = new Set(recall("guide.done", "sessionStorage") ?? []);

/** Wires the guide; called once. */
export function setUpGuide() {
  on("sent", ({ name, options }) => tick(stepOfCommand(name, options)));
  on("played", ({ came }) => came > 0 && tick("played"));
  on("pressed", ({ message, customId }) => tick(stepOfButton(labelOf(message.components, customId))));
  on("world viewer", show);
  byId("guide-close").addEventListener("click", () => setClosed(true, byId("box")));
  byId("guide-open").addEventListener("click", () => setClosed(false, byId("guide-close")));
}

function stepOfCommand(name, options) {
  if (name === "deskbreak join") return "reminded";
  if (name === "streak join") return options.visibility === undefined ? null : "joined";
  return name === "done" ? "did" : name;
}

/** Buttons are known by what a person reads on them; in other languages, "Skip" leads on. */
function stepOfButton(label) {
  if (label === "I did it") return "did";
  if (label === "I took a break today") return "counted";
  return /^Join\b/.test(label) ? "joined" : null;
}

function labelOf(parts, customId) {
  for (const part of parts ?? []) {
    if (part.custom_id === customId) return part.label ?? "";
    const below = labelOf([...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])], customId);
    if (below !== "") return below;
  }
  return "";
}

function setClosed(closed, focus) {
  if (!closed) done.clear();
  remember("guide.done", [...done], "sessionStorage");
  remember("guide.closed", closed);
  show();
  focus.focus();
}

function openDirects() {
  const mine = viewer()?.dm_channel_id;
  if (mine) emit("open-channel", mine);
}

function tick(id) {
  if (!STEPS.some((step) => step.id === id) || done.has(id)) return;
  done.add(id);
  // Whose break counts already has nothing to press for a first day.
  if (id === "did" && done.has("joined")) done.add("counted");
  remember("guide.done", [...done], "sessionStorage");
  show();
}

function show() {
  const closed = recall("guide.closed") === true;
  byId("guide").hidden = closed;
  byId("guide-open").hidden = !closed;
  const step = STEPS.find((candidate) => !done.has(candidate.id));
  fill(byId("guide-step"), step ? line(step) : "That was the tour. The clock, the other people and the faults are yours.");
}

function line(step) {
  const skip = () => {
    tick(step.id);
    byId("guide-step").querySelector("button")?.focus();
  };
  return [
    el("span", { class: "step-count", text: `${STEPS.indexOf(step) + 1} of ${STEPS.length}` }),
    el("span", { class: "step-text", text: step.text }),
    step.action ? el("button", { type: "button", class: "button primary", text: step.action, on: { click: step.run } }) : null,
    el("button", { type: "button", class: "plain", text: "Skip", on: { click: skip } }),
  ];
}
