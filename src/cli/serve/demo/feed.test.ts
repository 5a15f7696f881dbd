import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../../test/service.js";
import { checkLabels, closedLoop } from "../../../lab/index.js";
import { feed } from "./feed.js";
import { goalNames, isDemo, systemName, systemsOf } from "./systems.js";

/** One small network, trained for real under the four policies. */
const p = {
  ...closedLoop.defaults,
  seeds: 1,
  hidden: 32,
  alignmentSteps: 300,
  driftSteps: 200,
  conflictInputs: 300,
  fisherInputs: 128,
  taskInputs: 300,
};
const names = ["none", "critical_start", "critical_reestimated", "feedback"].map((id) =>
  systemName(p, 0, id),
);
const checkpoints = 9;

let tested: ServiceUnderTest;
const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await tested.ask(method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.body.detail}`);
  return answer.body;
};
const train = async () => {
  const follow = feed(ask, p);
  const result = await closedLoop.trial(p, 7, {
    progress: async () => {},
    tell: (happening) => follow(0, happening),
  });
  await tested.settled();
  return result;
};
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  for (const [name, settings] of systemsOf(p, checkLabels(p, 1)))
    await ask("PUT", `/api/v1/systems/${name}`, settings);
}, 60_000);
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

const everything = () =>
  Promise.all(
    names.map(async (name) => ({
      series: await ask("GET", `/api/v1/systems/${name}/series`),
      trust: await ask("GET", `/api/v1/systems/${name}/trust`),
      alarms: await ask("GET", `/api/v1/systems/${name}/alarms`),
    })),
  );

it("has a system for every network and policy, in the order of its numbers", () => {
  const many = [...systemsOf({ ...p, seeds: 12 }, { checked: 10, confirmed: 10 }).keys()];
  expect(many).toHaveLength(48);
  expect(many).toEqual([...many].sort());
  expect([...many, ...names].filter((name) => !isDemo(name))).toEqual([]);
  expect(["network-1", "support-bot", "network-1.9.other"].filter(isDemo)).toEqual([]);
  expect(many.slice(0, 2)).toEqual(["network-01.1.none", "network-01.2.critical_start"]);
});

it("shows what the networks did: a window a measurement, and the gamma that each was trained with", async () => {
  const { runs, parameterCount } = await train();
  const shown = await everything();
  runs.forEach((run, i) => {
    if ("diverged" in run) throw new Error(run.diverged.message);
    const { series, trust } = shown[i]!;
    expect(series.windows.map(({ n }: { n: number }) => n)).toEqual(
      Array(checkpoints).fill(p.conflictInputs),
    );
    expect(series.training[0].points).toMatchObject(
      run.points.map(({ step, gamma, entropy, lambdaMax, criticalWork }) => ({
        step,
        gamma,
        entropy: { value: entropy },
        lambdaMax: lambdaMax === null ? null : { value: lambdaMax },
        criticalWork,
      })),
    );
    // Answers are drawn from what the network gives, so that the windows have its S but for the draw.
    run.points.forEach(({ entropy }, k) => {
      expect(Math.abs(series.windows[k].entropy.value - entropy)).toBeLessThan(0.2);
    });
    expect(series.events.map(({ kind, text }: { kind: string; text: string }) => [kind, text])).toEqual([
      [
        "policy",
        expect.stringMatching(new RegExp(`^${names[i]}: (constant|critical|feedback), (?!.*\\d{5})`)),
      ],
      ["note", expect.stringMatching(/^200 steps done; task loss \d/)],
    ]);
    expect(trust).toMatchObject({ observations: expect.any(Number), rejected: {}, failed: 0, warnings: [] });
  });
  expect(parameterCount).toBeGreaterThan(0);
});

it("raises an alarm on the network without alignment work, with what it answered behind it", async () => {
  const { alarms } = (await everything())[0]!;
  expect(alarms).toMatchObject([{ state: "open", of: "entropy" }]);
  const page = await ask("GET", `/api/v1/alarms/${encodeURIComponent(alarms[0].id)}`);
  expect(page.transcripts.length).toBeGreaterThan(0);
  for (const { goal, messages } of page.transcripts) {
    expect(goalNames(p)).toContain(goal);
    const [input, answer] = messages as [{ text: string }, { text: string }];
    const [, cue] = /^follows cue (\d)$/.exec(goal) ?? [];
    const [, answered] = /^Class (\d):/.exec(answer.text) ?? [];
    const says = (k: string) => new RegExp(`^Cue ${k}.* says class (\\d)\\.$`, "m").exec(input.text)?.[1];
    if (cue === undefined) expect(["1", "2", "3", "4"].map(says)).not.toContain(answered);
    else expect(says(cue)).toBe(answered);
  }
});

it("may be sent again, as after a demo that was stopped: nothing counts twice", async () => {
  const before = await everything();
  tested.now += 100;
  await train();
  const after = await everything();
  expect(after.map(({ series, alarms }) => ({ series, alarms }))).toEqual(
    before.map(({ series, alarms }) => ({ series, alarms })),
  );
  expect(after.map(({ trust }) => trust.observations)).toEqual(before.map(({ trust }) => trust.observations));
});
