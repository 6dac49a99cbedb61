// Starts and stops the program whose page is tried.

import { spawn } from "node:child_process";

const running = new Set();

const START_MS = 60_000;
const STOP_MS = 20_000;

/**
 * Starts `binary playground` on any free port with a world kept in `folder`.
 *
 * Returns `{url, stop()}`; `stop` sends SIGINT, as Ctrl-C does, and resolves to `{status, warnings}`:
 * the exit status and what was logged on the way out.
 */
export async function startPlayground(binary, folder) {
  const program = spawn(binary, ["playground", "--port", "0", "--keep", folder], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DISCORD_TOKEN: "", RUST_LOG: "warn" },
  });
  running.add(program);
  const ended = new Promise((resolve) => {
    program.once("exit", (status, signal) => {
      running.delete(program);
      resolve(status ?? signal);
    });
    program.once("error", (error) => resolve(error.message));
  });
  let log = "";
  program.stderr.on("data", (text) => { log += text; });
  const url = await within(START_MS, "the program to print its address", Promise.race([
    addressIn(program.stdout),
    ended.then((status) => { throw new Error(`the program ended with ${status}: ${log.trim()}`); }),
  ]));
  const stop = async () => {
    log = "";
    program.kill("SIGINT");
    const status = await within(STOP_MS, "the program to stop", ended);
    return { status, warnings: log.trim() };
  };
  return { url, stop };
}

/** Ends whatever still runs, after a failure. */
export function endAll() {
  for (const program of running) program.kill("SIGKILL");
}

function addressIn(stdout) {
  let said = "";
  return new Promise((resolve) => {
    stdout.on("data", (text) => {
      said += text;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
  });
}

/** What `promise` resolves to, or an error that says what was waited for. */
async function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms / 1000} s for ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
