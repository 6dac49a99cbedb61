// What an empty channel says: in the first one, what this place is and what to try first.

import { byId, el, fill } from "./dom.js";
import { bot, channelName, emit, isDirect, model, on, users } from "./model.js";
import { firstChannel } from "./sidebar.js";

/** Wires it; called once. */
export function setUpWelcome() {
  on("world viewer channel", show);
}

function show() {
  if (!model.world) return;
  fill(byId("empty"), model.channelId === firstChannel() ? welcome() : quiet());
}

function quiet() {
  const name = bot().user?.name ?? "the bot";
  if (isDirect(model.channelId)) return el("p", { text: `Nothing here yet. Reminders and answers from ${name} arrive here.` });
  return el("p", {}, `Nothing has been posted in #${channelName(model.channelId)} yet. Type `, el("kbd", { text: "/" }), " below for commands.");
}

function welcome() {
  const name = bot().user?.name ?? "the bot";
  return [
    el("h3", { text: `Try ${name} here` }),
    el("p", { text: "This is a small Discord of your own on this computer, with the real bot in it. Nothing leaves this computer." }),
    el("p", { class: "row" }, el("button", {
      type: "button", class: "button primary", text: "/stretch", on: { click: () => emit("fill-box", "/stretch ") },
    }), el("span", { text: "puts a first command in the box; Enter sends it." })),
    el("dl", {},
      fact("Who you are", people()),
      fact("Time", "The buttons on top play the clock on. Whatever is due on the way comes in order, at its time."),
      fact("Trouble", "“Faults & settings” breaks Discord in the ways it really breaks, and closes people’s direct messages."),
      fact("Stopping", model.world.kept
        ? "Everything is kept. Start it again in the same way and go on."
        : ["Nothing is kept when the program stops. ", el("code", { text: "unhunch playground --keep DIR" }), " keeps everything."])),
  ];
}

const fact = (term, text) => el("div", {}, el("dt", { text: term }), el("dd", {}, text));

function people() {
  const admins = users().filter((user) => user.admin).map((user) => user.name);
  const members = users().filter((user) => !user.admin).map((user) => user.name);
  const are = (names, one, many) => (names.length === 0 ? "" : `${list(names)} ${names.length === 1 ? one : many}`);
  const sentence = [are(admins, "manages this server", "manage this server"), are(members, "is a member", "are members")];
  return `${sentence.filter((part) => part !== "").join("; ")}. Choose on top as whom you act.`;
}

const list = (names) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);
