import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserOrReason, browserPath } from "./browser.js";
import { axeFaults, DashboardUnderTest } from "./dashboard-pages.js";

describe.skipIf(browserPath === undefined)(`running the service by its pages (${browserOrReason})`, () => {
  let open: DashboardUnderTest;
  let page: Page;
  let receiver: Server;
  const received: IncomingMessage[] = [];
  /** Seconds by which the service's clock is ahead: what is tried again after a while is tried at once. */
  let ahead = 0;
  const go = (path: string) => page.goto(`${open.address}${path}`);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  /** In a shell, as it stands. */
  const type = (command: string) =>
    promisify(execFile)("sh", ["-ec", `${command} --fail --silent --show-error`]);
  const told = (label: string) => page.getByRole("region", { name: label }).innerText();

  beforeAll(async () => {
    open = await DashboardUnderTest.open({
      now: () => Date.now() / 1000 + ahead,
      allowPrivateTargets: true,
    });
    page = open.page;
    receiver = createServer((request, response) => {
      received.push(request);
      response.writeHead(request.url === "/gone" ? 410 : 204).end();
    }).listen(0, "127.0.0.1");
    await once(receiver, "listening");
  }, 120_000);
  afterAll(async () => {
    receiver?.close();
    await open?.close();
  });

  it("says at first what to send, in lines that work as they stand", async () => {
    await go("/");
    await page.getByText("Nothing is watched yet").waitFor();
    for (const label of ["Make a system", "Send observations"]) await type(await told(label));
    await page.getByText("1 system").waitFor();
    expect(await page.locator(".systems li").innerText()).toMatch(/my-agent[\s\S]*0\.\d+ to 0\.\d+/);
  });

  it("adds a system by a form, with the service's complaints at its fields", async () => {
    await page.getByRole("link", { name: "Add a system" }).click();
    await heading("Add a system");
    const complaint = (name: string) => field(name).and(page.locator("[aria-invalid=true]:focus"));
    const add = () => button("Add it").click();
    await add();
    await complaint("Name").waitFor();
    await field("Name").fill("my-agent");
    await add();
    await page.getByText("There is a system 'my-agent' already").waitFor();
    await field("Name").fill("two words");
    await field("Goals, one a line").fill("resolve\nresolve");
    await field("Intended goal").selectOption("resolve");
    await add();
    await page.getByText("Expected 1 to 128 letters").waitFor();
    await field("Name").fill("support");
    await add();
    await complaint("Goals, one a line").waitFor();
    await field("Goals, one a line").fill("resolve\nupsell");
    await field("Size, observations").fill("10");
    await field("Retention, days").fill("-1");
    await add();
    await complaint("Retention, days").waitFor();
    await field("Retention, days").fill("30");
    await button("Add an observer").click();
    const observer = page.getByRole("group", { name: "Observer 1" });
    await observer.getByLabel("Name").fill("label-model");
    await observer.getByLabel("Labels confirmed, %").fill("95");
    await observer.getByLabel("Labels checked").fill("200");
    await add();
    await heading("support");
    await type(await told("Send observations"));
    await page.getByText("Nothing speaks against it").waitFor();
  });

  it("edits settings, and says what begins anew", async () => {
    await page.getByRole("link", { name: "Settings" }).click();
    await field("Title").fill("Support agent");
    await button("Save").click();
    await heading("Support agent");
    await page.getByRole("link", { name: "Settings" }).click();
    await field("Size, observations").fill("20");
    await page.getByText("windows and alarms are counted anew").waitFor();
    await button("Save and begin anew").click();
    await page.getByText("No window of these settings has closed yet").waitFor();
    const { body } = await open.tested.ask("GET", "/api/v1/systems/support");
    expect(body.settings).toMatchObject({
      title: "Support agent",
      window: { by: "observations", size: 20 },
      retentionDays: 30,
      observers: [{ name: "label-model", accuracy: 0.95, checked: 200 }],
    });
  });

  it("marks the series, and pauses alarms and arms them again", async () => {
    await button("Add a mark").click();
    await button("Add the mark").click();
    await page.locator("[aria-invalid=true]:focus").fill("agent 2.4.0");
    await button("Add the mark").click();
    await button("Add the mark").waitFor({ state: "detached" });
    await button("Pause alarms").click();
    await page.locator(".badge", { hasText: "Paused" }).waitFor();
    await button("Resume alarms").click();
    await button("Pause alarms").waitFor();
    const { body } = await open.tested.ask("GET", "/api/v1/systems/support/series");
    const kinds = body.events.map(({ kind, text }: { kind: string; text: string }) => `${kind}: ${text}`);
    expect(kinds).toEqual(expect.arrayContaining(["deployment: agent 2.4.0", "pause: alarms paused"]));
  });

  it("adds destinations, tells a secret once, and says how a test went", async () => {
    const { port } = receiver.address() as AddressInfo;
    await page.getByRole("link", { name: "Destinations" }).click();
    await page.getByText("No destination yet").waitFor();
    const add = async (name: string, url: string) => {
      await field("Name").fill(name);
      await field("URL").fill(url);
      await button("Add it").click();
    };
    await add("ops", "ftp://example.org");
    await page.locator("[aria-invalid=true]:focus").waitFor();
    await add("ops", `http://127.0.0.1:${port}/ok`);
    expect(await told("Secret of ops")).toMatch(/^[\w-]{43}$/);
    await add("old", `http://127.0.0.1:${port}/gone`);
    await button("Test old").click();
    await page.getByText(/Test failed: .*410/).waitFor();
    await button("Test ops").click();
    await page.getByText("Test sent").waitFor();
    expect(received.at(-1)?.headers["telostat-signature"]).toMatch(/^v1=[0-9a-f]{64}$/);
    await button("Remove old").click();
    await button("Remove").click();
    await button("Test old").waitFor({ state: "detached" });
    await page.reload();
    await button("Test ops").waitFor();
    expect(await page.getByText("shown this once").count()).toBe(0);
  });

  it("shows dead letters with their reason, and replays them", async () => {
    const { service } = open.tested;
    await service.database.query("ALTER TABLE observations ADD CONSTRAINT fault CHECK (id <> 'bad')");
    await open.send("POST", "/systems/my-agent/observations", {
      batch: "monday",
      observations: [{ id: "bad", goal: "help" }],
    });
    while ((await service.queue.waiting()) > 0) {
      ahead += 60;
      service.wake();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await page.getByRole("link", { name: "Dead letters" }).click();
    const row = page.getByRole("row", { name: /observations of my-agent/ });
    expect(await row.innerText()).toMatch(/monday[\s\S]*fault/);
    await service.database.query("ALTER TABLE observations DROP CONSTRAINT fault");
    await button("Replay monday").click();
    await page.getByText("1 message put back into the queue").waitFor();
    await page.getByText("None: everything that was taken has been handled").waitFor();
    await open.tested.settled();
  });

  it("makes the first key without locking its maker out, and shows readers nothing that they may not do", async () => {
    await page.getByRole("link", { name: "Keys" }).click();
    await page.getByText("No key yet").waitFor();
    const make = async (name: string, scope: string) => {
      await field("Name").fill(name);
      await field("Scope").selectOption(scope);
      await button("Make the key").click();
      return told(`Key ${name}`);
    };
    const admin = await make("operator", "admin");
    await page.getByText("this tab uses the new one").waitFor();
    const reader = await make("screen", "read");
    expect((await fetch(`${open.address}/api/v1/systems`)).status).toBe(401);

    const other = await open.browser.newPage();
    await other.goto(`${open.address}/systems/support`);
    const use = async (key: string) => {
      await other.getByLabel("Key").fill(key);
      await other.getByRole("button", { name: "Use it" }).click();
    };
    await use(`${reader.slice(0, -2)}xx`);
    await other.getByText("It does not know the key").waitFor();
    await use(reader);
    await other.getByRole("heading", { level: 1, name: "Support agent" }).waitFor();
    await other.getByText("screen", { exact: true }).waitFor();
    expect(await other.getByRole("navigation").innerText()).toBe("Systems");
    for (const name of ["Pause alarms", "Add a mark", "Edit the rule", "Settings"])
      expect(await other.getByText(name, { exact: true }).count()).toBe(0);
    await other.goto(`${open.address}/audit`);
    await other.getByText("has not the scope admin").waitFor();
    await other.close();

    await button("Remove screen").click();
    await button("Remove").click();
    await button("Remove screen").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Audit" }).click();
    const log = page.getByRole("table");
    expect(await log.innerText()).toMatch(
      /operator\s+remove key[\s\S]*loopback\s+make key[\s\S]*create system/,
    );
    expect(await log.innerText()).not.toContain(admin);
    await field("Find").fill("replay");
    await page.getByText("1 entry").waitFor();
  });

  it.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)(
    "fits its %s pages of %i pixels, and axe finds no fault in them",
    async (colorScheme, width) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      for (const path of [
        ...[
          "/",
          "/new",
          "/systems/my-agent",
          "/systems/support",
          "/systems/support/settings",
          "/systems/none",
        ],
        ...["/destinations", "/keys", "/audit", "/dead-letters"],
      ]) {
        await go(path);
        await page.getByText("Live", { exact: true }).waitFor();
        await page.locator("h1").waitFor();
        await page.getByText("Asking the service").waitFor({ state: "detached" });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width);
        expect(await axeFaults(page), path).toEqual([]);
      }
    },
    60_000,
  );
});
