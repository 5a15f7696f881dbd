import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RandomStream } from "../../src/numeric/index.js";
import { openPglite } from "../../src/service/store/index.js";
import { drained, type ServiceProcess, serveProcess } from "./service-process.js";
import { ordered, Sender, timed } from "./service-stream.js";

/** TELOSTAT_CRASH_ROUNDS=100 for the figures of docs/guide/operations.md. */
const ROUNDS = Number(process.env.TELOSTAT_CRASH_ROUNDS ?? 3);
const PARALLEL = 4;

it(`loses and repeats nothing when it is killed at random moments, ${ROUNDS} times`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "telostat-crash-"));
  const random = RandomStream.fromSeed(9).split("kill");
  const senders = [new Sender("ordered", ordered, 1), new Sender("timed", timed, 2)] as const;
  let service: ServiceProcess | undefined = await serveProcess(["--data", folder]);
  for (const sender of senders) await sender.create(service!.address);
  let done = false;
  const address = () => service?.address;
  const sending = Promise.all([
    senders[0].run(address, () => done),
    ...Array.from({ length: PARALLEL }, () => senders[1].run(address, () => done)),
  ]);
  let starts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const wait = (most: number) => random.split(round, most).uniform() * most;
    await new Promise((resolve) => setTimeout(resolve, wait(1500)));
    await service?.kill();
    // Every fifth time it is killed while it starts, too.
    service = undefined;
    if (round % 5 === 4) service = await serveProcess(["--data", folder], { killAfter: wait(2000) });
    service ??= await serveProcess(["--data", folder]);
    starts++;
  }
  done = true;
  await sending;
  await drained(service!.address);
  expect(await service!.stop()).toBe(0);
  const database = await openPglite(folder);
  try {
    for (const sender of senders) await sender.verify(database);
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
  const acknowledged = senders.map((sender) => sender.acknowledged);
  process.stderr.write(
    `killed ${starts} times, ${acknowledged.join(" + ")} observations acknowledged, none lost\n`,
  );
}, 3_600_000);
