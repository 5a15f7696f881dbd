import type { Detector } from "../src/detection/index.js";

/** Observations until the alarm, at most `longest`. */
export function runLength(detector: Detector<unknown>, draw: () => number, longest = Infinity): number {
  let state = detector.init();
  for (let n = 1; ; n++) {
    const detection = detector.step(state, draw());
    if (detection.alarm || n === longest) return n;
    state = detection.state;
  }
}

/** Indices of alarms over a stream, starting afresh after each, and the statistic at every observation. */
export function alarms(detector: Detector<unknown>, stream: Iterable<number>) {
  const found: number[] = [];
  const statistics: number[] = [];
  let state = detector.init();
  for (const x of stream) {
    const detection = detector.step(state, x);
    statistics.push(detection.statistic);
    if (detection.alarm) found.push(statistics.length - 1);
    state = detection.alarm ? detector.init() : detection.state;
  }
  return { found, statistics };
}
