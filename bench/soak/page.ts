/** An open page of the dashboard: it follows what happens, and asks for the systems and their series as it draws them. */
import { request } from "node:http";
import { pause } from "../ingest/batches.js";
import type { Served } from "../ingest/served.js";

/** Milliseconds between two looks at everything. */
const LOOK = 2000;

export interface Page {
  /** Messages that came. */
  readonly heard: number;
  /** Milliseconds that each answer took. */
  readonly waits: readonly number[];
  /** Until everything that is asked for has been answered. */
  done(): Promise<void>;
}

export function openPage(served: Served, over: () => boolean): Page {
  let heard = 0;
  const events = request(`${served.address}/api/v1/live`, (answer) => {
    answer.setEncoding("utf8");
    answer.on("data", (text: string) => {
      heard += text.split("\ndata: ").length - 1;
    });
    answer.on("error", () => {});
  });
  events.on("error", () => {});
  events.end();
  const waits: number[] = [];
  const looking = look(served, waits, over);
  return {
    get heard() {
      return heard;
    },
    waits,
    async done() {
      await looking;
      events.destroy();
    },
  };
}

async function look(served: Served, waits: number[], over: () => boolean): Promise<void> {
  const get = async (path: string) => {
    const asked = performance.now();
    const { body } = await served.ask("GET", path);
    waits.push(performance.now() - asked);
    return body;
  };
  while (!over()) {
    for (const { system } of (await get("/api/v1/systems")) as { system: string }[])
      await get(`/api/v1/systems/${system}/series`);
    await get("/api/v1/alarms");
    await pause(LOOK);
  }
}
