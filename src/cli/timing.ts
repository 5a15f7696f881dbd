import type { FinishedTrial } from "./journal.js";

export interface ActivityTime {
  readonly activity: string;
  readonly trials: number;
  /** Of all its trials together, on whatever worker. */
  readonly seconds: number;
}

export interface Timing {
  /** Of all trials together, on however many workers. */
  readonly seconds: number;
  /** What took how long, longest first. */
  readonly activities: readonly ActivityTime[];
}

export function timing(finished: Iterable<FinishedTrial>): Timing {
  const times = new Map<string, { trials: number; seconds: number }>();
  for (const { activity, seconds } of finished) {
    const time = times.get(activity) ?? { trials: 0, seconds: 0 };
    time.trials += 1;
    time.seconds += seconds;
    times.set(activity, time);
  }
  const activities = [...times]
    .map(([activity, time]) => ({ activity, ...time }))
    .sort((a, b) => b.seconds - a.seconds || (a.activity < b.activity ? -1 : 1));
  return { seconds: activities.reduce((total, { seconds }) => total + seconds, 0), activities };
}
