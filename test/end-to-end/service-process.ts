import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { binary } from "./telostat.js";

/** `telostat serve` in a process of its own, as a user would run it. */
export interface ServiceProcess {
  readonly address: string;
  /** What it wrote to standard error. */
  log(): string;
  /** Without warning. */
  kill(): Promise<void>;
  /** By SIGTERM; its exit status. */
  stop(): Promise<number | null>;
}

/** Starts it on a port that is free; undefined where it was killed (after `killAfter` ms) before it listened. */
export async function serveProcess(
  args: readonly string[],
  { killAfter, port = 0 }: { readonly killAfter?: number; readonly port?: number } = {},
): Promise<ServiceProcess | undefined> {
  const child = spawn(process.execPath, [binary, "serve", "--port", String(port), ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const early = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  let log = "";
  const address = await new Promise<string | undefined>((resolve) => {
    child.stderr!.on("data", (chunk) => {
      log += chunk;
      const [, found] = /listens on (\S+)/.exec(log) ?? [];
      if (found !== undefined) resolve(found);
    });
    void closed.then(() => resolve(undefined));
  });
  clearTimeout(early);
  if (address === undefined) {
    if (killAfter === undefined) throw new Error(`the service did not start: ${log}`);
    return undefined;
  }
  return {
    address,
    log: () => log,
    kill: () => ended(child, closed, "SIGKILL").then(() => {}),
    stop: () => ended(child, closed, "SIGTERM"),
  };
}

async function ended(child: ChildProcess, closed: Promise<[number | null]>, signal: NodeJS.Signals) {
  child.kill(signal);
  return (await closed)[0];
}

/** One request with a JSON body; the status, or undefined where no answer came. */
export async function send(
  address: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
  try {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Waits until nothing waits in the queue. */
export async function drained(address: string): Promise<void> {
  for (;;) {
    const ready = await send(address, "GET", "/health/ready");
    if (ready?.status === 200 && (ready.body as { waiting: number }).waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
