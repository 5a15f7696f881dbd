import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openPglite } from "../../src/service/store/index.js";
import { drained, send, serveProcess } from "./service-process.js";
import { ordered, Sender } from "./service-stream.js";

const MIB = 2 ** 20;
const SIZE = 260;
const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  execFileSync("umount", ["--lazy", disk]);
  rmSync(disk, { recursive: true });
});

it.skipIf(disk === undefined)(
  "refuses with 507 while the disk is full, keeps what it took, and goes on when there is room (needs a tmpfs: root on Linux)",
  async () => {
    const folder = join(disk!, "data");
    await mkdir(folder);
    const service = (await serveProcess(["--data", folder]))!;
    const sender = new Sender("ordered", ordered, 5);
    await sender.create(service.address);
    const address = () => service.address;
    await sender.one(address);

    const ballast = join(disk!, "ballast");
    const free = Number(
      execFileSync("df", ["--output=avail", "-B1", disk!], { encoding: "utf8" }).split("\n")[1],
    );
    await writeFile(ballast, Buffer.alloc(free - 20 * MIB));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const refused = await send(service.address, "POST", "/api/v1/systems/ordered/observations", {
      observations: [{ goal: "help" }],
    });
    expect(refused).toMatchObject({ status: 507, body: { detail: expect.stringMatching(/MiB left/) } });
    const read = await send(service.address, "GET", "/api/v1/systems/ordered/series");
    expect(read?.status).toBe(200);

    rmSync(ballast);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (let batch = 0; batch < 3; batch++) await sender.one(address);
    await drained(service.address);
    expect(await service.stop()).toBe(0);
    const database = await openPglite(folder);
    await sender.verify(database);
    await database.close();
  },
  120_000,
);

/** A file system of its own in memory; undefined where it cannot be mounted. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "telostat-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}m`, "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}
