/**
 * Pages in a real browser: made-up results of the experiments, and a real run of the closed loop. That run is `lab run closed-loop --seed 1 --set seeds=3 --set
 * measureEvery=50 --json`, rounded to four digits; the browser is CHROMIUM_PATH or one where it is usually found.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { charted } from "../../test/report/charts.js";
import { experiments, fisher } from "../../test/report/examples.js";
import { measured } from "../../test/report/measurement.js";
import { closedLoopResultSchema, reproduceResultSchema } from "../contracts/index.js";
import { renderExperiment, renderFisher, renderMeasure, renderReport } from "./index.js";

const run = new URL("closed-loop.golden.json", import.meta.url);
const closedLoop = closedLoopResultSchema.parse(JSON.parse(readFileSync(run, "utf8")));
const claims = ["reproduced", "artefact", "inconsistent", "refuted"].map((verdict) => ({
  id: verdict,
  claim: "gamma_crit = (lambda_max / 2) ln N balances sigma",
  paper: "1.69 +/- 1.08 nats (20 trials)",
  measured: { value: 1.58, lower: 1.16, upper: 2, level: 0.95, method: "Student t", n: 20, covers: "trials" },
  verdict,
  why: "1.69 +/- 1.08 against 0.00 +/- 0.00 at n = 20 gives p = 1.15e-6, and 4.19e-17 would need t = 14.54.",
}));
const parameters = { trials: 20, parameterCount: 7e9 };
const audit = { experiment: "reproduce", version: "1", seed: 1, parameters, claims };
const generated = { version: "0.1.0", command: "telostat demo --seeds 3", seconds: 20, machine: "two cores" };

const candidates = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
if (!executablePath) process.stderr.write("browser test skipped: no Chromium; set CHROMIUM_PATH to one\n");

const pages: readonly (readonly [name: string, page: () => string])[] = [
  ["demo", () => renderReport({ closedLoop, reproduce: reproduceResultSchema.parse(audit), generated })],
  ["charts", () => renderExperiment(charted(), generated)],
  ["fisher", () => renderFisher(fisher(), generated)],
  ["measure", () => renderMeasure(measured({ windows: [0.2, null, 0.4, 0.6], by: "time" }), generated)],
  ...experiments.map(
    (example) => [example().experiment, () => renderExperiment(example(), generated)] as const,
  ),
];

describe.skipIf(!executablePath)("in a browser without a network", () => {
  const folder = mkdtempSync(join(tmpdir(), "telostat-report-"));
  const at = (name: string): string => join(folder, `${name}.html`);
  let browser: Browser;

  beforeAll(async () => {
    for (const [name, page] of pages) writeFileSync(at(name), page());
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath: executablePath!, args });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    name: string,
    width: number,
    colorScheme: "light" | "dark",
  ): Promise<{ page: Page; problems: string[] }> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      offline: true,
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) problems.push(request.url());
    });
    await page.goto(pathToFileURL(at(name)).href);
    for (const summary of await page.locator("summary").all()) await summary.click();
    return { page, problems };
  }

  describe.each(pages.map(([name]) => name))("the page of %s", (name) => {
    // Phones in light and screens in dark find what the other two pairs would.
    it.each([
      [390, "light"],
      [1280, "dark"],
    ] as const)("%d pixels wide, %s: fits, reads, and asks for nothing", async (width, scheme) => {
      const { page, problems } = await open(name, width, scheme);
      expect(problems).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const { contrasts, crossings, clipped, count } = await page.evaluate(survey);
      expect(count).toBeGreaterThan(20);
      expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
      expect(crossings).toEqual([]);
      expect(clipped).toEqual([]);
      await page.context().close();
    });
  });
});

/** Runs in the page: contrast of badges and chart labels against the page, labels that cross, and those beyond the window. */
function survey() {
  const channels = (colour: string): number[] =>
    colour
      .match(/[\d.]+/g)!
      .slice(0, 3)
      .map(Number);
  const luminance = (colour: string): number => {
    const [r, g, b] = channels(colour).map((c) =>
      c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const behind = (element: Element): string => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!/, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const visible = (selector: string): Element[] =>
    [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length > 0);
  const ratio = (element: Element, colour: string) => {
    const [light, dark] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a);
    return { text: element.textContent, ratio: (light! + 0.05) / (dark! + 0.05) };
  };
  const badges = visible(".badge, small, figcaption, .interval").map((e) =>
    ratio(e, getComputedStyle(e).color),
  );
  const texts = visible("svg text");
  const labels = texts.map((e) => ratio(e, getComputedStyle(e).fill));

  const crossings: string[] = [];
  const clipped: string[] = [];
  for (const svg of visible("svg")) {
    const boxes = [...svg.querySelectorAll("text")].map((e) => ({
      text: e.textContent,
      box: e.getBoundingClientRect(),
    }));
    for (const { text, box } of boxes)
      if (box.left < 0 || box.right > document.documentElement.clientWidth + 1) clipped.push(`${text}`);
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const along = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (across > 1 && along > 4) crossings.push(`${svg.getAttribute("class")}: ${a.text} × ${b.text}`);
      }
  }
  return { contrasts: [...badges, ...labels], crossings, clipped, count: badges.length + labels.length };
}
