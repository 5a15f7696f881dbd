/** Notices from the outbox to their destinations: at least once, with the same id each time. */
import { randomInt } from "node:crypto";
import type { AlarmNotice, DestinationSettings } from "../../contracts/index.js";
import { type Database, type DeliveryRow, settleDelivery, takeDeliveries } from "../store/index.js";
import { type Resolve, systemResolve, TargetRefused } from "./address.js";
import { NotTaken, type Outgoing, type PostOptions, post } from "./post.js";
import { alertmanager } from "./shapes/alertmanager.js";
import { slack } from "./shapes/slack.js";
import { webhook } from "./shapes/webhook.js";

export interface SenderOptions {
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Whether addresses of this machine and its network may be sent to. Default false. */
  readonly allowPrivate?: boolean | undefined;
  readonly resolve?: Resolve | undefined;
  /** Milliseconds for one attempt. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Default 10: the last about 40 minutes after the first. */
  readonly attempts?: number | undefined;
}

export type Target = Pick<DeliveryRow, "kind" | "url" | "secret" | "destination">;

/** Sent at once by one process; more wait. */
const AT_ONCE = 50;

/** Seconds until the next attempt: 5, 10, 20, ... an hour at most, of which a random part up to a half is taken off. */
export const pauseAfter = (attempts: number): number =>
  Math.min(3600, 5 * 2 ** (attempts - 1)) * (1 - randomInt(501) / 1000);

/** Seconds that a receiver asked to wait, as a number or a date (RFC 9110, 10.2.3): a day at most, 0 where it did not. */
export function askedToWait(error: unknown, now: number): number {
  if (!(error instanceof NotTaken) || error.retryAfter === undefined) return 0;
  const { retryAfter } = error;
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) : Date.parse(retryAfter) / 1000 - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), 86_400) : 0;
}

export class Sender {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #post: PostOptions;
  readonly #attempts: number;
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    database: Database,
    { now, allowPrivate = false, resolve = systemResolve, timeout = 10_000, attempts = 10 }: SenderOptions,
  ) {
    this.#database = database;
    this.#now = now;
    this.#post = { allowPrivate, resolve, timeout };
    this.#attempts = attempts;
  }

  /** What connections are made with, to try an address before anything is sent there. */
  get connecting(): PostOptions {
    return this.#post;
  }

  /** Starts what is due; a slow destination does not hold up the others. Returns whether anything was. */
  async turn(): Promise<boolean> {
    const room = AT_ONCE - this.#underWay.size;
    if (room <= 0) return false;
    const now = this.#now();
    // Taken until after its time is over: if this process dies, another sends it then.
    const until = now + this.#post.timeout / 1000 + 30;
    const due = await takeDeliveries(this.#database, now, until, room);
    for (const delivery of due) {
      const sent = this.#deliver(delivery).finally(() => this.#underWay.delete(sent));
      this.#underWay.add(sent);
    }
    return due.length === room;
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** @throws what `post` throws. */
  send(target: Target, notice: AlarmNotice): Promise<void> {
    return post(new URL(target.url), this.#shaped(target, notice), this.#post);
  }

  async #deliver(delivery: DeliveryRow): Promise<void> {
    const { sequence, attempts, notice } = delivery;
    try {
      await this.send(delivery, notice);
      await settleDelivery(this.#database, sequence, { state: "sent" });
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, 1000);
      const over = attempts >= this.#attempts || error instanceof TargetRefused;
      const now = this.#now();
      const pause = Math.max(pauseAfter(attempts), askedToWait(error, now));
      await settleDelivery(
        this.#database,
        sequence,
        over ? { state: "failed", error: message } : { state: "waiting", again: now + pause, error: message },
        // Not told: it stays taken, and is due again when its time is over.
      ).catch(() => {});
    }
  }

  #shaped({ kind, secret, destination }: Target, notice: AlarmNotice): Outgoing {
    const shapes: Record<DestinationSettings["kind"], () => Outgoing> = {
      webhook: () => webhook(notice, secret ?? "", this.#now()),
      slack: () => slack(notice),
      alertmanager: () => alertmanager(notice, destination),
    };
    return shapes[kind]();
  }
}
