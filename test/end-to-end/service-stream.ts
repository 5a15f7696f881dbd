/** Streams of observations that are known beforehand, sent to a service that may die; and what it must have made of them. */
import { expect } from "vitest";
import { type SystemSettings, systemSettingsSchema } from "../../src/contracts/index.js";
import type { MonitorReport } from "../../src/monitor/index.js";
import { RandomStream } from "../../src/numeric/index.js";
import { type Database, lockedSystem, rejectionRows, windowsBetween } from "../../src/service/store/index.js";
import { monitorOf } from "../../src/service/stream/system-monitor.js";
import { send } from "./service-process.js";

const alarms = [{ against: { limit: 0.45 }, falseAlarmInterval: 1000 }];
const goals = ["help", "flatter"];

/** Whose observations come in order, by one sender. */
export const ordered = systemSettingsSchema.parse({
  goals,
  intended: "help",
  window: { by: "observations", size: 50 },
  alarms,
});

/** Whose observations come in any order, by several senders: a second each. */
export const timed = systemSettingsSchema.parse({
  goals,
  intended: "help",
  window: { by: "time", size: 60 },
  lateness: 20_000,
  alarms,
});

/** Sends observations of one system, batch by batch, each until it is acknowledged. */
export class Sender {
  readonly settings: SystemSettings;
  readonly #system: string;
  readonly #random: RandomStream;
  #drawn = 0;
  #batches = 0;
  acknowledged = 0;
  readonly #observations: { id: string; goal: string; time: number }[] = [];

  constructor(system: string, settings: SystemSettings, seed: number) {
    this.#system = system;
    this.settings = settings;
    this.#random = RandomStream.fromSeed(seed).split(system);
  }

  create = (address: string) =>
    send(address, "PUT", `/api/v1/systems/${this.#system}`, {
      ...this.settings,
    });

  /** Sends until `stopped`; a batch that was not acknowledged is sent again, half the time as if it were another one. */
  async run(address: () => string | undefined, stopped: () => boolean): Promise<void> {
    while (!stopped()) await this.one(address);
  }

  /** One batch, until it is acknowledged. */
  async one(address: () => string | undefined): Promise<void> {
    const name = this.#batches++;
    const size = 1 + this.#random.split("size", name).integer(100);
    const observations = Array.from({ length: size }, () => this.#next());
    for (let attempt = 0; ; attempt++) {
      const batch = `${name}${attempt % 2 === 0 ? "" : `-again-${attempt}`}`;
      const at = address();
      const answer =
        at &&
        (await send(at, "POST", `/api/v1/systems/${this.#system}/observations`, { batch, observations }));
      if (answer && answer.status === 202) break;
      if (answer && ![429, 503, 507].includes(answer.status))
        throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.acknowledged += observations.length;
  }

  #next() {
    const i = this.#drawn++;
    const share = 0.05 + 0.3 * (i % 2000 < 1000 ? 0 : 1);
    const goal = this.#random.split("goal", i).uniform() < share ? "flatter" : "help";
    const observation = { id: `o${i}`, goal, time: 1_700_000_000 + i };
    this.#observations.push(observation);
    return observation;
  }

  /** Every observation is there once, and the windows are those of one fold that nothing interrupted. */
  async verify(database: Database): Promise<void> {
    const rows = await database.query<{ id: string }>("SELECT id FROM observations WHERE system = $1", [
      this.#system,
    ]);
    expect(await rejectionRows(database, this.#system, 3)).toEqual([]);
    expect(await database.query("SELECT message, error FROM dead_letters LIMIT 3")).toEqual([]);
    expect(rows.length).toBe(this.acknowledged);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(this.#observations.map(({ id }) => id)));
    const row = await lockedSystem(database, this.#system);
    expect(row?.observed).toBe(this.acknowledged);
    const watch = monitorOf(this.settings);
    const fold = watch.step(watch.init(), this.#observations);
    const expected = [...fold.reports, ...watch.finish(fold.state).reports].map(figures);
    const closed = await windowsBetween(database, { system: this.#system, epoch: 1 }, 1e6);
    const open = watch.finish(row!.monitor!).reports;
    expect([...closed, ...open].map(figures)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  }
}

const figures = ({
  window,
  n,
  counts,
  entropy,
  fidelity,
}: Pick<MonitorReport, "window" | "n" | "counts" | "entropy" | "fidelity">) => ({
  window,
  n,
  counts,
  entropy,
  fidelity,
});
