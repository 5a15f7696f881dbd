import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Dashboard, dashboard } from "./static.js";

let folder: string;
let get: (path: string, encoding?: string) => Response | undefined;
const page = "<!doctype html><title>telostat</title>";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-static-"));
  await mkdir(join(folder, "site/assets"), { recursive: true });
  await writeFile(join(folder, "site/index.html"), page);
  await writeFile(join(folder, "site/assets/index-abc.js"), "let a = 1;");
  await writeFile(join(folder, "site/build.log"), "not for the world");
  await writeFile(join(folder, "secret.html"), "not for the world");
  const files: Dashboard = await dashboard(join(folder, "site"));
  get = (path, encoding = "") => files(path, new Headers({ "accept-encoding": encoding }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("answers its pages with index.html, which is asked for anew each time", async () => {
  for (const path of ["/", "/systems/bot", "/systems/bot/settings", "/alarms/bot.0.entropy-3", "/keys"]) {
    const response = get(path);
    expect(await response?.text()).toBe(page);
    expect(response?.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response?.headers.get("cache-control")).toBe("no-cache");
  }
});

it("lets hashed files be kept for ever, with their type", async () => {
  const response = get("/assets/index-abc.js");
  expect(response?.headers.get("content-type")).toMatch(/^text\/javascript/);
  expect(response?.headers.get("cache-control")).toContain("immutable");
  expect(await response?.text()).toBe("let a = 1;");
});

it("compresses as it is asked to", async () => {
  const bytes = async (encoding: string) =>
    Buffer.from((await get("/", encoding)?.arrayBuffer()) ?? new ArrayBuffer());
  expect(get("/", "gzip, br")?.headers.get("content-encoding")).toBe("br");
  expect(brotliDecompressSync(await bytes("gzip, br")).toString()).toBe(page);
  expect(gunzipSync(await bytes("gzip")).toString()).toBe(page);
  expect(get("/", "identity")?.headers.get("content-encoding")).toBeNull();
});

it.each([
  "/secret.html",
  "/../secret.html",
  "/assets/../../secret.html",
  "/%2e%2e/secret.html",
  "/build.log",
  "/systems",
  "/systems/a/b",
  "/assets/",
  "/index",
])("has nothing at %s", (path) => expect(get(path)).toBeUndefined());

it("says so where no dashboard was built", async () => {
  await expect(dashboard(join(folder, "nowhere"))).rejects.toThrow("npm run build");
});
