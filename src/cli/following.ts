import { setImmediate } from "node:timers/promises";

/** What a trial tells on its way, as its thread hands it over. */
export interface Told {
  readonly trial: number;
  readonly happening: unknown;
}

/** Takes what trials tell; each trial's is handed over in order, one at a time. */
export type Follower = (trial: number, happening: unknown) => Promise<void>;

/** Hands on what threads tell, and knows when all that a trial told has been taken. */
export class Following {
  readonly #follower: Follower;
  readonly #heard = new Map<number, number>();
  readonly #taken = new Map<number, Promise<void>>();
  #stopped = false;

  constructor(follower: Follower) {
    this.#follower = follower;
  }

  hear({ trial, happening }: Told): void {
    this.#heard.set(trial, (this.#heard.get(trial) ?? 0) + 1);
    const before = this.#taken.get(trial) ?? Promise.resolve();
    const taken = before.then(() => {
      this.#ensureFollowed();
      return this.#follower(trial, happening);
    });
    // Whoever waits for the trial is told of a failure.
    taken.catch(() => {});
    this.#taken.set(trial, taken);
  }

  /** A thread's result may come before the last of what it told. */
  async all(trial: number, told: number): Promise<void> {
    while ((this.#heard.get(trial) ?? 0) < told) {
      this.#ensureFollowed();
      await setImmediate();
    }
    await this.#taken.get(trial);
  }

  /** Hands on nothing more, and waits for what was being taken: no trial that waits for its own is finished then. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#taken.values());
  }

  #ensureFollowed(): void {
    if (this.#stopped) throw new Error("nobody follows any more");
  }
}
