import { InputError, type Position } from "../input-error.js";
import { largestWholeFile } from "./bytes.js";

/** What a log may take in memory; a small file can be made to unfold into a large one. */
export interface ReadingLimits {
  /** Bytes of all entries of an archive, unpacked; and characters of all messages, with their attachments put back. */
  readonly unpacked: number;
  /** Entries of an archive. */
  readonly entries: number;
}

export const wholeFiles: ReadingLimits = { unpacked: largestWholeFile, entries: 2 ** 24 };

/** Room that is used up as a file is read. */
export class Room {
  readonly #most: number;
  readonly #what: string;
  #used = 0;

  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  /** @throws InputError where there is not so much left. */
  take(amount: number, position: Position): void {
    this.#used += amount;
    if (this.#used > this.#most)
      throw new InputError(position, `more than ${this.#most} ${this.#what} up to here; split the log`);
  }
}
