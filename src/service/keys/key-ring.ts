import { type Database, type KeyRow, keysWithHash, markKeyUsed } from "../store/index.js";
import { idOf, matches } from "./key.js";

type StoredKey = KeyRow & { readonly hash: string };

/** Seconds after which the keys are read again: another process may have changed them. */
const FRESH = 5;
/** Seconds between two notes of when a key was used. */
const USED = 60;
/** Compared with where there is no such key, so that it takes as long. */
const NONE = "0".repeat(64);

/** The keys of the store, kept for a few seconds. */
export class KeyRing {
  readonly #database: Database;
  readonly #now: () => number;
  #keys: ReadonlyMap<string, StoredKey> = new Map();
  #read = Number.NEGATIVE_INFINITY;
  readonly #noted = new Map<string, number>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async empty(): Promise<boolean> {
    return (await this.#current()).size === 0;
  }

  /** The row of `key`; undefined where it is none of them. */
  async find(key: string): Promise<KeyRow | undefined> {
    const keys = await this.#current();
    const row = keys.get(idOf(key) ?? "");
    if (!matches(key, row?.hash ?? NONE) || row === undefined) return undefined;
    await this.#note(row.id);
    return row;
  }

  /** The keys were changed: the next request reads them again. */
  forget(): void {
    this.#read = Number.NEGATIVE_INFINITY;
  }

  async #current(): Promise<ReadonlyMap<string, StoredKey>> {
    const now = this.#now();
    if (Math.abs(now - this.#read) >= FRESH) {
      this.#keys = new Map((await keysWithHash(this.#database)).map((row) => [row.id, row]));
      this.#read = now;
    }
    return this.#keys;
  }

  async #note(id: string): Promise<void> {
    const now = this.#now();
    if (now - (this.#noted.get(id) ?? Number.NEGATIVE_INFINITY) < USED) return;
    this.#noted.set(id, now);
    await markKeyUsed(this.#database, id, now);
  }
}
