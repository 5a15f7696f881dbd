import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type FisherResult, fisherResultSchema } from "../../src/contracts/index.js";
import { addToSketch, sketchLayout } from "../../src/fisher/index.js";
import { normal, RandomStream } from "../../src/numeric/index.js";
import { float32, safetensors, withHeader } from "../gradient-files.js";
import { telostat } from "./telostat.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-fisher-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fisher = (args: readonly string[], cwd = folder) => telostat(["fisher", ...args], { cwd });

/** Gradients N(0, diag(spike, 1, ..., 1)) of a model with a weight and a bias. */
function gradients(rows: number, seed: number, spike = 400) {
  const draw = normal(RandomStream.fromSeed(seed));
  const weight = Float32Array.from(
    { length: rows * 30 },
    (_, i) => draw() * (i % 30 === 0 ? Math.sqrt(spike) : 1),
  );
  const bias = Float32Array.from({ length: rows * 2 }, draw);
  return { "layer.weight": float32([rows, 5, 6], weight), "layer.bias": float32([rows, 2], bias) };
}

const write = (name: string, data: Buffer | string) => writeFileSync(join(folder, name), data);
write("a.safetensors", safetensors(gradients(40, 1)));
write("b.safetensors", safetensors(gradients(40, 2)));

async function result(args: readonly string[]): Promise<FisherResult> {
  const { code, out, err } = await fisher([...args, "--json"]);
  expect([code, err]).toEqual([0, ""]);
  return fisherResultSchema.parse(JSON.parse(out));
}

