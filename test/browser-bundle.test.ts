import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createContext, runInContext } from "node:vm";
import { type BuildFailure, build } from "esbuild";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const floors = "numeric contracts entropy goals fisher law control detection monitor engine training lab"
  .split(" ")
  .filter((floor) => existsSync(`${root}src/${floor}/index.ts`));

/** Bundles `source` for a browser; `refused` lists what a browser cannot import. */
async function bundle(source: string, format: "esm" | "iife" = "esm") {
  try {
    const { metafile, outputFiles } = await build({
      stdin: { contents: source, resolveDir: root, loader: "ts" },
      bundle: true,
      format,
      globalName: "telostat",
      logLevel: "silent",
      metafile: true,
      platform: "browser",
      write: false,
    });
    const external = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    );
    return { code: outputFiles[0].text, refused: external };
  } catch (failure) {
    const messages = (failure as BuildFailure).errors.map(
      ({ location, text }) => `${location?.file}: ${text}`,
    );
    return { code: "", refused: messages };
  }
}

describe("a browser can import", () => {
  it.each(floors)("%s", async (floor) => {
    const { code, refused } = await bundle(`export * from "./src/${floor}/index.ts";`);
    expect(refused).toEqual([]);
    expect(code).not.toBe("");
  });

  it.each([
    `import "node:fs";`,
    `export { readFileSync } from "fs";`,
    `export const read = () => import("node:fs").catch(() => undefined);`,
    `export let os; try { os = require("os"); } catch {}`,
  ])("but not %s", async (source) => {
    const { refused } = await bundle(source);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(/fs|os/);
  });
});

it("the numeric and entropy floors compute where there is no process, require or Buffer", async () => {
  const { code } = await bundle(
    `
    export * as numeric from "./src/numeric/index.ts";
    export * as entropy from "./src/entropy/index.ts";
  `,
    "iife",
  );
  const context = createContext({});
  expect(runInContext("typeof process + typeof require + typeof Buffer", context)).toBe(
    "undefined".repeat(3),
  );
  runInContext(code, context);
  const result = runInContext(
    `({
      quantile: telostat.numeric.studentTQuantile(0.975, 19),
      uniform: telostat.numeric.RandomStream.fromSeed(42).uniform(),
      entropy: telostat.entropy.entropyEstimator("miller-madow").estimate([46, 3, 1, 0]),
    })`,
    context,
  );
  expect(result.quantile).toBeCloseTo(2.0930240544083, 12);
  expect(result.uniform).toBe(0.9745273888244769);
  // Plug-in entropy of 46, 3 and 1 in 50, and (3 seen bins - 1) / (2 x 50).
  const plugIn = -(0.92 * Math.log(0.92) + 0.06 * Math.log(0.06) + 0.02 * Math.log(0.02));
  expect(result.entropy).toBeCloseTo(plugIn + 0.02, 14);
});
