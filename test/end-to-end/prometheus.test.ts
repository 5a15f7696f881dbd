import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drained, type ServiceProcess, send, serveProcess } from "./service-process.js";

/** The first of these programs that is installed. */
async function installed(...names: string[]): Promise<string | undefined> {
  for (const name of names)
    if (
      await promisify(execFile)(name, ["--version"]).then(
        () => true,
        () => false,
      )
    )
      return name;
  return undefined;
}
const alertmanager = await installed("alertmanager", "prometheus-alertmanager");
const prometheus = await installed("prometheus");
const promtool = await installed("promtool");
const without = (program: string | undefined, name: string) =>
  program === undefined ? ` (skipped: ${name} is not installed)` : "";

let folder: string;
let service: ServiceProcess;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-prometheus-"));
  service = (await serveProcess(["--data", join(folder, "data"), "--allow-private-targets"]))!;
  await send(service.address, "PUT", "/api/v1/systems/bot", {
    title: 'the "bot" \\ of\nlines',
    goals: ["help", "flatter"],
    intended: "help",
    window: { by: "observations", size: 10 },
    alarms: [{ against: { limit: 0.4 }, falseAlarmInterval: 100, clearAfter: 2 }],
  });
}, 120_000);
afterAll(async () => {
  for (const child of children) {
    child.kill();
    await once(child, "close");
  }
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts one of them with its configuration, and waits until it is ready; its address. */
async function started(program: string, configuration: string, more: (folder: string) => string[]) {
  const port = await freePort();
  const file = join(folder, `${program}.yml`);
  await writeFile(file, configuration);
  children.push(
    spawn(
      program,
      [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, ...more(join(folder, program))],
      { stdio: "ignore" },
    ),
  );
  const address = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${address}/-/ready`).catch(() => undefined))?.ok);
  return address;
}

async function until<Found>(look: () => Promise<Found | undefined | false>): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const observe = (from: number, number: number, flatter: boolean) =>
  send(service.address, "POST", "/api/v1/systems/bot/observations", {
    observations: Array.from({ length: number }, (_, i) => ({
      id: from + i,
      goal: flatter && i % 2 === 0 ? "flatter" : "help",
    })),
  });

it.skipIf(alertmanager === undefined)(
  `raises and resolves an alarm in a real Alertmanager${without(alertmanager, "Alertmanager")}`,
  async () => {
    const address = await started(
      alertmanager!,
      "route: { receiver: none }\nreceivers: [{ name: none }]\n",
      (data) => [`--storage.path=${data}`, "--cluster.listen-address="],
    );
    const url = `${address}/api/v2/alerts`;
    const name = "alertmanager";
    await send(service.address, "POST", "/api/v1/destinations", { kind: "alertmanager", name, url });
    expect((await send(service.address, "POST", `/api/v1/destinations/${name}/test`))!.body).toEqual({
      sent: true,
      detail: "taken",
    });
    const alerts = async () => (await (await fetch(url)).json()) as Record<string, unknown>[];
    await observe(0, 200, true);
    const [alert] = await until(async () => {
      const found = await alerts();
      return found.length > 0 && found;
    });
    expect(alert).toMatchObject({
      labels: { alertname: "telostat_alarm", system: "bot", of: "entropy" },
      annotations: { tolerated: "0.4", summary: expect.stringContaining("ethical entropy") },
      status: { state: "active" },
      generatorURL: expect.stringMatching(`^${service.address}/alarms/`),
    });
    // Far from its resolve_timeout of five minutes.
    expect(Date.parse(alert!.endsAt as string) - Date.now()).toBeGreaterThan(50 * 60_000);
    await observe(1000, 1000, false);
    await until(async () => (await alerts()).length === 0);
    const [destination] = (await send(service.address, "GET", "/api/v1/destinations"))!.body as unknown[];
    expect(destination).toMatchObject({ failed: 0, lastError: null });
  },
  60_000,
);

it.skipIf(promtool === undefined)(
  `has metrics that promtool finds nothing wrong with${without(promtool, "promtool")}`,
  async () => {
    await drained(service.address);
    const text = await (await fetch(`${service.address}/metrics`)).text();
    expect(text).toContain("telostat_ethical_entropy_nats");
    const checking = promisify(execFile)(promtool!, ["check", "metrics"]);
    checking.child.stdin!.end(text);
    expect(await checking).toEqual({ stdout: "", stderr: "" });
  },
  60_000,
);

it.skipIf(prometheus === undefined)(
  `is scraped by a real Prometheus${without(prometheus, "Prometheus")}`,
  async () => {
    await drained(service.address);
    const target = new URL(service.address).host;
    const address = await started(
      prometheus!,
      `scrape_configs: [{ job_name: telostat, scrape_interval: 1s, static_configs: [{ targets: ["${target}"] }] }]`,
      (data) => [`--storage.tsdb.path=${data}`],
    );
    const value = async (query: string) => {
      const answer = await fetch(`${address}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      return data.result[0]?.value[1];
    };
    expect(await until(() => value('up{job="telostat"}'))).toBe("1");
    const [, text] = /^telostat_ethical_entropy_nats\{system="bot"\} (\S+)$/m.exec(
      await (await fetch(`${service.address}/metrics`)).text(),
    )!;
    expect(Number(await value('telostat_ethical_entropy_nats{system="bot"}'))).toBe(Number(text));
  },
  60_000,
);
