// Connects discord.js, unmodified, to a playground and checks that it finds a Discord there.
//
//   node client.mjs PATH_OF_UNHUNCH
//
// Needs no network but loopback. The last line says how many checks passed; the program ends with 1
// if one failed.

import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import {
  AttachmentBuilder,
  DiscordAPIError,
  EmbedBuilder,
  Events,
  MessageFlags,
  RESTEvents,
  Routes,
} from "discord.js";
import { COMMANDS, answer, card, makeClient } from "./bot.mjs";
import { IDS, Playground, until } from "./playground.mjs";

/** No check takes longer than this. */
const LONGEST = 30_000;

const playground = await Playground.start(process.argv[2] ?? "unhunch");
const client = makeClient(playground.url);
const problems = [];
const held = [];
// What breaks inside the client is a failed check, not the end of all checks.
process.on("uncaughtException", (error) => problems.push(error));
process.on("exit", () => playground.child.kill("SIGKILL"));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
let [passed, failed] = [0, 0];

/** Runs one check and says how it went; what the bot could not do counts to the check. */
async function check(what, run) {
  const late = pause(LONGEST, undefined, { ref: false }).then(() => {
    throw new Error(`it took longer than ${LONGEST / 1000} s`);
  });
  try {
    await Promise.race([run(), late]);
    if (problems.length > 0) throw problems[0];
    passed += 1;
    console.log(`ok      ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${what}: ${error.stack ?? error}`);
  }
  problems.length = 0;
}

/** The error with which Discord refuses this. */
async function refused(promise, status, code) {
  const error = await promise.then(
    () => assert.fail("it was not refused"),
    (error) => error,
  );
  assert.ok(error instanceof DiscordAPIError, `not Discord's refusal but ${error}`);
  assert.deepEqual([error.status, error.code], [status, code], error.message);
  return error;
}

const channel = (id) => client.channels.cache.get(id);
const text = (message) => JSON.stringify(message.components) + message.content;
const button = (message, id) => until(`a button ${id}`, () => text(message).includes(id));

await check("the client connects and knows the guild", async () => {
  answer(client, problems, held);
  const ready = once(client, Events.ClientReady);
  await client.login(playground.token);
  await ready;
  const guild = client.guilds.cache.get(IDS.guild);
  assert.equal(guild.name, "Wellness Lab");
  assert.equal(channel(IDS.wellness).name, "wellness");
  assert.equal((await guild.members.fetchMe()).id, client.user.id);
  assert.equal((await client.users.fetch(IDS.ben, { force: true })).username, "ben");
});

await check("commands with options, subcommands and groups are registered", async () => {
  const commands = await client.application.commands.set(COMMANDS);
  assert.equal(commands.size, COMMANDS.length);
  const stretch = commands.find((command) => command.name === "stretch");
  assert.deepEqual(
    stretch.options.map((option) => option.name),
    ["area", "minutes", "mood"],
  );
  const fetched = await client.application.commands.fetch(stretch.id);
  assert.equal(fetched.nameLocalizations.fr, "étirement");
  await client.application.commands.edit(stretch.id, { description: "A good stretch" });
  const one = await client.application.commands.create({
    name: "short-lived",
    description: "Soon gone",
  });
  await client.application.commands.delete(one.id);
  const guild = await client.application.commands.set(
    [{ name: "here", description: "Only here" }],
    IDS.guild,
  );
  assert.equal(guild.first().guildId, IDS.guild);
});

let shown;
await check("a command is answered with Components V2", async () => {
  const sent = await playground.command(IDS.ben, "stretch", { area: "neck", minutes: 3 });
  shown = await playground.answer(sent, IDS.ben);
  assert.equal(shown.flags & MessageFlags.IsComponentsV2, MessageFlags.IsComponentsV2);
  assert.match(text(shown), /Stretch your neck for 3 minutes/);
  assert.equal(shown.interaction_metadata.name, "stretch");
});

