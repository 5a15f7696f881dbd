/** A PostgreSQL server of a test's own, where PostgreSQL's programs are installed. */
import { execFile, execFileSync } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Folder of PostgreSQL's programs; undefined where it is not installed. */
export const postgresPrograms: string | undefined = programs();

function programs(): string | undefined {
  try {
    return execFileSync("pg_config", ["--bindir"], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

export interface Cluster {
  readonly port: number;
  readonly url: string;
  /** `pg_ctl` with these words: "start", "stop". */
  control(...words: string[]): Promise<unknown>;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

/** @param place of several of one process: each has a port of its own. */
export async function startCluster(place = 0): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), "telostat-postgres-"));
  const port = 20_000 + ((process.pid + 5000 * place) % 10_000);
  const as = await programRunner(folder);
  const data = join(folder, "data");
  await as("initdb", ["-D", data, "-U", "telostat", "--auth=trust", "--no-sync"]);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const control = (...words: string[]) =>
    as("pg_ctl", [...words, "-D", data, "-w", "-o", options, "-l", join(folder, "log")]);
  await control("start");
  return {
    port,
    url: `postgres://telostat@127.0.0.1:${port}/postgres`,
    control,
    async remove() {
      await control("stop", "-m", "immediate").catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then as its own user, whose the folder becomes. */
async function programRunner(folder: string) {
  const program = (name: string) => join(postgresPrograms!, name);
  if (process.getuid?.() !== 0)
    return (name: string, args: readonly string[]) => run(program(name), [...args], { cwd: folder });
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  await chown(folder, await id("-u"), await id("-g"));
  const user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"];
  return (name: string, args: readonly string[]) =>
    run("setpriv", [...user, program(name), ...args], { cwd: folder });
}
