/** What a service is sent in a soak: observations of several systems, with drifts, and spans of agents among them. */

import { batchOf, SENDERS, SIZE } from "../ingest/batches.js";
import type { Served } from "../ingest/served.js";
import { requests } from "../otlp/spans.js";

/** Systems that differ in how their windows are cut. */
const SYSTEMS = {
  counted: { window: { by: "observations", size: 1000 } },
  sliding: { window: { by: "observations", size: 2000, slide: 500 } },
  timed: { window: { by: "time", size: 10 }, lateness: 30 },
  small: { window: { by: "observations", size: 100 } },
} as const;

/** One in so many batches is of spans, for a system of that name. */
const SPANS = 40;
const AGENT = "bench";

/** Batches of a system until it drifts for a while, and comes back. */
const CALM = 40;

export async function createAll(served: Served, retentionDays: number): Promise<void> {
  const alarms = [{ against: { limit: 0.5 }, falseAlarmInterval: 10_000 }];
  for (const [name, settings] of Object.entries({ ...SYSTEMS, [AGENT]: SYSTEMS.small }))
    await served.create(name, { ...settings, alarms, retentionDays });
}

export interface Sent {
  observations: number;
  spans: number;
}

/** Sends as fast as it is taken, until `over`. */
export async function load(served: Served, sent: Sent, over: () => boolean): Promise<void> {
  const names = Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[];
  let batches = 0;
  const sender = async () => {
    while (!over()) {
      const place = batches++;
      if (place % SPANS === SPANS - 1) sent.spans += await sendSpans(served);
      const name = names[place % names.length]!;
      await served.post(name, observed(name, place));
      sent.observations += SIZE;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

function observed(name: keyof typeof SYSTEMS, place: number) {
  const batch = batchOf(`${name}-${place}`, SIZE, Math.floor(place / CALM) % 4 === 3 ? 0.5 : 0.1);
  if (name !== "timed") return batch;
  // A batch of this system is ten seconds of its own time.
  const start = 1_700_000_000 + (10 * place) / Object.keys(SYSTEMS).length;
  const observations = batch.observations.map((one, i) => ({ ...one, time: start + (10 * i) / SIZE }));
  return { ...batch, observations };
}

/** Spans of twenty traces; their number. */
async function sendSpans({ address }: Served): Promise<number> {
  const traces = 20;
  const [body] = requests(1, traces);
  const answer = await fetch(`${address}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: body as Uint8Array<ArrayBuffer>,
  });
  await answer.arrayBuffer();
  if (answer.status !== 200 && answer.status !== 429) throw new Error(`spans: ${answer.status}`);
  return answer.status === 200 ? traces * 5 : 0;
}
