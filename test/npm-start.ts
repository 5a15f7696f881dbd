/** `npm start` as a new user runs it, in a copy of this repository, and ended as they end it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { SystemOverview } from "../src/contracts/index.js";
import { root } from "./documentation.js";

export interface Started {
  readonly systems: readonly SystemOverview[];
  /** The page that the dashboard links to. */
  readonly report: string;
  /** How npm ended after telostat was interrupted. */
  readonly code: number | null;
  readonly log: string;
}

/** What `npm ci` leaves in a clone: the sources, what they were built to, and the libraries. */
function clone(folder: string): void {
  const files = ["package.json", "bin", "src", "dist", "vite.config.ts"];
  const settings = ["base", "kernels"].map((name) => `tsconfig.${name}.json`);
  for (const name of [...files, ...settings, "tsconfig.json"])
    cpSync(join(root, name), join(folder, name), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

/** Waits for the demo to be complete. */
export async function npmStart(folder: string): Promise<Started> {
  clone(folder);
  // What vitest sets is not what a user has.
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env: { ...env, BROWSER: "none" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      log += chunk;
    });
  const running = async () => {
    await setTimeout(200);
    if (child.exitCode !== null) throw new Error(`npm start ended by itself:\n${log}`);
  };
  let address: string | undefined;
  while (address === undefined) {
    await running();
    [, address] = /listens on (\S+)/.exec(log) ?? [];
  }
  const get = (path: string) => fetch(`${address}${path}`);
  while ((await (await get("/api/v1/report")).json()).state !== "ready") await running();
  const systems = (await (await get("/api/v1/systems")).json()) as SystemOverview[];
  const report = await (await get("/report")).text();
  // To telostat alone: a shell that had it too would end npm by the signal, whatever telostat's own exit code.
  const { pid } = JSON.parse(readFileSync(join(folder, "telostat-demo/telostat.lock"), "utf8"));
  process.kill(pid, "SIGINT");
  const [code] = await closed;
  return { systems, report, code, log };
}
