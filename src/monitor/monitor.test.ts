import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectors } from "../detection/index.js";
import { entropy, wolpertWolf } from "../entropy/index.js";
import { categorical, RandomStream } from "../numeric/index.js";
import type { AlarmRuleOptions } from "./alarms/rule-settings.js";
import { wirings } from "./alarms/wiring.js";
import { type Monitor, type MonitorOptions, type MonitorReport, monitor } from "./monitor.js";
import type { Observation } from "./windows/observation.js";

const goals = ["help", "stall", "lie", "flatter"];
const options: MonitorOptions = {
  goals,
  windowing: { by: "observations", size: 50 },
  estimator: wolpertWolf(1),
};

function labels(p: readonly number[], n: number, stream: RandomStream): Observation[] {
  const draw = categorical(stream, p);
  return Array.from({ length: n }, () => ({ goal: goals[draw()]! }));
}

function watch(own: Monitor, observations: readonly Observation[]): MonitorReport[] {
  const { state, reports } = own.step(own.init(), observations);
  return [...reports, ...own.finish(state).reports];
}

describe("monitor", () => {
  it("reports the counts, S, fidelity and divergence of each window", () => {
    const stream = [..."hhhhhhhhllhhhhhssssl"].map((c) => ({ goal: goals.find((g) => g.startsWith(c))! }));
    const own = monitor({ ...options, windowing: { by: "observations", size: 10 } });
    const [first, second] = watch(own, stream);
    expect(first).toMatchObject({ window: 0, start: 1, end: 11, n: 10, counts: [8, 0, 2, 0], gap: false });
    expect(first!.fidelity!.value).toBe(0.8);
    expect(first!.divergence!.value).toBeCloseTo(-Math.log(0.8), 12);
    expect(first!.entropy!.value).toBeCloseTo(wolpertWolf(1).estimate([8, 0, 2, 0])!, 12);
    expect(second).toMatchObject({ start: 11, end: 21, counts: [5, 4, 1, 0] });
    expect(watch(own, stream.slice(0, 13))[1]).toMatchObject({ start: 11, end: 14, n: 3 });
  });

  it("slides: every window the sum of its panes, assessed where windows share nothing", () => {
    const windowing = { by: "time", size: 30, slide: 10 } as const;
    const own = monitor({ ...options, windowing });
    const stream = Array.from({ length: 12 }, (_, i) => ({
      time: 10 * i + 5,
      goal: goals[i % 2]!,
      count: i + 1,
    }));
    const reports = watch(own, stream);
    expect(reports.map(({ n }) => n)).toEqual([6, 9, 12, 15, 18, 21, 24, 27, 30, 33]);
    expect(reports[0]!.end - reports[0]!.start).toBe(30);
    const assessed = reports.filter(({ assessment }) => assessment !== null);
    for (let i = 1; i < assessed.length; i++) expect(assessed[i]!.start).toBe(assessed[i - 1]!.end);
    expect(assessed.length).toBeGreaterThanOrEqual(3);
  });

  it("gives the same reports however the stream is cut, with the state through JSON", () => {
    const observation = fc.record({
      time: fc.integer({ min: 0, max: 400 }),
      goal: fc.constantFrom(...goals, "sing"),
      count: fc.integer({ min: 1, max: 20 }),
    });
    const alarms = [
      { against: { limit: 0.9 }, falseAlarmInterval: 20, leastObservations: 5, renotifyAfter: 2 },
    ];
    const own = monitor({ ...options, windowing: { by: "time", size: 20, slide: 10 }, lateness: 60, alarms });
    const property = fc.property(fc.array(observation, { maxLength: 80 }), fc.nat(80), (stream, cut) => {
      const whole = own.step(own.init(), stream);
      const first = own.step(own.init(), stream.slice(0, cut));
      const second = own.step(JSON.parse(JSON.stringify(first.state)), stream.slice(cut));
      expect([...first.reports, ...second.reports]).toEqual(whole.reports);
      expect(second.state).toEqual(whole.state);
      expect(own.finish(JSON.parse(JSON.stringify(second.state)))).toEqual(own.finish(whole.state));
    });
    fc.assert(property, { seed: 21, numRuns: 100 });
  });

  it("counts a shard as if its observations had come here", () => {
    const own = monitor({ ...options, windowing: { by: "time", size: 10 }, lateness: 50 });
    const stream = Array.from({ length: 40 }, (_, i) => ({ time: i, goal: goals[i % 3]! }));
    const here = own.step(
      own.init(),
      stream.filter((_, i) => i % 2 === 0),
    ).state;
    const shard = own.step(
      own.init(),
      stream.filter((_, i) => i % 2 === 1),
    ).state.counting;
    expect(own.finish(own.absorb(here, shard).state).reports).toEqual(watch(own, stream));
  });
});

describe("alarms", () => {
  const steady = [0.85, 0.05, 0.05, 0.05];
  const drifted = [0.55, 0.15, 0.15, 0.15];

  it("are wired for every detector there is", () => {
    expect(Object.keys(wirings).sort()).toEqual([...detectors.keys()].sort());
  });

  it.each(Object.keys(wirings))(
    "%s: finds a drift after a reference period, and nothing before",
    (detector) => {
      const own = monitor({ ...options, alarms: [{ detector }] });
      const stream = RandomStream.fromSeed(6);
      const reports = watch(own, [...labels(steady, 50 * 60, stream), ...labels(drifted, 50 * 150, stream)]);
      const raised = reports.filter(({ assessment }) => assessment?.alarms[0]?.notice === "raised");
      expect(raised.length).toBeGreaterThanOrEqual(1);
      expect(raised[0]!.window).toBeGreaterThanOrEqual(60);
      const { alarm } = raised[0]!.assessment!.alarms[0]!;
      expect(Math.abs(alarm!.began - 50 * 60)).toBeLessThan(50 * 12);
      expect(reports.at(-1)!.assessment!.alarms[0]!.status).toBe("alarm");
    },
  );

  // The run length of an in-control CUSUM is nearly geometric: with one false alarm in m windows, 1 - exp(-1) = 63% of all
  // streams of m windows raise one.
  const raisedIn = (alarm: AlarmRuleOptions, streams: number, windows: number, size: number): number => {
    const windowing = { by: "observations", size } as const;
    const own = monitor({
      ...options,
      estimator: wolpertWolf(0.5),
      windowing,
      alarms: [alarm],
      drift: "line",
    });
    const stream = RandomStream.fromSeed(12);
    let raised = 0;
    for (let s = 0; s < streams; s++) {
      const reports = watch(own, labels(steady, size * windows, stream));
      if (reports.some(({ assessment }) => assessment?.alarms[0]?.notice === "raised")) raised++;
    }
    return raised / streams;
  };
  const most = (streams: number) => 0.632 + 3 * Math.sqrt((0.632 * 0.368) / streams);

  it("come no more often than promised, over reference periods as they fall", () => {
    const share = raisedIn({ falseAlarmInterval: 60 }, 100, 80, 50);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(most(100));
  });

  it("come about as often as promised at a limit that S sits on", () => {
    const share = raisedIn({ against: { limit: entropy(steady) }, falseAlarmInterval: 50 }, 60, 50, 200);
    expect(share).toBeGreaterThan(0.632 - 3 * Math.sqrt((0.632 * 0.368) / 60));
    expect(share).toBeLessThan(most(60));
  });
});
