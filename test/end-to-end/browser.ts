import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A Chromium of this machine: the one that CHROME_PATH names, or where distributions put it; undefined without one. */
export const browserPath = [
  process.env.CHROME_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  chromium.executablePath(),
].find((path) => path !== undefined && existsSync(path));

/** Said in the name of tests that need a browser. */
export const browserOrReason =
  browserPath === undefined ? "not run: no Chromium here; CHROME_PATH can name one" : "in Chromium";

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath!,
    // Chromium refuses its sandbox to root, as which containers run.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
