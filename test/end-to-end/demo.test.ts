import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Browser, ConsoleMessage } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SystemAlarm, SystemOverview } from "../../src/contracts/index.js";
import { browserOrReason, browserPath, launch } from "./browser.js";
import { binary, telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-demo-"));
const lock = join(folder, "telostat-demo/telostat.lock");
/** What was opened in the browser. */
const opened = join(folder, "opened");

/** `telostat serve --demo` with one network. */
class Demo {
  readonly #child: ChildProcess;
  readonly #closed: Promise<[number | null]>;
  log = "";
  address = "";

  constructor(options: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [binary, "serve", "--demo", "1", ...options], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#closed = once(this.#child, "close") as Promise<[number | null]>;
    this.#child.stderr!.on("data", (chunk) => {
      this.log += chunk;
    });
  }

  /** Asks again and again until `wanted` is found, as long as the demo runs. */
  async until<Found>(wanted: () => Promise<Found | undefined> | Found | undefined): Promise<Found> {
    for (;;) {
      const found = await wanted();
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null) throw new Error(`the demo ended by itself:\n${this.log}`);
      await setTimeout(100);
    }
  }

  async listening(): Promise<this> {
    this.address = await this.until(() => /listens on (\S+)/.exec(this.log)?.[1]);
    return this;
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  async get(path: string): Promise<any> {
    return (await fetch(`${this.address}/api/v1${path}`)).json();
  }

  /** By Ctrl-C as a program has it that npm started: from the terminal, and from npm again. */
  async interrupt(): Promise<number | null> {
    this.#child.kill("SIGINT");
    await setTimeout(5);
    this.#child.kill("SIGINT");
    return (await this.#closed)[0];
  }
}

describe("telostat serve --demo", { timeout: 300_000 }, () => {
  let demo: Demo;
  let browser: Browser | undefined;
  const first = "network-1.1.none";
  beforeAll(async () => {
    demo = await new Demo(["--port", "0"]).listening();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await demo.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has every system at once, and raises an alarm while the network trains", async () => {
    const systems = await demo.until<SystemOverview[]>(async () => {
      const found = (await demo.get("/systems")) as SystemOverview[];
      return found.length === 4 ? found : undefined;
    });
    expect(systems.map(({ title }) => title)).toEqual([
      "Network 1: no alignment work",
      "Network 1: the paper's rule, lambda_max of the start",
      "Network 1: the paper's rule, lambda_max re-estimated",
      "Network 1: feedback on S",
    ]);
    const alarm = await demo.until<SystemAlarm>(async () => (await demo.get("/alarms"))[0]);
    expect(alarm).toMatchObject({ system: first, of: "entropy", state: "open" });
    expect(await demo.get("/report")).toEqual({ state: "coming" });
  });

  it("ends at Ctrl-C in the middle of training, and is not hurt by hearing it twice", async () => {
    expect(await demo.interrupt()).toBe(0);
    expect(demo.log).toMatch(/Ending: requests under way are answered/);
    expect(demo.log).not.toMatch(/rror/);
    expect(existsSync(lock)).toBe(false);
    expect(existsSync(join(folder, "telostat-report"))).toBe(false);
  });

  it("takes another port where the usual one is taken, says so, and opens the page there", async () => {
    const opener = join(folder, "xdg-open");
    writeFileSync(opener, `#!/bin/sh\necho "$1" > ${opened}\n`, { mode: 0o755 });
    const taken = createServer().listen(4318, "127.0.0.1");
    // Where something else has it already, it is as good.
    await once(taken, "listening").catch(() => {});
    demo = await new Demo(["--open"], { PATH: `${folder}:${process.env.PATH}`, DISPLAY: ":0" }).listening();
    taken.close();
    expect(demo.log).toMatch(/Port 4318 is taken/);
    expect(new URL(demo.address).port).not.toBe("4318");
    if (process.platform !== "linux") return;
    expect(await demo.until(() => (existsSync(opened) ? readFileSync(opened, "utf8") : undefined))).toBe(
      `${demo.address}\n`,
    );
  });

  it.skipIf(browserPath === undefined)(`fills the page before one's eyes (${browserOrReason})`, async () => {
    browser = await launch();
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    // There is no icon for a report.
    const hear = (message: ConsoleMessage) =>
      message.type() === "error" &&
      !message.location().url.endsWith("favicon.ico") &&
      complaints.push(message.text());
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", hear);
    await page.goto(demo.address);
    await page.getByText("4 systems").waitFor();
    const row = (title: string) => page.locator(".systems li", { hasText: title });
    await row("feedback on S").getByText("OK").waitFor();
    await row("no alignment work").getByText("1 open alarm").waitFor();

    await row("no alignment work").getByRole("link").click();
    await page.getByText("Nothing speaks against it").waitFor();
    await page.getByText("Alignment work: gamma (solid)").waitFor();
    await page.locator("section[aria-labelledby=alarms] a").first().click();
    await page.getByRole("heading", { name: "Alarm: ethical entropy S rose" }).waitFor();
    const transcript = page.locator(".transcript").first();
    await transcript.locator("summary").click();
    expect(await transcript.innerText()).toMatch(
      /follows[\s\S]*Cue 1 \(intended\) says class \d[\s\S]*Class \d: what/,
    );

    const [report] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("link", { name: "Report" }).click(),
    ]);
    report.on("console", hear);
    await report.reload();
    await report.getByRole("heading", { level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("went on with what was missing, and counted nothing twice", async () => {
    await demo.until(async () => ((await demo.get("/report")).state === "ready" ? true : undefined));
    for (const { system } of (await demo.get("/systems")) as SystemOverview[]) {
      const { windows, training } = await demo.get(`/systems/${system}/series`);
      expect(windows.map(({ end }: { end: number }) => end)).toEqual(
        Array.from({ length: 41 }, (_, i) => 2000 * (i + 1) + 1),
      );
      expect(training).toMatchObject([{ run: system }]);
      expect(training[0].points.map(({ step }: { step: number }) => step)).toEqual(
        Array.from({ length: 41 }, (_, i) => 25 * i),
      );
      expect(await demo.get(`/systems/${system}/rejections`)).toEqual([]);
    }
    expect(readFileSync(join(folder, "telostat-report/index.html"), "utf8")).toBe(
      await (await fetch(`${demo.address}/report`)).text(),
    );
  });

  it("refuses a folder that watches something else, before it trains", async () => {
    const made = await fetch(`${demo.address}/api/v1/systems/support-bot`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ goals: ["help", "flatter"], intended: "help" }),
    });
    expect(made.status).toBe(200);
    expect(await demo.interrupt()).toBe(0);
    const { code, err } = await telostat(["serve", "--demo", "1", "--port", "0"], { cwd: folder });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/watches 'support-bot' too: give --demo a --data/),
    ]);
  });
});
