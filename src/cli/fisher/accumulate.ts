import { addBlock, emptyGram, type StreamedGram } from "../../fisher/index.js";
import { blockWidth, gradientBlocks, InputError, type Layout, locate } from "../../ingest/index.js";
import type { Products } from "./products.js";

export interface AccumulateOptions {
  readonly products: Products;
  /** K of the first blocks, from a checkpoint; used up. */
  readonly resumed?: StreamedGram | undefined;
  /** Told after every block; what it returns is waited for. */
  readonly onBlock?: (gram: StreamedGram, blocks: number) => Promise<void> | void;
}

/** K = G G' of all columns, from the first block that `resumed` lacks. Throws `InputError` at NaN or infinity. */
export async function accumulate(layout: Layout, options: AccumulateOptions): Promise<StreamedGram> {
  const { products, resumed, onBlock } = options;
  const count = Math.ceil(layout.columns / blockWidth(layout));
  let gram = resumed ?? emptyGram(layout.rows);
  for await (const { index, width, values } of gradientBlocks(layout, gram.blocks)) {
    const outcome = addBlock(gram, values, width, products.product);
    if ("value" in outcome) {
      const { path, at } = locate(layout, outcome.row, index * width + outcome.column);
      const { value } = outcome;
      const problem = Number.isFinite(value)
        ? `${value}, whose square is too large for float64`
        : String(value);
      throw new InputError({ source: path }, `${at}: ${problem}; expected finite gradients`);
    }
    gram = outcome;
    await onBlock?.(gram, count);
  }
  return gram;
}
