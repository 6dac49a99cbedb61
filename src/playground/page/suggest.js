// A text input with a list of suggestions below it (the ARIA combobox pattern): used
// for options that the bot completes and for the list of commands.

import { debounce, el, fill, freshId } from "./dom.js";

/**
 * A list of choices steered from `input`: arrow keys move, `pick` gets the chosen item.
 *
 * Returns `{list, show(items, render), hide(), key(event), isOpen()}`; `key` says whether it used
 * the key. `render(item)` gives the nodes of one line.
 */
export function listbox(input, label, pick) {
  const list = el("ul", { class: "listbox", role: "listbox", id: freshId("listbox"), "aria-label": label, hidden: true });
  let items = [];
  let active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const setActive = (index) => {
    active = index;
    [...list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    const node = list.children[index];
    if (node) {
      input.setAttribute("aria-activedescendant", node.id);
      node.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const hide = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    setActive(-1);
  };
  const choose = (index) => {
    const item = items[index];
    hide();
    if (item !== undefined) pick(item);
  };
  const show = (next, render, first = -1) => {
    items = next;
    fill(list, items.map((item, index) => el("li", {
      role: "option", id: `${list.id}-${index}`, "aria-selected": "false",
      // The press would take the focus from the input before the click arrives.
      on: { mousedown: (event) => event.preventDefault(), click: () => choose(index) },
    }, render(item))));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    setActive(items.length > 0 ? first : -1);
  };
  const isOpen = () => !list.hidden;
  const key = (event) => {
    if (!isOpen() || event.isComposing) return false;
    if (event.key === "ArrowDown") setActive((active + 1) % items.length);
    else if (event.key === "ArrowUp") setActive((active <= 0 ? items.length : active) - 1);
    else if (event.key === "Escape") hide();
    else if ((event.key === "Enter" || event.key === "Tab") && active >= 0 && !event.shiftKey) choose(active);
    else return false;
    event.preventDefault();
    return true;
  };
  return { list, show, hide, key, isOpen };
}

/** Gives `input` suggestions from `ask(text)` (a promise of strings), asked for while typing. */
export function suggestBox(input, ask, changed) {
  let asked = 0;
  const box = listbox(input, "Suggestions", (name) => {
    input.value = name;
    asked += 1;
    changed();
  });
  const refresh = async () => {
    asked += 1;
    const mine = asked;
    const names = await ask(input.value);
    if (mine !== asked || document.activeElement !== input) return;
    box.show(names, (name) => [name]);
    place(box.list, input);
  };
  const soon = debounce(180, refresh);
  input.addEventListener("input", () => {
    changed();
    soon();
  });
  input.addEventListener("focus", soon);
  input.addEventListener("blur", () => {
    asked += 1;
    box.hide();
  });
  input.addEventListener("keydown", (event) => {
    if (box.key(event)) event.stopPropagation();
  });
  return el("div", { class: "suggest" }, input, box.list);
}

/** Puts a list beside its input, on the side with more room, above everything that scrolls. */
function place(list, input) {
  const at = input.getBoundingClientRect();
  const below = innerHeight - at.bottom;
  const down = below > at.top;
  const css = {
    left: `${at.left}px`,
    width: `${at.width}px`,
    top: down ? `${at.bottom + 4}px` : "auto",
    bottom: down ? "auto" : `${innerHeight - at.top + 4}px`,
    "max-height": `${Math.min(280, (down ? below : at.top) - 12)}px`,
  };
  for (const [name, value] of Object.entries(css)) list.style.setProperty(name, value);
}
