// The first day of a new user in a real browser: the built program, its page, a mouse and a
// keyboard. Everything is asserted on what a person sees.
//
//   node story.mjs [--binary FILE] [--chromium FILE] [--pictures DIR]
//
// `--pictures DIR` draws the README's pictures into DIR instead. Begin reading at `firstDay`.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

import { check, finish, insist } from "./checks.mjs";
import { drawPictures } from "./pictures.mjs";
import { endAll, startPlayground } from "./playground.mjs";
import { visit } from "./visitor.mjs";

const { values: options } = parseArgs({
  options: {
    binary: { type: "string", default: new URL("../../target/debug/unhunch", import.meta.url).pathname },
    chromium: { type: "string", default: "/usr/bin/chromium" },
    pictures: { type: "string" },
  },
});

const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

async function firstDay(browser, world) {
  const playground = await startPlayground(options.binary, world);
  const ada = await visit(browser, playground.url);

  await check("the bot is online, and an empty channel says what to try first", async () => {
    await ada.sees("Unhunch is online");
    await ada.sees("Try Unhunch here");
    await ada.sees("Ada manages this server; Ben, Chloé and Dev are members");
  });
  await check("a slash opens the list of commands, Escape closes it, Tab chooses from it", () => commandList(ada));
  await check("wrong input is answered in one sentence", async () => {
    await ada.types("/stretch minutes:11");
    await ada.sees("“11” is not possible for “minutes”: it takes a whole number from 1 to 10.");
    await ada.box.press("Escape");
  });
  await check("/stretch brings a card with a picture, its description and buttons", () => stretch(ada));
  await check("/deskbreak join says back when it will remind", async () => {
    await ada.asks("/deskbreak join times:10:30, 15:00 days:daily timezone:Europe/Berlin");
    await ada.hears("I'll remind you at 10:30 and 15:00 every day (Europe/Berlin), by direct message.");
    await ada.hears("Only you can see this");
  });
  await check("others do not see what only Ada can see", async () => {
    await ada.actsAs("Ben");
    await ada.hears("I did it");
    insist(await ada.page.getByText("Your desk break is set").count() === 0, "Ben sees Ada's answer");
    await ada.actsAs("Ada");
    await ada.sees("Your desk break is set");
  });
  await check("until tomorrow both reminders come, in order and at their times", () => tomorrow(ada));
  await check("“I did it” explains streaks to somebody without one", async () => {
    await ada.presses("I did it");
    await ada.hears("That you answered this reminder is kept with it for 30 days; no days are counted. If you like, I can count them for you.");
  });
  await check("streaks are joined, and the first break counts", async () => {
    await ada.presses("What are streaks?");
    await ada.hears("A streak, if you'd like one");
    await ada.presses("Join with my name");
    await ada.hears("You're in");
    await ada.presses("I took a break today");
    await ada.hears("A run begins.");
  });
  await check("the board has Ada's line", () => board(ada));
  await check("a server error switched on on the page is lived through", () => serverError(ada));
  await check("the page asked nothing of other machines and reported no error", () => clean(ada));
  await ada.leaves();
  await check("Ctrl-C ends it with status 0 and without a warning", () => stopped(playground));
}

async function commandList(ada) {
  const list = ada.page.getByRole("listbox", { name: "Commands" });
  await ada.box.click();
  await ada.page.keyboard.type("/");
  await list.getByRole("option", { name: "/stretch" }).waitFor();
  await ada.page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await ada.box.fill("");
  await ada.page.keyboard.type("/deskbr");
  await list.waitFor();
  await ada.page.keyboard.press("Tab");
  await ada.page.getByRole("textbox", { name: /^times/ }).waitFor();
  insist(await ada.box.inputValue() === "/deskbreak join ", "Tab did not put the command in the box");
  await ada.page.keyboard.press("Escape");
  await ada.sees("Try Unhunch here");
}

