// The command box: suggestions while typing a slash, fields for a command's options,
// and sending. The text in the box and the fields always say the same thing, so that
// a person may use either.

import { api } from "./api.js";
import { callable, matching, parseOptions, recognise, serialise } from "./commands.js";
import { byId, el, fill } from "./dom.js";
import { makeField } from "./fields.js";
import { runCommand } from "./interactions.js";
import { bot, channelName, isDirect, model, on, viewer } from "./model.js";
import { listbox } from "./suggest.js";

/** What newcomers are offered first: the text of each button is what it puts in the box. */
const STARTERS = ["/stretch", "/deskbreak join", "/streak join", "/leaderboard", "/help"];

let commands = [];
/** The command whose fields are shown: `{command, fields}`, or null. */
let open = null;
let suggestions = null;
let lastSent = "";
const box = byId("box");

/** Wires the box; called once. */
export function setUpComposer() {
  suggestions = listbox(box, "Commands", (command) => choose(command));
  byId("suggestions").replaceWith(suggestions.list);
  suggestions.list.id = "suggestions";
  box.setAttribute("aria-controls", "suggestions");
  box.addEventListener("input", readBox);
  box.addEventListener("focus", () => box.value === "" || readBox());
  box.addEventListener("blur", () => suggestions.hide());
  box.addEventListener("keydown", boxKey);
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("composer").addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && open) clear();
  });
  on("world viewer channel", refreshCommands);
  on("viewer channel", reread);
  on("fill-box", fillBox);
}

function refreshCommands() {
  const direct = isDirect(model.channelId);
  commands = callable(model.world?.commands, viewer(), { direct, present: bot().in_guild !== false });
  box.disabled = !model.channelId;
  box.placeholder = placeholder(direct);
  const names = STARTERS.filter((text) => commands.some((command) => `/${command.name}` === text));
  fill(byId("starters"), names.map((text) =>
    el("button", { type: "button", class: "starter", text, on: { click: () => fillBox(`${text} `) } })));
  if (open && !commands.some((command) => command.name === open.command.name)) clear();
}

/** Checks what stands in the box again: other commands may be possible now. */
function reread() {
  if (box.value === "") return;
  readBox();
  suggestions.hide();
}

function placeholder(direct) {
  if (!model.channelId) return "No channel is open";
  if (!direct && bot().in_guild === false) return absent();
  if (commands.length === 0) return `${bot().user?.name ?? "The bot"} has no commands here`;
  const where = direct ? `to ${channelName(model.channelId)}` : `in #${channelName(model.channelId)}`;
  return `Type / for commands ${where}`;
}

const absent = () => `${bot().user?.name ?? "The bot"} is not in this server: add it under “Faults & settings”.`;

/** Puts `text` in the box as if it had been typed, and moves on to what is still needed. */
function fillBox(text) {
  box.value = text;
  box.focus();
  readBox();
  suggestions.hide();
  focusFirstNeeded();
}

function choose(command) {
  fillBox(`/${command.name} `);
}

function focusFirstNeeded() {
  const needed = open?.fields.find((field) => field.option.required && field.text() === "");
  (needed?.input ?? box).focus();
}

/** Reads what was typed: offers commands, or shows the fields of the one that is named. */
function readBox() {
  const text = box.value;
  say("");
  if (!text.startsWith("/")) {
    closeFields();
    suggestions.hide();
    byId("send").hidden = text === "";
    if (text !== "") hint(`Enter posts this as a message; ${bot().user?.name ?? "the bot"} does not read those. Commands begin with /.`);
    return;
  }
  const named = recognise(commands, text);
  if (named && (named.rest !== "" || /\s$/.test(text))) {
    suggestions.hide();
    showFields(named.command);
    writeFields(named.rest);
    return;
  }
  closeFields();
  const fitting = matching(commands, text.slice(1));
  suggestions.show(fitting.slice(0, 25), suggestionLine, 0);
  if (fitting.length === 0) say(whyNone(text));
}

