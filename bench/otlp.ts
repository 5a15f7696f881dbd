/** Spans of generative AI over OTLP/HTTP in protobuf, from the first byte sent until the last span is in its tables. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Benchmark, Row } from "./contract.js";
import { interleave } from "./interleave.js";
import { ours, phoenix, type Receiver } from "./otlp/receivers.js";
import { OF_A_TRACE, requests } from "./otlp/spans.js";

const TRACES = 20;
const SENDERS = 4;

export const otlp: Benchmark = {
  name: "otlp",
  summary:
    "OTLP spans in protobuf, durable, PGlite, against Arize Phoenix on SQLite (TELOSTAT_PHOENIX, the command), and PostgreSQL (TELOSTAT_POSTGRES=postgres://...)",
  async rows({ quick }) {
    const folder = await mkdtemp(join(tmpdir(), "telostat-bench-"));
    const command = process.env.TELOSTAT_PHOENIX ?? "phoenix";
    const url = process.env.TELOSTAT_POSTGRES;
    const peer = (await installed(command))
      ? () => phoenix(command, folder)
      : { install: "python3 -m pip install arize-phoenix" };
    try {
      const rows = [await measured("PGlite", ["--data", join(folder, "ours")], peer, quick)];
      if (url !== undefined) rows.push(await measured("PostgreSQL", ["--database", url], undefined, quick));
      return rows;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const installed = (command: string): Promise<boolean> =>
  promisify(execFile)("which", [command]).then(
    () => true,
    () => false,
  );

async function measured(
  name: string,
  args: readonly string[],
  peer: (() => Promise<Receiver>) | { readonly install: string } | undefined,
  quick: boolean,
): Promise<Row> {
  const number = quick ? 4 : 50;
  const spans = number * TRACES * OF_A_TRACE;
  const our = await ours(args);
  const their = typeof peer === "function" ? await peer() : undefined;
  try {
    return await interleave(
      {
        name: `${name}, ${spans} spans in requests of ${TRACES * OF_A_TRACE}, ${SENDERS} senders`,
        unit: "spans/s",
        figure: (seconds) => spans / seconds,
        ours: run(our, number, spans),
        peer: their ? run(their, number, spans) : (peer as Exclude<typeof peer, () => Promise<Receiver>>),
      },
      quick,
    );
  } finally {
    await our.stop();
    await their?.stop();
  }
}

/** New spans each time; making them is not in the time. */
function run(receiver: Receiver, number: number, spans: number) {
  let sent = 0;
  return async () => {
    const waiting = requests(number, TRACES);
    const start = performance.now();
    const sender = async () => {
      for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) await post(receiver, body);
    };
    await Promise.all(Array.from({ length: SENDERS }, sender));
    sent += spans;
    await receiver.stored(sent);
    return (performance.now() - start) / 1000;
  };
}

/** Until it is taken: asked again where the receiver is busy. */
async function post({ address }: Receiver, body: Uint8Array): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body: body as Uint8Array<ArrayBuffer>,
    });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
    if (answer.status !== 429 && answer.status !== 503)
      throw new Error(`${address} answered ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
