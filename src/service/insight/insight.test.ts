import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { alarmPageSchema, insightSchema, seriesSchema } from "../../contracts/index.js";
import { normal, RandomStream } from "../../numeric/index.js";

let tested: ServiceUnderTest;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const settings = (more: object = {}) => ({
  goals: ["help", "flatter", "stall"],
  intended: "help",
  window: { by: "observations", size: 100 },
  alarms: [{ against: { limit: 0.9 } }],
  ...more,
});
const put = (system: string, more: object = {}) =>
  tested.ask("PUT", `/api/v1/systems/${system}`, settings(more));
const insight = async (system: string) =>
  insightSchema.parse((await tested.ask("GET", `/api/v1/systems/${system}/insight`)).body);
const series = async (system: string) =>
  seriesSchema.parse((await tested.ask("GET", `/api/v1/systems/${system}/series`)).body);

/** Windows of 100 in each of which so many follow the other goals: S rises with them. */
async function send(system: string, others: readonly number[], seconds = 0): Promise<void> {
  for (const other of others) {
    const observations = Array.from({ length: 100 }, (_, i) => ({
      goal: i < other ? (i % 2 === 0 ? "flatter" : "stall") : "help",
    }));
    await tested.ask("POST", `/api/v1/systems/${system}/observations`, { observations });
    if (seconds > 0) {
      await tested.settled();
      tested.now += seconds;
    }
  }
  await tested.settled();
}
const rise = Array.from({ length: 56 }, (_, i) => 2 + i);

describe("windows", () => {
  it("carry when S passes what is tolerated, and say what held them back against a reference", async () => {
    await put("rising", { referenceDrift: { value: 4, lower: 3.5, upper: 4.5, per: "window" } });
    await send("rising", rise.slice(0, 20));
    const { windows } = await series("rising");
    const { forecast, drift, effectiveWork } = windows.at(-1)!;
    expect(forecast).toMatchObject({ limit: 0.9, horizon: 1900 });
    // S is 0.66 there, and 0.9 between windows 30 and 32.
    expect(forecast!.median! / 100).toBeGreaterThan(6);
    expect(forecast!.median! / 100).toBeLessThan(18);
    expect(effectiveWork!.value).toBeCloseTo(0.04 - drift!.value, 12);
    expect(effectiveWork!.upper - effectiveWork!.lower).toBeGreaterThan(0.01);
    expect((await insight("rising")).work).toMatchObject({
      reference: { rate: { value: 0.04 }, from: "the settings" },
      effectiveWork,
      why: null,
    });
  });

  it("say why there is no gamma_eff", async () => {
    await put("without");
    expect((await insight("without")).work).toMatchObject({
      effectiveWork: null,
      why: expect.stringContaining("no reference drift"),
    });
    await put("without", { referenceDrift: { value: 1, lower: 1, upper: 1, per: "hour" } });
    expect((await insight("without")).work.why).toContain(
      "by the hour; the windows need nats an observation",
    );
    const wrong = await put("without", { referenceDrift: { value: 1, lower: 2, upper: 3, per: "hour" } });
    expect(wrong).toMatchObject({ status: 422, body: { position: "referenceDrift" } });
  });

  it("name the failure of an alarm, when it is raised and on its page by now", async () => {
    await send("rising", rise.slice(20));
    const [alarm] = (await tested.ask("GET", "/api/v1/systems/rising/alarms")).body;
    expect(alarm.looksLike).toMatchObject({ named: "insufficient work" });
    const page = alarmPageSchema.parse((await tested.ask("GET", `/api/v1/alarms/${alarm.id}`)).body);
    expect(page.diagnosis).toMatchObject({
      named: "insufficient work",
      limits: [expect.stringContaining("From S and fidelity alone")],
    });
    expect((await insight("rising")).diagnosis).toEqual(page.diagnosis);
  });
});

const draw = normal(RandomStream.fromSeed(4));
const measured = (value: number, error: number) => {
  const at = value + error * draw();
  return { value: at, lower: at - 1.96 * error, upper: at + 1.96 * error };
};
const step = (run: string, body: object) => tested.ask("POST", `/api/v1/runs/${run}/steps`, body);
const gamma = (run: string, value: number) =>
  tested.ask("PUT", `/api/v1/runs/${run}`, {
    system: "trained",
    parameterCount: 1000,
    policy: { kind: "constant", gamma: value },
  });

