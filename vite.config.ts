/** Builds the dashboard, src/dashboard into dist/dashboard: a first page under 200 kB compressed, or the build fails. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";
import { paletteStyle } from "./src/report/palette.js";
import { pageStyle } from "./src/report/style.js";

/** Bytes, compressed. */
const FIRST_LOAD = 200_000;

/** The report's colours and typography: `import "virtual:report.css"`. */
const reportStyle: Plugin = {
  name: "report-style",
  resolveId: (id) => (id === "virtual:report.css" ? "\0virtual:report.css" : undefined),
  load: (id) => (id === "\0virtual:report.css" ? `${paletteStyle}${pageStyle}` : undefined),
};

/** What the first page brings: the entry, all that it imports at once, its styles and index.html; other pages come later. */
const firstLoad: Plugin = {
  name: "first-load",
  apply: "build",
  writeBundle({ dir }, bundle) {
    const first = new Set<string>();
    const waiting = Object.values(bundle).flatMap((file) =>
      file.type === "asset" || file.isEntry ? [file.fileName] : [],
    );
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      first.add(name);
      const file = bundle[name];
      if (file?.type === "chunk") waiting.push(...file.imports.filter((one) => !first.has(one)));
    }
    const bytes = [...first]
      .map((name) => brotliCompressSync(readFileSync(join(dir!, name))).length)
      .reduce((a, b) => a + b, 0);
    const said = `dashboard: first load of ${(bytes / 1000).toFixed(1)} kB compressed, ${FIRST_LOAD / 1000} kB at most`;
    if (bytes > FIRST_LOAD) this.error(said);
    process.stderr.write(`${said}\n`);
  },
};

export default defineConfig({
  root: "src/dashboard",
  logLevel: "warn",
  plugins: [svelte({ configFile: false }), reportStyle, firstLoad],
  build: {
    outDir: "../../dist/dashboard",
    emptyOutDir: true,
    // Inlined files would be data: addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
    // Says of a slow machine that it is slow.
    rolldownOptions: { checks: { pluginTimings: false } },
    modulePreload: { polyfill: false },
  },
});
