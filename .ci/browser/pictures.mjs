// The README's pictures: the page with a stretch, and with a streak and the board.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { visit } from "./visitor.mjs";

const LOOK = { viewport: { width: 1120, height: 1230 }, colorScheme: "light" };
const BOARD_SIZE = { width: 1120, height: 860 };
const MEMBERS = ["Ada", "Ben", "Chloé"];

/** Draws `playground.png` and `board.png` into `folder`. */
export async function drawPictures(browser, start, folder) {
  await mkdir(folder, { recursive: true });
  const playground = await start();
  const ada = await visit(browser, playground.url, LOOK);
  await ada.sees("Unhunch is online");
  await ada.page.getByRole("button", { name: "Hide" }).click();
  await untilMorning(ada);
  // Ada does not see what Ben is told.
  await ada.actsAs("Ben");
  await ada.asksForPictures("/stretch private:True", 5);
  await ada.actsAs("Ada");
  await stretch(ada, join(folder, "playground.png"));
  await board(ada, join(folder, "board.png"));
  await ada.leaves();
  await playground.stop();
}

/** Plays on to office hours, so that the pictures do not show a night shift. */
async function untilMorning(ada) {
  const hour = async () => Number(/(\d\d):\d\d$/.exec(await ada.page.locator("#now").innerText())[1]);
  while (await hour() < 9 || await hour() > 15) await ada.plays("+1 hour");
  await ada.page.reload();
  await ada.sees("Unhunch is online");
}

async function stretch(ada, file) {
  await ada.asks("/stretch area:Neck position:Seated");
  await ada.hears("I did it");
  await ada.messages.last().locator("img").first().evaluate((image) => image.decode());
  await ada.page.screenshot({ path: file });
}

async function board(ada, file) {
  for (const name of MEMBERS) {
    await ada.actsAs(name);
    await ada.asks("/streak join visibility:named days:daily timezone:Europe/Berlin");
    await ada.hears("You're in");
  }
  // Who was there, day by day; boards of consistency want some days first.
  for (const present of ["AB", "AC", "ABC", "AB", "A", "ABC", "AC", "BC", "ABC", "AB", "ABC", "AC"]) {
    for (const name of MEMBERS.filter((member) => present.includes(member[0]))) {
      await ada.actsAs(name);
      await ada.asks("/done");
      await ada.hears("days this week");
    }
    await ada.plays("Tomorrow");
  }
  await ada.page.setViewportSize(BOARD_SIZE);
  await ada.page.reload();
  await ada.sees("Unhunch is online");
  await ada.actsAs("Ada");
  await ada.asks("/done");
  await ada.hears("days this week");
  await ada.asks("/streak show");
  await ada.hears("Over the last 30 days");
  await ada.asks("/leaderboard");
  await ada.hears("Consistency over 30 days");
  await ada.page.screenshot({ path: file });
}
