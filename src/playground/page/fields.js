// One input per option of a command. A field has `{option, node, text(), setText(t),
// value(), problem()}`: what is written in it, the value to send (undefined when empty),
// and the sentence that says what is wrong with it (or null).

import { OPTION } from "./commands.js";
import { suggestBox } from "./suggest.js";
import { el, freshId } from "./dom.js";
import { at, bot, channelName, channels, isReadable, roles, users } from "./model.js";

/**
 * Makes the field for an option.
 *
 * `suggest(text)` asks the bot for autocompletions; `changed` runs after each change that
 * the person makes.
 */
export function makeField(option, suggest, changed) {
  const control = controlFor(option, suggest, changed);
  const id = freshId("option");
  const hint = freshId("hint");
  control.input.id = id;
  control.input.setAttribute("aria-describedby", hint);
  if (option.required) control.input.setAttribute("aria-required", "true");
  const node = el("div", { class: option.required ? "field required" : "field" },
    el("label", { for: id }, option.name, option.required ? el("span", { class: "must", text: "required" }) : null),
    control.node ?? control.input,
    el("p", { class: "hint", id: hint, text: option.description ?? "" }));
  return { option, node, input: control.input, ...control.access, problem: () => problem(option, control.access) };
}

function problem(option, access) {
  const text = access.text().trim();
  if (text === "") return option.required ? `“${option.name}” is needed.` : null;
  if (access.value() === undefined) return `“${text}” is not possible for “${option.name}”: ${takes(option)}.`;
  return lengthProblem(option, text);
}

/** What an option takes, in words. */
function takes(option) {
  if (option.type === OPTION.attachment) return "choose a file of at most 1.4 MB";
  const number = { [OPTION.integer]: "a whole number", [OPTION.number]: "a number" }[option.type];
  if (!number || option.choices?.length > 0) return "choose from its list";
  const { min_value: min, max_value: max } = option;
  if (min !== undefined && max !== undefined) return `it takes ${number} from ${min} to ${max}`;
  if (min !== undefined) return `it takes ${number} of at least ${min}`;
  return max === undefined ? `it takes ${number}` : `it takes ${number} of at most ${max}`;
}

function lengthProblem(option, text) {
  if (option.type !== OPTION.string) return null;
  const length = [...text].length;
  if (option.max_length !== undefined && length > option.max_length) return `“${option.name}” may have ${option.max_length} characters; these are ${length}.`;
  if (option.min_length !== undefined && length < option.min_length) return `“${option.name}” needs ${option.min_length} characters.`;
  return null;
}

function controlFor(option, suggest, changed) {
  if (option.choices?.length > 0) return choiceControl(option.choices, changed);
  if (option.type === OPTION.boolean) return choiceControl(YES_NO, changed);
  if (option.type === OPTION.attachment) return fileControl(changed);
  const entries = guildEntries(option);
  if (entries) return choiceControl(entries, changed);
  if (option.autocomplete) return suggestControl(option, suggest, changed);
  if (option.type === OPTION.integer || option.type === OPTION.number) return numberControl(option, changed);
  return textControl(option, changed);
}

const YES_NO = [{ name: "True", value: true, also: ["yes", "on"] }, { name: "False", value: false, also: ["no", "off"] }];

/** The channels, people or roles that an option may name; null for other types. */
function guildEntries(option) {
  const everyone = [...users(), ...(bot().user ? [bot().user] : [])];
  const named = { [OPTION.user]: everyone, [OPTION.role]: roles(), [OPTION.mentionable]: [...everyone, ...roles()] }[option.type];
  if (named) return named.map(({ id, name }) => ({ name: at(name), value: id }));
  if (option.type !== OPTION.channel) return null;
  const allowed = option.channel_types ?? [];
  return channels()
    .filter((channel) => (allowed.length > 0 ? allowed.includes(channel.type) : isReadable(channel)))
    .map((channel) => ({ name: `#${channelName(channel.id)}`, value: channel.id, also: [`<#${channel.id}>`] }));
}

