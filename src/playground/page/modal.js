// The form that a bot may answer with (Discord calls it a modal): a title, text inputs
// and menus, shown in a dialog and submitted as an interaction of its own.

import { api } from "./api.js";
import { byId, el, fill, freshId } from "./dom.js";
import { follow, NO_ANSWER } from "./interactions.js";
import { markdown } from "./markdown.js";
import { bot, emit, on } from "./model.js";

const KIND = { row: 1, menu: 3, input: 4, text: 10, label: 18 };
const PARAGRAPH = 2;

/** Wires the dialog; called once. */
export function setUpModal() {
  on("modal", open);
}

function open({ interactionId, modal }) {
  const controls = new Map();
  const note = el("p", { class: "failure", role: "alert" });
  const submit = el("button", { type: "submit", class: "button primary", text: "Submit" });
  const form = el("form", { method: "dialog", "aria-labelledby": "modal-title" },
    el("h2", { id: "modal-title", text: modal.title }),
    el("p", { class: "hint", text: `A form of ${bot().user?.name ?? "the bot"}` }),
    (modal.components ?? []).map((part) => render(part, controls)),
    note,
    el("div", { class: "row" }, submit,
      el("button", { type: "button", class: "button secondary", text: "Cancel", on: { click: () => byId("modal").close() } })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    note.textContent = await send(interactionId, controls);
    submit.disabled = false;
  });
  fill(byId("modal"), form);
  byId("modal").showModal();
}

/** Submits the form; what went wrong, or nothing and the form is closed. */
async function send(interactionId, controls) {
  const values = Object.fromEntries([...controls].map(([customId, control]) => [customId, control.value]));
  try {
    const sent = await api.submit({ interaction_id: interactionId, values });
    if ((await follow(sent.interaction_id)).state === "failed") return NO_ANSWER;
  } catch (error) {
    return error.message;
  }
  byId("modal").close();
  emit("reload-messages");
  return "";
}

function render(part, controls) {
  if (part.type === KIND.text) return markdown(part.content ?? "");
  if (part.type === KIND.row) return (part.components ?? []).map((input) => labelled(input.label, null, input, controls));
  if (part.type === KIND.label) return labelled(part.label, part.description, part.component, controls);
  return el("p", { class: "note", text: `(A part of type ${part.type}, which this page cannot show.)` });
}

function labelled(label, description, part, controls) {
  const id = freshId("modal");
  const control = part.type === KIND.input ? textInput(part, id) : part.type === KIND.menu ? menu(part, id) : null;
  if (!control) return el("p", { class: "note", text: `${label}: an input of type ${part.type}, which this page cannot show.` });
  controls.set(part.custom_id, control);
  return el("div", { class: "field" }, el("label", { for: id, text: label }), control,
    description ? el("p", { class: "hint", text: description }) : null);
}

function textInput(part, id) {
  const long = part.style === PARAGRAPH;
  const control = el(long ? "textarea" : "input", {
    id, type: long ? null : "text", rows: long ? "4" : null, placeholder: part.placeholder,
    minlength: part.min_length, maxlength: part.max_length ?? 4000, required: part.required !== false,
  });
  control.value = part.value ?? "";
  return control;
}

function menu(part, id) {
  const control = el("select", { id, required: part.required !== false },
    el("option", { value: "", text: part.placeholder ?? "–" }),
    (part.options ?? []).map((option) => el("option", { value: option.value, text: option.label })));
  control.value = (part.options ?? []).find((option) => option.default)?.value ?? "";
  return control;
}
