import { type Database, passes, type Queries } from "../store/index.js";
import { type Appended, Appender } from "./appending.js";
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
  /** Kinds that take long: one message of theirs a transaction. */
  readonly alone?: readonly string[] | undefined;
}

/** Seconds until a message that failed is tried again: 1, 2, 4, ... */
const pause = (attempts: number): number => 2 ** (attempts - 1);

/** Messages, and what they may sum to in size, of one transaction of a consumer. */
const MESSAGES = 50;
const SIZE = 5000;

/** Seconds for which the sum of what waits is carried on from what this process adds and takes away. */
const FRESH = 1;

/** Handling failed for a reason of the messages' own, as far as can be told. */
class Failed {
  readonly messages: readonly Message[];
  readonly error: unknown;

  constructor(messages: readonly Message[], error: unknown) {
    this.messages = messages;
    this.error = error;
  }
}

/** The queue in the tables `queue`, `taken` and `dead_letters`. */
export class DatabaseQueue implements DurableQueue<Queries> {
  readonly #database: Database;
  readonly #appender: Appender;
  readonly #now: () => number;
  readonly #bound: number;
  readonly #attempts: number;
  readonly #alone: readonly string[];
  #sum = 0;
  #summed = Number.NEGATIVE_INFINITY;

  constructor(database: Database, { now, bound = 500_000, attempts = 5, alone = [] }: DatabaseQueueOptions) {
    this.#database = database;
    this.#appender = new Appender(database, now);
    this.#now = now;
    this.#bound = bound;
    this.#attempts = attempts;
    this.#alone = alone;
  }

  async append(message: NewMessage): Promise<Appended> {
    await this.#database.ensureRoom();
    await this.#ensureBound(message.size);
    this.#sum += message.size;
    try {
      const appended = await this.#appender.append(message);
      if (appended.repeated) this.#sum -= message.size;
      return appended;
    } catch (error) {
      this.#sum -= message.size;
      throw error;
    }
  }

  /** Soft: what other processes append in a second is not seen. */
  async #ensureBound(size: number): Promise<void> {
    if (performance.now() - this.#summed > FRESH * 1000) {
      this.#summed = performance.now();
      this.#sum = await this.waiting();
    }
    if (this.#sum + size > this.#bound && this.#sum > 0)
      throw new QueueFull(`${this.#sum} observations wait to be read, of at most ${this.#bound}`, 1);
  }

  async consume(handler: Handler<Queries>): Promise<readonly Message[]> {
    try {
      return await this.#handle(handler, MESSAGES);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (error.messages.length === 1) return this.#put(error);
    }
    // One of several: alone, the first shows whether it is the one, and does not take the others with it.
    try {
      return await this.#handle(handler, 1);
    } catch (error) {
      if (error instanceof Failed) return this.#put(error);
      throw error;
    }
  }

  async #handle(handler: Handler<Queries>, most: number): Promise<readonly Message[]> {
    const messages = await this.#database.transaction(async (tx) => {
      const messages = await this.#oldest(tx, most);
      if (messages.length === 0) return messages;
      await handler(tx, messages).catch((error: unknown) => {
        throw passes(error) ? error : new Failed(messages, error);
      });
      await tx.query("DELETE FROM queue WHERE sequence = ANY($1::bigint[])", [
        messages.map(({ sequence }) => sequence),
      ]);
      return messages;
    });
    for (const { size } of messages) this.#sum -= size;
    return messages;
  }

  /**
   * The first messages of a partition whose first message may be tried now. The partition is locked by that message's row:
   * another consumer skips it, and nothing behind it can be taken before it.
   */
  async #oldest(tx: Queries, most: number): Promise<readonly Message[]> {
    const [head] = await tx.query<{ sequence: number; partition: string }>(
      `WITH RECURSIVE heads AS (
         (SELECT partition, sequence FROM queue ORDER BY partition, sequence LIMIT 1)
         UNION ALL
         SELECT next.partition, next.sequence FROM heads, LATERAL (
           SELECT partition, sequence FROM queue WHERE partition > heads.partition ORDER BY partition, sequence LIMIT 1) next)
       SELECT sequence, partition FROM queue WHERE sequence IN (SELECT sequence FROM heads) AND not_before <= $1
       ORDER BY sequence LIMIT 1 FOR UPDATE SKIP LOCKED`,
      [this.#now()],
    );
    if (head === undefined) return [];
    const messages = await tx.query<Message>(
      `SELECT sequence, partition, kind, id, payload, size, attempts, trace FROM (
         SELECT *, sum(size) OVER (ORDER BY sequence) AS upto, row_number() OVER (ORDER BY sequence) AS place FROM (
           SELECT * FROM queue WHERE partition = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3) first) q
       WHERE place = 1 OR (upto <= $4 AND not_before <= $5) ORDER BY sequence`,
      [head.partition, head.sequence, most, SIZE, this.#now()],
    );
    const { kind: first } = messages[0]!;
    if (this.#alone.includes(first)) return messages.slice(0, 1);
    const other = messages.findIndex(({ kind }) => kind !== first);
    return other < 0 ? messages : messages.slice(0, other);
  }

  /** A message that failed: put off, or given up. */
  async #put({ messages, error }: Failed): Promise<readonly Message[]> {
    const { sequence, attempts } = messages[0]!;
    const text = error instanceof Error ? error.message : String(error);
    const now = this.#now();
    if (attempts + 1 < this.#attempts) {
      await this.#database.query(
        "UPDATE queue SET attempts = attempts + 1, not_before = $2 WHERE sequence = $1",
        [sequence, now + pause(attempts + 1)],
      );
      return messages;
    }
    await this.#database.query(
      `WITH gone AS (DELETE FROM queue WHERE sequence = $1 RETURNING *)
       INSERT INTO dead_letters (partition, kind, message, payload, size, failed, attempts, error)
       SELECT partition, kind, id, payload, size, $2, attempts + 1, $3 FROM gone`,
      [sequence, now, text.replaceAll("\0", "").slice(0, 2000)],
    );
    return messages;
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
       SELECT partition, kind, message, payload, size, $2 FROM gone RETURNING sequence`,
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
