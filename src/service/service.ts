/** The service without its HTTP: a database, the queue in it, and the workers that empty it. */

import {
  type Database,
  deleteLiveBefore,
  deleteObservationsBefore,
  migrate,
  openPglite,
  openPostgres,
  type Queries,
  systemRows,
} from "./store/index.js";
import { DatabaseQueue } from "./stream/database-queue.js";
import { type AlarmLink, advance, observe } from "./stream/observe.js";
import type { DurableQueue, Handler } from "./stream/queue.js";

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
}

export interface Service {
  readonly database: Database;
  readonly queue: DurableQueue<Queries>;
  readonly now: () => number;
  /** Told after every commit that changed what pages show: look at the live messages then. */
  onChange(listener: () => void): () => void;
  /** Something was appended: the workers look at once. */
  wake(): void;
  /** Waits for the transactions that are under way, and closes the database. */
  close(): Promise<void>;
}

/** Seconds: how long idle workers wait for work that nobody announced, and between runs of what the clock does. */
const IDLE = 1;
const CLOCK = 5;
const RETENTION = 600;
/** Live messages are for pages that lost their connection: kept for an hour. */
const LIVE = 3600;
const DAY = 86_400;

/** @throws FolderInUse, NewerDatabase, DatabaseUnavailable */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { folder, url, now, link = () => null, onError, bound } = options;
  const database = url === undefined ? await openPglite(folder) : await openPostgres(url);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const queue = new DatabaseQueue(database, { now, bound });
  const handle: Handler<Queries> = (tx, message) => observe(tx, message, now(), link);
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const loops = [
    // An embedded database has one connection: a second worker would only wait.
    ...Array.from({ length: database.kind === "pglite" ? 1 : 4 }, () =>
      loop(IDLE, onError, async () => {
        const message = await queue.consume(handle);
        if (message !== undefined) changed();
        return message !== undefined;
      }),
    ),
    loop(CLOCK, onError, async () => {
      for (const { system } of await systemRows(database))
        await database.transaction((tx) => advance(tx, system, now(), link));
      changed();
      return false;
    }),
    loop(RETENTION, onError, async () => {
      for (const { system, settings } of await systemRows(database))
        if (settings.retentionDays !== undefined)
          await deleteObservationsBefore(database, system, now() - settings.retentionDays * DAY);
      await deleteLiveBefore(database, now() - LIVE);
      return false;
    }),
  ];
  return {
    database,
    queue,
    now,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake() {
      for (const each of loops) each.wake();
    },
    async close() {
      await Promise.all(loops.map((each) => each.stop()));
      await database.close();
    },
  };
}

interface Loop {
  wake(): void;
  stop(): Promise<void>;
}

/** Runs `turn` again and again: at once while it finds work, else after `seconds` or when woken. Errors do not end it. */
function loop(seconds: number, onError: (error: unknown) => void, turn: () => Promise<boolean>): Loop {
  let running = true;
  let woken = false;
  let rouse = () => {};
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const done = (async () => {
    while (running) {
      woken = false;
      const more = await turn().catch((error: unknown) => {
        onError(error);
        return false;
      });
      if (!more && running && !woken) await pause();
    }
  })();
  return {
    wake() {
      woken = true;
      rouse();
    },
    stop() {
      running = false;
      rouse();
      return done;
    },
  };
}
