#!/usr/bin/env node
import { existsSync } from "node:fs";

const entry = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(entry)) {
  const { main } = await import(entry.href);
  process.exitCode = await main(process.argv);
} else {
  process.stderr.write("telostat is not built yet: run `npm run build` in its folder\n");
  process.exitCode = 1;
}
