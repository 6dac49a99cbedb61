// The newcomer's first minutes: one step at a time above the box, ticked off as it
// happens. It only fills the box or presses the page's own buttons; everything in it
// can be done without it.

import { byId, el, fill } from "./dom.js";
import { emit, isDirect, model, on, recall, remember, viewer } from "./model.js";
import { firstChannel } from "./sidebar.js";

/** Puts a command in the box, in a channel of the guild: not all of them work in direct messages. */
const fillBox = (text) => () => {
  if (isDirect(model.channelId)) emit("open-channel", firstChannel());
  emit("fill-box", text);
};

// `id` is the command to be run, or one of "played" and "pressed".
const STEPS = [
  { id: "stretch", text: "Get a stretch for right now", action: "/stretch", run: fillBox("/stretch ") },
  { id: "deskbreak join", text: "Ask for daily reminders", action: "/deskbreak join", run: fillBox("/deskbreak join times:10:30, 15:00 ") },
  { id: "streak join", text: "Have your breaks counted", action: "/streak join", run: fillBox("/streak join ") },
  { id: "played", text: "Play the clock on until a reminder is due", action: "Next prompt", run: () => byId("play-next").click() },
  { id: "pressed", text: "It came as a direct message: open it and press “I did it”", action: "Open messages", run: openDirects },
  { id: "leaderboard", text: "See your line on the board", action: "/leaderboard", run: fillBox("/leaderboard ") },
];

const done = new Set(recall("guide.done", "sessionStorage") ?? []);

/** Wires the guide; called once. */
export function setUpGuide() {
  on("sent", ({ name }) => tick(name));
  on("played", () => tick("played"));
  on("pressed", () => tick("pressed"));
  on("world viewer", show);
  byId("guide-close").addEventListener("click", () => setClosed(true, byId("box")));
  byId("guide-open").addEventListener("click", () => setClosed(false, byId("guide-close")));
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
    el("button", { type: "button", class: "button primary", text: step.action, on: { click: step.run } }),
    el("button", { type: "button", class: "plain", text: "Skip", on: { click: skip } }),
  ];
}
