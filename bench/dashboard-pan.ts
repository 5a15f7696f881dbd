/**
 * How smoothly the dashboard moves along 100,000 windows: times between the frames of a drag across the charts of a system's page, in
 * headless Chromium (no graphics card). Run: `npx tsx bench/dashboard-pan.ts`, after `npm run build`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dashboard, listen, openService } from "../src/service/index.js";
import { browserPath, launch } from "../test/end-to-end/browser.js";

const WINDOWS = 100_000;
const FRAMES = 240;

/** The series as the service would tell it: a slow wave with noise, and a gap in every ten-thousand. */
function series(system: string) {
  const estimate = (value: number, half: number) => ({
    value,
    lower: value - half,
    upper: value + half,
    level: 0.95,
    method: "",
    n: 100,
    covers: "",
  });
  const windows = Array.from({ length: WINDOWS }, (_, i) => {
    const gap = i % 10_000 < 200;
    const s = 0.6 + 0.3 * Math.sin(i / 4000) + 0.1 * Math.sin(i * 12.9898);
    const of = (value: number, half: number) => (gap ? null : estimate(value, half));
    return {
      window: i,
      start: i * 60,
      end: (i + 1) * 60,
      closed: (i + 1) * 60,
      n: gap ? 0 : 100,
      gap,
      counts: [90, 10],
      entropy: of(s, 0.08),
      fidelity: of(1 - s / 2, 0.05),
      drift: of(0, 1e-6),
      status: "ok",
    };
  });
  const goals = ["help", "flatter"];
  const epochs = [{ epoch: 1, since: 0, unit: "seconds", goals }];
  return {
    system,
    epoch: 1,
    epochs,
    unit: "seconds",
    goals,
    windows,
    thinned: false,
    events: [],
    training: [],
  };
}

if (browserPath === undefined) throw new Error("no Chromium here; CHROME_PATH can name one");
const folder = await mkdtemp(join(tmpdir(), "telostat-pan-"));
const onError = (error: unknown) => process.stderr.write(`${error}\n`);
const service = await openService({ folder, now: () => Date.now() / 1000, onError });
const pages = await dashboard(fileURLToPath(new URL("../dist/dashboard/", import.meta.url)));
const server = await listen(service, { host: "127.0.0.1", port: 0, onError, dashboard: pages });
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const system = `${server.address}/api/v1/systems/long`;
  await fetch(system, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ goals: ["help", "flatter"], intended: "help", window: { by: "time", size: 60 } }),
  });
  await page.route(/\/series/, (route) => route.fulfill({ json: series("long") }));
  await page.goto(`${server.address}/systems/long`);
  await page.locator(".plot canvas").first().waitFor();
  // tsx names functions by a call that the page does not have.
  await page.evaluate("globalThis.__name = (named) => named");
  for (const [name, closer] of [
    ["everything", 0],
    ["a quarter", 2],
    ["a thousandth", 10],
  ] as const) {
    await page.getByRole("button", { name: "Everything" }).click();
    for (let i = 0; i < closer; i++) await page.getByRole("button", { name: "Closer" }).click();
    const times = (await page.evaluate(drag, FRAMES)).sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
    process.stdout.write(
      `${WINDOWS.toLocaleString("en")} windows, ${name} in view: frame ${at(0.5)} ms median, ${at(0.95)} ms 95%, ${at(1)} ms longest\n`,
    );
  }
} finally {
  await browser.close();
  await server.close();
  await service.close();
  await rm(folder, { recursive: true, force: true });
}

/** Drags the first chart to and fro, one step a frame; milliseconds between frames. In the page. */
function drag(frames: number): Promise<number[]> {
  const over = document.querySelector(".u-over")!;
  const { left, top, width, height } = over.getBoundingClientRect();
  const at = (x: number) => ({ clientX: left + x, clientY: top + height / 2, pointerId: 1, bubbles: true });
  over.setPointerCapture = () => {};
  over.dispatchEvent(new PointerEvent("pointerdown", at(width / 2)));
  return new Promise((resolve) => {
    const times: number[] = [];
    let before = performance.now();
    const step = (now: number) => {
      times.push(now - before);
      before = now;
      if (times.length > frames) {
        over.dispatchEvent(new PointerEvent("pointerup", at(width / 2)));
        resolve(times.slice(1));
        return;
      }
      const x = width / 2 + (width / 3) * Math.sin(times.length / 15);
      over.dispatchEvent(new PointerEvent("pointermove", at(x)));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}
