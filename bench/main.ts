/** `npm run bench -- NAME [--json] [--quick]`: ours against a peer, interleaved in one run on this machine. */
import { cpus } from "node:os";
import type { Benchmark, Row } from "./contract.js";
import { curvature } from "./curvature.js";
import { detection } from "./detection.js";
import { engine } from "./engine.js";
import { entropy } from "./entropy.js";
import { gram } from "./gram.js";
import { ingest } from "./ingest.js";
import { monitor } from "./monitor.js";
import { navigation } from "./navigation.js";
import { otlp } from "./otlp.js";
import { sampling } from "./sampling.js";
import { soak } from "./soak.js";
import { softPlanning } from "./soft-planning.js";
import { training } from "./training.js";
import { walk } from "./walk.js";

const benchmarks: readonly Benchmark[] = [
  curvature,
  detection,
  engine,
  entropy,
  gram,
  ingest,
  monitor,
  navigation,
  otlp,
  sampling,
  soak,
  softPlanning,
  training,
  walk,
];

const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith("--")));
const names = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const benchmark = benchmarks.find(({ name }) => name === names[0]);
const unknown = [...flags].filter((flag) => flag !== "--json" && flag !== "--quick");

if (benchmark === undefined || names.length !== 1 || unknown.length > 0) {
  const list = benchmarks.map(({ name, summary }) => `  ${name}  ${summary}`).join("\n");
  process.stderr.write(`usage: npm run bench -- NAME [--json] [--quick]\nwhere NAME is one of\n${list}\n`);
  process.exitCode = 2;
} else {
  const rows = await benchmark.rows({ quick: flags.has("--quick") });
  const machine = {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  const text = flags.has("--json")
    ? JSON.stringify({ bench: benchmark.name, machine, rows })
    : [`${machine.cpu}, ${machine.cores} cores, node ${machine.node}`, ...table(rows)].join("\n");
  process.stdout.write(`${text}\n`);
}

function table(rows: readonly Row[]): string[] {
  const cells = rows.map(({ name, unit, ours, peer, ratio, runs, install }) => [
    name,
    `${ours.toPrecision(3)} ${unit}`,
    peer === null ? (install === undefined ? "none" : `none (${install})`) : `${peer.toPrecision(3)} ${unit}`,
    ratio === null ? "-" : `${ratio.toFixed(2)}x`,
    String(runs),
  ]);
  const all = [["", "ours", "peer", "ours faster", "runs"], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
}
