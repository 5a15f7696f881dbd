import { stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Input } from "../../ingest/index.js";

/** Work that is over sooner shows no progress, milliseconds. */
const patience = 2000;

/** What a long measurement is doing, as a bar on stderr; off a terminal, one plain line every ten seconds. */
export class Activity {
  readonly #bar = new SingleBar(
    {
      format: " {bar} {percentage}% | {activity}",
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  readonly #began = performance.now();
  #started = false;

  show(activity: string, done: number, total: number): void {
    if (!this.#started && performance.now() - this.#began < patience) return;
    if (!this.#started) this.#bar.start(1000, 0, { activity });
    this.#started = true;
    this.#bar.update(Math.round((1000 * done) / Math.max(total, 1)), { activity });
  }

  /** The same where the work around it never waits: lets timers and signals run. */
  async step(activity: string, done: number, total: number): Promise<void> {
    this.show(activity, done, total);
    await setImmediate();
  }

  stop(): void {
    if (this.#started) this.#bar.stop();
  }

  /** The input, with what is read of it shown; without a size there is no end to see. */
  async watch({ name, bytes }: Input, path: string | undefined): Promise<Input> {
    const size =
      path === undefined
        ? 0
        : await stat(path).then(
            ({ size }) => size,
            () => 0,
          );
    return { name, bytes: this.#counted(bytes, name, size) };
  }

  async *#counted(bytes: AsyncIterable<Uint8Array>, name: string, size: number): AsyncGenerator<Uint8Array> {
    let read = 0;
    for await (const chunk of bytes) {
      yield chunk;
      read += chunk.length;
      this.show(`${name}: ${Math.round(read / 1e6)} MB read`, read, size);
    }
  }
}
