// Building DOM nodes. Everything a message or the server says reaches the page
// through `el`, which only ever makes text nodes and attributes: no data is
// parsed as HTML anywhere in this page.

/**
 * Makes an element.
 *
 * `props` are attributes, but for: `class`, `text` (its text), `on` (listeners by
 * event name), `data` (data attributes) and `style` (CSS properties, set one by
 * one so that a strict Content-Security-Policy allows them). An attribute that is
 * `null`, `undefined` or `false` is left out; `true` sets it empty.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "style") for (const [key, css] of Object.entries(value)) node.style.setProperty(key, css);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Appends nodes and strings, skipping `null`, `undefined` and `false`; lists may be nested. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

/** Replaces what is inside `node`. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

/** The element of index.html with this id. */
export function byId(id) {
  return document.getElementById(id);
}

let idCounter = 0;

/** An id that no other element of this page has. */
export function freshId(prefix) {
  idCounter += 1;
  return `${prefix}-${idCounter}`;
}

/** Calls `run` once, `ms` after the last call. */
export function debounce(ms, run) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), ms);
  };
}

/** Resolves after `ms` milliseconds of real time. */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Which of six tints an avatar has: the same for an id each time. */
export function tint(id) {
  return [...id].reduce((sum, digit) => (sum * 7 + digit.charCodeAt(0)) % 6, 0);
}
