import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/service/store/index.js";
import { insertLive, liveAfter, migrate, openPostgres } from "../../src/service/store/index.js";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.js";

describe.skipIf(postgresPrograms === undefined)(
  "live messages of several workers (needs PostgreSQL's own programs)",
  () => {
    let cluster: Cluster;
    let database: Database;
    beforeAll(async () => {
      cluster = await startCluster(1);
      database = await openPostgres(cluster.url);
      await migrate(database);
    }, 60_000);
    afterAll(async () => {
      await database?.close();
      await cluster?.remove();
    });

    const tell = (system: string, before: () => Promise<void>, after: () => Promise<void>) =>
      database.transaction(async (tx) => {
        await before();
        await insertLive(tx, [{ kind: "system", system, change: "changed" }], 1);
        await after();
      });
    const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

    it("are not passed over when a later one is ready first", async () => {
      let written = () => {};
      const first = new Promise<void>((resolve) => {
        written = resolve;
      });
      const slow = tell("slow", pause.bind(null, 0), async () => {
        written();
        await pause(500);
      });
      await first;
      const quick = tell("quick", pause.bind(null, 0), pause.bind(null, 0));
      const heard = await follow(2, Promise.all([slow, quick]));
      expect(heard).toEqual(["slow", "quick"]);
    });

    it("are all heard, in order, while many transactions end in whatever order", async () => {
      const names = Array.from({ length: 60 }, (_, i) => `s${i}`);
      const wait = (i: number) => pause((i * 7919) % 23);
      const start = await newest();
      const telling = Promise.all(
        names.map((name, i) =>
          tell(
            name,
            () => wait(i),
            () => wait(i + 1),
          ),
        ),
      );
      const heard = await follow(names.length, telling, start);
      expect(heard.toSorted()).toEqual(names.toSorted());
    });

    const newest = async () => (await liveAfter(database, 0, 1000)).at(-1)?.sequence ?? 0;

    /** What a page hears that asks again and again for what came after the last; given up once all was told and nothing comes. */
    async function follow(most: number, told: Promise<unknown>, from = 0): Promise<string[]> {
      let last = from;
      let over = false;
      void told.then(() => {
        over = true;
      });
      const heard: string[] = [];
      for (;;) {
        const ended = over;
        const rows = await liveAfter(database, last, 1000);
        for (const { sequence, body } of rows) {
          heard.push(body.system);
          last = sequence;
        }
        if (heard.length >= most || (ended && rows.length === 0)) return heard;
        await pause(1);
      }
    }
  },
);
