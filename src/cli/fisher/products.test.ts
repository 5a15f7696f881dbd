import { beforeAll, describe, expect, it } from "vitest";
import { gramOf, randomBlock } from "../../../test/gradient-blocks.js";
import { rowProducts, startEngine } from "../../engine/index.js";
import { type Block, exactProducts } from "../../fisher/index.js";

/** Largest |K_ij - L_ij| over sqrt(L_ii L_jj). */
function distance(k: ArrayLike<number>, l: ArrayLike<number>, rows: number): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const scale = Math.sqrt(l[i * rows + i] * l[j * rows + j]);
      largest = Math.max(largest, Math.abs(k[i * rows + j] - l[i * rows + j]) / scale);
    }
  }
  return largest;
}

describe("a native product", () => {
  beforeAll(startEngine);
  const native = (block: Block, rows: number, width: number, threads = 1) =>
    rowProducts(block, rows, width, { execution: "native", threads });

  it("agrees with typed arrays to the bound of the docstring, and to 2e-6 in practice", () => {
    const [rows, width] = [24, 8192];
    const blocks = [1, 2, 3].map((seed) => randomBlock(rows, width, seed));
    const product = native(blocks[0], rows, width);
    const exact = gramOf(blocks, rows);
    const { products } = gramOf(blocks, rows, product);
    expect(distance(products, exact.products, rows)).toBeLessThan(2e-6);
    expect(2e-6).toBeLessThan((128 + width / 128) * 2 ** -24);
    product.dispose();
  });

  it("gives the same bits with one thread and two, and again", () => {
    const [rows, width] = [16, 4096];
    const block = randomBlock(rows, width, 4);
    const results = [1, 2, 1].map((threads) => {
      const product = native(block, rows, width, threads);
      const bits = Array.from(product(block, rows, width));
      product.dispose();
      return bits;
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it("keeps gradients whose squares leave float32's range, and multiplies float64 in float64", () => {
    const [rows, width] = [4, 1024];
    for (const scale of [1e-25, 1e25]) {
      const block = randomBlock(rows, width, 5, scale);
      const product = native(block, rows, width);
      const { products } = gramOf([block], rows, product);
      expect(distance(products, exactProducts(block, rows, width), rows)).toBe(0);
      product.dispose();
    }
    const wide = Float64Array.from(randomBlock(rows, width, 6), (value) => value + 1e-12);
    const product = native(wide, rows, width);
    expect(
      distance(gramOf([wide], rows, product).products, exactProducts(wide, rows, width), rows),
    ).toBeLessThan(1e-14);
    product.dispose();
  });
});