await check("a subcommand of a group brings its channel along", async () => {
  const sent = await playground.command(IDS.ada, "prompts plan add", { channel: IDS.general });
  assert.equal((await playground.answer(sent, IDS.ada)).content, "plan add general");
});

await check("an ephemeral answer is seen by one person only", async () => {
  const sent = await playground.command(IDS.ben, "whisper");
  const answer = await playground.answer(sent, IDS.ben);
  assert.equal(answer.content, "Psst.");
  const others = await playground.seen(IDS.wellness, IDS.ada);
  assert.ok(others.every((message) => message.id !== answer.id));
});

await check("a deferred answer is filled in, followed up and deleted", async () => {
  const sent = await playground.command(IDS.ben, "slow");
  const interaction = await until("the command arrives", () => held.pop());
  await interaction.deferReply();
  await playground.answer(sent, IDS.ben, (message) => message.thinking);
  await interaction.editReply({ content: "Here it is." });
  await playground.answer(sent, IDS.ben, (message) => message.content === "Here it is.");
  const more = await interaction.followUp({ content: "And more.", flags: MessageFlags.Ephemeral });
  await interaction.editReply({ message: more, content: "And less." });
  assert.equal((await interaction.fetchReply()).content, "Here it is.");
  await interaction.deleteReply();
  const left = await playground.seen(IDS.wellness, IDS.ben);
  assert.ok(left.some((message) => message.content === "And less."));
  assert.ok(left.every((message) => message.content !== "Here it is."));
});

await check("a deferred answer may become Components V2", async () => {
  const sent = await playground.command(IDS.ben, "slow");
  const interaction = await until("the command arrives", () => held.pop());
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await interaction.editReply({
    components: [card("Worth the wait.")],
    flags: MessageFlags.IsComponentsV2,
  });
  const answer = await playground.answer(sent, IDS.ben, (message) => !message.thinking);
  assert.match(text(answer), /Worth the wait/);
  assert.equal(answer.ephemeral_for, IDS.ben);
});

await check("typing into an option brings its choices", async () => {
  const { choices } = await playground.complete(IDS.ben, "stretch", { area: "b" }, "area");
  assert.deepEqual(choices, [{ name: "back", value: "back" }]);
});

await check("a button in a container changes its message at once", async () => {
  await playground.press(IDS.ben, shown.id, "done");
  const changed = await until("the message changes", async () => {
    const seen = await playground.seen(IDS.wellness, IDS.ben);
    return seen.find((message) => message.id === shown.id && /ben is done/.test(text(message)));
  });
  await button(changed, "later");
});

await check("a button changes its message later", async () => {
  await playground.press(IDS.ben, shown.id, "later");
  await until("the message changes", async () => {
    const seen = await playground.seen(IDS.wellness, IDS.ben);
    return seen.find((message) => message.id === shown.id && /Later, then/.test(text(message)));
  });
});

await check("a menu tells what was chosen", async () => {
  const sent = await playground.press(IDS.ben, shown.id, "again", ["neck", "back"]);
  assert.equal((await playground.answer(sent, IDS.ben)).content, "Again: neck, back");
});

await check("a modal is shown, filled in and answered", async () => {
  const sent = await playground.press(IDS.ben, shown.id, "feedback");
  const form = await until("the modal", async () => {
    const state = await playground.page("GET", `/interactions/${sent.interaction_id}`);
    return state.modal;
  });
  assert.equal(form.title, "How was it?");
  const submitted = await playground.submit(sent.interaction_id, { words: "Lovely." });
  assert.equal((await playground.answer(submitted, IDS.ben)).content, "Thanks: Lovely.");
});

