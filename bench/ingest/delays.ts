/** How long after it was sent a batch is seen: in the series, as an alarm, and at a receiver of alarms. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { batchOf, pause } from "./batches.js";
import type { Served } from "./served.js";

/** Milliseconds between two looks. */
const LOOK = 2;

/** Milliseconds from sending the last observation of a window until its window is shown, one after the other. */
export async function visibleDelays(served: Served, system: string, over: () => boolean): Promise<number[]> {
  await served.create(system, { window: { by: "observations", size: 10 } });
  const delays: number[] = [];
  for (let window = 1; !over(); window++) {
    const sent = performance.now();
    await served.post(system, batchOf(`${system}-${window}`, 10, 0));
    while ((await served.seen(system)) < 10 * window) await pause(LOOK);
    delays.push(performance.now() - sent);
  }
  return delays;
}

/** A receiver of alarms on this machine. */
export interface Receiver {
  /** When the first notice of a system came, by `performance.now()`. */
  came(system: string): Promise<number>;
  stop(): void;
}

export async function receiver(served: Served): Promise<Receiver> {
  const times = new Map<string, number>();
  const waiting = new Map<string, (time: number) => void>();
  const server = createServer(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { alarm } = JSON.parse(Buffer.concat(chunks).toString()) as { alarm: { system: string } };
    if (!times.has(alarm.system)) times.set(alarm.system, performance.now());
    waiting.get(alarm.system)?.(times.get(alarm.system)!);
    answer.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const name = `bench-${Date.now()}`;
  await served.ask("POST", "/api/v1/destinations", { kind: "webhook", name, url });
  return {
    came: (system) =>
      new Promise((resolve) => {
        const time = times.get(system);
        if (time !== undefined) resolve(time);
        else waiting.set(system, resolve);
      }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Milliseconds from sending a batch in which a system drifts until its alarm is told by the API, and until its notice has
 * come in; a system of its own each time.
 */
export async function alarmDelays(
  served: Served,
  name: string,
  { came }: Receiver,
  over: () => boolean,
): Promise<{ readonly told: number[]; readonly received: number[] }> {
  const told: number[] = [];
  const received: number[] = [];
  for (let i = 0; !over(); i++) {
    const system = `${name}-${i}`;
    await served.create(system, {
      window: { by: "observations", size: 20 },
      alarms: [{ against: { limit: 0.3 }, falseAlarmInterval: 1000 }],
    });
    const sent = performance.now();
    await served.post(system, batchOf(system, 200, 0.5));
    while (((await served.ask("GET", `/api/v1/systems/${system}/alarms`)).body as unknown[]).length === 0)
      await pause(LOOK);
    told.push(performance.now() - sent);
    received.push((await came(system)) - sent);
    await pause(100);
  }
  return { told, received };
}
