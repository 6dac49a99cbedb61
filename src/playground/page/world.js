// The drawer "Faults & settings": faults that are switched on, a form for another one,
// people's direct messages, the bot's permissions by channel, and the bot itself.

import { api } from "./api.js";
import { byId, el, fill, freshId } from "./dom.js";
import { FAULT_KINDS, METHODS } from "./faultkinds.js";
import { bot, channelName, channels, emit, isReadable, model, on, userName, users } from "./model.js";

/** Wires the drawer; called once. */
export function setUpWorld() {
  const toggle = byId("world-toggle");
  toggle.addEventListener("click", () => showDrawer(byId("world").hidden));
  byId("world-close").addEventListener("click", () => showDrawer(false));
  byId("world").addEventListener("keydown", (event) => {
    if (event.key === "Escape") showDrawer(false);
  });
  setUpForm();
  on("world", show);
}

function showDrawer(open) {
  byId("world").hidden = !open;
  byId("world-toggle").setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("world-open", open);
  (open ? byId("world-close") : byId("world-toggle")).focus();
}

/** Runs a change, says what went wrong if it did, and has the page look again. */
async function change(run) {
  say("");
  try {
    await run();
  } catch (error) {
    say(error.message);
  }
  emit("reload-world");
}

function say(sentence) {
  byId("world-note").textContent = sentence;
}

function show() {
  if (!model.world) return;
  showFaults();
  showPeople();
  showPermissions();
  showBot();
}

function showFaults() {
  const faults = model.world.faults ?? [];
  byId("world-count").textContent = faults.length > 0 ? String(faults.length) : "";
  byId("world-count").hidden = faults.length === 0;
  const none = el("li", { class: "quiet", text: "None. Everything works as it should." });
  fill(byId("faults"), faults.length === 0 ? none : faults.map(faultLine));
}

function faultLine(fault) {
  const known = FAULT_KINDS.find((kind) => kind.kind === fault.kind);
  const remove = () => change(() => api.removeFault(fault.id));
  return el("li", {},
    el("span", {}, el("strong", { text: known?.name ?? fault.kind }), ` ${details(fault)}`),
    el("button", { type: "button", class: "plain", "aria-label": `End fault: ${known?.name ?? fault.kind}`, text: "End", on: { click: remove } }));
}

function details(fault) {
  const { id: _id, kind: _kind, matcher, times, ...parameters } = fault;
  const parts = Object.entries(parameters)
    .filter(([, value]) => value !== null && typeof value !== "object")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${readable(name, String(value))}`);
  if (matcher?.method) parts.push(matcher.method);
  if (matcher?.path_prefix) parts.push(`path ${matcher.path_prefix}…`);
  if (typeof times === "number") parts.push(times === 1 ? "once" : `${times} times`);
  return parts.join(", ");
}

function readable(name, value) {
  if (name === "user") return userName(value);
  return name === "channel" ? `#${channelName(value)}` : value;
}

function setUpForm() {
  const kind = byId("fault-kind");
  fill(kind, FAULT_KINDS.map((entry) => el("option", { value: entry.kind, text: entry.name })));
  fill(byId("fault-method"), METHODS.map((method) => el("option", { value: method, text: method })));
  kind.addEventListener("change", showParameters);
  byId("fault-form").addEventListener("submit", (event) => {
    event.preventDefault();
    change(() => api.addFault(readForm()));
  });
  on("world", () => byId("fault-parameters").childElementCount === 0 && showParameters());
}

const chosenKind = () => FAULT_KINDS.find((entry) => entry.kind === byId("fault-kind").value);

function showParameters() {
  const kind = chosenKind();
  byId("fault-about").textContent = kind.about;
  byId("fault-request").hidden = !kind.requests;
  fill(byId("fault-parameters"), kind.fields.map(parameter));
}

function parameter(field) {
  const id = freshId("fault");
  const input = parameterInput(field, id);
  input.dataset.parameter = field.name;
  return el("div", { class: "field" }, el("label", { for: id, text: field.label }), input);
}

function parameterInput(field, id) {
  if (field.type === "check") return el("input", { id, type: "checkbox" });
  if (field.type === "number") {
    return el("input", { id, type: "number", value: field.value, min: field.min, step: field.step ?? "1", required: true });
  }
  if (field.type === "text") return el("input", { id, type: "text", value: field.value, required: true });
  return el("select", { id }, parameterChoices(field).map(([value, text]) => el("option", { value, text })));
}

