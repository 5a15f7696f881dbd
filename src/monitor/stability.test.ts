import { describe, expect, it } from "vitest";
import { normalEstimate } from "../../test/estimates.js";
import type { AlarmRuleOptions } from "./alarms/rule-settings.js";
import { type Assessment, type StabilityState, stability } from "./stability.js";
import type { WindowReport } from "./window-report.js";

/** S at the ends of windows 1, 2, ...; null is a gap. */
const report = (entropy: number | null, window: number): WindowReport => ({
  window,
  start: window,
  end: window + 1,
  n: entropy === null ? 0 : 100,
  counts: [],
  gap: entropy === null,
  entropy: entropy === null ? null : normalEstimate(entropy, 0.1),
  fidelity: entropy === null ? null : normalEstimate(1 - entropy / 2, 0.01),
  divergence: null,
});

function fold(
  values: readonly (number | null)[],
  alarm: AlarmRuleOptions = { against: { limit: 0.5 }, falseAlarmInterval: 931 },
  through = (state: StabilityState) => state,
): Assessment[] {
  const watch = stability({ goals: 4, alarms: [alarm], drift: "line" });
  let state = watch.init();
  return values.map((value, window) => {
    const next = watch.step(through(state), report(value, window));
    state = next.state;
    return next.assessment;
  });
}

const alarms = (assessments: readonly Assessment[]) => assessments.map((a) => a.alarms[0]!);
const quiet = Array.from({ length: 20 }, () => 0.3);

