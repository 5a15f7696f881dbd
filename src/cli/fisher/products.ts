import { type Block, exactProducts, type RowProducts } from "../../fisher/index.js";
import { blockWidth, type Layout } from "../../ingest/index.js";

/** Multiplications below which starting a runtime costs more than it saves. */
const fewMultiplications = 2e8;

export interface Products {
  readonly product: RowProducts;
  /** A sum cannot be continued by products of the other kind: they round differently. */
  readonly kind: "native" | "typed arrays";
  /** Where products run, for the reader. */
  readonly execution: string;
  /** Why they run slower than they could, if they do. */
  readonly notice?: string;
  dispose(): void;
}

/** onnxruntime where it is installed and worth its start, else float64 on typed arrays. */
export async function productsFor(layout: Layout, threads: number): Promise<Products> {
  const { rows, columns, dtype } = layout;
  if (rows * rows * columns <= fewMultiplications) return typedArrays();
  // A third of a second that small inputs do without.
  const { rowProducts, startEngine, UnsupportedError } = await import("../../engine/index.js");
  await startEngine();
  const width = blockWidth(layout);
  const Floats = dtype === "F64" ? Float64Array : Float32Array;
  const example: Block = new Floats(rows * width);
  try {
    const program = rowProducts(example, rows, width, { execution: "native", threads });
    return {
      product: program,
      kind: "native",
      execution: `onnxruntime, ${threads} thread${threads === 1 ? "" : "s"}`,
      dispose: () => program.dispose(),
    };
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return { ...typedArrays(), notice: `${error.message}: reading takes longer than it could` };
  }
}

const typedArrays = (): Products => ({
  product: exactProducts,
  kind: "typed arrays",
  execution: "typed arrays, float64",
  dispose: () => {},
});