function parameterChoices(field) {
  if (field.type === "user") return users().map((user) => [user.id, user.name]);
  if (field.type === "channel") return channels().filter(isReadable).map((channel) => [channel.id, `#${channel.name}`]);
  return field.type.map((choice) => [choice, choice]);
}

function readForm() {
  const kind = chosenKind();
  const fault = { kind: kind.kind };
  for (const input of byId("fault-parameters").querySelectorAll("[data-parameter]")) {
    const field = kind.fields.find((candidate) => candidate.name === input.dataset.parameter);
    fault[field.name] = parameterValue(input, field);
  }
  if (!kind.requests) return fault;
  const matcher = {};
  if (byId("fault-method").value !== "any") matcher.method = byId("fault-method").value;
  if (byId("fault-path").value.trim() !== "") matcher.path_prefix = byId("fault-path").value.trim();
  if (Object.keys(matcher).length > 0) fault.matcher = matcher;
  if (byId("fault-times").value !== "") fault.times = Number(byId("fault-times").value);
  return fault;
}

function parameterValue(input, field) {
  if (field.type === "check") return input.checked;
  if (Array.isArray(field.type)) return field.type[input.selectedIndex];
  return field.type === "number" ? Number(input.value) : input.value;
}

function showPeople() {
  fill(byId("people-switches"), users().map((user) =>
    el("li", { class: "person-line" },
      checkbox(`${user.name} takes DMs`, !user.dms_closed, (taken) =>
        change(() => api.world({ dms: { user_id: user.id, closed: !taken } }))),
      user.locale ? language(user) : null)));
}

/** Some of the languages that people may set in Discord. */
const LOCALES = ["en-US", "en-GB", "es-ES", "es-419", "de", "fr"];

function language(user) {
  const input = el("select", { "aria-label": `Language of ${user.name}` },
    [...new Set([...LOCALES, user.locale])].map((locale) => el("option", { value: locale, text: locale })));
  input.value = user.locale;
  input.addEventListener("change", () => change(() => api.world({ locale: { user_id: user.id, locale: input.value } })));
  return input;
}

function checkbox(label, checked, changed) {
  const input = el("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("change", () => changed(input.checked));
  return el("label", { class: "check" }, input, label);
}

const PERMISSIONS = [["view", "View"], ["send", "Send"], ["history", "History"], ["attach", "Attach"]];
// What makes a thread a closed one.
const CLOSED = [["archived", "Archived"], ["locked", "Locked"]];

function showPermissions() {
  const rows = channels().filter((channel) => channel.permissions && isReadable(channel));
  fill(byId("permissions"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col", text: "Channel" }), [...PERMISSIONS, ...CLOSED].map(([, label]) => el("th", { scope: "col", text: label })))),
    el("tbody", {}, rows.map((channel) => el("tr", {},
      el("th", { scope: "row", text: `#${channel.name}` }),
      PERMISSIONS.map(([name, label]) => el("td", {}, permissionBox(channel, name, label))),
      CLOSED.map(([name, label]) => el("td", {}, channel.thread ? threadBox(channel, name, label) : null))))));
}

function threadBox(channel, name, label) {
  const input = el("input", { type: "checkbox", "aria-label": `#${channel.name}: ${label}` });
  input.checked = channel.thread[name] === true;
  input.addEventListener("change", () =>
    change(() => api.world({ thread: { channel_id: channel.id, [name]: input.checked } })));
  return input;
}

function permissionBox(channel, name, label) {
  const input = el("input", { type: "checkbox", "aria-label": `${label} in #${channel.name}` });
  input.checked = channel.permissions[name] === true;
  input.addEventListener("change", () =>
    change(() => api.world({ permissions: { channel_id: channel.id, [name]: input.checked } })));
  return input;
}

function showBot() {
  const here = model.world.bot?.in_guild !== false;
  const name = bot().user?.name ?? "The bot";
  byId("bot-remove").hidden = !here;
  byId("bot-add").hidden = here;
  byId("bot-remove").textContent = `Remove ${name}`;
  byId("bot-add").textContent = `Add ${name}`;
  byId("bot-remove").onclick = () => change(() => api.world({ bot: "removed" }));
  byId("bot-add").onclick = () => change(() => api.world({ bot: "added" }));
}
