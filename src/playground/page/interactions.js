// Running commands and pressing components: sends the interaction, follows it until
// the bot has answered or has failed to, and keeps what the page must show meanwhile.

import { api } from "./api.js";
import { pause } from "./dom.js";
import { emit, model } from "./model.js";

/**
 * Commands sent and not answered yet, or failed: `{interactionId, viewerId, channelId, text, state}`.
 * `state` is "new" for a moment, so that a quick answer replaces nothing, then "pending" or "failed".
 */
export const pending = [];

const MOMENT_MS = 300;

/** Presses that wait for their answer: message id → custom id. */
export const busyPresses = new Map();

/** Presses that failed: message id → the sentence to show. */
export const failedPresses = new Map();

export const NO_ANSWER = "The application did not respond";

/**
 * Sends a slash command as the acting person in the open channel.
 *
 * `text` is the command as typed. Resolves when the server has taken it (not when the bot
 * has answered); rejects with a sentence when the server refuses it.
 */
export async function runCommand(name, options, text) {
  const { viewerId, channelId } = model;
  const sent = await api.command({ user_id: viewerId, channel_id: channelId, name, options });
  const line = { interactionId: sent.interaction_id, viewerId, channelId, text, state: "new" };
  pending.push(line);
  setTimeout(() => {
    if (line.state === "new") line.state = "pending";
    emit("messages");
  }, MOMENT_MS);
  emit("sent", { name, options });
  settleCommand(line);
}

async function settleCommand(line) {
  const progress = await follow(line.interactionId);
  if (progress.state === "failed") {
    line.state = "failed";
    emit("messages");
    return;
  }
  emit("reload-messages", () => forget(line));
  offerForm(line.interactionId, progress);
}

/** Opens the form that the bot answered with, if it did. */
function offerForm(interactionId, progress) {
  if (progress.modal) emit("modal", { interactionId, modal: progress.modal });
}

/** Takes a line away that the person has read, or that a message has replaced. */
export function forget(line) {
  const index = pending.indexOf(line);
  if (index >= 0) pending.splice(index, 1);
  emit("messages");
}

/** Presses a button or makes a choice in a menu (`values`) of `message`. */
export async function press(message, customId, values) {
  if (busyPresses.has(message.id)) return;
  busyPresses.set(message.id, customId);
  failedPresses.delete(message.id);
  emit("messages");
  const body = { user_id: model.viewerId, channel_id: model.channelId, message_id: message.id, custom_id: customId };
  if (values !== undefined) body.values = values;
  try {
    const sent = await api.press(body);
    emit("pressed", { message, customId });
    const progress = await follow(sent.interaction_id);
    if (progress.state === "failed") failedPresses.set(message.id, NO_ANSWER);
    offerForm(sent.interaction_id, progress);
  } catch (error) {
    failedPresses.set(message.id, error.message);
  }
  emit("reload-messages", () => {
    busyPresses.delete(message.id);
    emit("messages");
  });
}

/** The longest time, in milliseconds, for which an interaction is asked after. */
const PATIENCE_MS = 60 * 1000;

/** Asks after an interaction until it is settled: `{state: "answered" | "failed", modal?}`. */
export async function follow(interactionId) {
  const started = performance.now();
  let wait = 60;
  while (performance.now() - started < PATIENCE_MS) {
    try {
      const progress = await api.interaction(interactionId);
      if (progress.state !== "pending") return progress;
    } catch {
      // The server was restarted, or no longer knows it: then no answer will come.
      return { state: "failed" };
    }
    await pause(wait);
    wait = Math.min(wait * 1.4, 2000);
  }
  return { state: "failed" };
}
