import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServiceProcess, send, serveProcess } from "./service-process.js";

const run = promisify(execFile);
const python = process.env.TELOSTAT_PYTHON ?? "python3";
const missing = await run(python, ["-c", "import mlflow"]).then(
  () => false,
  () => true,
);

let folder: string;
let service: ServiceProcess;
beforeAll(async () => {
  if (missing) return;
  folder = await mkdtemp(join(tmpdir(), "telostat-mlflow-"));
  service = (await serveProcess(["--data", folder]))!;
  await send(service.address, "PUT", "/api/v1/systems/bot", { goals: ["help", "flatter"], intended: "help" });
}, 120_000);
afterAll(async () => {
  if (missing) return;
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

it.skipIf(missing)(
  `is logged to by MLflow's own client${missing ? " (skipped: pip install mlflow-skinny)" : ""}`,
  async () => {
    const client = fileURLToPath(new URL("mlflow_client.py", import.meta.url));
    const { stdout } = await run(python, [client, service.address], {
      env: { ...process.env, MLFLOW_HTTP_REQUEST_MAX_RETRIES: "0" },
    });
    expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toEqual({
      run: "tune-7",
      name: "tune 7",
      status: "FINISHED",
      metrics: { loss: "0.125", kl: "nan", reward: "0.25" },
      params: { learning_rate: "0.0003", constructor: "Adam", seed: "7" },
      tags: { phase: "two", team: "a" },
      second: "tune-8",
      errors: [
        expect.stringContaining("a system needs its goals"),
        expect.stringMatching(/ENDPOINT_NOT_FOUND: .*no more: .*runs\/search/),
        expect.stringContaining("parameter 'seed' is \"7\" already"),
        expect.stringContaining("mlflow-artifacts"),
        expect.stringContaining("RESOURCE_DOES_NOT_EXIST: there is no run 'none'"),
      ],
    });
  },
  60_000,
);
