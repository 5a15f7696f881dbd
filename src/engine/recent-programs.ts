import type { Executable } from "./execution.js";

/** Compiled programs by signature; beyond `limit` the least recently used is disposed of. */
export class RecentPrograms {
  readonly #programs = new Map<string, Executable>();
  readonly #limit: number;
  #warn: ((limit: number) => void) | undefined;

  /** @param warn told once, when the limit is first passed. */
  constructor(limit: number, warn: (limit: number) => void) {
    this.#limit = limit;
    this.#warn = warn;
  }

  get(signature: string, make: () => Executable): Executable {
    const known = this.#programs.get(signature);
    // A map lists its keys by age: what is used again is entered again.
    if (known !== undefined) this.#programs.delete(signature);
    const program = known ?? make();
    this.#programs.set(signature, program);
    if (this.#programs.size > this.#limit) this.#dropOldest();
    return program;
  }

  dispose(): void {
    for (const program of this.#programs.values()) program.dispose();
    this.#programs.clear();
  }

  #dropOldest(): void {
    const [[signature, program]] = this.#programs as Iterable<[string, Executable]> as [[string, Executable]];
    program.dispose();
    this.#programs.delete(signature);
    this.#warn?.(this.#limit);
    this.#warn = undefined;
  }
}
