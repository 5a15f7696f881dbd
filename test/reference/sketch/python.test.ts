import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../../clients/python", import.meta.url));
const python = process.env.TELOSTAT_PYTHON ?? "python3";
const available = spawnSync(python, ["-c", "import numpy"]).status === 0;

describe("clients/python", () => {
  it.skipIf(!available)("passes the vectors of the sketch (skipped where python3 has no numpy)", () => {
    const { status, stderr } = spawnSync(python, ["-m", "unittest"], { cwd: folder, encoding: "utf8" });
    expect(stderr).toMatch(/OK/);
    expect(status).toBe(0);
  });
});
