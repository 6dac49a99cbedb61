// Discord's Markdown, as DOM nodes. Block marks (headings, lists, quotes, code
// blocks) are found line by line; what is inside a line is read by one regular
// expression per step. Text never becomes HTML, and a link gets an address only
// when it is http or https.

import { append, el } from "./dom.js";
import { at, channelName, emit, findChannel, roleName, userName } from "./model.js";
import { timestamp } from "./time.js";

/**
 * Renders `source` into nodes. `context.pinged` holds the ids of users who were
 * really notified; `context.everyone` says the same of @everyone.
 */
export function markdown(source, context = {}) {
  return blocks(source.replaceAll("\r\n", "\n"), context);
}

/** Renders one line's marks only, for places where blocks make no sense. */
export function inlineMarkdown(source, context = {}) {
  return inline(source, context);
}

const FENCE = /```(?:([\w+-]+)\n)?\n?([\s\S]*?)\n?```/;

function blocks(source, context) {
  const nodes = [];
  let rest = source;
  for (let match = FENCE.exec(rest); match; match = FENCE.exec(rest)) {
    nodes.push(...lines(trimBreaks(rest.slice(0, match.index)), context));
    nodes.push(el("pre", { tabindex: "0" }, el("code", { text: match[2] })));
    rest = rest.slice(match.index + match[0].length);
  }
  nodes.push(...lines(trimBreaks(rest), context));
  return nodes;
}

const trimBreaks = (text) => text.replace(/^\n|\n$/g, "");

const LIST_ITEM = /^(\s*)(?:([-*])|(\d{1,9})\.)\s+(.*)$/;

function lines(source, context) {
  if (source === "") return [];
  const nodes = [];
  const queue = source.split("\n");
  while (queue.length > 0) nodes.push(takeBlock(queue, context));
  return nodes;
}