function choiceControl(choices, changed) {
  const input = el("select", { on: { change: changed } },
    el("option", { value: "", text: "–" }),
    choices.map((choice, index) => el("option", { value: String(index), text: choice.name })));
  // Text that fits no choice is kept, so that it can be reported instead of vanishing.
  let stray = "";
  input.addEventListener("change", () => { stray = ""; });
  const access = {
    text: () => (input.value === "" ? stray : choices[Number(input.value)].name),
    setText: (text) => {
      const index = text === "" ? -1 : choices.findIndex((choice) => fits(choice, text));
      input.value = index < 0 ? "" : String(index);
      stray = index < 0 ? text : "";
    },
    value: () => (input.value === "" ? undefined : choices[Number(input.value)].value),
  };
  return { input, access };
}

function fits(choice, text) {
  const wanted = text.trim().toLowerCase();
  const names = [choice.name, choice.name.replace(/^[#@]/, ""), String(choice.value), ...(choice.also ?? [])];
  return names.some((name) => name.toLowerCase() === wanted);
}

function numberControl(option, changed) {
  const whole = option.type === OPTION.integer;
  const input = el("input", {
    type: "number", min: option.min_value, max: option.max_value, step: whole ? "1" : "any",
    inputmode: whole ? "numeric" : "decimal", on: { input: changed },
  });
  let stray = "";
  input.addEventListener("input", () => { stray = ""; });
  const access = {
    text: () => input.value || stray,
    setText: (text) => {
      input.value = text;
      stray = input.value === "" ? text : "";
    },
    value: () => numberWithin(option, input.value, whole),
  };
  return { input, access };
}

function numberWithin(option, text, whole) {
  const number = Number(text);
  const fine = text !== "" && Number.isFinite(number) && (!whole || Number.isSafeInteger(number))
    && number >= (option.min_value ?? -Infinity) && number <= (option.max_value ?? Infinity);
  return fine ? number : undefined;
}

function textControl(option, changed) {
  const input = el("input", {
    type: "text", maxlength: option.max_length, autocomplete: "off", spellcheck: "false", on: { input: changed },
  });
  return { input, access: textAccess(input) };
}

function textAccess(input) {
  return {
    text: () => input.value,
    setText: (text) => { input.value = text; },
    value: () => (input.value.trim() === "" ? undefined : input.value.trim()),
  };
}

function suggestControl(option, suggest, changed) {
  // Discord shows a choice's name and sends its value; text that was only typed is sent as it is.
  const valueByName = new Map();
  const input = el("input", { type: "text", maxlength: option.max_length, autocomplete: "off", spellcheck: "false" });
  const ask = async (text) => {
    const choices = await suggest(text);
    choices.forEach((choice) => valueByName.set(choice.name, choice.value));
    return choices.map((choice) => choice.name);
  };
  const node = suggestBox(input, ask, changed);
  const plain = textAccess(input);
  const typed = () => (option.type === OPTION.string ? plain.value() : numberWithin(option, input.value, option.type === OPTION.integer));
  return { node, input, access: { ...plain, value: () => valueByName.get(input.value.trim()) ?? typed() } };
}

/** The most bytes of a file: what a request to the playground takes. */
const MOST_BYTES = 1_400_000;

function fileControl(changed) {
  const input = el("input", { type: "file" });
  let chosen = null;
  let stray = "";
  input.addEventListener("change", async () => {
    const [file] = input.files;
    [chosen, stray] = [null, file?.name ?? ""];
    if (file && file.size <= MOST_BYTES) chosen = await asBase64(file);
    changed();
  });
  const access = {
    text: () => chosen?.filename ?? stray,
    // A page may not choose a file for a person; text in its place is kept, so that it can be reported.
    setText: (text) => {
      if (text !== access.text()) [chosen, stray] = [null, text];
    },
    value: () => chosen ?? undefined,
  };
  return { input, access };
}

function asBase64(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => resolve(null));
    reader.addEventListener("load", () => {
      const base64 = reader.result.slice(reader.result.indexOf(",") + 1);
      resolve({ filename: file.name, content_type: file.type || undefined, base64 });
    });
    reader.readAsDataURL(file);
  });
}
