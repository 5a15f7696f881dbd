import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createApp,
  dashboard,
  type HttpServer,
  listen,
  openService,
  type Service,
} from "../../src/service/index.js";
import { browserOrReason, browserPath, launch } from "./browser.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const onError = (error: unknown) => {
  throw error;
};

/** A system that drifts half-way: windows of 20, of which every tenth observation, then every second, is of another goal. */
const settings = {
  title: "Support agent",
  goals: ["help", "flatter"],
  intended: "help",
  window: { by: "observations", size: 20 },
  alarms: [{ against: { limit: 0.55 }, falseAlarmInterval: 1000 }],
};
const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const observations = Array.from({ length: 800 }, (_, i) => ({
  id: i,
  goal: i % (i < 400 ? 10 : 2) === 1 ? "flatter" : "help",
  messages: [
    { role: "user", text: `question ${i}` },
    { role: "assistant", text: `${hostile} answer ${i}` },
  ],
}));

describe.skipIf(browserPath === undefined)(`the dashboard (${browserOrReason})`, () => {
  let folder: string;
  let service: Service;
  let server: HttpServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  const start = async (port: number) =>
    listen(service, { host: "127.0.0.1", port, onError, dashboard: await dashboard(join(folder, "pages")) });
  /** To the service itself, also while its server is down. */
  const send = async (method: string, path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const app = createApp(service, { onError });
    const response = await app.request(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    expect(response.ok, await response.clone().text()).toBe(true);
  };
  const settled = async () => {
    while ((await service.queue.waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "telostat-dashboard-"));
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const building = promisify(execFile)(
      process.execPath,
      [vite, "build", "--outDir", join(folder, "pages"), "--emptyOutDir"],
      { cwd: root, env: { ...process.env, NODE_ENV: "production" } },
    );
    [service, browser] = await Promise.all([
      openService({ folder: join(folder, "data"), now: () => Date.now() / 1000, onError }),
      launch(),
      building,
    ]);
    server = await start(0);
    await send("PUT", "/systems/support", settings);
    await send("PUT", "/systems/quiet", { ...settings, title: "Planner" });
    await send("POST", "/systems/support/observations", { observations });
    await settled();
    page = await browser.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A connection that breaks is told by the browser; the test breaks one.
      if (message.type() === "error" && !/ERR_|Failed to load resource/.test(message.text()))
        complaints.push(message.text());
    });
    page.setDefaultTimeout(20_000);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await service?.close();
    await rm(folder, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });

  it("is one small page, kept by the browser, under a strict policy", async () => {
    const response = await page.goto(server.address);
    const policy = response?.headers()["content-security-policy"];
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe/);
    const script = await page.locator("script[src]").getAttribute("src");
    const answer = await fetch(`${server.address}${script}`, { headers: { "accept-encoding": "br" } });
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(Number((await answer.arrayBuffer()).byteLength)).toBeGreaterThan(0);
  });

  it("lists systems with their state, and finds one by name and by state", async () => {
    await page.goto(server.address);
    await page.getByText("2 systems").waitFor();
    await page.getByLabel("Name").fill("supp");
    await page.getByText("1 system of 2").waitFor();
    expect(await page.locator(".systems li").innerText()).toMatch(/Support agent\s+Alarm/);
    await page.reload();
    await page.getByText("1 system of 2").waitFor();
    await page.getByLabel("Name").fill("");
    await page.getByLabel("State").selectOption("no-data");
    expect(await page.locator(".systems li").innerText()).toContain("Planner");
    await page.getByLabel("State").selectOption("");
    await page.getByRole("link", { name: "Support agent" }).click();
    await page.getByRole("heading", { level: 1, name: "Support agent" }).waitFor();
  });

  it("shows a system that is made, renamed and deleted elsewhere, without a reload", async () => {
    const watching = await browser.newPage();
    await watching.goto(server.address);
    await watching.getByText("2 systems").waitFor();
    await watching.getByText("Live", { exact: true }).waitFor();
    const send = (method: string, body?: unknown) =>
      fetch(`${server.address}/api/v1/systems/guest`, {
        method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { "content-type": "application/json" },
        }),
      });
    await send("PUT", { ...settings, title: "Guest" });
    await watching.getByRole("link", { name: "Guest" }).waitFor();
    await send("PUT", { ...settings, title: "Lodger" });
    await watching.getByRole("link", { name: "Lodger" }).waitFor();
    await send("DELETE");
    await watching.getByText("2 systems").waitFor();
    await watching.close();
  });

  it("asks for doubt before the number, and draws the windows", async () => {
    const trust = page.locator(".trust");
    await trust.getByText("Nobody has said who judges").waitFor();
    const [doubt, figures] = [await trust.boundingBox(), await page.locator(".tiles").boundingBox()];
    expect(doubt!.y).toBeLessThan(figures!.y);
    expect(await page.locator(".tiles").innerText()).toMatch(
      /Ethical entropy S, nats\s+0\.\d+\s+0\.\d+ to 0\.\d+, 95%/,
    );
    expect(await page.locator(".plot canvas").count()).toBe(3);
    await page.getByText("The same as a table").click();
    await page.locator("table", { hasText: "Window to" }).locator("tbody tr").nth(38).waitFor();
  });

  it("moves by keys, and a reload in the middle finds the same stretch", async () => {
    const chart = page.getByRole("application", { name: /Ethical entropy/ });
    await chart.focus();
    await chart.press("+");
    await chart.press("ArrowRight");
    await page.waitForURL(/from=.*to=/);
    const stretch = new URL(page.url()).search;
    await page.reload();
    await page.getByRole("button", { name: "Everything", pressed: false }).waitFor();
    expect(new URL(page.url()).search).toBe(stretch);
    await page.getByRole("button", { name: "Everything" }).click();
    await page.waitForURL((url) => url.search === "");
  });

  it("shows what a threshold would have raised while it is edited", async () => {
    await page.getByRole("button", { name: "Edit the rule" }).click();
    await page.getByText("Would have raised 1 alarm").waitFor();
    await page.getByText("One false alarm in 1,000 windows").waitFor();
    await page.getByLabel("Limit, nats").fill("0.69");
    await page.getByText("Would have raised 0 alarms").waitFor();
    await page.getByLabel("Limit, nats").fill("0.5");
    await page.getByLabel("Windows to one false alarm").fill("500");
    await page.getByText("One false alarm in 500 windows").waitFor();
    await page.getByLabel("Windows to one false alarm").fill("3");
    await page
      .getByRole("alert")
      .getByText(/between 20 and/)
      .waitFor();
    await page.getByRole("button", { name: "Leave it as it was" }).click();
    await page.getByRole("button", { name: "Edit the rule" }).waitFor();
  });

  it("leads from an alarm to its transcripts, which stay text", async () => {
    await page.locator("section[aria-labelledby=alarms] a").first().click();
    await page.getByRole("heading", { name: "Alarm: ethical entropy S rose" }).waitFor();
    await page.reload();
    const transcript = page.locator(".transcript").first();
    await transcript.locator("summary").click();
    expect(await transcript.innerText()).toMatch(
      /flatter[\s\S]*question \d+[\s\S]*<img src=x onerror[\s\S]*answer/,
    );
    expect(await transcript.locator("img, script").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    expect(await page.locator("dl").first().innerText()).toMatch(/Tolerated\s+0\.55/);
  });

  it("says which failure an alarm looks like, and what that is worth", async () => {
    const named = page.locator(".diagnosis");
    // S rose late, and no trainer told what else had grown by then.
    await named.getByText("Cannot be told").waitFor();
    await named.getByText("How sure is that?").click();
    await named.getByText("From S and fidelity alone 40% of made runs were named rightly").waitFor();
    await named.getByText("no stream for: growth of ln lambda_max").waitFor();
  });

  it("follows what comes, and after a break goes on where it was", async () => {
    await page.goto(`${server.address}/systems/support`);
    await page.getByText("Live", { exact: true }).waitFor();
    const table = page.locator("table", { hasText: "Window to" });
    await page.getByText("The same as a table").click();
    const more = (from: number) => ({
      observations: Array.from({ length: 20 }, (_, i) => ({ id: from + i, goal: "help" })),
    });
    await send("POST", "/systems/support/observations", more(1000));
    await table.getByText("observation 820").waitFor();

    const port = Number(new URL(server.address).port);
    await server.close();
    await page.getByText("Not connected").waitFor();
    await send("POST", "/systems/support/observations", more(2000));
    await settled();
    const resumed = page.waitForRequest((request) => request.headers()["last-event-id"] !== undefined);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    server = await start(port);
    await resumed;
    await table.getByText("observation 840").waitFor();
    expect(asked.filter((url) => url.includes("/series"))).toEqual([]);
  });

  it("tells the runs of a system apart, and shows one that is chosen", async () => {
    const parameterCount = 1000;
    for (const [run, gamma] of [
      ["first", 0.4],
      ["second", 0.9],
    ] as const) {
      const policy = { kind: "constant", gamma };
      await send("PUT", `/runs/${run}`, { system: "support", parameterCount, policy });
      for (const step of [0, 10]) await send("POST", `/runs/${run}/steps`, { step });
    }
    const training = page.locator("section[aria-labelledby=training]");
    await training
      .getByText("Step 10: first gamma 0.4: constant 0.4; second gamma 0.9: constant 0.9")
      .waitFor();
    expect(await training.locator(".legend li").allInnerTexts()).toEqual(["first 2 steps", "second 2 steps"]);
    await training.getByRole("combobox", { name: "Run" }).selectOption("second");
    await training.getByText("Step 10: gamma 0.9: constant 0.9").waitFor();
    await page.reload();
    await training.getByText("Step 10: gamma 0.9: constant 0.9").waitFor();
    await training.getByText("no stretch of 6 measurements of S with gamma 0").waitFor();
    await page.getByText("The same as a table").click();
  });

  it("keeps an edited rule, and the windows of the one before", async () => {
    await page.getByRole("button", { name: "Edit the rule" }).click();
    await page.getByLabel("Limit, nats").fill("0.6");
    await page.getByRole("button", { name: "Save the rule" }).click();
    await page.getByText("No window of these settings has closed yet").waitFor();
    await page.getByLabel("Settings").selectOption({ index: 1 });
    await page.locator("table", { hasText: "Window to" }).getByText("observation 840").waitFor();
    const saved = await fetch(`${server.address}/api/v1/systems/support`);
    expect((await saved.json()).settings.alarms).toMatchObject([{ against: { limit: 0.6 } }]);
  });

  it.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)("fits its %s page of %i pixels, with contrast enough to read", async (colorScheme, width) => {
    const view = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    await view.goto(`${server.address}/systems/support`);
    await view.locator(".plot canvas").first().waitFor();
    expect(await view.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await view.evaluate(faint)).toEqual([]);
    await view.close();
  });
});

/** Texts whose contrast with what is behind them is below 4.5 (WCAG AA), in the page. */
function faint(): string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string) => {
    const [r, g, b] = channels(colour)
      .slice(0, 3)
      .map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element | null): string => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (channels(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *")]
    .filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
    )
    .filter((element) => element.getClientRects().length > 0 && !element.matches(":disabled"))
    .flatMap((element) => {
      const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${element.textContent?.trim().slice(0, 40)}`] : [];
    });
}
