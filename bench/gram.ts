import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accumulate } from "../src/cli/fisher/accumulate.js";
import { productsFor } from "../src/cli/fisher/products.js";
import { FileReader, gradientLayout, storedFiles } from "../src/ingest/index.js";
import { RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave } from "./interleave.js";
import { startPython } from "./peers/python.js";

const rows = 64;

export const gram: Benchmark = {
  name: "gram",
  summary: "Gram matrix of 64 x 1e7 float32 gradients from disk (page cache) against torch and numpy",
  async rows({ quick }) {
    const columns = quick ? 1e6 : 1e7;
    const folder = mkdtempSync(join(tmpdir(), "telostat-bench-"));
    const peer = await startPython("gram.py");
    try {
      const path = join(folder, "gradients.safetensors");
      const offset = writeGradients(path, columns);
      const reader = new FileReader();
      const layout = gradientLayout(await storedFiles([path], reader));
      await reader.close();
      const measured: Row[] = [];
      for (const threads of [1, 2]) {
        const products = await productsFor(layout, threads);
        let trace = 0;
        const ours = async () => {
          const start = performance.now();
          const { products: k } = await accumulate(layout, { products });
          const seconds = (performance.now() - start) / 1000;
          trace = 0;
          for (let i = 0; i < rows; i++) trace += k[i * rows + i];
          return seconds;
        };
        for (const work of ["torch", "numpy"]) {
          const ask = async () => {
            const answer = await peer.ask({ work, threads, path, offset, rows, columns });
            if (!(Math.abs(answer.trace / trace - 1) < 1e-5))
              throw new Error(`trace ${answer.trace} against ours, ${trace}; the sides do different work`);
            return answer.seconds;
          };
          if (work === "numpy" && threads === 1) continue;
          const absent = peer.missing.some((one) => one === "python" || one === "numpy" || one === work);
          measured.push(
            await interleave(
              {
                name: `Gram of ${rows} x ${columns.toExponential()} from disk, ${threads} thread${threads > 1 ? "s" : ""}, ${work}`,
                unit: "s",
                figure: (seconds) => seconds,
                ours,
                peer: absent ? { install: `python3 -m pip install numpy ${work}` } : ask,
              },
              quick,
            ),
          );
        }
        products.dispose();
      }
      const peak = process.resourceUsage().maxRSS / 1024;
      process.stderr.write(`peak memory of ours: ${peak.toFixed(0)} MB\n`);
      return measured;
    } finally {
      peer.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A file of uniform numbers; the byte at which they begin. */
function writeGradients(path: string, columns: number): number {
  const bytes = 4 * rows * columns;
  const header = Buffer.from(
    JSON.stringify({ w: { dtype: "F32", shape: [rows, columns], data_offsets: [0, bytes] } }).padEnd(120),
  );
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(header.length));
  const stream = RandomStream.fromSeed(1);
  const file = openSync(path, "w");
  writeSync(file, Buffer.concat([prefix, header]));
  const chunk = new Float32Array(columns / 10);
  for (let i = 0; i < 10 * rows; i++) {
    // New numbers now and then: what they are does not matter to the time of a product.
    if (i % 64 === 0) for (let k = 0; k < chunk.length; k++) chunk[k] = stream.uniform() - 0.5;
    writeSync(file, new Uint8Array(chunk.buffer));
  }
  closeSync(file);
  return 8 + header.length;
}
