/** Notices from the outbox to their destinations: at least once, with the same id each time. */
import { randomInt } from "node:crypto";
import type { AlarmNotice, DestinationSettings } from "../../contracts/index.js";
import { type Tracing, untraced } from "../instrumentation/tracing.js";
import { type Database, type DeliveryRow, settleDelivery, takeDeliveries } from "../store/index.js";
import { type Resolve, systemResolve, TargetRefused } from "./address.js";
import { NotTaken, type Outgoing, type PostOptions, post } from "./post.js";
import { alertmanager } from "./shapes/alertmanager.js";
import { alertmanagerApi, isAlertmanagerApi, TOLD_AGAIN } from "./shapes/alertmanager-api.js";
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
  readonly tracing?: Tracing | undefined;
  /** Told when an attempt is over: what waited for it may be due. */
  readonly onSettled?: (() => void) | undefined;
}

export type Target = Pick<DeliveryRow, "kind" | "url" | "secret" | "destination">;

/** Under way to one destination until no more are started: one that does not answer holds up no other. */
const AT_ONCE = 10;

/** Seconds until the next attempt: 5, 10, 20, ... an hour at most, of which a random part up to a half is taken off. */
export const pauseAfter = (attempts: number): number =>
  Math.min(3600, 5 * 2 ** (attempts - 1)) * (1 - randomInt(501) / 1000);

/** Whether a receiver is not going to take it later either: 4xx, but for "timeout", "too early" and "too many". */
const refused = (error: unknown): boolean =>
  error instanceof NotTaken &&
  error.status >= 400 &&
  error.status < 500 &&
  ![408, 425, 429].includes(error.status);

/** Whether it is told again of an alarm for as long as that is open: an Alertmanager forgets. */
const stands = ({ kind, url, notice: { alarm } }: DeliveryRow): boolean =>
  kind === "alertmanager" && isAlertmanagerApi(url) && alarm.state === "open";

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
  readonly #tracing: Tracing;
  readonly #onSettled: () => void;
  readonly #underWay = new Map<Promise<void>, string>();

  constructor(
    database: Database,
    {
      now,
      allowPrivate = false,
      resolve = systemResolve,
      timeout = 10_000,
      attempts = 10,
      tracing = untraced,
      onSettled = () => {},
    }: SenderOptions,
  ) {
    this.#database = database;
    this.#now = now;
    this.#post = { allowPrivate, resolve, timeout };
    this.#attempts = attempts;
    this.#tracing = tracing;
    this.#onSettled = onSettled;
  }

  /** What connections are made with, to try an address before anything is sent there. */
  get connecting(): PostOptions {
    return this.#post;
  }

  /** Starts what is due. */
  async turn(): Promise<void> {
    const now = this.#now();
    // Taken until after its time is over: if this process dies, another sends it then.
    const until = now + this.#post.timeout / 1000 + 30;
    for (const delivery of await takeDeliveries(this.#database, {
      now,
      until,
      most: AT_ONCE,
      busy: this.#busy(),
    })) {
      const sent = this.#deliver(delivery).finally(() => {
        this.#underWay.delete(sent);
        this.#onSettled();
      });
      this.#underWay.set(sent, delivery.destination);
    }
  }

  #busy(): string[] {
    const counts = new Map<string, number>();
    for (const name of this.#underWay.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts].flatMap(([name, count]) => (count < AT_ONCE ? [] : [name]));
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay.keys());
  }

  /** @throws what `post` throws. */
  send(target: Target, notice: AlarmNotice): Promise<void> {
    return post(new URL(target.url), this.#shaped(target, notice), this.#post);
  }

  /** Part of the trace of what raised the alarm. */
  #traced({ trace, ...delivery }: DeliveryRow): Promise<void> {
    const { kind, destination, attempts, notice } = delivery;
    if (trace === null) return this.send(delivery, notice);
    const attributes = {
      "telostat.destination": destination,
      "telostat.notice": notice.notice,
      "telostat.alarm": notice.alarm.id,
      "telostat.attempt": attempts,
    };
    const about = { kind: "client", attributes, parent: trace } as const;
    return this.#tracing.span(`deliver ${kind}`, about, () => this.send(delivery, notice));
  }

  async #deliver(delivery: DeliveryRow): Promise<void> {
    const { sequence, attempts } = delivery;
    try {
      await this.#traced(delivery);
      const again = this.#now() + TOLD_AGAIN;
      await settleDelivery(
        this.#database,
        sequence,
        stands(delivery) ? { state: "standing", again } : { state: "sent" },
      );
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).slice(0, 1000);
      const most = stands(delivery) ? Number.POSITIVE_INFINITY : this.#attempts;
      const over = attempts >= most || refused(error) || error instanceof TargetRefused;
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

  #shaped({ kind, secret, destination, url }: Target, notice: AlarmNotice): Outgoing {
    const shapes: Record<DestinationSettings["kind"], () => Outgoing> = {
      webhook: () => webhook(notice, secret ?? "", this.#now()),
      slack: () => slack(notice),
      alertmanager: () =>
        isAlertmanagerApi(url) ? alertmanagerApi(notice, this.#now()) : alertmanager(notice, destination),
    };
    return shapes[kind]();
  }
}
