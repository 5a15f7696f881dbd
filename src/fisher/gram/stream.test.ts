import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gramOf, randomBlock } from "../../../test/gradient-blocks.js";
import { RandomStream } from "../../numeric/index.js";
import { degenerateRows } from "./degenerate-rows.js";
import { exactProducts } from "./exact-products.js";
import { addBlock, emptyGram } from "./stream.js";

describe("addBlock", () => {
  it("gives G G' whatever the blocks, to the bit where all numbers are whole (fast-check)", () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 11 }),
      width: fc.integer({ min: 1, max: 9 }),
      blocks: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ rows, width, blocks, seed }) => {
        const stream = RandomStream.fromSeed(seed);
        const all = Array.from({ length: blocks }, () =>
          Float32Array.from({ length: rows * width }, () => stream.integer(201) - 100),
        );
        const { products } = gramOf(all, rows);
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < rows; j++) {
            let sum = 0;
            for (const block of all)
              for (let c = 0; c < width; c++) sum += block[i * width + c] * block[j * width + c];
            expect(products[i * rows + j]).toBe(sum);
          }
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("names the row and column of a NaN or infinity, and adds nothing", () => {
    const block = randomBlock(3, 5, 1);
    block[7] = Number.NaN;
    const gram = emptyGram(3);
    expect(addBlock(gram, block, 5, exactProducts)).toEqual({ row: 1, column: 2, value: Number.NaN });
    block[7] = -Infinity;
    expect(addBlock(gram, block, 5, exactProducts)).toEqual({ row: 1, column: 2, value: -Infinity });
    expect([...gram.products]).toEqual(Array(9).fill(0));
    const large = Float64Array.of(1, 2, 3, 1e200);
    expect(addBlock(emptyGram(2), large, 2, exactProducts)).toEqual({ row: 1, column: 1, value: 1e200 });
  });

  it("refuses blocks and products of another shape", () => {
    expect(() => addBlock(emptyGram(3), new Float32Array(4), 2, exactProducts)).toThrow(
      /expected 3 x 2 = 6 values, got 4/,
    );
    expect(() => addBlock(emptyGram(2), new Float32Array(4), 2, () => [1])).toThrow(
      /expected 2 x 2 products, got 1/,
    );
  });
});

describe("degenerateRows", () => {
  it("finds zero rows and repeated rows, not rows that are merely parallel or alike", () => {
    const [rows, width] = [6, 256];
    const block = randomBlock(rows, width, 7);
    const row = (r: number) => block.subarray(r * width, (r + 1) * width);
    row(1).fill(0);
    row(3).set(row(0));
    row(4).set(row(2).map((value) => 2 * value));
    row(5).set(row(2));
    row(5)[0] *= 1 + 1e-6;
    expect(degenerateRows(gramOf([block], rows))).toEqual({ zero: [1], repeated: [[3, 0]] });
  });
});
