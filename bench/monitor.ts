import { wolpertWolf } from "../src/entropy/index.js";
import {
  type MonitorOptions,
  type MonitorState,
  monitor as newMonitor,
  type Observation,
} from "../src/monitor/index.js";
import { RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { startPython } from "./peers/python.js";

const goals = Array.from({ length: 10 }, (_, g) => `goal ${g}`);
/** Observations of one window, and of one call. */
const [windowSize, callSize] = [1000, 10_000];

const byCount: MonitorOptions = { goals, windowing: { by: "observations", size: windowSize }, alarms: [{}] };
/** Where windows in time begin. */
const monday = 4 * 86_400;
/** One observation a second. */
const byTime: MonitorOptions = {
  goals,
  windowing: { by: "time", size: windowSize },
  lateness: 5,
  alarms: [{}],
};

export const monitor: Benchmark = {
  name: "monitor",
  summary:
    "the whole monitor fold, K = 10, windows of 1000, against river by observation and pandas by batch (Python)",
  async rows({ quick }) {
    const length = quick ? 100_000 : 500_000;
    const labels = draws(length);
    const plain = labels.map((g): Observation => ({ goal: goals[g] }));
    const full = labels.map(
      (g, i): Observation => ({ id: `observation-${i}`, time: monday + i, goal: goals[g] }),
    );
    const peer = await startPython("monitor.py");
    try {
      const missing = peer.missing.length > 0;
      if (!missing) await peer.ask({ work: "prepare", labels, window: windowSize, goals: goals.length });
      const row = async (
        name: string,
        work: string,
        options: MonitorOptions,
        stream: readonly Observation[],
      ) => {
        let ours = 0;
        return interleave(
          {
            name: `${name}, ${length} observations, against ${work}`,
            unit: "observations/s",
            figure: (seconds) => length / seconds,
            ours: () => timed(() => (ours = fold(options, stream))),
            peer: missing
              ? { install: "python3 -m pip install river pandas" }
              : async () => {
                  const { seconds, windows } = await peer.ask({ work });
                  if (windows !== ours) throw new Error(`windows: ours ${ours}, the peer's ${windows}`);
                  return seconds;
                },
          },
          quick,
        );
      };
      return [
        await row("labels", "river", byCount, plain),
        await row("labels", "pandas", byCount, plain),
        await row("labels with ids and times", "river", byTime, full),
        await row("labels, estimator wolpert-wolf", "river", { ...byCount, estimator: wolpertWolf() }, plain),
        memory(quick ? 1000 : 10_000),
      ];
    } finally {
      peer.close();
    }
  },
};

/** S rises a little in the middle, so that no two windows are alike. */
function draws(length: number): number[] {
  const stream = RandomStream.fromSeed(1);
  return Array.from({ length }, (_, i) => {
    const spread = i > length / 2 ? 2.5 : 3;
    return Math.floor(goals.length * stream.uniform() ** spread);
  });
}

/** Number of windows. */
function fold(options: MonitorOptions, stream: readonly Observation[]): number {
  const own = newMonitor(options);
  let state = own.init();
  let windows = 0;
  for (let from = 0; from < stream.length; from += callSize) {
    const step = own.step(state, stream.slice(from, from + callSize));
    if (step.rejected.length > 0) throw new Error(`rejected: ${step.rejected[0]?.message}`);
    state = step.state;
    windows += step.reports.length;
  }
  return windows + own.finish(state).reports.length;
}

/** Growth of the process while so many systems are watched, each with all the ids and windows that it remembers. */
function memory(systems: number): Row {
  const own = newMonitor({ ...byTime, windowing: { by: "time", size: 300 }, estimator: wolpertWolf() });
  const held: MonitorState[] = [];
  const before = process.memoryUsage().rss;
  for (let s = 0; s < systems; s++) {
    const stream = Array.from({ length: 1210 }, (_, i): Observation => {
      return { id: `${s}-${i}`, time: i, goal: goals[(s * i) % 7] };
    });
    held.push(own.step(own.init(), stream).state);
  }
  if (held.some(({ counting }) => counting.remembered.ids.length < 1000))
    throw new Error("ids were forgotten");
  return {
    name: `${systems} systems, 1000 ids each: growth of the process`,
    unit: "MiB",
    ours: (process.memoryUsage().rss - before) / 2 ** 20,
    peer: null,
    ratio: null,
    runs: 1,
  };
}