await check("a message carries a file, an embed and a reply", async () => {
  const bytes = Buffer.from("89504e470d0a1a0a", "hex");
  const file = new AttachmentBuilder(bytes, { name: "pose.png", description: "A pose" });
  const embed = new EmbedBuilder().setTitle("Pose").setImage("attachment://pose.png");
  const message = await channel(IDS.general).send({ files: [file], embeds: [embed] });
  const attachment = message.attachments.first();
  assert.deepEqual([attachment.name, attachment.description], ["pose.png", "A pose"]);
  const fetched = Buffer.from(await (await fetch(attachment.url)).arrayBuffer());
  assert.deepEqual(fetched, bytes);
  const reply = await message.reply("Look at that.");
  assert.equal(reply.reference.messageId, message.id);
  await reply.edit("Look at this.");
  const history = await channel(IDS.general).messages.fetch({ limit: 2, cache: false });
  assert.deepEqual(
    history.map((message) => message.content),
    ["Look at this.", ""],
  );
  await reply.delete();
  await channel(IDS.general).sendTyping();
});

await check("what people write is heard", async () => {
  const heard = once(client, Events.MessageCreate);
  await playground.say(IDS.ben, IDS.general, "Good morning!");
  const [message] = await heard;
  assert.equal(message.author.username, "ben");
});

await check("a direct message reaches one person, and closed ones are refused", async () => {
  const ben = await client.users.fetch(IDS.ben);
  const message = await ben.send("Only you read this.");
  const seen = await playground.seen(message.channelId, IDS.ben);
  assert.equal(seen.at(-1).content, "Only you read this.");
  await playground.page("POST", "/world", { dms: { user_id: IDS.chloe, closed: true } });
  const chloe = await client.users.fetch(IDS.chloe);
  await refused(chloe.send("Hello?"), 403, 50007);
  await refused(client.users.createDM(client.user.id), 400, 50007);
});

await check("wrong forms come back as 50035 with their path", async () => {
  const long = await refused(channel(IDS.general).send("x".repeat(2001)), 400, 50035);
  assert.equal(long.rawError.errors.content._errors[0].code, "BASE_TYPE_MAX_LENGTH");
  const option = (name, required) => ({ type: 3, name, description: "x", required });
  const commands = [{ name: "a", description: "a", options: [option("b", false), option("c", true)] }];
  const route = Routes.applicationCommands(client.user.id);
  const order = await refused(client.rest.put(route, { body: commands }), 400, 50035);
  assert.match(order.message, /0\.options\[1\]\[APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID\]/);
  const twice = card("x").toJSON();
  twice.components.push(twice.components.at(-1));
  const message = channel(IDS.general).send({
    components: [twice],
    flags: MessageFlags.IsComponentsV2,
  });
  const duplicate = await refused(message, 400, 50035);
  assert.match(
    duplicate.message,
    /components\[0\]\.components\[4\]\.components\[0\]\.custom_id\[COMPONENT_CUSTOM_ID_DUPLICATED\]/,
  );
  const unflagged = channel(IDS.general).send({ components: [card("x")] });
  assert.match((await refused(unflagged, 400, 50035)).message, /components\[0\]\[UNION_TYPE_CHOICES\]/);
});

await check("what is not there, not allowed or too late has Discord's codes", async () => {
  const nothing = "1090000000000009999";
  await refused(client.channels.fetch(nothing), 404, 10003);
  await refused(channel(IDS.general).messages.fetch(nothing), 404, 10008);
  await refused(client.guilds.cache.get(IDS.guild).members.fetch(nothing), 404, 10007);
  await refused(client.users.fetch(nothing), 404, 10013);
  const may = (send) => ({ permissions: { channel_id: IDS.general, send } });
  await playground.page("POST", "/world", may(false));
  await refused(client.rest.post(Routes.channelMessages(IDS.general), { body: { content: "x" } }), 403, 50013);
  await playground.page("POST", "/world", may(true));
  await playground.command(IDS.ben, "silent");
  const interaction = await until("the command arrives", () => held.pop());
  await interaction.reply("Once.");
  const again = Routes.interactionCallback(interaction.id, interaction.token);
  await refused(client.rest.post(again, { body: { type: 5 }, auth: false }), 400, 40060);
  const strange = Routes.webhookMessage(client.user.id, "no-such-token", "@original");
  await refused(client.rest.get(strange, { auth: false }), 401, 50027);
});

