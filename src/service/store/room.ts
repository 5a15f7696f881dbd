import { statfs } from "node:fs/promises";
import { StorageFull } from "./database.js";

const MIB = 2 ** 20;

/**
 * Free bytes that are left alone. PostgreSQL stops where it cannot write its log, so that there must be room to finish what
 * was taken in, and to delete: below `taking` nothing is taken in, below `working` nothing is written.
 */
const FLOOR = { taking: 96 * MIB, working: 48 * MIB } as const;

/** Milliseconds for which a look at the disk is believed. */
const FRESH = 500;

/** The disk under `folder`, looked at before it is written to. */
export class Room {
  readonly #folder: string;
  #free = Number.POSITIVE_INFINITY;
  #looked = Number.NEGATIVE_INFINITY;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws StorageFull */
  async ensure(purpose: keyof typeof FLOOR): Promise<void> {
    const now = performance.now();
    if (now - this.#looked > FRESH) {
      this.#looked = now;
      const { bavail, bsize } = await statfs(this.#folder);
      this.#free = bavail * bsize;
    }
    if (this.#free < FLOOR[purpose])
      throw new StorageFull(
        `the disk of ${this.#folder} has ${Math.floor(this.#free / MIB)} MiB left, ${FLOOR[purpose] / MIB} are needed: free some space, or lower the retention`,
      );
  }
}
