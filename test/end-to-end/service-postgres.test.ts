import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openPostgres } from "../../src/service/store/index.js";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.js";
import { drained, serveProcess } from "./service-process.js";
import { ordered, Sender, timed } from "./service-stream.js";

const run = promisify(execFile);
const STOPS = 3;

it.skipIf(postgresPrograms === undefined)(
  `loses nothing when PostgreSQL is stopped under load, and goes on by itself, ${STOPS} times (needs PostgreSQL's own programs)`,
  async () => {
    const postgres: Cluster = await startCluster();
    try {
      const { url, port } = postgres;
      const service = await serveProcess(["--database", url]);
      const senders = [new Sender("ordered", ordered, 3), new Sender("timed", timed, 4)] as const;
      for (const sender of senders) await sender.create(service!.address);
      let done = false;
      const address = () => service!.address;
      const sending = Promise.all(
        [senders[0], senders[1], senders[1]].map((sender) => sender.run(address, () => done)),
      );
      for (let stop = 0; stop < STOPS; stop++) {
        await pause(1000);
        // Once in order, once at once as after a loss of power.
        await postgres.control("stop", "-m", stop % 2 === 0 ? "fast" : "immediate");
        await pause(1000);
        await postgres.control("start");
      }
      await pause(1000);
      done = true;
      await sending;
      await drained(service!.address);
      expect(await service!.stop()).toBe(0);
      const lines = service!.log().split("\n").length;
      expect(lines).toBeLessThan(60);
      const database = await openPostgres(url);
      for (const sender of senders) await sender.verify(database);
      await database.close();

      const tool = (program: string, ...args: string[]) =>
        run(join(postgresPrograms!, program), [
          "-h",
          "127.0.0.1",
          "-p",
          String(port),
          "-U",
          "telostat",
          ...args,
        ]);
      const dump = join(tmpdir(), `telostat-${port}.dump`);
      await tool("pg_dump", "-Fc", "-f", dump, "postgres");
      await tool("createdb", "restored");
      await tool("pg_restore", "-d", "restored", dump);
      await rm(dump);
      const restored = await openPostgres(url.replace(/postgres$/, "restored"));
      for (const sender of senders) await sender.verify(restored);
      await restored.close();
      process.stderr.write(
        `PostgreSQL stopped ${STOPS} times, ${senders[0].acknowledged + senders[1].acknowledged} observations acknowledged, none lost\n`,
      );
    } finally {
      await postgres.remove();
    }
  },
  150_000,
);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
