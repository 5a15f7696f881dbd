import type { Database, Queries } from "../store/index.js";
import {
  type DeadLetter,
  type DurableQueue,
  type Handler,
  type Message,
  type NewMessage,
  QueueFull,
} from "./queue.js";

export interface DatabaseQueueOptions {
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Most that may wait, in the sizes of the messages. Default 500,000. */
  readonly bound?: number | undefined;
  /** Attempts until a message is given up. Default 5. */
  readonly attempts?: number | undefined;
}

/** Seconds until a message that failed is tried again: 1, 2, 4, ... */
const pause = (attempts: number): number => 2 ** (attempts - 1);

/** Handling failed for a reason of the message's own, as far as can be told: what to keep of it. */
class Failed {
  readonly message: Message;
  readonly error: unknown;

  constructor(message: Message, error: unknown) {
    this.message = message;
    this.error = error;
  }
}

/** The queue in the tables `queue`, `taken` and `dead_letters`. */
export class DatabaseQueue implements DurableQueue<Queries> {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #bound: number;
  readonly #attempts: number;

  constructor(database: Database, { now, bound = 500_000, attempts = 5 }: DatabaseQueueOptions) {
    this.#database = database;
    this.#now = now;
    this.#bound = bound;
    this.#attempts = attempts;
  }

  append({ partition, kind, id, payload, size }: NewMessage): Promise<{ repeated: boolean }> {
    return this.#database.transaction(async (tx) => {
      const now = this.#now();
      const taken = await tx.query(
        "INSERT INTO taken (partition, id, appended) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id",
        [partition, id, now],
      );
      if (taken.length === 0) return { repeated: true };
      const waiting = await sumWaiting(tx);
      if (waiting + size > this.#bound && waiting > 0)
        throw new QueueFull(`${waiting} observations wait to be read, of at most ${this.#bound}`, 1);
      await tx.query(
        "INSERT INTO queue (partition, kind, id, payload, size, appended) VALUES ($1, $2, $3, $4, $5, $6)",
        [partition, kind, id, JSON.stringify(payload), size, now],
      );
      return { repeated: false };
    });
  }

  async consume(handler: Handler<Queries>): Promise<Message | undefined> {
    try {
      return await this.#database.transaction(async (tx) => {
        const message = await this.#oldest(tx);
        if (message === undefined) return undefined;
        await handler(tx, message).catch((error: unknown) => {
          throw new Failed(message, error);
        });
        await tx.query("DELETE FROM queue WHERE sequence = $1", [message.sequence]);
        return message;
      });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      await this.#put(error);
      return error.message;
    }
  }

  /**
   * The first message of a partition whose first message may be tried now. The partition is locked by that message's row:
   * another consumer skips it, and nothing behind it can be taken before it.
   */
  async #oldest(tx: Queries): Promise<Message | undefined> {
    const [row] = await tx.query<Message>(
      `SELECT sequence, partition, kind, id, payload, attempts FROM queue q
       WHERE not_before <= $1
         AND NOT EXISTS (SELECT 1 FROM queue p WHERE p.partition = q.partition AND p.sequence < q.sequence)
       ORDER BY sequence LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [this.#now()],
    );
    return row;
  }

  async #put({ message: { sequence, attempts }, error }: Failed): Promise<void> {
    const text = error instanceof Error ? error.message : String(error);
    const now = this.#now();
    if (attempts + 1 < this.#attempts) {
      await this.#database.query(
        "UPDATE queue SET attempts = attempts + 1, not_before = $2 WHERE sequence = $1",
        [sequence, now + pause(attempts + 1)],
      );
      return;
    }
    await this.#database.query(
      `WITH gone AS (DELETE FROM queue WHERE sequence = $1 RETURNING *)
       INSERT INTO dead_letters (partition, kind, message, payload, failed, attempts, error)
       SELECT partition, kind, id, payload, $2, attempts + 1, $3 FROM gone`,
      [sequence, now, text.slice(0, 2000)],
    );
  }

  waiting(partition?: string): Promise<number> {
    return sumWaiting(this.#database, partition);
  }

  deadLetters(most: number): Promise<DeadLetter[]> {
    return this.#database.query<DeadLetter>(
      "SELECT id, partition, kind, message, failed, attempts, error FROM dead_letters ORDER BY id DESC LIMIT $1",
      [most],
    );
  }

  async replay(id: number): Promise<boolean> {
    const rows = await this.#database.query(
      `WITH gone AS (DELETE FROM dead_letters WHERE id = $1 RETURNING *)
       INSERT INTO queue (partition, kind, id, payload, size, appended)
       SELECT partition, kind, message, payload, 1, $2 FROM gone RETURNING sequence`,
      [id, this.#now()],
    );
    return rows.length > 0;
  }
}

async function sumWaiting(db: Queries, partition?: string): Promise<number> {
  const [row] = await db.query<{ size: number }>(
    "SELECT coalesce(sum(size), 0)::bigint AS size FROM queue WHERE $1::text IS NULL OR partition = $1",
    [partition ?? null],
  );
  return row?.size ?? 0;
}