await check("an interaction that nobody answers for three seconds is lost", async () => {
  const sent = await playground.command(IDS.ben, "silent");
  const interaction = await until("the command arrives", () => held.pop());
  await until("it fails", async () => {
    const state = await playground.page("GET", `/interactions/${sent.interaction_id}`);
    return state.state === "failed";
  });
  await refused(interaction.reply("Too late."), 404, 10062);
});

await check("a broken gateway is resumed and nothing is missed", async () => {
  const resumed = once(client, Events.ShardResume);
  const heard = once(client, Events.MessageCreate);
  await playground.fault({ kind: "gateway_drop" });
  await playground.say(IDS.ben, IDS.general, "Said while you were away.");
  const [, replayed] = await resumed;
  assert.ok(replayed >= 1, `${replayed} events were repeated`);
  await heard;
});

await check("a reconnect that is asked for resumes, too", async () => {
  const resumed = once(client, Events.ShardResume);
  await playground.fault({ kind: "gateway_reconnect" });
  await resumed;
});

await check("an invalid session is begun anew", async () => {
  const ready = once(client, Events.ShardReady);
  await playground.fault({ kind: "gateway_invalid_session" });
  await ready;
  const heard = once(client, Events.MessageCreate);
  await playground.say(IDS.ben, IDS.general, "There you are again.");
  await heard;
});

await check("the client's own limiter keeps to the limits that it is told", async () => {
  const limited = [];
  const listen = (limit) => limited.push(limit);
  client.rest.on(RESTEvents.RateLimited, listen);
  await playground.page("DELETE", "/requests");
  const many = Array.from({ length: 7 }, (_, number) => channel(IDS.wellness).send(`${number}`));
  assert.equal((await Promise.all(many)).length, 7);
  client.rest.off(RESTEvents.RateLimited, listen);
  assert.ok(limited.length > 0, "it never had to wait");
  const requests = await playground.page("GET", "/requests");
  assert.equal(requests.length, 7, "each message was asked for once, and not too early");
  assert.ok(requests.every((request) => request.status === 200));
});

for (const scope of ["user", "shared", "global"]) {
  await check(`a 429 of scope ${scope} is waited out`, async () => {
    await playground.page("DELETE", "/requests");
    await playground.fault({
      kind: "rate_limit",
      scope,
      retry_after_s: 1,
      times: 1,
      matcher: { method: "POST" },
    });
    const begun = Date.now();
    await channel(IDS.general).send(`After a limit of scope ${scope}.`);
    assert.ok(Date.now() - begun >= 1000, `it waited only ${Date.now() - begun} ms`);
    const requests = await playground.page("GET", "/requests");
    assert.deepEqual(
      requests.map((request) => request.status),
      [429, 200],
    );
  });
}

await check("an error of the server is tried again by the client", async () => {
  await playground.fault({ kind: "error_before", status: 502, times: 1, matcher: { method: "POST" } });
  await channel(IDS.general).send("Second time lucky.");
});

await check("the same nonce makes one message", async () => {
  const send = () =>
    channel(IDS.general).send({ content: "Once only.", nonce: "n-1", enforceNonce: true });
  const [first, second] = [await send(), await send()];
  assert.equal(first.id, second.id);
});

await check("the log of the playground holds every request", async () => {
  const requests = await playground.page("GET", "/requests");
  const last = requests.at(-1);
  assert.deepEqual(
    [last.method, last.path, last.status, last.body.content],
    ["POST", `/api/v10/channels/${IDS.general}/messages`, 200, "Once only."],
  );
  const state = await playground.page("GET", "/state");
  assert.equal(state.forgotten_requests, 0);
});

await check("the playground says goodbye and ends well", async () => {
  await client.destroy();
  assert.equal(await playground.stop(), 0);
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
