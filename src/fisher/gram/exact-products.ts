export type Block = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * B B' in float64 without a runtime: products of float32 values are exact and only their sum rounds, by at most
 * width x 2^-53 of |b_i| |b_j|. About 1e9 multiplications a second, a fiftieth of what a native product does.
 */
export function exactProducts(block: Block, rows: number, width: number): Float64Array {
  const products = new Float64Array(rows * rows);
  const store = (i: number, j: number, value: number): void => {
    products[i * rows + j] = products[j * rows + i] = value;
  };
  for (let i = 0; i < rows; i++) {
    const x = block.subarray(i * width, (i + 1) * width);
    let j = 0;
    // Four rows at a time: x is loaded once for four products.
    for (; j + 3 <= i; j += 4) {
      const from = j * width;
      const [a, b] = [block.subarray(from, from + width), block.subarray(from + width, from + 2 * width)];
      const [c, d] = [
        block.subarray(from + 2 * width, from + 3 * width),
        block.subarray(from + 3 * width, from + 4 * width),
      ];
      let [sa, sb, sc, sd] = [0, 0, 0, 0];
      for (let k = 0; k < width; k++) {
        const value = x[k];
        sa += value * a[k];
        sb += value * b[k];
        sc += value * c[k];
        sd += value * d[k];
      }
      store(i, j, sa);
      store(i, j + 1, sb);
      store(i, j + 2, sc);
      store(i, j + 3, sd);
    }
    for (; j <= i; j++) {
      const y = block.subarray(j * width, (j + 1) * width);
      let total = 0;
      for (let k = 0; k < width; k++) total += x[k] * y[k];
      store(i, j, total);
    }
  }
  return products;
}
