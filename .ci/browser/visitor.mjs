// A person at the page: what they can see and do, and a record of everything that a page
// of this kind must never do.

const WAIT_MS = 15_000;
const PICTURES_MS = 60_000;

/** Opens the page in a window of its own. */
export async function visit(browser, url, look = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, timezoneId: "Europe/Berlin", locale: "en-GB", reducedMotion: "reduce", ...look,
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const problems = watch(page);
  await page.goto(url);
  return new Visitor(context, page, problems);
}

/** Notes requests to other machines, failed requests, and errors in the console. */
function watch(page) {
  const problems = [];
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== "data:" && hostname !== "127.0.0.1") problems.push(`asked ${hostname} for something`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // What a closed window had still asked for is no failure.
    if (why !== "net::ERR_ABORTED") problems.push(`${why} for ${request.url()}`);
  });
  page.on("console", (line) => {
    if (line.type() === "error" || line.type() === "warning") problems.push(`the console says: ${line.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`the page's script failed: ${error.message}`));
  return problems;
}

class Visitor {
  constructor(context, page, problems) {
    this.context = context;
    this.page = page;
    this.problems = problems;
    this.box = page.getByRole("combobox", { name: "Slash command" });
    this.messages = page.locator("#messages > li.message");
  }

  /** Waits until something on the page reads like this. */
  async sees(text, where = this.page) {
    try {
      await where.getByText(text).first().waitFor();
    } catch {
      throw new Error(`nobody sees “${text}”; the newest message reads “${await this.newest()}”`);
    }
  }

  async newest() {
    if (await this.messages.count() === 0) return "";
    return (await this.messages.last().innerText()).replaceAll(/\s+/g, " ").slice(0, 300);
  }

  /** Waits until the newest message reads like this. */
  async hears(text) {
    try {
      await this.messages.last().filter({ hasText: text }).waitFor();
    } catch {
      throw new Error(`the newest message does not say “${text}” but “${await this.newest()}”`);
    }
  }

  /** Types a command with its options and sends it with Enter. */
  async types(command) {
    await this.box.fill(`${command} `);
    await this.box.press("Enter");
  }

  /** Sends a command and waits for the answer to it. */
  async asks(command) {
    const before = await this.newestKey();
    await this.types(command);
    try {
      await this.page.waitForFunction((key) => {
        const newest = [...document.querySelectorAll("#messages > li.message")].at(-1);
        return newest && newest.dataset.key !== key && newest.querySelector(".content");
      }, before);
    } catch {
      throw new Error(`${command} is not answered; the newest message reads “${await this.newest()}”`);
    }
  }

  /** Asks until so many answers in a row come with a picture: after a start they are still being drawn, and no answer waits. */
  async asksForPictures(command, wanted) {
    const picture = this.messages.last().locator("img");
    const end = Date.now() + PICTURES_MS;
    for (let inARow = 0; inARow < wanted;) {
      if (Date.now() > end) throw new Error(`${command} still has no picture after ${PICTURES_MS / 1000} s`);
      await this.asks(command);
      if (await picture.count() > 0) inARow += 1;
      else {
        inARow = 0;
        await this.page.waitForTimeout(300);
      }
    }
  }

  async newestKey() {
    return await this.messages.count() === 0 ? null : this.messages.last().getAttribute("data-key");
  }

  /** Presses the newest button with this label. */
  async presses(label) {
    await this.messages.getByRole("button", { name: label, exact: true }).last().click();
  }

  async actsAs(name) {
    await this.page.locator("#people label", { hasText: name }).click();
    await this.page.locator("#people label:has(:checked)", { hasText: name }).waitFor();
  }

  async opens(channel) {
    await this.page.getByRole("navigation").getByRole("button", { name: channel }).click();
  }

  /** Plays the clock with the button of this name and waits until it is done. */
  async plays(name) {
    const before = await this.page.locator("#now").getAttribute("datetime");
    await this.page.getByRole("group", { name: "Play the clock on" }).getByRole("button", { name }).click();
    await this.page.waitForFunction((then) => Date.parse(document.querySelector("#now").dateTime) - Date.parse(then) > 60_000, before);
    await this.page.getByText(/^Played to /).waitFor();
    await this.page.locator("#clock-bar:not(.playing)").waitFor();
  }

  async leaves() {
    await this.context.close();
  }
}
