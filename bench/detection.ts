import { adwin, type Detector, pageHinkley } from "../src/detection/index.js";
import { RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { startPython } from "./peers/python.js";

/** The mean moves by 0.3 after so many observations, between 0.2 and 0.5. */
const LEVEL_LENGTH = 10_000;

interface Work {
  readonly detector: Detector<unknown>;
  readonly fold: (detector: Detector<unknown>, stream: Float64Array) => Sums;
  /** Largest difference of one alarm's index: ADWIN's cuts are the paper's here, and river's fewer. */
  readonly tolerance: number;
}

export const detection: Benchmark = {
  name: "detection",
  summary: "Page-Hinkley and ADWIN, by run and by step, against river (Python; its ADWIN is compiled Rust)",
  async rows({ quick }) {
    const stream = shiftingStream(quick ? 100_000 : 400_000);
    const peer = await startPython("detection.py");
    try {
      if (peer.missing.length === 0) await peer.ask({ work: "prepare", stream: [...stream] });
      const rows: Row[] = [];
      for (const { detector, fold, tolerance } of works()) {
        let ours: Sums = { alarms: 0, indices: 0 };
        rows.push(
          await interleave(
            {
              name: `${detector.name}, ${stream.length} updates, ${fold === byRun ? "one run" : "step by step"}`,
              unit: "updates/s",
              figure: (seconds) => stream.length / seconds,
              ours: () => timed(() => (ours = fold(detector, stream))),
              peer:
                peer.missing.length > 0
                  ? { install: "python3 -m pip install river" }
                  : async () => {
                      const { seconds, alarms, indices } = await peer.ask({ work: detector.name });
                      agree(ours, { alarms, indices }, tolerance);
                      return seconds;
                    },
            },
            quick,
          ),
        );
      }
      return rows;
    } finally {
      peer.close();
    }
  },
};

function works(): readonly Work[] {
  const exact = { detector: pageHinkley(), tolerance: 0 };
  const near = { detector: adwin(), tolerance: 64 };
  return [
    { ...exact, fold: byRun },
    { ...exact, fold: byStep },
    { ...near, fold: byRun },
    { ...near, fold: byStep },
  ];
}

/** Uniform noise of width 0.5 on a level that moves. */
function shiftingStream(length: number): Float64Array {
  const noise = RandomStream.fromSeed(1);
  return Float64Array.from({ length }, (_, i) => {
    const level = Math.floor(i / LEVEL_LENGTH) % 2 === 0 ? 0.2 : 0.5;
    return level + 0.5 * noise.uniform();
  });
}

/** Number of alarms and the sum of their indices; starts afresh after each. */
function byRun(detector: Detector<unknown>, stream: Float64Array): Sums {
  let [alarms, indices] = [0, 0];
  for (let next = 0; next < stream.length; ) {
    const run = detector.run(detector.init(), stream, next);
    next = run.next;
    if (!run.alarm) continue;
    alarms++;
    indices += next - 1;
  }
  return { alarms, indices };
}

/** The same, with a state made at each observation. */
function byStep(detector: Detector<unknown>, stream: Float64Array): Sums {
  let [alarms, indices] = [0, 0];
  let state = detector.init();
  for (let i = 0; i < stream.length; i++) {
    const detection = detector.step(state, stream[i]);
    state = detection.alarm ? detector.init() : detection.state;
    if (!detection.alarm) continue;
    alarms++;
    indices += i;
  }
  return { alarms, indices };
}

function agree(ours: Sums, theirs: Sums, tolerance: number): void {
  if (
    ours.alarms === 0 ||
    ours.alarms !== theirs.alarms ||
    Math.abs(ours.indices - theirs.indices) > tolerance * ours.alarms
  )
    throw new Error(`alarms: ours ${JSON.stringify(ours)}, the peer's ${JSON.stringify(theirs)}`);
}

interface Sums {
  readonly alarms: number;
  readonly indices: number;
}
