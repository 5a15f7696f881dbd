import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserOrReason, browserPath } from "./browser.js";
import { axeFaults, DashboardUnderTest } from "./dashboard-pages.js";

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
  let open: DashboardUnderTest;
  let page: Page;

  beforeAll(async () => {
    open = await DashboardUnderTest.open();
    await open.send("PUT", "/systems/support", settings);
    await open.send("PUT", "/systems/quiet", { ...settings, title: "Planner" });
    await open.send("POST", "/systems/support/observations", { observations });
    await open.tested.settled();
    page = open.page;
  }, 120_000);
  afterAll(() => open?.close());

  it("is one small page, kept by the browser, under a strict policy", async () => {
    const response = await page.goto(open.address);
    const policy = response?.headers()["content-security-policy"];
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe/);
    const script = await page.locator("script[src]").getAttribute("src");
    const answer = await fetch(`${open.address}${script}`, { headers: { "accept-encoding": "br" } });
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(Number((await answer.arrayBuffer()).byteLength)).toBeGreaterThan(0);
  });

  it("lists systems with their state, and finds one by name and by state", async () => {
    await page.goto(open.address);
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
    const watching = await open.browser.newPage();
    await watching.goto(open.address);
    await watching.getByText("2 systems").waitFor();
    await watching.getByText("Live", { exact: true }).waitFor();
    await open.send("PUT", "/systems/guest", { ...settings, title: "Guest" });
    await watching.getByRole("link", { name: "Guest" }).waitFor();
    await open.send("PUT", "/systems/guest", { ...settings, title: "Lodger" });
    await watching.getByRole("link", { name: "Lodger" }).waitFor();
    await open.send("DELETE", "/systems/guest");
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
    await page.goto(`${open.address}/systems/support`);
    await page.getByText("Live", { exact: true }).waitFor();
    const table = page.locator("table", { hasText: "Window to" });
    await page.getByText("The same as a table").click();
    const more = (from: number) => ({
      observations: Array.from({ length: 20 }, (_, i) => ({ id: from + i, goal: "help" })),
    });
    await open.send("POST", "/systems/support/observations", more(1000));
    await table.getByText("observation 820").waitFor();

    const port = Number(new URL(open.address).port);
    await open.server.close();
    await page.getByText("Not connected").waitFor();
    await open.send("POST", "/systems/support/observations", more(2000));
    await open.tested.settled();
    const resumed = page.waitForRequest((request) => request.headers()["last-event-id"] !== undefined);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await open.start(port);
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
      await open.send("PUT", `/runs/${run}`, { system: "support", parameterCount, policy });
      for (const step of [0, 10]) await open.send("POST", `/runs/${run}/steps`, { step });
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
  });

  it("keeps an edited rule, and the windows of the one before", async () => {
    await page.getByRole("button", { name: "Edit the rule" }).click();
    await page.getByLabel("Limit, nats").fill("0.6");
    await page.getByRole("button", { name: "Save the rule" }).click();
    await page.getByText("No window of these settings has closed yet").waitFor();
    await page.getByRole("combobox", { name: "Settings" }).selectOption({ index: 1 });
    await page.getByText("The same as a table").click();
    await page.locator("table", { hasText: "Window to" }).getByText("observation 840").waitFor();
    const saved = await fetch(`${open.address}/api/v1/systems/support`);
    expect((await saved.json()).settings.alarms).toMatchObject([{ against: { limit: 0.6 } }]);
  });

  it.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)(
    "fits its %s pages of %i pixels, and axe finds no fault in them",
    async (colorScheme, width) => {
      const view = await open.browser.newPage({ colorScheme, viewport: { width, height: 800 } });
      const [{ id }] = (await open.tested.ask("GET", "/api/v1/alarms")).body;
      for (const path of ["/systems/support?epoch=1", `/alarms/${id}`]) {
        await view.goto(`${open.address}${path}`);
        await view.locator(".plot canvas").first().waitFor();
        expect(await view.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(await axeFaults(view)).toEqual([]);
      }
      await view.close();
    },
  );
});
