// The faults that can be switched on, as data: what each is called, what it does, and
// which fields its form has. Field types: "number", "text", "check", "user", "channel"
// or a list of choices. `requests` says that the fault waits for the bot's REST requests, so
// that a path, a method and a number of times apply.

export const FAULT_KINDS = [
  { kind: "error_before", name: "Server error, request not carried out", requests: true, about: "The bot gets a 500 and nothing happened.", fields: [] },
  { kind: "error_after", name: "Server error, request carried out", requests: true, about: "The bot gets a 500 although it happened.", fields: [] },
  { kind: "drop_before", name: "Connection cut before the request", requests: true, about: "No answer, and nothing happened.", fields: [] },
  { kind: "drop_after", name: "Connection cut after the request", requests: true, about: "No answer, although it happened.", fields: [] },
  { kind: "delay", name: "Slow answers", requests: true, about: "Answers come late.", fields: [
    { name: "ms", label: "Milliseconds", type: "number", value: 2000, min: 1 },
  ] },
  { kind: "delay_before_accept", name: "Slow to begin", requests: true, about: "The request is carried out late.", fields: [
    { name: "ms", label: "Milliseconds", type: "number", value: 2000, min: 1 },
  ] },
  { kind: "truncate", name: "Answers cut in half", requests: true, about: "The answer's body ends too early.", fields: [] },
  { kind: "rate_limit", name: "Rate limit (429)", requests: true, about: "The bot is told to wait.", fields: [
    { name: "scope", label: "Scope", type: ["user", "global", "shared"] },
    { name: "retry_after_s", label: "Wait, seconds", type: "number", value: 5, min: 0, step: "any" },
  ] },
  { kind: "refuse", name: "Refusal of your choice", requests: true, about: "The bot hears this error, and nothing happened.", fields: [
    { name: "status", label: "HTTP status", type: "number", value: 403, min: 400 },
    { name: "code", label: "Discord's code", type: "number", value: 40003, min: 0 },
    { name: "message", label: "Discord's words", type: "text", value: "You are opening direct messages too fast." },
  ] },
  { kind: "closed_dms", name: "Direct messages closed", requests: true, about: "Sending to this person's DMs is refused.", fields: [
    { name: "user", label: "Person", type: "user" },
  ] },
  { kind: "missing_permission", name: "Missing permission", requests: true, about: "Requests to this channel are refused with this code.", fields: [
    { name: "channel", label: "Channel", type: "channel" },
    { name: "code", label: "Error code", type: [50013, 50001] },
  ] },
  { kind: "unauthorized", name: "Token refused (401)", requests: true, about: "As if the bot's token had been reset.", fields: [] },
  { kind: "gateway_drop", name: "Gateway: connection cut", about: "The bot's live connection breaks.", fields: [] },
  { kind: "gateway_reconnect", name: "Gateway: asked to reconnect", about: "Discord asks the bot to connect anew.", fields: [] },
  { kind: "gateway_invalid_session", name: "Gateway: session invalid", about: "The bot must resume or start over.", fields: [
    { name: "resumable", label: "It may resume", type: "check" },
  ] },
  { kind: "gateway_freeze", name: "Gateway: silence", about: "The connection stays open and says nothing.", fields: [] },
  { kind: "clock_jump", name: "Clock jumps", about: "The clock is set at once, unlike playing, which runs through the time between.", fields: [
    { name: "seconds", label: "Seconds (negative: back)", type: "number", value: 3600 },
    { name: "date_only", label: "Only in the Date header of answers", type: "check" },
  ] },
];

export const METHODS = ["any", "GET", "POST", "PATCH", "PUT", "DELETE"];
