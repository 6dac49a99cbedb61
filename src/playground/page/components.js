// Discord's message components, as DOM nodes: containers, text, sections, media,
// buttons and select menus. `context` carries the message, `press(customId, values)`
// which sends an interaction, and `busy`, the custom id that waits for its answer.

import { el, fill } from "./dom.js";
import { markdown, safeHref } from "./markdown.js";
import { picture, mediaAddress } from "./media.js";
import { at, bot, channelName, channels, roles, users } from "./model.js";

const KIND = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
};

const RENDER = {
  [KIND.actionRow]: (row, context) => el("div", { class: "row" }, components(row.components, context)),
  [KIND.button]: button,
  [KIND.stringSelect]: select,
  [KIND.userSelect]: select,
  [KIND.roleSelect]: select,
  [KIND.mentionableSelect]: select,
  [KIND.channelSelect]: select,
  [KIND.section]: section,
  [KIND.text]: (text, context) => el("div", { class: "text" }, markdown(text.content ?? "", context)),
  [KIND.thumbnail]: (thumbnail, context) => picture(thumbnail, context, "thumbnail"),
  [KIND.gallery]: gallery,
  [KIND.file]: file,
  [KIND.separator]: separator,
  [KIND.container]: container,
};

/** Renders a list of components. One of an unknown type is named, not dropped. */
export function components(list, context) {
  return (list ?? []).map((component) => {
    const render = RENDER[component.type];
    if (render) return render(component, context);
    return el("p", { class: "note", text: `(A component of type ${component.type}, which this page cannot show.)` });
  });
}

/** A CSS colour for Discord's number, or null. */
export function colour(number) {
  if (typeof number !== "number") return null;
  return `#${number.toString(16).padStart(6, "0")}`;
}

function container(box, context) {
  const accent = colour(box.accent_color);
  const node = el("div", { class: "container", style: accent ? { "--accent-bar": accent } : {} }, components(box.components, context));
  return box.spoiler ? covered(node) : node;
}

/** Hides `node` behind a button until someone wants to see it. */
export function covered(node) {
  const cover = el("button", { type: "button", class: "cover", text: "Spoiler: press to show" });
  cover.addEventListener("click", () => cover.replaceWith(node));
  return cover;
}

function section(part, context) {
  return el(
    "div",
    { class: "section" },
    el("div", { class: "section-text" }, components(part.components, context)),
    el("div", { class: "accessory" }, components(part.accessory ? [part.accessory] : [], context)),
  );
}

function gallery(part, context) {
  const items = part.items ?? [];
  return el("div", { class: "gallery", data: { count: String(Math.min(items.length, 4)) } },
    items.map((item) => picture(item, context, "media")));
}

function file(part, context) {
  const address = mediaAddress(part.file, context.message);
  const name = part.name ?? part.file?.url?.split("/").at(-1)?.split("?")[0] ?? "file";
  return fileLink(address, name, part.size);
}

/** A link to a file sent with a message. */
export function fileLink(address, name, size) {
  const label = typeof size === "number" ? `${name} (${bytesText(size)})` : name;
  if (address === null) return el("p", { class: "file", text: `${label}: not kept here` });
  return el("p", { class: "file" }, el("a", { href: address, download: name, text: label }));
}

