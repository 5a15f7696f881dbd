import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { serve } from "../ingest/served.js";

/** What takes spans over OTLP/HTTP, in a process of its own. */
export interface Receiver {
  readonly address: string;
  /** Until all spans that were sent since the start are where they are to stay. */
  stored(spans: number): Promise<void>;
  stop(): Promise<void>;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function ours(args: readonly string[]): Promise<Receiver> {
  const served = await serve(args);
  await served.create("bench", {});
  return { address: served.address, stored: () => served.drained(), stop: () => served.stop() };
}

/** Arize Phoenix with its defaults: SQLite in its working folder. */
export async function phoenix(command: string, folder: string): Promise<Receiver> {
  const port = 16_006;
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(command, ["serve"], {
    stdio: "ignore",
    env: {
      ...process.env,
      PHOENIX_WORKING_DIR: folder,
      PHOENIX_PORT: String(port),
      PHOENIX_GRPC_PORT: String(port + 1),
      PHOENIX_HOST: "127.0.0.1",
      PHOENIX_TELEMETRY_ENABLED: "false",
    },
  });
  while (
    !(await fetch(`${address}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`);
    await pause(500);
  }
  return {
    address,
    async stored(spans) {
      const count = `import sqlite3; print(sqlite3.connect("file:${join(folder, "phoenix.db")}?mode=ro", uri=True).execute("select count(*) from spans").fetchone()[0])`;
      while (Number((await promisify(execFile)("python3", ["-c", count])).stdout) < spans) await pause(50);
    },
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "close");
}
