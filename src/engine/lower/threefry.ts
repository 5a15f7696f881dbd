import type { Graph } from "../onnx/graph.js";
import { literal } from "./value.js";

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** Parity of the key schedule (Salmon et al. 2011, section 4.3, Skein's constant for 32 bits). */
const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"), on
 * names of uint32 values: the first, the second or the exclusive or of the two words.
 */
export function threefry(
  graph: Graph,
  [k0, k1, c0, c1]: [string, string, string, string],
  mode: "xor" | 0 | 1,
): string {
  const number = (value: number) => literal(graph, value, "uint32").name;
  const xor = (a: string, b: string) => graph.apply("BitwiseXor", [a, b]);
  const add = (a: string, b: string) => graph.apply("Add", [a, b]);
  const shift = (a: string, by: number, direction: string) =>
    graph.apply("BitShift", [a, number(by)], { direction });
  const rotate = (a: string, by: number) =>
    graph.apply("BitwiseOr", [shift(a, by, "LEFT"), shift(a, 32 - by, "RIGHT")]);

  const key = [k0, k1, xor(xor(k0, k1), number(PARITY))];
  let [x0, x1] = [add(c0, k0), add(c1, k1)];
  for (let group = 0; group < 5; group++) {
    for (const by of rotations[group % 2] as readonly number[]) {
      x0 = add(x0, x1);
      x1 = xor(rotate(x1, by), x0);
    }
    x0 = add(x0, key[(group + 1) % 3] as string);
    x1 = add(add(x1, key[(group + 2) % 3] as string), number(group + 1));
  }
  return mode === "xor" ? xor(x0, x1) : mode === 0 ? x0 : x1;
}
