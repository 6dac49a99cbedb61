// The playground's page: begin reading here. It asks the server for its state, shows it,
// and asks again for whatever an event says has changed. What it can do is what people
// on Discord can do to a bot, plus playing the clock and switching faults.
//
//   model.js     what the page knows           api.js        the server's calls and events
//   sidebar.js   channels, people, unread      messages.js   the open channel
//   composer.js  the command box               clockbar.js   playing the clock
//   world.js     faults, permissions, the bot  guide.js      a newcomer's first steps
//   welcome.js   what an empty channel says

import { api, listen } from "./api.js";
import { setUpClockBar } from "./clockbar.js";
import { setUpComposer } from "./composer.js";
import { byId, pause } from "./dom.js";
import { setUpGuide } from "./guide.js";
import { setUpLightbox } from "./media.js";
import { setUpJournal } from "./journal.js";
import { loadMessages, setUpMessages } from "./messages.js";
import { setUpModal } from "./modal.js";
import { bot, emit, findChannel, findUser, isDirect, isReadable, model, on, ownerOfDirect, recall, remember, setClock, users } from "./model.js";
import { countAll, countChannel, firstChannel, forgetSeen, setUpSidebar } from "./sidebar.js";
import { setUpWelcome } from "./welcome.js";
import { setUpWorld } from "./world.js";

async function loadWorld() {
  const world = await api.state();
  // Events are counted from the server's start: fewer than before means a new world.
  if (world.last_seq < (recall("last_seq", "sessionStorage") ?? 0)) forgetSeen();
  remember("last_seq", world.last_seq, "sessionStorage");
  model.world = world;
  settleSelection();
  setClock(world.clock);
  emit("world");
}

/** Keeps who acts and which channel is open, where they still exist. */
function settleSelection() {
  if (!findUser(model.viewerId)) model.viewerId = recall("viewer", "sessionStorage");
  if (!findUser(model.viewerId)) model.viewerId = users()[0]?.id ?? null;
  if (!mayOpen(model.channelId)) model.channelId = recall("channel", "sessionStorage");
  if (!mayOpen(model.channelId)) model.channelId = firstChannel();
}

function mayOpen(channelId) {
  if (!channelId) return false;
  if (isDirect(channelId)) return ownerOfDirect(channelId).id === model.viewerId;
  const channel = findChannel(channelId);
  return channel !== undefined && isReadable(channel);
}

// Events come in bursts while the clock plays. What they ask for is collected here and
// fetched by one loop, so that the page never runs behind itself.
const wanted = { world: false, clock: false, messages: false, everything: false, channels: new Set(), after: [] };
let working = false;

function want(changes) {
  for (const [what, value] of Object.entries(changes)) {
    if (what === "channel") wanted.channels.add(value);
    else if (what === "after") wanted.after.push(value);
    else wanted[what] = value;
  }
  if (!working) work();
}

async function work() {
  working = true;
  await pause(30);
  while (hasWork()) {
    try {
      await fetchWanted();
      showTrouble("");
    } catch (error) {
      showTrouble(error.message);
      await pause(1000);
    }
  }
  working = false;
}

const hasWork = () =>
  wanted.world || wanted.clock || wanted.messages || wanted.everything || wanted.channels.size > 0 || wanted.after.length > 0;

async function fetchWanted() {
  const now = { ...wanted, channels: [...wanted.channels], after: [...wanted.after] };
  Object.assign(wanted, { world: false, clock: false, messages: false, everything: false, channels: new Set(), after: [] });
  try {
    if (now.world || now.everything) await loadWorld();
    else if (now.clock) setClock(await api.clock());
    if (now.messages || now.everything || now.channels.includes(model.channelId)) await loadMessages();
    if (now.everything) await countAll();
    else for (const id of now.channels) await countChannel(id);
  } catch (error) {
    // What could not be had is still wanted. Only the newest state matters, so all is asked for.
    wanted.everything = true;
    throw error;
  } finally {
    now.after.forEach((run) => run());
  }
}

let lastSeq = null;

function onEvent(event) {
  const missed = lastSeq !== null && event.seq !== lastSeq + 1;
  lastSeq = event.seq;
  if (missed) want({ everything: true });
  if (event.kind === "message") {
    // A direct channel that we have not heard of was opened just now.
    const known = !event.channel_id || findChannel(event.channel_id) || isDirect(event.channel_id);
    want({ channel: event.channel_id ?? model.channelId, clock: true, ...(known ? {} : { everything: true }) });
  } else if (event.kind === "clock") {
    want({ clock: true });
  } else {
    want({ world: true });
  }
}

function showTrouble(sentence) {
  const line = byId("trouble");
  line.textContent = sentence || (model.live ? "" : "The connection to the playground is lost. Trying again…");
  line.hidden = line.textContent === "";
}

function setLive(live) {
  model.live = live;
  showTrouble("");
  showBotState();
}

function showBotState() {
  const online = model.live && bot().connected;
  const name = bot().user?.name ?? "The bot";
  byId("bot-state").firstElementChild.textContent = `${name} is ${online ? "online" : "offline"}`;
  byId("bot-state").classList.toggle("online", online);
}

function start() {
  setUpLightbox();
  setUpMessages();
  setUpSidebar();
  setUpComposer();
  setUpClockBar();
  setUpWorld();
  setUpJournal();
  setUpModal();
  setUpGuide();
  setUpWelcome();
  on("world", showBotState);
  on("reload-messages", (after) => want({ messages: true, ...(after ? { after } : {}) }));
  on("reload-world", () => want({ world: true }));
  listen({
    onEvent,
    onOpen: () => {
      lastSeq = null;
      setLive(true);
      want({ everything: true });
    },
    onLost: () => setLive(false),
  });
}

start();
