import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  await ask("PUT", "/api/v1/systems/bot", { goals: ["help", "flatter"], intended: "help" });
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const ask: ServiceUnderTest["ask"] = (...args) => tested.ask(...args);
const at = (path: string) => `/api/2.0/mlflow/${path}`;

/** What MLflow's client 3.17.2 sent, and how it was answered: by test/end-to-end/mlflow_client.py. */
interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
  readonly status: number;
}
const recorded = readFileSync(
  new URL("../../../test/reference/mlflow/requests.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

it("answers MLflow's own client, request by request", async () => {
  for (const { method, path, body, status } of recorded) {
    const answer = await ask(method, path, body === null ? undefined : JSON.parse(body));
    expect({ path, status: answer.status }).toEqual({ path, status });
    if (status >= 400) expect(Object.keys(answer.body)).toEqual(["error_code", "message"]);
  }
  const { run } = (await ask("GET", at("runs/get?run_id=tune-7"))).body;
  expect(run.info).toMatchObject({
    run_name: "tune 7",
    experiment_id: "bot",
    status: "FINISHED",
    lifecycle_stage: "active",
  });
  expect(run.info.end_time - run.info.start_time).toBeGreaterThan(0);
  expect(run.data.metrics.map(({ key, value, step }: Record<string, unknown>) => [key, value, step])).toEqual(
    [
      ["kl", "NaN", 2],
      ["loss", 0.125, 9],
      ["reward", 0.25, 2],
    ],
  );
  expect(run.data.params).toContainEqual({ key: "constructor", value: "Adam" });
  const { training } = (await ask("GET", "/api/v1/systems/bot/series")).body;
  expect(JSON.stringify(training)).toContain('"loss":0.125');
});

it("makes a run that only logs, of a name that is free, and takes it over when it is PUT with a policy", async () => {
  const make = async (body: object) =>
    (await ask("POST", at("runs/create"), body)).body.run.info.run_id as string;
  expect(await make({ experiment_id: "bot", run_name: "out/of a:name" })).toBe("out-of-a-name");
  expect(await make({ experiment_id: "bot", run_name: "out/of a:name" })).toMatch(
    /^out-of-a-name-[0-9a-f]{8}$/,
  );
  const unnamed = await make({});
  expect(unnamed).toMatch(/^run-[0-9a-f]{8}$/);
  expect((await ask("GET", `/api/v1/runs/${unnamed}`)).body).toMatchObject({
    settings: { system: "bot" },
    steps: 0,
    latest: null,
  });
  const step = { step: 1, counts: { help: 9, flatter: 1 } };
  expect(await ask("POST", `/api/v1/runs/${unnamed}/steps`, step)).toMatchObject({
    status: 422,
    body: { detail: `run '${unnamed}' has no policy and only logs: PUT it with one first` },
  });
  const settings = { system: "bot", policy: { kind: "constant", gamma: 0.5 } };
  await ask("PUT", `/api/v1/runs/${unnamed}`, settings);
  expect((await ask("POST", `/api/v1/runs/${unnamed}/steps`, step)).body.gamma).toBe(0.5);
  expect((await ask("GET", "/api/v1/audit?most=1")).body).toMatchObject([{ action: "change run" }]);
  expect(
    await ask("PUT", `/api/v1/runs/${unnamed}`, { system: "bot", policy: { kind: "critical" } }),
  ).toMatchObject({ status: 422, body: { position: "parameterCount" } });
});

it("keeps one value of a parameter for good, and all of a batch or none of it", async () => {
  const { run } = (await ask("POST", at("runs/create"), { run_name: "once" })).body;
  const { run_id } = run.info;
  const log = (params: object[], metrics: object[] = []) =>
    ask("POST", at("runs/log-batch"), { run_id, params, metrics });
  const metric = { key: "loss", value: 1, timestamp: 1, step: 0 };
  for (const key of ["lr", "__proto__", "constructor"]) {
    expect((await log([{ key, value: "1" }])).status).toBe(200);
    expect((await log([{ key, value: "1" }])).status).toBe(200);
    expect(await log([{ key, value: "2" }], [metric])).toMatchObject({
      status: 422,
      body: { error_code: "INVALID_PARAMETER_VALUE" },
    });
  }
  const { data } = (await ask("GET", at(`runs/get?run_id=${run_id}`))).body.run;
  expect(data.metrics).toEqual([]);
  expect(data.params.map(({ key }: { key: string }) => key).sort()).toEqual([
    "__proto__",
    "constructor",
    "lr",
  ]);
});

it("says which experiment is meant where there are many, and knows every system by an id that clients take", async () => {
  const name = "a.b:c";
  await ask("PUT", `/api/v1/systems/${name}`, { goals: ["help", "flatter"], intended: "help" });
  expect(await ask("POST", at("runs/create"), {})).toMatchObject({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST", message: expect.stringContaining("(a.b:c, bot)") },
  });
  const { experiment } = (await ask("GET", at(`experiments/get-by-name?experiment_name=${name}`))).body;
  expect(experiment.experiment_id).toMatch(/^[a-zA-Z0-9][\w-]{0,63}$/);
  const by = at(`experiments/get?experiment_id=${experiment.experiment_id}`);
  expect((await ask("GET", by)).body).toEqual({ experiment });
  expect((await ask("POST", at("experiments/create"), { name })).body.error_code).toBe(
    "RESOURCE_ALREADY_EXISTS",
  );
});

it.each([
  ["GET", "runs/get", "INVALID_PARAMETER_VALUE"],
  ["POST", "runs/search", "ENDPOINT_NOT_FOUND"],
  ["DELETE", "runs/get", "ENDPOINT_NOT_FOUND"],
  ["POST", "runs/log-batch", "INVALID_PARAMETER_VALUE"],
])("tells %s %s of %s in the shape of MLflow's errors", async (method, path, code) => {
  const { body } = await ask(method, at(path), method === "POST" ? {} : undefined);
  expect(body).toEqual({ error_code: code, message: expect.stringMatching(/\w/) });
});