describe.concurrent("telostat fisher", () => {
  it("brackets a known lambda_max, and carries it to gamma_crit", async () => {
    const { lambdaMax, criticalWork, trace, eigenvalues, ...rest } = await result([
      "a.safetensors",
      "b.safetensors",
    ]);
    expect(rest).toMatchObject({
      samples: 80,
      columns: 32,
      parameters: 32,
      matrix: "empirical Fisher",
      input: "gradients",
    });
    expect(lambdaMax.lower).toBeLessThan(400);
    expect(lambdaMax.upper).toBeGreaterThan(400);
    expect(lambdaMax.upper! / lambdaMax.lower).toBeLessThan(4);
    expect(criticalWork.lower).toBeCloseTo((lambdaMax.lower / 2) * Math.log(32), 10);
    expect(Math.abs(trace.value - 431)).toBeLessThan(3 * 400 * Math.sqrt(2 / 80));
    expect(eigenvalues).toHaveLength(80);
    expect(rest.density.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(rest.points.map(({ name }) => name)).toEqual(["noise reduction", "spiked model"]);
    for (const { value, reason } of rest.points) expect(value === null).toBe(reason !== null);
  });

  it("same seed, same bytes; the table tells the same", async () => {
    const [one, two, table] = await Promise.all([
      fisher(["a.safetensors", "--json"]),
      fisher(["a.safetensors", "--json"]),
      fisher(["a.safetensors"]),
    ]);
    expect(two.out).toBe(one.out);
    expect(table.out).toMatch(/empirical Fisher from 40 gradients of 32 parameters/);
    expect(table.out).toMatch(/lambda_max +│ [\d.]+ \[/);
  });

  it("takes layers, N of the whole model, and the name of the matrix", async () => {
    const options = ["--layer", "*.bias", "--parameters", "1000", "--matrix", "monte-carlo", "--ridge", "1"];
    const { columns, parameters, matrix, layers, lambdaMax, criticalWork, effectiveDimensions } =
      await result(["a.safetensors", ...options]);
    expect({ columns, parameters, matrix, layers }).toEqual({
      columns: 2,
      parameters: 1000,
      matrix: "Monte-Carlo Fisher",
      layers: "*.bias",
    });
    expect(criticalWork.value).toBeCloseTo((lambdaMax.value / 2) * Math.log(1000), 10);
    expect(effectiveDimensions).toHaveLength(1);
  });

  it.each<
    [what: string, code: number, message: RegExp, files: Record<string, Buffer | string>, args?: string[]]
  >([
    [
      "a truncated file",
      2,
      /t.safetensors: tensor "layer.bias": bytes .*a truncated file/,
      { "t.safetensors": safetensors(gradients(4, 1)).subarray(0, -1) },
    ],
    [
      "a file of another kind",
      2,
      /u.safetensors: the header says that it has \d+ bytes/,
      { "u.safetensors": "not a tensor at all" },
    ],
    [
      "NaN",
      2,
      /n.safetensors: tensor "w", row 2, entry 1 \(all from 0\): NaN; expected finite/,
      { "n.safetensors": safetensors({ w: float32([3, 2], [1, 2, 3, 4, 5, Number.NaN]) }) },
    ],
    [
      "one sample",
      4,
      /1 sample in 1 file; expected at least 2/,
      { "one.safetensors": safetensors(gradients(1, 1)) },
    ],
    [
      "one entry a sample, as of gradients saved flat",
      2,
      /f.safetensors: 50 samples of one entry each; .*--one-per-file where each file is one gradient/,
      { "f.safetensors": safetensors({ w: float32([50], Array.from({ length: 50 }, Math.sqrt)) }) },
    ],
    [
      "zero gradients",
      2,
      /all 3 gradients are zero/,
      { "z.safetensors": safetensors({ w: float32([3, 2], Array(6).fill(0)) }) },
    ],
    [
      "a gradient that repeats",
      2,
      /1 of 3 gradients repeats another, first r.safetensors, row 2 .*row 0/,
      { "r.safetensors": safetensors({ w: float32([3, 2], [1, 2, 3, 4, 1, 2]) }) },
    ],
    ["no file", 2, /absent.safetensors: no such file/, {}, ["absent.safetensors"]],
    ["an unknown option", 2, /unknown option '--verbose'/, {}, ["a.safetensors", "--verbose"]],
  ])("%s: exit code, one line on stderr, nothing on stdout", async (_, code, message, files, args) => {
    for (const [name, data] of Object.entries(files)) write(name, data);
    const outcome = await fisher(args ?? Object.keys(files));
    expect(outcome).toMatchObject({ code, out: "" });
    expect(outcome.err).toMatch(message);
    expect(outcome.err.trimEnd()).not.toContain("\n");
  });

  it("reads sketches, whose limits hold the gradients' own lambda_max, and writes a page", async () => {
    const { "layer.weight": weight, "layer.bias": bias } = gradients(40, 3);
    const rows = Array.from({ length: 40 }, (_, row) => {
      const sketch = new Float64Array(1024);
      const slice = (values: ArrayLike<number>, size: number) =>
        Array.from(values).slice(row * size, (row + 1) * size);
      addToSketch(sketch, { seed: 7, name: "layer.weight" }, slice(weight.values, 30));
      addToSketch(sketch, { seed: 7, name: "layer.bias" }, slice(bias.values, 2));
      return [...sketch];
    });
    const layout = sketchLayout([
      { name: "layer.weight", entries: 30 },
      { name: "layer.bias", entries: 2 },
    ]);
    const about = Object.entries({ version: 1, seed: 7, dimension: 1024, parameters: 32, layout });
    const metadata = Object.fromEntries(
      about.map(([key, value]) => [`telostat.sketch.${key}`, String(value)]),
    );
    const values = rows.flat();
    write("s.safetensors", safetensors({ sketch: { dtype: "F64", shape: [40, 1024], values } }, metadata));
    const { input, columns, lambdaMax, sketch, points } = await result(["s.safetensors", "--html", "s.html"]);
    expect({ input, columns }).toEqual({ input: "sketches", columns: 32 });
    expect(sketch).toMatchObject({ version: 1, seed: "7", dimension: 1024 });
    expect(lambdaMax.lower).toBeLessThan(400);
    expect(lambdaMax.upper).toBeGreaterThan(400);
    expect(lambdaMax.covers).toMatch(/and of the projection/);
    expect(points.every(({ value }) => value === null)).toBe(true);
    expect(readFileSync(join(folder, "s.html"), "utf8")).toMatch(/<svg/);
    const { out } = await fisher(["s.safetensors"]);
    expect(out.match(/Withheld, noise reduction and spiked model: for whole gradients only/g)).toHaveLength(
      1,
    );
    expect(
      Math.max(
        ...out
          .split("\n")
          .filter((line) => /^[│┌└]/.test(line))
          .map(({ length }) => length),
      ),
    ).toBeLessThan(80);
  });

  it("goes on with gradients that repeat where it is told to, and says so", async () => {
    write("twice.safetensors", safetensors({ w: float32([3, 2], [1, 2, 3, 4, 1, 2]) }));
    const { notes } = await result(["twice.safetensors", "--allow-degenerate"]);
    expect(notes[0]).toMatch(/1 of 3 gradients repeats another/);
  });
});

describe("a read that is stopped", () => {
  const columns = 5_000_000;
  const big = join(folder, "big.safetensors");
  const header = JSON.stringify({
    w: { dtype: "F32", shape: [8, columns], data_offsets: [0, 32 * columns] },
  });
  // One number a row, the rest a hole in the file: long to read, quick to make.
  write("big.safetensors", withHeader(header, Buffer.alloc(0)));
  truncateSync(big, 8 + header.length + 32 * columns);

  /** Starts of rows differ, so that none is zero or repeats. */
  const values = async () => {
    const file = await open(big, "r+");
    for (let row = 0; row < 8; row++) {
      const numbers = Float32Array.of(1 + row, row % 3, 1);
      await file.write(new Uint8Array(numbers.buffer), 0, 12, 8 + header.length + 4 * row * columns);
    }
    await file.close();
  };

  it("by Ctrl-C or by force keeps its sum, and resumes to the same bytes", { timeout: 60_000 }, async () => {
    await values();
    const whole = await fisher([big, "--json"]);
    expect(whole.code).toBe(0);
    expect(existsSync(join(folder, ".telostat"))).toBe(false);

    const stopped = await telostat(["fisher", big, "--json"], { cwd: folder, interruptWith: "SIGINT" });
    expect(stopped).toMatchObject({ code: 130, out: "" });
    expect(stopped.err).toMatch(
      /interrupted at \d+%: kept in .telostat\/fisher-\w+.gram; the same command, here, resumes/,
    );
    const resumed = await fisher([big, "--json"]);
    expect(resumed).toMatchObject({ code: 0, out: whole.out });
    expect(resumed.err).toMatch(/resuming from .telostat/);
    expect(readdirSync(join(folder, ".telostat"))).toEqual([]);

    const keep = ["--checkpoint", "kept.gram", "--save-every", "0"];
    expect(await endedOnceSaved([big, "--json", ...keep], "SIGINT")).toEqual([130, null]);
    rmSync(join(folder, "kept.gram"));
    expect(await endedOnceSaved([big, "--json", ...keep], "SIGKILL")).toEqual([null, "SIGKILL"]);
    const again = await fisher([big, "--json", ...keep]);
    expect(again).toMatchObject({ code: 0, out: whole.out });
    expect(again.err).toMatch(/resuming from kept.gram/);
    expect(existsSync(join(folder, "kept.gram"))).toBe(true);

    truncateSync(join(folder, "kept.gram"), 100);
    expect(await fisher([big, ...keep])).toMatchObject({ code: 2, out: "" });
    const other = await fisher(["a.safetensors", "--checkpoint", "other.gram"]);
    expect(other.code).toBe(0);
    const refused = await fisher(["b.safetensors", "--checkpoint", "other.gram"]);
    expect(refused.err).toMatch(/checkpoint other.gram: it is of other files; remove it/);
    expect(refused.code).toBe(2);
  });
});

/** Sends a run `signal` as soon as its checkpoint exists; the exit code and the signal that ended it. */
async function endedOnceSaved(
  args: readonly string[],
  signal: NodeJS.Signals,
): Promise<[number | null, NodeJS.Signals | null]> {
  const binary = new URL("../../bin/telostat.js", import.meta.url).pathname;
  const child = spawn(process.execPath, [binary, "fisher", ...args], { cwd: folder, stdio: "ignore" });
  const watch = setInterval(() => {
    if (!existsSync(join(folder, "kept.gram"))) return;
    clearInterval(watch);
    child.kill(signal);
  }, 1);
  const [code, ended] = await once(child, "close");
  clearInterval(watch);
  return [code, ended];
}
