/** The service without its HTTP: a database, the queue in it, and the workers that empty it. */

import { Sender } from "./alerts/index.js";
import { tracedDatabase, tracedQueue } from "./instrumentation/traced.js";
import { type Tracing, untraced } from "./instrumentation/tracing.js";
import { type Redact, redacting } from "./redaction/redaction.js";
import {
  type Database,
  deleteExpired,
  migrate,
  openPglite,
  openPostgres,
  type Queries,
  timedSystems,
} from "./store/index.js";
import { DatabaseQueue } from "./stream/database-queue.js";
import { loop, seldom } from "./stream/loop.js";
import { advance, observe } from "./stream/observe.js";
import type { DurableQueue, Handler } from "./stream/queue.js";
import { askQuiet } from "./stream/quiet.js";
import type { AlarmLink } from "./stream/save-step.js";
import { observeTelemetry } from "./stream/telemetry.js";
import { observeTranscripts } from "./stream/transcripts.js";

export interface ServiceOptions {
  /** Folder of the embedded database; taken where there is no `url`. */
  readonly folder: string;
  /** Of a PostgreSQL server, in the place of the folder. */
  readonly url?: string | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly link?: AlarmLink | undefined;
  /** Told of what went wrong in the background. */
  readonly onError: (error: unknown) => void;
  /** Most observations that may wait. */
  readonly bound?: number | undefined;
  /** Whether alarms may be sent to addresses of this machine and its network. Default false. */
  readonly allowPrivateTargets?: boolean | undefined;
  /** Applied to the text of messages before they are stored. */
  readonly redact?: Redact | undefined;
  /** Told of the service's own work. Default nobody. */
  readonly tracing?: Tracing | undefined;
  /** Seconds that idle workers wait for work that nobody announced. Default 1. */
  readonly idle?: number | undefined;
}

export interface Service {
  readonly database: Database;
  readonly queue: DurableQueue<Queries>;
  readonly now: () => number;
  readonly link: AlarmLink;
  readonly sender: Sender;
  readonly tracing: Tracing;
  /** Told after every commit that changed what pages show: look at the live messages then. */
  onChange(listener: () => void): () => void;
  /** Tells the listeners of `onChange`. */
  announce(): void;
  /** Something was appended: the workers look at once. */
  wake(): void;
  /** Waits for the transactions that are under way, and closes the database. */
  close(): Promise<void>;
}

/** Seconds between runs of what the clock does. */
const CLOCK = 5;
const UPKEEP = 20;

/** Seconds until the same error is told again. */
const AGAIN = 60;

/** Connections of a server that are kept busy; an embedded database has one. */
const WORKERS = { pglite: 1, postgres: 4 } as const;

/** @throws FolderInUse, NewerDatabase, DatabaseUnavailable */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { folder, url, now, link = () => null, onError, bound, redact, idle = 1 } = options;
  const { tracing = untraced } = options;
  const database = tracedDatabase(
    url === undefined ? await openPglite(folder) : await openPostgres(url),
    tracing,
  );
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const stored = new DatabaseQueue(database, { now, bound, alone: ["transcripts"] });
  const queue = tracedQueue(redact === undefined ? stored : redacting(stored, redact), tracing);
  const tell = seldom(onError, AGAIN, now);
  const listeners = new Set<() => void>();
  const announce = () => {
    for (const listener of listeners) listener();
  };
  const workers = Array.from({ length: WORKERS[database.kind] }, () =>
    loop(idle, tell, async () => {
      const messages = await queue.consume(handler(now, link));
      if (messages.length > 0) announce();
      return messages.length > 0;
    }),
  );
  const clock = loop(CLOCK, tell, async () => {
    for (const system of await timedSystems(database))
      if (await database.transaction((tx) => advance(tx, system, now(), link))) announce();
    return false;
  });
  const listening = loop(CLOCK, tell, async () => {
    const asked = await askQuiet(database, queue, now());
    if (asked) for (const worker of workers) worker.wake();
    return asked;
  });
  let maintained = now();
  const upkeep = loop(UPKEEP, tell, async () => {
    const more = await deleteExpired(database, now(), () => now() - maintained < UPKEEP);
    await database.maintain();
    maintained = now();
    return more;
  });
  const sender = new Sender(database, {
    now,
    allowPrivate: options.allowPrivateTargets,
    tracing,
    onSettled: () => sending.wake(),
  });
  const sending = loop(idle, tell, async () => {
    await sender.turn();
    return false;
  });
  listeners.add(sending.wake);
  const loops = [...workers, clock, listening, upkeep, sending];
  return {
    database,
    queue,
    now,
    link,
    sender,
    tracing,
    announce,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake() {
      for (const worker of workers) worker.wake();
    },
    async close() {
      await Promise.all(loops.map((each) => each.stop()));
      await sender.settled();
      await tracing.close();
      await database.close();
    },
  };
}

const handlers = { observations: observe, telemetry: observeTelemetry, transcripts: observeTranscripts };

function handler(now: () => number, link: AlarmLink): Handler<Queries> {
  return (tx, messages) => {
    const [{ kind }] = messages as [(typeof messages)[0]];
    const handle = handlers[kind as keyof typeof handlers];
    if (handle === undefined) throw new Error(`nothing here handles messages of kind "${kind}"`);
    return handle(tx, messages, now(), link);
  };
}
