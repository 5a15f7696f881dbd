import { execFile, execFileSync } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { openPostgres } from "../../src/service/store/index.js";
import { drained, serveProcess } from "./service-process.js";
import { ordered, Sender, timed } from "./service-stream.js";

const run = promisify(execFile);
const bin = tools();
const STOPS = 3;

it.skipIf(bin === undefined)(
  `loses nothing when PostgreSQL is stopped under load, and goes on by itself, ${STOPS} times (needs PostgreSQL's own programs)`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "telostat-postgres-"));
    const port = 20_000 + (process.pid % 10_000);
    const postgres = await cluster(folder, port);
    try {
      const url = `postgres://telostat@127.0.0.1:${port}/postgres`;
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
        await postgres("stop", "-m", stop % 2 === 0 ? "fast" : "immediate");
        await pause(1000);
        await postgres("start");
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
        run(join(bin!, program), ["-h", "127.0.0.1", "-p", String(port), "-U", "telostat", ...args]);
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
      await postgres("stop", "-m", "immediate").catch(() => {});
      await rm(folder, { recursive: true, force: true });
    }
  },
  150_000,
);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Folder of PostgreSQL's programs; undefined where it is not installed. */
function tools(): string | undefined {
  try {
    return execFileSync("pg_config", ["--bindir"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** A server of its own in `folder`, started; PostgreSQL refuses to run as root. */
async function cluster(folder: string, port: number): Promise<(...command: string[]) => Promise<unknown>> {
  const root = process.getuid?.() === 0;
  if (root) {
    const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
    await chown(folder, await id("-u"), await id("-g"));
  }
  const as = (program: string, args: readonly string[]) =>
    root
      ? run(
          "setpriv",
          ["--reuid=postgres", "--regid=postgres", "--clear-groups", join(bin!, program), ...args],
          { cwd: folder },
        )
      : run(join(bin!, program), [...args], { cwd: folder });
  const data = join(folder, "data");
  await as("initdb", ["-D", data, "-U", "telostat", "--auth=trust", "--no-sync"]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const command = (...words: string[]) =>
    as("pg_ctl", [...words, "-D", data, "-w", "-o", options, "-l", join(folder, "log")]);
  await command("start");
  return command;
}