function whyNone(text) {
  if (!isDirect(model.channelId) && bot().in_guild === false) return absent();
  const elsewhere = callable(model.world?.commands, viewer(), { direct: !isDirect(model.channelId), present: true });
  const named = recognise(elsewhere, text)?.command ?? matching(elsewhere, text.slice(1))[0];
  if (!named) return `There is no such command for ${viewer()?.name ?? "you"}.`;
  return `/${named.name} works ${isDirect(model.channelId) ? "in the server’s channels" : "in direct messages"} only.`;
}

const suggestionLine = (command) => [
  el("span", { class: "command-name", text: `/${command.name}` }),
  el("span", { class: "command-about", text: command.description }),
];

function boxKey(event) {
  if (suggestions.key(event)) return;
  if (event.key === "Tab" && !event.shiftKey && open) {
    const first = open.fields[0];
    if (first) {
      event.preventDefault();
      first.input.focus();
    }
  } else if (event.key === "ArrowUp" && box.value === "" && lastSent !== "") {
    event.preventDefault();
    fillBox(lastSent);
  }
}

function showFields(command) {
  if (open?.command.name === command.name) return;
  const fields = command.options.map((option) => makeField(option, (text) => complete(command, option, text), fieldChanged));
  open = { command, fields };
  fill(byId("fields"),
    el("div", { class: "fields-head" },
      el("strong", { text: `/${command.name}` }),
      el("span", { text: command.description }),
      el("button", { type: "button", class: "plain", text: "Cancel", on: { click: clear } })),
    el("div", { class: "fields-grid" }, fields.map((field) => field.node)));
  byId("fields").hidden = false;
  byId("send").hidden = false;
}

function closeFields() {
  open = null;
  fill(byId("fields"));
  byId("fields").hidden = true;
  byId("send").hidden = true;
}

function writeFields(rest) {
  const { values, left } = parseOptions(open.command, rest);
  for (const field of open.fields) {
    const text = values[field.option.name] ?? "";
    if (field.text() !== text) field.setText(text);
  }
  if (left !== "") say(`“${left}” belongs to no option of /${open.command.name}.`);
}

function fieldChanged() {
  const texts = Object.fromEntries(open.fields.map((field) => [field.option.name, field.text()]));
  box.value = `${serialise(open.command, texts)} `;
  open.fields.forEach((field) => field.input.removeAttribute("aria-invalid"));
  say("");
}

function currentValues() {
  const values = open.fields.map((field) => [field.option.name, field.value()]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

async function complete(command, option, text) {
  const options = { ...currentValues(), [option.name]: text };
  try {
    const answer = await api.autocomplete({
      user_id: model.viewerId, channel_id: model.channelId, name: command.name, options, focused: option.name,
    });
    return answer?.choices ?? [];
  } catch {
    // Without suggestions the field still takes what is typed, as in Discord.
    return [];
  }
}

async function sendText() {
  const content = box.value.trim();
  if (content === "") return;
  try {
    await api.say({ user_id: model.viewerId, channel_id: model.channelId, content });
    clear();
  } catch (error) {
    say(error.message);
  }
}

async function send() {
  if (!box.value.startsWith("/")) {
    await sendText();
    return;
  }
  if (!open) {
    readBox();
    if (!open) return;
  }
  const wrong = open.fields.find((field) => field.problem() !== null);
  if (wrong) {
    say(wrong.problem());
    wrong.input.setAttribute("aria-invalid", "true");
    wrong.input.focus();
    return;
  }
  const text = box.value.trim();
  byId("send").disabled = true;
  try {
    await runCommand(open.command.name, currentValues(), text);
    lastSent = text;
    // Somebody quick has the next command in the box already.
    if (box.value.trim() === text) clear();
  } catch (error) {
    say(error.message);
  } finally {
    byId("send").disabled = false;
  }
}

function clear() {
  box.value = "";
  closeFields();
  suggestions.hide();
  say("");
  box.focus();
}

/** Says something helpful that is no mistake. */
function hint(sentence) {
  say(sentence);
  byId("composer-note").classList.add("mild");
}

/** Says what is wrong or in the way, in one sentence; an empty one takes it back. */
function say(sentence) {
  const line = byId("composer-note");
  line.classList.remove("mild");
  if (line.textContent !== sentence) line.textContent = sentence;
}
