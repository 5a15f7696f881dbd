/** Messages that arrive while others are being written go to disk together, in one commit. */

import { carried } from "../instrumentation/tracing.js";
import type { Database, Queries } from "../store/index.js";
import { passes } from "../store/index.js";
import type { NewMessage } from "./queue.js";

export interface Appended {
  readonly repeated: boolean;
}

interface Waiting {
  readonly message: NewMessage;
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** Most messages of one commit. */
const GROUP = 64;

export class Appender {
  readonly #database: Database;
  readonly #now: () => number;
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  append(message: NewMessage): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject });
      // What is written together is of many traces, and so of none.
      if (!this.#writing) void carried.run(undefined, () => this.#write());
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) await this.#together(this.#waiting.splice(0, GROUP));
    this.#writing = false;
  }

  async #together(group: readonly Waiting[]): Promise<void> {
    try {
      const taken = await this.#database.transaction((tx) =>
        insert(
          tx,
          group.map(({ message }) => message),
          this.#now(),
        ),
      );
      group.forEach(({ resolve }, i) => {
        resolve({ repeated: !taken.has(i) });
      });
    } catch (error) {
      if (group.length > 1 && !passes(error)) for (const one of group) await this.#together([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}

/** Appends those messages whose ids were not taken before; returns their indices. */
async function insert(tx: Queries, messages: readonly NewMessage[], now: number): Promise<Set<number>> {
  const rows = await tx.query<{ partition: string; id: string }>(
    `INSERT INTO taken (partition, id, appended) SELECT t.partition, t.id, $3 FROM unnest($1::text[], $2::text[]) AS t(partition, id)
     ON CONFLICT DO NOTHING RETURNING partition, id`,
    [messages.map(({ partition }) => partition), messages.map(({ id }) => id), now],
  );
  const key = ({ partition, id }: { partition: string; id: string }) => JSON.stringify([partition, id]);
  const fresh = new Set(rows.map(key));
  // Of two with one id in the group the first is taken.
  const taken = new Set(messages.flatMap((message, i) => (fresh.delete(key(message)) ? [i] : [])));
  if (taken.size === 0) return taken;
  const values = [...taken].flatMap((i) => {
    const { partition, kind, id, payload, size, trace = null } = messages[i]!;
    return [partition, kind, id, JSON.stringify(payload), size, trace];
  });
  const places = [...taken].map(
    (_, row) => `(${[1, 2, 3, 4, 5, 6].map((column) => `$${6 * row + column + 1}`).join(", ")}, $1)`,
  );
  await tx.query(
    `INSERT INTO queue (partition, kind, id, payload, size, trace, appended) VALUES ${places.join(", ")}`,
    [now, ...values],
  );
  return taken;
}
