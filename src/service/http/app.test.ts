import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { createApp } from "./app.js";
import { routes } from "./routes/index.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const ask: ServiceUnderTest["ask"] = (...args) => tested.ask(...args);

const settings = {
  goals: ["help", "flatter"],
  intended: "help",
  window: { by: "observations", size: 10 },
  alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 1000 }],
};
const observations = Array.from({ length: 200 }, (_, i) => ({
  id: i,
  time: `2026-01-01T00:${String(Math.floor(i / 60)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}Z`,
  goal: i >= 100 && i % 2 === 0 ? "flatter" : "help",
  messages: [{ role: "assistant", text: `<script>answer ${i}</script>` }],
}));

describe("the API", () => {
  it("takes observations and tells the series, the alarm and the transcripts behind it", async () => {
    expect((await ask("PUT", "/api/v1/systems/bot", settings)).status).toBe(200);
    const batch = { batch: "b1", observations };
    expect(await ask("POST", "/api/v1/systems/bot/observations", batch)).toEqual({
      status: 202,
      body: { system: "bot", batch: "b1", received: 200, repeated: false },
    });
    expect((await ask("POST", "/api/v1/systems/bot/observations", batch)).body.repeated).toBe(true);
    await tested.settled();
    const { body: series } = await ask("GET", "/api/v1/systems/bot/series");
    expect(series.windows).toHaveLength(20);
    expect(series.goals).toEqual(["help", "flatter"]);
    const [overview] = (await ask("GET", "/api/v1/systems")).body;
    expect(overview).toMatchObject({ system: "bot", status: "alarm", openAlarms: 1 });
    const [alarm] = (await ask("GET", "/api/v1/systems/bot/alarms?state=open")).body;
    const page = (await ask("GET", `/api/v1/alarms/${encodeURIComponent(alarm.id)}`)).body;
    expect(page.windows.length).toBeGreaterThan(5);
    expect(page.transcripts[0]).toMatchObject({ goal: "flatter" });
  }, 30_000);

  it.each([
    ["GET", "/api/v1/systems/none", undefined, 404, /no system 'none'/],
    ["GET", "/nothing", undefined, 404, /nothing at/],
    ["POST", "/api/v1/systems/bot/observations", { observations: [] }, 422, /observations/],
    [
      "POST",
      "/api/v1/systems/bot/observations",
      { observations: [{ goal: "help", extra: 1 }] },
      422,
      /observations\[0\]/,
    ],
    [
      "POST",
      "/api/v1/systems/bot/observations",
      { observations: [{ goal: "help", time: "soon" }] },
      422,
      /observations\[0\].time/,
    ],
    ["PUT", "/api/v1/systems/x", { ...settings, intended: "rule" }, 422, /intended/],
    [
      "PUT",
      "/api/v1/systems/x",
      { ...settings, goals: ["help", "help"] },
      422,
      /^goals: 'help' is there twice/,
    ],
    [
      "PUT",
      "/api/v1/systems/x",
      { ...settings, window: { by: "observations", size: 2.5 } },
      422,
      /^window: /,
    ],
    ["PUT", "/api/v1/systems/x", { ...settings, alarms: [{ detector: "none" }] }, 422, /^alarms: /],
    ["PUT", "/api/v1/systems/x", { ...settings, alarms: [{ detector: "oracle" }] }, 422, /oracle/],
    ["GET", "/api/v1/systems/bot/series?points=-1", undefined, 400, /points/],
  ])("answers %s %s %j with a problem", async (method, path, body, status, detail) => {
    const answer = await ask(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it("answers HEAD as it does GET, of pages too", async () => {
    const onError = (error: unknown) => tested.errors.push(error);
    const app = createApp(tested.service, { onError, dashboard: () => new Response("page") });
    for (const path of ["/", "/health/live", "/api/v1/systems"]) {
      const response = await app.request(path, { method: "HEAD" });
      expect([path, response.status, await response.text()]).toEqual([path, 200, ""]);
    }
  });

  it("answers as its document says, for every route that reads", async () => {
    const { body: document } = await ask("GET", "/api/v1/openapi.json");
    const alarm = (await ask("GET", "/api/v1/alarms")).body[0].id;
    const run = { system: "bot", parameterCount: 10, policy: { kind: "constant", gamma: 1 } };
    expect((await ask("PUT", "/api/v1/runs/first", run)).status).toBe(200);
    await tested.service.database.query(
      "INSERT INTO destinations (name, kind, url, created) VALUES ('first', 'slack', 'http://x.invalid/', 0)",
    );
    const reading = routes.filter(({ method, answer }) => method === "GET" && answer !== undefined);
    const named: Readonly<Record<string, string>> = {
      experiment_name: "bot",
      experiment_id: "bot",
      run_id: "first",
    };
    for (const { method, path, answer, status } of reading) {
      const { parameters } = document.paths[path][method.toLowerCase()];
      const needed = parameters
        .filter(({ in: place, required }: { in: string; required: boolean }) => place === "query" && required)
        .map(({ name }: { name: string }) => `${name}=${named[name]}`);
      expect(document.paths[path][method.toLowerCase()].responses[status]).toBeDefined();
      const reply = await ask(
        method,
        `${path
          .replace("{system}", "bot")
          .replace(/\{run\}|\{name\}/, "first")
          .replace("{id}", encodeURIComponent(alarm))}?${needed.join("&")}`,
      );
      expect(reply.status, path).toBe(status);
      expect(answer?.safeParse(reply.body).error, path).toBeUndefined();
    }
  });

  it("tells Prometheus the figures with their intervals, and counts what it answered", async () => {
    const text = await (await tested.app.request("/metrics")).text();
    const lines = text.trimEnd().split("\n");
    const form =
      /^[a-z_]+(\{[a-z_]+="([^"\\\n]|\\.)*"(,[a-z_]+="([^"\\\n]|\\.)*")*\})? -?[\d.]+(e[+-]?\d+)?$/;
    expect(lines.filter((line) => !line.startsWith("# ") && !form.test(line))).toEqual([]);
    const value = (name: string) => Number(lines.find((line) => line.startsWith(`${name} `))?.split(" ")[1]);
    const { body: series } = await ask("GET", "/api/v1/systems/bot/series");
    const { entropy, drift } = series.windows.at(-1);
    expect(value('telostat_ethical_entropy_nats{system="bot"}')).toBe(entropy.value);
    expect(value('telostat_ethical_entropy_nats_lower{system="bot"}')).toBe(entropy.lower);
    expect(value('telostat_ethical_entropy_nats_upper{system="bot"}')).toBe(entropy.upper);
    expect(value('telostat_entropy_drift_nats_per_observation{system="bot"}')).toBe(drift.value);
    expect(value('telostat_alarm{system="bot"}')).toBe(1);
    expect(value('telostat_observations_total{system="bot"}')).toBe(200);
    const route = "/api/v1/systems/{system}/observations";
    expect(value(`telostat_http_requests_total{method="POST",route="${route}",status="202"}`)).toBe(2);
    expect(value(`telostat_http_request_duration_seconds_bucket{route="${route}",le="+Inf"}`)).toBe(5);
    expect(text).not.toContain("per_hour");
  });

  it("deletes a system with all that was kept of it", async () => {
    expect((await ask("DELETE", "/api/v1/systems/bot")).status).toBe(204);
    expect((await ask("GET", "/api/v1/systems")).body).toEqual([]);
    expect((await ask("GET", "/api/v1/alarms")).body).toEqual([]);
  });
});