describe("stability", () => {
  it("stays quiet below the limit and alarms above it, dated to when the limit was passed", () => {
    expect(alarms(fold(quiet)).at(-1)).toMatchObject({ status: "ok", alarm: null });
    const outcomes = alarms(fold([...quiet, 0.85, 0.85, 0.85, 0.85]));
    expect(outcomes[21]).toMatchObject({ status: "alarm", notice: "raised" });
    expect(outcomes[21]!.alarm).toMatchObject({
      id: "entropy-21",
      began: 20,
      raised: 22,
      resolved: null,
      evidence: { windows: 2, observations: 200, tolerated: 0.5 },
      falseAlarmInterval: { kind: "mean", observations: expect.closeTo(931, 3) },
    });
    expect(outcomes[23]!.alarm?.id).toBe("entropy-21");
  });

  it("warns before it alarms", () => {
    const statuses = alarms(fold([...quiet, 0.75, 0.75, 0.75, 0.75])).map(({ status }) => status);
    expect(statuses.slice(19)).toEqual(["ok", "ok", "warning", "alarm", "alarm"]);
  });

  it("resolves an alarm after five windows back at the limit, and starts afresh", () => {
    const outcomes = alarms(fold([2, 2, 0.3, 0.3, 0.9, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 2]));
    const notices = outcomes.flatMap(({ notice }, window) => (notice ? [[window, notice]] : []));
    expect(notices).toEqual([
      [0, "raised"],
      [9, "resolved"],
      [11, "raised"],
    ]);
    expect(outcomes[9]!.alarm).toMatchObject({ id: "entropy-0", state: "resolved", resolved: 10 });
    expect(outcomes[10]).toMatchObject({ status: "ok", alarm: null, statistic: 0 });
  });

  it("compares with what a reference period showed, and learns in silence", () => {
    const steady = Array.from({ length: 20 }, (_, i) => 0.6 + 0.1 * (i % 2));
    const alarm = { against: { referenceWindows: 20 }, falseAlarmInterval: 1000 };
    const outcomes = alarms(fold([...steady, ...steady, 1, 1, 1, 1, 1], alarm));
    expect(outcomes[18]).toMatchObject({ status: "no-data", learning: { windows: 19, of: 20 } });
    expect(outcomes.slice(20, 40).every(({ status }) => status === "ok")).toBe(true);
    // Mean 0.65 with a standard error of 0.1/sqrt(20): the band reaches 1.28 of them above it.
    expect(outcomes.at(-1)!.alarm?.evidence.tolerated).toBeCloseTo(
      0.65 + (1.2815516 * 0.1) / Math.sqrt(20),
      6,
    );
  });

  it("widens the errors of windows that scatter beyond them", () => {
    const wild = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0.2 : 1));
    const alarm = { against: { referenceWindows: 20 }, falseAlarmInterval: 1000 };
    expect(alarms(fold([...wild, ...wild, ...wild], alarm)).every(({ notice }) => notice === null)).toBe(
      true,
    );
  });

  it("watches fidelity fall", () => {
    const alarm: AlarmRuleOptions = { of: "fidelity", against: { limit: 0.8 }, falseAlarmInterval: 1000 };
    const outcomes = alarms(fold([...quiet, 0.6, 0.6], alarm));
    expect(outcomes[19]!.status).toBe("ok");
    expect(outcomes[20]!.alarm).toMatchObject({
      of: "fidelity",
      evidence: { tolerated: expect.closeTo(0.8, 12) },
    });
  });

  it("does not take a gap for a zero: no drift, no evidence, and no data after three", () => {
    const assessments = fold([...quiet, null, null, null, null, 0.3]);
    expect(assessments[20]).toMatchObject({ drift: null, alarms: [{ status: "ok", statistic: null }] });
    expect(
      alarms(assessments)
        .map(({ status }) => status)
        .slice(20),
    ).toEqual(["ok", "ok", "no-data", "no-data", "ok"]);
  });

  it("reports the drift as soon as three windows are there", () => {
    expect(fold([0.1, 0.2, 0.3, 0.4]).map(({ drift }) => drift?.value)).toEqual([
      undefined,
      undefined,
      expect.closeTo(0.1, 10),
      expect.closeTo(0.1, 10),
    ]);
  });

  it("resumes from its state after JSON", () => {
    const values = [0.3, 0.6, null, 0.7, 0.9, 1.1, 1.2, 0.2, 0.1];
    const plain = fold(values);
    expect(fold(values, undefined, (state) => JSON.parse(JSON.stringify(state)))).toEqual(plain);
  });

  /** A trend of S, with fidelity that follows it. */
  const rising = (length: number, slope: number) => Array.from({ length }, (_, t) => 0.1 + slope * t);
  const trend = (
    values: readonly (number | null)[],
    alarm: AlarmRuleOptions = { against: { limit: 0.9 } },
  ) => {
    const watch = stability({ goals: 4, alarms: [alarm] });
    let state = watch.init();
    return values.map((value, window) => {
      const step = watch.step(JSON.parse(JSON.stringify(state)), report(value, window));
      state = step.state;
      return step.assessment;
    });
  };

  it("says when S passes what is tolerated, and nothing where it does not rise or is past it", () => {
    const forecasts = trend(rising(60, 0.02)).map(({ forecast }) => forecast);
    const { limit, median, lower, upper, horizon } = forecasts[29]!;
    expect([limit, horizon]).toEqual([0.9, 29]);
    // S is 0.68 there, and 0.9 eleven windows later.
    expect(median).toBeGreaterThan(8);
    expect(median).toBeLessThan(14);
    expect(lower).toBeLessThan(median!);
    expect(upper ?? horizon).toBeGreaterThan(median!);
    expect(forecasts.at(-1)).toBeNull();
    expect(trend(quiet).every(({ forecast }) => forecast === null)).toBe(true);
    expect(trend(rising(60, -0.001)).every(({ forecast }) => forecast === null)).toBe(true);
  });

  it("waits with a forecast until a reference says what is tolerated", () => {
    const told = (against: AlarmRuleOptions["against"]) =>
      trend(rising(24, 0.02), { against }).flatMap(({ forecast }) => forecast ?? []).length;
    expect(told({ referenceWindows: 25 })).toBe(0);
    expect(told({ limit: 0.9 })).toBeGreaterThan(0);
  });

  it("names the failure where an alarm is raised, and anew in every tenth window while it is open", () => {
    const told = trend([...rising(60, 0.02), null], { against: { limit: 0.3 } });
    const at = told.flatMap(({ diagnosis }, window) => (diagnosis === null ? [] : [window]));
    const raised = told.findIndex(({ alarms: [outcome] }) => outcome!.notice === "raised");
    expect(at).toEqual([raised, 30, 40, 50]);
    const { named, candidates, limits } = told[50]!.diagnosis!;
    expect(named).toBe("insufficient work");
    expect(candidates.find(({ signature }) => signature === "specification drift")).toMatchObject({
      confidence: 0,
      excluded: expect.stringContaining("no stream for"),
    });
    expect(limits).toEqual([expect.stringContaining("From S and fidelity alone")]);
    expect(told[55]!.alarms[0]!.alarm).toMatchObject({ looksLike: { named: "insufficient work" } });
  });

  it("does not name what began late: without lambda_max and the objectives' divergence it could be several", () => {
    const late = [...Array.from({ length: 40 }, () => 0.1), ...rising(11, 0.05)];
    const told = trend(late, { against: { limit: 0.3 } });
    expect(told[50]!.diagnosis).toMatchObject({ named: "undetermined" });
  });

  it("goes on from a state that was saved before there were records", () => {
    const watch = stability({ goals: 4, alarms: [{ against: { limit: 0.5 } }] });
    const { record: _, ...before } = watch.init();
    expect(watch.step(before, report(0.3, 0)).state.record).toHaveLength(1);
  });

  it("rests while it is paused, and starts afresh", () => {
    const watch = stability({ goals: 4, alarms: [{ against: { limit: 0.5 } }] });
    let state = watch.pause(watch.init());
    for (let window = 0; window < 5; window++) {
      const step = watch.step(state, report(1.2, window));
      expect(step.assessment.alarms[0]).toMatchObject({ status: "paused", notice: null });
      state = step.state;
    }
    state = watch.resume(state);
    expect(state.rules[0]).toMatchObject({ detector: null, life: { status: "no-data" } });
    expect(watch.step(state, report(0.6, 5)).assessment.alarms[0]).toMatchObject({ status: "ok" });
  });

  it("refuses time that does not advance", () => {
    const watch = stability({ goals: 4 });
    const { state } = watch.step(watch.init(), report(0.1, 3));
    expect(() => watch.step(state, report(0.1, 3))).toThrow(/must advance in time: 3.5 after 3.5/);
  });

  it.each<[AlarmRuleOptions, RegExp]>([
    [{ detector: "sonar" }, /no detector is named "sonar"; there are shewhart, cusum/],
    [{ against: { limit: 0 } }, /limit must be finite and leave room for what is tolerated, got 0/],
    [{ of: "fidelity", against: { limit: 1.2 } }, /limit must be finite and leave room.*, got 1.2/],
    [{ against: { limit: 0.4 }, detector: "ewma" }, /to either side, and a limit has one/],
    [{ detector: "adwin", falseAlarmInterval: 100 }, /adwin learns its mean and promises no/],
    [{ falseAlarmInterval: 3 }, /must lie between 20 and 1e9 windows, got 3/],
    [{ against: { referenceWindows: 1 } }, /two or more windows, got 1/],
    [{ clearAfter: 0 }, /clearAfter must be a whole number >= 1, got 0/],
  ])("refuses %j", (alarm, message) => {
    expect(() => stability({ goals: 4, alarms: [alarm] })).toThrow(message);
  });
});
