// A running playground, and what its people do.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

export const IDS = {
  guild: "1090000000000000010",
  ada: "1090000000000000101",
  ben: "1090000000000000102",
  chloe: "1090000000000000103",
  wellness: "1090000000000000201",
  general: "1090000000000000202",
};

/** Waits until `look` finds something, and fails with `what` after a while. */
export async function until(what, look, milliseconds = 10_000) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    const found = await look();
    if (found) return found;
    await pause(10);
  }
  throw new Error(`it did not come to this: ${what}`);
}

export class Playground {
  /** Starts the program on a free port and reads from its own words where it is. */
  static async start(program) {
    const child = spawn(program, ["playground", "--no-bot", "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const playground = new Playground(child);
    const ended = new Promise((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
    });
    const ready = (async () => {
      for await (const line of createInterface({ input: child.stdout })) {
        const hint = line.match(/DISCORD_API_URL=(\S+) and DISCORD_TOKEN=(\S+)/);
        if (hint) {
          [, playground.url, playground.token] = hint;
          child.stdout.resume();
          return;
        }
      }
      throw new Error(`${program} did not say where it is`);
    })();
    await Promise.race([ready, ended]);
    ended.catch(() => {});
    return playground;
  }

  constructor(child) {
    this.child = child;
  }

  async stop() {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    return ended;
  }

  /** A request of the page; `path` is below `/playground/api`. */
  async page(method, path, body) {
    const response = await fetch(`${this.url}/playground/api${path}`, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.error}`);
    return answer;
  }

  command(user, name, options = {}, channel = IDS.wellness) {
    return this.page("POST", "/command", {
      user_id: user,
      channel_id: channel,
      name,
      options,
    });
  }

  complete(user, name, options, focused) {
    const body = { user_id: user, channel_id: IDS.wellness, name, options, focused };
    return this.page("POST", "/autocomplete", body);
  }

  press(user, message, customId, values = []) {
    return this.page("POST", "/press", {
      user_id: user,
      channel_id: IDS.wellness,
      message_id: message,
      custom_id: customId,
      values,
    });
  }

  submit(interaction, values) {
    return this.page("POST", "/submit", { interaction_id: interaction, values });
  }

  say(user, channel, content) {
    return this.page("POST", "/say", { user_id: user, channel_id: channel, content });
  }

  /** What this user sees in a channel. */
  seen(channel, viewer) {
    return this.page("GET", `/messages?channel_id=${channel}&viewer_id=${viewer}`);
  }

  /** The answer to an interaction as this user sees it, once it is as wanted. */
  async answer({ interaction_id: id }, viewer, wanted = () => true) {
    return until("an answer that is as it should be", async () => {
      const state = await this.page("GET", `/interactions/${id}`);
      if (state.state === "failed") throw new Error("the interaction was not answered");
      if (!state.message_id) return undefined;
      const seen = await this.seen(IDS.wellness, viewer);
      const message = seen.find((message) => message.id === state.message_id);
      return message && wanted(message) ? message : undefined;
    });
  }

  fault(fault) {
    return this.page("POST", "/faults", fault);
  }
}
