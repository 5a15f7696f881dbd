import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { seriesSchema, type TrainingPoint } from "../../contracts/index.js";
import { feedback } from "../../control/index.js";
import { addToSketch } from "../../fisher/index.js";
import { criticalWork } from "../../law/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { liveAfter } from "../store/index.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  await ask("PUT", "/api/v1/systems/model", { goals: ["help", "flatter"], intended: "help", target: 0.2 });
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const ask: ServiceUnderTest["ask"] = (...args) => tested.ask(...args);
const settings = (policy: object) => ({ system: "model", parameterCount: 1000, policy });
const tuning = { gain: 0.5, integralTime: 20, maximum: 3 };
const at = (value: number) => ({ value, lower: value, upper: value });

/** Of every run. */
const points = async (): Promise<TrainingPoint[]> =>
  seriesSchema
    .parse((await ask("GET", "/api/v1/systems/model/series")).body)
    .training.flatMap((run) => run.points);

describe("a trainer", () => {
  it("is given what the policy says, once a step however often it asks", async () => {
    await ask("PUT", "/api/v1/runs/r1", settings({ kind: "feedback", ...tuning }));
    const policy = feedback({ ...tuning, target: 0.2, goals: 2 });
    let state = policy.init();
    for (const [i, value] of [0.6, 0.5, 0.3, 0.1, 0.25].entries()) {
      const step = 10 * i;
      const decision = policy.step(state, { step, entropy: at(value) });
      state = decision.state;
      const sent = { step, entropy: at(value) };
      const first = await ask("POST", "/api/v1/runs/r1/steps", sent);
      const expected = {
        run: "r1",
        step,
        gamma: decision.gamma,
        reason: decision.reason,
        stateVersion: i + 1,
      };
      expect(first).toEqual({ status: 200, body: { ...expected, repeated: false } });
      const again = await ask("POST", "/api/v1/runs/r1/steps", { ...sent, entropy: at(0.69) });
      expect(again.body).toEqual({ ...expected, repeated: true });
    }
    expect((await ask("POST", "/api/v1/runs/r1/steps", { step: 15 })).status).toBe(409);
    expect((await ask("GET", "/api/v1/runs/r1")).body).toMatchObject({ steps: 5, latest: { step: 40 } });
  });

  it("is answered once where it asks many times at once", async () => {
    await ask("PUT", "/api/v1/runs/r2", settings({ kind: "constant", gamma: 0.7 }));
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask("POST", "/api/v1/runs/r2/steps", { step: 3 })),
    );
    expect(answers.map(({ body }) => body.repeated).filter((repeated) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.stateVersion))).toEqual(new Set([1]));
  });

  it("goes on from its gamma when another policy takes over", async () => {
    const before = (await ask("GET", "/api/v1/runs/r1")).body.latest.gamma;
    await ask("PUT", "/api/v1/runs/r1", settings({ kind: "feedback", ...tuning, integralTime: 50 }));
    const { body } = await ask("POST", "/api/v1/runs/r1/steps", { step: 50, entropy: at(0.65) });
    expect(body.gamma).toBeCloseTo(before, 12);
  });

  it("sends counts of goals, from which S is estimated alike each time", async () => {
    await ask("PUT", "/api/v1/runs/r3", settings({ kind: "feedback", ...tuning }));
    await ask("POST", "/api/v1/runs/r3/steps", { step: 0, counts: { help: 90, flatter: 10 } });
    const training = await points();
    const { entropy } = training.find((point) => point.entropy?.n === 100)!;
    expect(entropy!.lower).toBeLessThan(0.325);
    expect(entropy!.upper).toBeGreaterThan(0.325);
    expect(entropy).toMatchObject({ n: 100, level: 0.95 });
    const wrong = await ask("POST", "/api/v1/runs/r3/steps", { step: 1, counts: { rule: 1 } });
    expect(wrong).toMatchObject({ status: 422, body: { position: "counts" } });
  });

  it("sends sketches of gradients, from which lambda_max is estimated and gamma_crit follows", async () => {
    await ask("PUT", "/api/v1/runs/r4", settings({ kind: "critical", margin: 2, reestimate: true }));
    // Gradients z e_0 + 0.1 w with independent normal z, w: lambda_max = 1.01.
    const draw = normal(RandomStream.fromSeed(5).split("gradients"));
    const sketches = Array.from({ length: 64 }, () => {
      const gradient = Float64Array.from({ length: 50 }, (_, i) => 0.1 * draw() + (i === 0 ? draw() : 0));
      const row = new Float64Array(8192);
      addToSketch(row, { seed: 3, name: "w" }, gradient);
      return Array.from(row);
    });
    const { body } = await ask("POST", "/api/v1/runs/r4/steps", { step: 0, sketches });
    const training = await points();
    const { lambdaMax, gamma } = training.find(({ reason }) => reason === body.reason)!;
    expect(lambdaMax!.lower).toBeLessThan(1.01);
    expect(lambdaMax!.upper).toBeGreaterThan(1.01);
    expect(lambdaMax!.upper).toBeLessThan(3);
    expect(gamma).toBe(2 * criticalWork(lambdaMax!.upper, 1000));
    const zeros = Array.from({ length: 8 }, () => new Array(1024).fill(0));
    expect((await ask("POST", "/api/v1/runs/r4/steps", { step: 1, sketches: zeros })).status).toBe(422);
    expect(
      (await ask("POST", "/api/v1/runs/r4/steps", { step: 1, sketches: [[1], [1], [1], [1, 2]] })).status,
    ).toBe(422);
  });

  it("logs metrics as MLflow does, beside the answers", async () => {
    const metric = (key: string, value: number | string, step: number) => ({
      key,
      value,
      timestamp: 1_700_000_000_000 + step,
      step: String(step),
    });
    const batch = [metric("loss", 1.5, 3), metric("kl", "NaN", 3), metric("loss", 1.25, 4)];
    const path = "/api/2.0/mlflow/runs/log-batch";
    expect(await ask("POST", path, { run_id: "r2", metrics: batch, params: [], tags: [] })).toEqual({
      status: 200,
      body: {},
    });
    await ask("POST", path, { run_id: "r2", metrics: [metric("lr", 0.1, 3)] });
    await ask("POST", "/api/v1/runs/r2/steps", { step: 4, metrics: { reward: 2 } });
    const training = await points();
    const ofStep = (step: number) => training.filter((point) => point.step === step);
    expect(ofStep(3)).toMatchObject([{ gamma: 0.7, metrics: { loss: 1.5, kl: null, lr: 0.1 } }]);
    expect(ofStep(4)).toMatchObject([{ gamma: 0.7, metrics: { loss: 1.25, reward: 2 } }]);
    expect((await ask("POST", path, { run_id: "none", metrics: batch })).status).toBe(404);
  });

  it.each([
    ["r9", settings({ kind: "feedback", ...tuning, target: 5 }), "policy"],
    ["r9", settings({ kind: "feedback", ...tuning, initial: -1, gain: 0 }), "policy.gain"],
    ["r9", { ...settings({ kind: "constant", gamma: 1 }), system: "none" }, "system"],
  ])("is refused a run %s %j", async (run, body, position) => {
    expect(await ask("PUT", `/api/v1/runs/${run}`, body)).toMatchObject({ status: 422, body: { position } });
  });

  it("is told of on the live stream", async () => {
    const live = await liveAfter(tested.service.database, 0, 1000);
    const points = live.filter(({ body }) => body.kind === "training" && body.run === "r1");
    expect(points).toHaveLength(6);
    expect(live.some(({ body }) => body.kind === "event" && body.event.text.startsWith("r1: feedback"))).toBe(
      true,
    );
  });
});
