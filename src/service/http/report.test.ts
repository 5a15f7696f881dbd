import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openService, type Service } from "../service.js";
import { createApp } from "./app.js";

let folder: string;
let service: Service;
const onError = (error: unknown) => {
  throw error;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-report-"));
  service = await openService({ folder, now: () => 1_700_000_000, onError });
}, 60_000);
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

it("tells that there is none, that one is coming, and shows it once it is there", async () => {
  let written: string | undefined;
  const [none, some] = [
    createApp(service, { onError }),
    createApp(service, { onError, report: () => written }),
  ];
  const state = async (app = some) => (await app.request("/api/v1/report")).json();
  expect(await state(none)).toEqual({ state: "none" });
  expect((await none.request("/report")).status).toBe(404);
  expect(await state()).toEqual({ state: "coming" });
  expect((await some.request("/report")).status).toBe(404);
  written = "<!doctype html><title>report</title>";
  expect(await state()).toEqual({ state: "ready" });
  expect(await (await some.request("/report")).text()).toBe(written);
});

it("allows the report its own styles and nothing else, and the pages no more than before", async () => {
  const page = `<style>p { color: red }</style><p style="font-family: &quot;A&quot;">x</p><script>alert(1)</script>`;
  const app = createApp(service, { onError, report: () => page });
  const policy = async (path: string) => (await app.request(path)).headers.get("content-security-policy");
  const allowed = (await policy("/report"))!.split("; ");
  // printf %s 'p { color: red }' | openssl dgst -sha256 -binary | base64, and of: font-family: "A"
  expect(allowed.find((one) => one.startsWith("style-src"))).toBe(
    "style-src 'unsafe-hashes' 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4=' 'sha256-alrJkJc2inFftWBTQLvm1L8J1vgmTOjbfvlR43yZI4A='",
  );
  expect(allowed).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'none'",
      "connect-src 'none'",
      "frame-ancestors 'none'",
    ]),
  );
  expect(await policy("/api/v1/report")).toMatch(/script-src 'self'; style-src 'self'/);
  expect(await policy("/api/v1/report")).not.toMatch(/unsafe|sha256/);
});
