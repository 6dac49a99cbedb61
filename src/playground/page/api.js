// The calls this page makes to the playground's server. Each returns the parsed
// answer or throws an Error whose message is one sentence that can be shown.

const BASE = "/playground/api";

async function call(method, path, body) {
  const request = { method, headers: { accept: "application/json" } };
  if (body !== undefined) {
    request.headers["content-type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(BASE + path, request);
  } catch {
    throw new Error("The playground does not answer. Is it still running?");
  }
  const text = await response.text();
  const answer = parse(text);
  if (!response.ok) throw new Error(sentence(answer, response.status));
  return answer;
}

function parse(text) {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function sentence(answer, status) {
  const said = answer?.error ?? answer?.message;
  if (typeof said === "string" && said !== "") {
    const capital = said[0].toUpperCase() + said.slice(1);
    return /[.!?]$/.test(capital) ? capital : `${capital}.`;
  }
  return `The playground refused this (status ${status}).`;
}

const query = (fields) => new URLSearchParams(fields).toString();

export const api = {
  state: () => call("GET", "/state"),
  clock: () => call("GET", "/clock"),
  play: (how) => call("POST", "/clock/play", how),
  messages: (channelId, viewerId) =>
    call("GET", `/messages?${query({ channel_id: channelId, viewer_id: viewerId })}`),
  command: (body) => call("POST", "/command", body),
  autocomplete: (body) => call("POST", "/autocomplete", body),
  say: (body) => call("POST", "/say", body),
  submit: (body) => call("POST", "/submit", body),
  requests: (after) => call("GET", `/requests?${query({ after })}`),
  press: (body) => call("POST", "/press", body),
  interaction: (id) => call("GET", `/interactions/${encodeURIComponent(id)}`),
  world: (change) => call("POST", "/world", change),
  addFault: (fault) => call("POST", "/faults", fault),
  removeFault: (id) => call("DELETE", `/faults/${encodeURIComponent(id)}`),
};

/**
 * Listens to the server's events for as long as the page is open.
 *
 * `onEvent` gets each event; `onOpen` runs at each (re)connection, when anything
 * may have been missed; `onLost` runs when the connection breaks. The browser's own
 * reconnection gives up on some errors, so the page does its own.
 */
export function listen({ onEvent, onOpen, onLost }) {
  let wait = 500;
  const connect = () => {
    const source = new EventSource(`${BASE}/events`);
    source.onopen = () => {
      wait = 500;
      onOpen();
    };
    source.onmessage = (message) => {
      const event = parse(message.data);
      if (event) onEvent(event);
    };
    source.onerror = () => {
      source.close();
      onLost();
      setTimeout(connect, wait);
      wait = Math.min(wait * 1.5, 3000);
    };
  };
  connect();
}