function bytesText(size) {
  if (size < 1024) return `${size} bytes`;
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

function separator(part) {
  const wide = part.spacing === 2 ? " wide" : "";
  if (part.divider === false) return el("div", { class: `gap${wide}` });
  return el("hr", { class: `separator${wide}` });
}

const STYLE_NAME = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const LINK_STYLE = 5;

function button(part, context) {
  const content = [emojiText(part.emoji), part.label ?? ""].filter((text) => text !== "").join(" ");
  const look = `button ${STYLE_NAME[part.style] ?? "secondary"}`;
  if (part.style === LINK_STYLE) return linkButton(part, content, look);
  const waits = context.busy === part.custom_id;
  return el("button", {
    type: "button",
    class: waits ? `${look} waits` : look,
    disabled: part.disabled === true || part.custom_id === undefined,
    // Not `disabled` while it waits: the button would lose the focus. `press` ignores a second one.
    "aria-disabled": context.busy === null ? null : "true",
    "aria-busy": waits ? "true" : null,
    data: { press: part.custom_id ?? "" },
    on: { click: () => context.press(part.custom_id) },
  }, content || "…");
}

function linkButton(part, content, look) {
  const href = part.disabled ? null : safeHref(part.url ?? "");
  if (href === null) return el("button", { type: "button", class: look, disabled: true }, content);
  return el("a", { class: look, href, target: "_blank", rel: "noopener noreferrer nofollow", title: href }, `${content} ↗`);
}

/** An emoji as text: itself, or the name of a custom one between colons. */
export function emojiText(emoji) {
  if (!emoji?.name) return "";
  return emoji.id ? `:${emoji.name}:` : emoji.name;
}

/** The entries of a menu: its own, or those of the guild that it asks for. */
function entries(part) {
  if (part.type === KIND.stringSelect) return part.options ?? [];
  const preset = new Set((part.default_values ?? []).map((value) => value.id));
  return guildEntries(part).map((entry) => ({ ...entry, default: preset.has(entry.value) }));
}

function guildEntries(part) {
  if (part.type === KIND.channelSelect) {
    const allowed = part.channel_types ?? [];
    return channels()
      .filter((channel) => allowed.length === 0 || allowed.includes(channel.type))
      .map((channel) => ({ value: channel.id, label: `#${channelName(channel.id)}` }));
  }
  const everyone = bot().user ? [...users(), bot().user] : users();
  const wanted = { [KIND.userSelect]: everyone, [KIND.roleSelect]: roles() }[part.type] ?? [...everyone, ...roles()];
  return wanted.map(({ id, name }) => ({ value: id, label: at(name) }));
}

function select(part, context) {
  const atMost = part.max_values ?? 1;
  const locked = part.disabled === true || context.busy !== null;
  return atMost > 1 || part.min_values === 0
    ? selectSeveral(part, context, locked, atMost)
    : selectOne(part, context, locked);
}

function selectOne(part, context, locked) {
  const placeholder = part.placeholder ?? "Make a selection";
  const list = entries(part);
  const chosen = list.find((entry) => entry.default)?.value ?? "";
  const node = el("select", { class: "menu", disabled: locked, "aria-label": placeholder, data: { press: part.custom_id } },
    el("option", { value: "", disabled: true, hidden: true }, placeholder),
    list.map((entry) => el("option", { value: entry.value, title: entry.description }, entryText(entry))));
  node.value = chosen;
  node.addEventListener("change", () => context.press(part.custom_id, [node.value]));
  return node;
}

function entryText(entry) {
  const name = [emojiText(entry.emoji), entry.label].filter((text) => text !== "").join(" ");
  return entry.description ? `${name} · ${entry.description}` : name;
}

/** A menu for none or several: boxes to tick in a fold-out, then one button that sends. */
function selectSeveral(part, context, locked, atMost) {
  const list = entries(part);
  const atLeast = part.min_values ?? 1;
  const boxes = list.map((entry) => el("input", { type: "checkbox", value: entry.value, disabled: locked }));
  boxes.forEach((box, index) => { box.checked = list[index].default === true; });
  const send = el("button", { type: "button", class: "button primary", data: { press: part.custom_id } }, "Choose");
  const check = () => {
    const count = boxes.filter((box) => box.checked).length;
    send.disabled = locked || count < atLeast || count > atMost;
    fill(send, `Choose ${count} of ${list.length}`);
  };
  boxes.forEach((box) => box.addEventListener("change", check));
  send.addEventListener("click", () =>
    context.press(part.custom_id, boxes.filter((box) => box.checked).map((box) => box.value)));
  check();
  return el("details", { class: "menu several" },
    el("summary", {}, part.placeholder ?? "Make a selection"),
    el("div", { class: "choices" }, boxes.map((box, index) => el("label", {}, box, ` ${entryText(list[index])}`))),
    send);
}