async function stretch(ada) {
  await ada.page.locator("#empty").getByRole("button", { name: "/stretch" }).click();
  await ada.page.keyboard.press("Enter");
  await ada.hears("I did it");
  const picture = ada.messages.last().locator("img").first();
  if (await picture.count() === 0) await ada.asksForPictures("/stretch", 1);
  const { width, alt } = await picture.evaluate(async (image) => {
    await image.decode();
    return { width: image.naturalWidth, alt: image.alt };
  });
  insist(width > 200, `the picture is ${width} pixels wide`);
  insist(alt.length > 20, `the picture is described as “${alt}”`);
}

async function tomorrow(ada) {
  await ada.plays("Tomorrow");
  // Direct messages of one time are spread over the two minutes after it.
  await ada.sees(/^\w{3} 10:3[01] to Ada$/);
  await ada.sees(/^\w{3} 15:0[01] to Ada$/);
  await ada.opens("Unhunch");
  await ada.hears("Time for your desk break.");
  const times = await ada.messages.locator(".head time").evaluateAll((nodes) => nodes.map((node) => Date.parse(node.dateTime)));
  // The test message that joining brings stands before them.
  insist(times.length === 3 && times[0] < times[1] && times[1] < times[2], `the messages came at ${times}`);
  insist(await ada.messages.first().getByText("This is my test message.").count() === 1, "no test message came first");
}

async function board(ada) {
  await ada.opens("wellness");
  await ada.asks("/leaderboard");
  await ada.hears("@Ada (you), seen by you alone just now · 100 %");
}

async function serverError(ada) {
  const { page } = ada;
  await page.getByRole("button", { name: "Faults & settings" }).click();
  await page.getByLabel("Kind").selectOption({ label: "Server error, request not carried out" });
  await page.getByLabel("Method").selectOption("POST");
  await page.getByLabel("Path begins with").fill("/channels");
  await page.getByRole("button", { name: "Switch on" }).click();
  await page.locator("#faults").getByRole("button").waitFor();
  await ada.plays("Next prompt");
  await page.locator("#faults").getByText("None. Everything works as it should.").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await ada.opens("Unhunch");
  await page.waitForFunction(() => [...document.querySelectorAll("#messages .content")]
    .filter((content) => content.innerText.startsWith("Time for your desk break.")).length === 3);
}

function clean(visitor) {
  insist(visitor.problems.length === 0, visitor.problems.join("; "));
}

async function stopped(playground) {
  const { status, warnings } = await playground.stop();
  insist(status === 0, `it ended with ${status}`);
  insist(warnings === "", `it logged ${warnings}`);
}

async function afterRestart(browser, world) {
  const playground = await startPlayground(options.binary, world);
  const ada = await visit(browser, playground.url);
  await check("started again with the same folder, everything is still there", async () => {
    await ada.sees("Unhunch is online");
    await ada.opens("Unhunch");
    await ada.sees("Time for your desk break.");
  });
  await check("the button of an old reminder still answers", async () => {
    const before = await ada.messages.count();
    await ada.messages.nth(1).getByRole("button", { name: "I did it", exact: true }).click();
    await ada.page.waitForFunction((count) => document.querySelectorAll("#messages > li.message").length > count, before);
    await ada.hears("That prompt is from an earlier day, so it can't count any more.");
    await ada.presses("I took a break today");
    await ada.hears("days this week");
  });
  await check("Ada is still on the board", () => board(ada));
  await check("the page is still clean", () => clean(ada));
  await ada.leaves();
  await check("Ctrl-C ends it with status 0 again", () => stopped(playground));
}

async function main() {
  const world = await mkdtemp(join(tmpdir(), "unhunch-story-"));
  const browser = await chromium.launch({ executablePath: options.chromium, args: QUIET });
  try {
    if (options.pictures) {
      await drawPictures(browser, () => startPlayground(options.binary, world), options.pictures);
      return true;
    }
    await firstDay(browser, world);
    await afterRestart(browser, world);
  } catch (error) {
    await check("the program starts and the page opens", () => { throw error; });
  } finally {
    endAll();
    await browser.close();
    await rm(world, { recursive: true, force: true });
  }
  return finish();
}

process.exitCode = (await main()) ? 0 : 1;
