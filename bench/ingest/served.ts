import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent, request } from "node:http";

/** A service in a process of its own, as it is built in dist/, and what is asked of it. */
export interface Served {
  readonly address: string;
  /** The answer; an error where it is refused, but for a full queue (429). */
  ask(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  create(system: string, settings: object): Promise<void>;
  /** Until it is acknowledged: waits where the queue is full. */
  post(system: string, batch: object): Promise<void>;
  /** Observations in windows that have closed, as the list of systems tells. */
  seen(system: string): Promise<number>;
  /** Until nothing waits. */
  drained(): Promise<void>;
  /** CPU seconds, and bytes of memory now and at most, of the process (Linux). */
  usage(): Promise<{ readonly cpu: number; readonly rss: number; readonly peak: number }>;
  stop(): Promise<void>;
}

export const GOALS = { goals: ["help", "flatter"], intended: "help" };

const agent = new Agent({ keepAlive: true });

export async function serve(args: readonly string[]): Promise<Served> {
  const child = spawn(process.execPath, ["bin/telostat.js", "serve", "--port", "0", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const address = await listening(child);
  const call = (method: string, path: string, body?: object) => ask(method, `${address}${path}`, body);
  const systems = "/api/v1/systems";
  return {
    address,
    ask: call,
    async create(system, settings) {
      await call("PUT", `${systems}/${system}`, { ...GOALS, ...settings });
    },
    async post(system, batch) {
      while ((await call("POST", `${systems}/${system}/observations`, batch)).status === 429)
        await new Promise((resolve) => setTimeout(resolve, 100));
    },
    async seen(system) {
      const { body } = await call("GET", `${systems}/${system}`);
      const { recent } = (body as { overview: { recent: { end: number }[] } }).overview;
      return (recent.at(-1)?.end ?? 1) - 1;
    },
    async drained() {
      while (((await call("GET", "/health/ready")).body as { waiting: number }).waiting > 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async usage() {
      const fields = (await readFile(`/proc/${child.pid}/stat`, "utf8")).split(") ")[1]!.split(" ");
      const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
      const [, peak] = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, "utf8")) ?? [];
      return { cpu: (user! + system!) / 100, rss: pages! * 4096, peak: Number(peak) * 1024 };
    },
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "close");
    },
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.stderr!.on("data", (chunk) => {
      log = (log + chunk).slice(-10_000);
      const [, address] = /listens on (\S+)/.exec(log) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once("close", () => reject(new Error(`the service did not start: ${log}`)));
  });
}

function ask(method: string, url: string, body?: object): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const asked = performance.now();
    const sent = request(
      url,
      { method, agent, headers: { "content-type": "application/json" } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const status = answer.statusCode ?? 0;
          const text = Buffer.concat(chunks).toString();
          const json = answer.headers["content-type"]?.includes("json");
          const read: unknown = json ? JSON.parse(text || "null") : text;
          if (status >= 400 && status !== 429) reject(new Error(`${status}: ${text}`));
          else resolve({ status, body: read });
        });
      },
    );
    sent.on("error", (cause) => {
      const after = Math.round(performance.now() - asked);
      reject(new Error(`${method} ${url}: no answer after ${after} ms`, { cause }));
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
