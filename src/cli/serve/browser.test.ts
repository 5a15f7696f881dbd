import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeEach, expect, it } from "vitest";
import { openInBrowser } from "./browser.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-browser-"));
const called = join(folder, "called");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(called, { force: true }));
for (const name of ["xdg-open", "open"]) {
  writeFileSync(
    join(folder, name),
    `#!/bin/sh\necho "$0 $*" > ${called}.new && mv ${called}.new ${called}\n`,
  );
  chmodSync(join(folder, name), 0o755);
}
const desktop = { PATH: `${folder}:/usr/bin:/bin`, DISPLAY: ":0" };
const address = "http://127.0.0.1:4318";

it.each([
  ["linux", desktop, "xdg-open"],
  ["linux", { PATH: desktop.PATH, WAYLAND_DISPLAY: "wayland-0" }, "xdg-open"],
  ["darwin", { PATH: desktop.PATH }, "open"],
] as const)("opens the page on %s with %j", async (platform, environment, opener) => {
  openInBrowser(address, platform, environment);
  while (!existsSync(called)) await setTimeout(5);
  expect(readFileSync(called, "utf8")).toBe(`${join(folder, opener)} ${address}\n`);
});

it.each([
  ["no desktop", { PATH: desktop.PATH }],
  ["BROWSER=none", { ...desktop, BROWSER: "none" }],
  ["nothing that opens", { ...desktop, PATH: "/nowhere" }],
])("does without where there is %s", async (_, environment) => {
  openInBrowser(address, "linux", environment);
  await setTimeout(100);
  expect(existsSync(called)).toBe(false);
});