describe("training runs", () => {
  it("take the rate without work from a stretch with gamma 0, and tell gamma_eff after it", async () => {
    await put("trained", { window: { by: "time", size: 60 } });
    await gamma("a", 0);
    for (let i = 0; i <= 20; i++) await step("a", { step: 10 * i, entropy: measured(0.1 + 0.02 * i, 0.005) });
    const idle = (await insight("trained")).runs[0]!;
    expect(idle).toMatchObject({
      run: "a",
      effectiveWork: null,
      why: expect.stringContaining("no work is applied"),
    });
    await gamma("a", 0.8);
    // The work of the new policy is in what is measured after its first answer.
    for (let i = 21; i <= 50; i++)
      await step("a", { step: 10 * i, entropy: measured(0.52 + 0.005 * (i - 21), 0.005) });
    const { reference, effectiveWork, why } = (await insight("trained")).runs[0]!;
    expect(why).toBeNull();
    expect(reference!.from).toBe("steps 0 to 210, without work");
    expect(reference!.rate.lower).toBeLessThan(0.002);
    expect(reference!.rate.upper).toBeGreaterThan(0.002);
    expect(effectiveWork!.lower).toBeLessThan(0.0015);
    expect(effectiveWork!.upper).toBeGreaterThan(0.0015);
    expect(effectiveWork!.lower).toBeGreaterThan(0);
    const { points } = (await series("trained")).training[0]!;
    expect(points.at(-1)!.effectiveWork).toEqual(effectiveWork);
    expect(points[10]!.effectiveWork).toBeNull();
  });

  it("come apart, each by its name, and one that never rested has no gamma_eff", async () => {
    await gamma("b", 0.5);
    for (let i = 0; i < 5; i++) await step("b", { step: i, entropy: measured(0.3, 0.01) });
    expect((await series("trained")).training.map(({ run, points }) => [run, points.length])).toEqual([
      ["a", 51],
      ["b", 5],
    ]);
    const b = (await insight("trained")).runs.find(({ run }) => run === "b")!;
    expect(b).toMatchObject({ reference: null, effectiveWork: null, diagnosis: null });
    expect(b.why).toMatch(/no stretch of 6 measurements of S with gamma 0/);
  });

  it("name a reward that is gamed, where the divergence of the objectives grows first", async () => {
    await gamma("gamed", 0.5);
    for (let i = 0; i < 40; i++)
      await step("gamed", {
        step: i,
        entropy: measured(0.3 + 0.03 * Math.max(0, i - 20), 0.02),
        objectiveDivergence: measured(0.1 + 0.05 * Math.max(0, i - 12), 0.01),
        lambdaMax: measured(1.2, 0.05),
      });
    const { runs } = await insight("trained");
    expect(runs.find(({ run }) => run === "gamed")!.diagnosis).toMatchObject({
      named: "specification drift",
    });
  });

  it("are told whatever a trainer says it measured", async () => {
    await gamma("wild", 0.5);
    for (let i = 0; i < 8; i++) {
      const { status } = await step("wild", {
        step: i,
        entropy: { value: 1e300, lower: -1e308, upper: 1e308 },
        lambdaMax: { value: 0, lower: 0, upper: 0 },
        trueScore: { value: -1e300, lower: -1e300, upper: 1e300 },
      });
      expect(status).toBe(200);
    }
    const { runs } = await insight("trained");
    expect(runs.find(({ run }) => run === "wild")!.diagnosis).toBeNull();
  });

  it("lend what they measure of lambda_max to the windows of the same time", async () => {
    await put("both");
    await tested.ask("PUT", "/api/v1/runs/steep", {
      system: "both",
      parameterCount: 1000,
      policy: { kind: "constant", gamma: 0.5 },
    });
    for (let i = 0; i < 40; i++) {
      await step("steep", { step: i, lambdaMax: measured(Math.exp(0.08 * Math.max(0, i - 15)), 0.02) });
      await send("both", [i < 20 ? 5 : 5 + 2 * (i - 20)], 60);
    }
    expect((await insight("both")).diagnosis).toMatchObject({ named: "lambda_max underestimated" });
  }, 60_000);
});
