/** Spans of generative AI over OTLP/HTTP in protobuf, from the first byte sent until the last span is in its tables. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Benchmark } from "./contract.js";
import { interleave } from "./interleave.js";
import { ours, phoenix, type Receiver } from "./otlp/receivers.js";
import { OF_A_TRACE, requests } from "./otlp/spans.js";

const TRACES = 20;
const SENDERS = 4;

export const otlp: Benchmark = {
  name: "otlp",
  summary:
    "OTLP spans in protobuf, durable, PGlite, against Arize Phoenix on SQLite (TELOSTAT_PHOENIX, the command)",
  async rows({ quick }) {
    const folder = await mkdtemp(join(tmpdir(), "telostat-bench-"));
    const command = process.env.TELOSTAT_PHOENIX ?? "phoenix";
    const there = await promisify(execFile)("which", [command]).then(
      () => true,
      () => false,
    );
    const receivers = [await ours(join(folder, "ours"))];
    if (there) receivers.push(await phoenix(command, folder));
    const number = quick ? 4 : 50;
    const spans = number * TRACES * OF_A_TRACE;
    try {
      const [our, peer] = receivers.map((receiver) => run(receiver, number, spans));
      return [
        await interleave(
          {
            name: `${spans} spans in requests of ${TRACES * OF_A_TRACE}, ${SENDERS} senders`,
            unit: "spans/s",
            figure: (seconds) => spans / seconds,
            ours: our!,
            peer: peer ?? { install: "python3 -m pip install arize-phoenix" },
          },
          quick,
        ),
      ];
    } finally {
      for (const receiver of receivers) await receiver.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

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
