/**
 * The durable queue between what comes in and what is made of it. Small on purpose: a broker can take the database's place
 * without a change in who appends or consumes.
 */

/** A message as it was appended. */
export interface Message {
  /** Ascending within a partition. */
  readonly sequence: number;
  readonly partition: string;
  readonly kind: string;
  /** The sender's name of it, by which it is taken once. */
  readonly id: string;
  readonly payload: unknown;
  readonly size: number;
  readonly attempts: number;
  /** W3C traceparent of who appended it; null where nobody traces. */
  readonly trace?: string | null;
}

export interface NewMessage {
  readonly partition: string;
  readonly kind: string;
  readonly id: string;
  readonly payload: unknown;
  /** What it counts for in the bound: observations, spans. */
  readonly size: number;
  readonly trace?: string | null;
}

/** A message that was given up. */
export interface DeadLetter {
  readonly id: number;
  readonly partition: string;
  readonly kind: string;
  readonly message: string;
  readonly failed: number;
  readonly attempts: number;
  readonly error: string;
}

/** The queue holds as much as it may: send again later. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
  /** Seconds. */
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** What a consumer does with messages of one partition and kind, in order, inside the transaction that also acknowledges them. */
export type Handler<Transaction> = (transaction: Transaction, messages: readonly Message[]) => Promise<void>;

export interface DurableQueue<Transaction> {
  /**
   * The message is on disk when this returns.
   *
   * @returns whether one of this id had been taken before: then nothing is appended.
   * @throws QueueFull
   */
  append(message: NewMessage): Promise<{ readonly repeated: boolean }>;
  /**
   * Handles the oldest messages of a partition that no other consumer is at, in one transaction with their acknowledgement:
   * both happen, or neither. Messages of a partition are handled in order. One that fails is tried again by itself after a
   * pause, and becomes a dead letter in the end; what is not its own fault (the database is away, the disk is full) is
   * thrown, and does not count.
   *
   * @returns the messages; none where there was nothing to handle.
   */
  consume(handler: Handler<Transaction>): Promise<readonly Message[]>;
  /** What waits, in the sizes of the messages. */
  waiting(partition?: string): Promise<number>;
  deadLetters(most: number): Promise<DeadLetter[]>;
  /** Puts a dead letter back at the end of its partition; false where there is none. */
  replay(id: number): Promise<boolean>;
}