/** Takes the lines of one block from the front of `queue`. */
function takeBlock(queue, context) {
  const line = queue[0];
  if (line.startsWith(">>> ")) {
    const quoted = [line.slice(4), ...queue.splice(0).slice(1)];
    return el("blockquote", {}, blocks(quoted.join("\n"), context));
  }
  if (isQuote(line)) return takeQuote(queue, context);
  if (LIST_ITEM.test(line)) return takeList(queue, context);
  const heading = /^(#{1,3})\s+(.*)$/.exec(line);
  if (heading) {
    queue.shift();
    // The page's own headings are h1 and h2, so a message's begin below them.
    return el(`h${heading[1].length + 2}`, { class: `md-h${heading[1].length}` }, inline(heading[2], context));
  }
  if (/^-#\s+/.test(line)) {
    queue.shift();
    return el("p", { class: "md-small" }, inline(line.replace(/^-#\s+/, ""), context));
  }
  return takeParagraph(queue, context);
}

const isQuote = (line) => line === ">" || line.startsWith("> ");

function takeQuote(queue, context) {
  const quoted = [];
  while (queue.length > 0 && isQuote(queue[0])) quoted.push(queue.shift().slice(2));
  return el("blockquote", {}, lines(quoted.join("\n"), context));
}

function takeList(queue, context) {
  const [, indent, , number] = LIST_ITEM.exec(queue[0]);
  const list = number === undefined ? el("ul") : el("ol", { start: number });
  while (queue.length > 0) {
    const match = LIST_ITEM.exec(queue[0]);
    if (match && match[1].length > indent.length && list.lastChild) {
      list.lastChild.append(takeList(queue, context));
    } else if (match && match[1].length >= indent.length && (match[3] === undefined) === (number === undefined)) {
      queue.shift();
      list.append(el("li", {}, inline(match[4], context)));
    } else if (!match && /^\s{2,}\S/.test(queue[0])) {
      append(list.lastChild, [el("br"), ...inline(queue.shift().trim(), context)]);
    } else {
      break;
    }
  }
  return list;
}

const startsBlock = (line) => /^(#{1,3}|-#|>|>>>|[-*]|\d{1,9}\.)\s/.test(line.trimStart()) && !/^\s*$/.test(line);

function takeParagraph(queue, context) {
  const taken = [queue.shift()];
  while (queue.length > 0 && !startsBlock(queue[0])) taken.push(queue.shift());
  return el("p", {}, inline(taken.join("\n"), context));
}

// One entry per mark: where it is, and what it becomes. The earliest match in the
// text wins; between two that begin together, the first in this list.
const MARKS = [
  [/\\([^\w\s])/, (m) => m[1]],
  [/(`{1,2})([^`]|[^`][\s\S]*?[^`])\1(?!`)/, (m) => el("code", { text: m[2] })],
  [/<t:(-?\d{1,14})(?::([tTdDfFRsS]))?>/, (m) => timestamp(m[1], m[2]) ?? m[0]],
  [/<@!?(\d{1,20})>/, (m, context) => userMention(m[1], context)],
  [/<@&(\d{1,20})>/, (m, context) => roleMention(m[1], context)],
  [/<#(\d{1,20})>/, (m) => channelMention(m[1])],
  [/<\/([\w -]{1,100}):(\d{1,20})>/, (m) => commandMention(m[1])],
  [/<a?(:\w{2,32}:)\d{1,20}>/, (m) => m[1]],
  [/\[((?:\\.|[^[\]\\])+)\]\(<?([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"]*")?\)/, maskedLink],
  [/<(https?:\/\/[^\s<>]+)>/, (m) => bareLink(m[1])],
  [/https?:\/\/[^\s<>]*[^\s<>.,:;!?"')\]*_~|]/, (m) => bareLink(m[0])],
  [/@(everyone|here)\b/, (m, context) => mention(m[0], context.everyone === true)],
  [/\*\*\*(?=\S)([\s\S]+?)\*\*\*/, (m, c) => el("strong", {}, el("em", {}, inline(m[1], c)))],
  [/\*\*(?=\S)([\s\S]+?)\*\*(?!\*)/, (m, c) => el("strong", {}, inline(m[1], c))],
  [/__(?=\S)([\s\S]+?)__(?!_)/, (m, c) => el("u", {}, inline(m[1], c))],
  [/~~(?=\S)([\s\S]+?)~~/, (m, c) => el("s", {}, inline(m[1], c))],
  [/\|\|(?=\S)([\s\S]+?)\|\|/, (m, c) => spoiler(inline(m[1], c))],
  [/\*(?=[^\s*])((?:[^*]|\*\*[^*]+\*\*)+?)\*(?!\*)/, (m, c) => el("em", {}, inline(m[1], c))],
  [/(?<![\w])_(?=[^\s_])([\s\S]+?)_(?![\w])/, (m, c) => el("em", {}, inline(m[1], c))],
];

function inline(text, context) {
  const nodes = [];
  let rest = text;
  while (rest !== "") {
    const found = earliest(rest);
    if (!found) break;
    nodes.push(...plain(rest.slice(0, found.match.index)));
    nodes.push(found.render(found.match, context));
    rest = rest.slice(found.match.index + found.match[0].length);
  }
  nodes.push(...plain(rest));
  return nodes;
}

/** Text without marks; a line break in it stays one. */
function plain(text) {
  return text.split("\n").flatMap((line, index) => (index === 0 ? [line] : [el("br"), line])).filter((part) => part !== "");
}

function earliest(text) {
  let best = null;
  for (const [pattern, render] of MARKS) {
    const match = pattern.exec(text);
    if (match && (best === null || match.index < best.match.index)) best = { match, render };
  }
  return best;
}

/** The address if a browser may safely follow it, else null. */
export function safeHref(address) {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens apart from the playground. */
export function link(address, content, props = {}) {
  const href = safeHref(address);
  if (href === null) return el("span", {}, content);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href, ...props }, content);
}

function maskedLink(match, context) {
  return link(match[2], inline(match[1], context));
}

const bareLink = (address) => link(address, [address]);

function mention(text, pinged, title) {
  const why = pinged ? "This mention notified them" : "Shown without notifying anyone";
  return el("span", { class: pinged ? "mention pinged" : "mention", title: title ?? why }, text);
}

function userMention(id, context) {
  return mention(`@${userName(id)}`, context.pinged?.includes(id) === true);
}

function roleMention(id, context) {
  return mention(at(roleName(id)), context.pingedRoles?.includes(id) === true);
}

function channelMention(id) {
  if (!findChannel(id)) return mention("#unknown-channel", false, "A channel this playground does not have");
  const open = () => emit("open-channel", id);
  return el("button", { type: "button", class: "mention", on: { click: open } }, `#${channelName(id)}`);
}

function commandMention(name) {
  const use = () => emit("fill-box", `/${name} `);
  return el("button", { type: "button", class: "mention", title: "Put it in the box", on: { click: use } }, `/${name}`);
}

function spoiler(content) {
  const reveal = (event) => event.currentTarget.classList.add("shown");
  return el("button", { type: "button", class: "spoiler", title: "Spoiler: press to show", on: { click: reveal } }, content);
}
