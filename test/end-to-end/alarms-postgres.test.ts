import { expect, it } from "vitest";
import { RandomStream } from "../../src/numeric/index.js";
import { Sender, sampleNotice } from "../../src/service/alerts/index.js";
import { insertDeliveries, insertDestination, migrate, openPostgres } from "../../src/service/store/index.js";
import { receive } from "../receiver.js";
import { postgresPrograms, startCluster } from "./postgres-cluster.js";

const ALARMS = 60;
const KINDS = ["raised", "renotified", "resolved"] as const;

it.skipIf(postgresPrograms === undefined)(
  "sends each notice once, those of an alarm in order, by two processes on one PostgreSQL to a receiver that fails now and then (needs PostgreSQL's own programs)",
  async () => {
    const cluster = await startCluster(1);
    const receiver = await receive();
    const databases = [await openPostgres(cluster.url), await openPostgres(cluster.url)] as const;
    try {
      const [database] = databases;
      await migrate(database);
      let time = 1_700_000_000;
      const url = `http://127.0.0.1:${receiver.port}/`;
      for (const name of ["a", "b"])
        await insertDestination(database, { kind: "webhook", name, url: `${url}${name}` }, "s", time);
      for (const notice of KINDS)
        for (let i = 0; i < ALARMS; i++) {
          const sample = sampleNotice(time);
          const alarm = { ...sample.alarm, id: `alarm ${i}` };
          await insertDeliveries(database, { ...sample, id: `${i}/${notice}`, notice, alarm }, time);
        }
      const stream = RandomStream.fromSeed(5);
      const taken: string[] = [];
      receiver.answer = () => {
        const { path, headers } = receiver.received.at(-1)!;
        if (stream.uniform() < 0.2) return { status: 503 };
        taken.push(`${path} ${String(headers["telostat-id"])}`);
        return { status: 200 };
      };
      const senders = databases.map((one) => new Sender(one, { now: () => time, allowPrivate: true }));
      const expected = 2 * KINDS.length * ALARMS;
      while (taken.length < expected) {
        await Promise.all(senders.map((sender) => sender.turn()));
        await Promise.all(senders.map((sender) => sender.settled()));
        time += 1;
      }
      expect(new Set(taken).size).toBe(expected);
      expect(taken).toHaveLength(expected);
      for (const name of ["a", "b"])
        for (let i = 0; i < ALARMS; i++)
          expect(taken.filter((one) => one.startsWith(`/${name} ${i}/`))).toEqual(
            KINDS.map((notice) => `/${name} ${i}/${notice}`),
          );
      const states = await database.query("SELECT DISTINCT state FROM deliveries");
      expect(states).toEqual([{ state: "sent" }]);
    } finally {
      for (const database of databases) await database.close();
      await receiver.close();
      await cluster.remove();
    }
  },
  120_000,
);
