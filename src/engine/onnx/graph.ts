import { create, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, type TensorProto, TensorProtoSchema } from "onnx-buf";
import type { Data, DType } from "../dtype.js";
import type { Shape } from "../shape.js";
import { type Attributes, attributeProto } from "./attributes.js";
import { type ElementType, elementType } from "./types.js";

/** Version of the standard ONNX operators (18: reductions take their axes as an input) and of the file format. */
const OPERATORS = 18n;
const FORMAT = 8n;

/** onnxruntime's own operators; of these, FusedMatMul is used. */
export const CONTRIB = "com.microsoft";

/** Constants up to this many elements are shared when equal. */
const SHARED = 64;

/** An operator applied to named values. */
export interface Node {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
  readonly outputs: readonly string[];
}

interface Port {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * An ONNX graph under construction. Values are names; applying the same operator to the same inputs twice gives the
 * same name, so that a program traced twice over (jvp, then vjp) is computed once. Nodes that no output needs are
 * left out of the model.
 */
export class Graph {
  readonly #inputs: Port[] = [];
  readonly #outputs: Port[] = [];
  readonly #constants = new Map<string, TensorProto>();
  readonly #nodes: Node[] = [];
  readonly #producers = new Map<string, Node>();
  readonly #known = new Map<string, readonly string[]>();
  #names = 0;

  input(dtype: DType, shape: Shape): string {
    const name = `input${this.#inputs.length}`;
    this.#inputs.push({ name, dtype, shape });
    return name;
  }

  /** Declares `value` an output; outputs have names of their own, in order of declaration. */
  output(value: string, dtype: DType, shape: Shape): void {
    const name = `output${this.#outputs.length}`;
    this.#nodes.push({ operator: "Identity", domain: "", inputs: [value], attributes: {}, outputs: [name] });
    this.#outputs.push({ name, dtype, shape });
  }

  /** A constant of the model. */
  constant(dtype: ElementType, data: Data | BigInt64Array, shape: Shape): string {
    const key =
      data.length <= SHARED
        ? `${dtype} [${shape}] ${Array.from<number | bigint>(data).map(exact)}`
        : undefined;
    const [known] = (key !== undefined && this.#known.get(key)) || [];
    if (known !== undefined) return known;
    const name = this.#name("constant");
    const rawData = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
    this.#constants.set(
      name,
      create(TensorProtoSchema, { name, dataType: elementType[dtype], dims: shape.map(BigInt), rawData }),
    );
    if (key !== undefined) this.#known.set(key, [name]);
    return name;
  }

  /** A vector of int64, the form of axes, shapes and bounds. */
  integers(values: readonly number[]): string {
    return this.constant("int64", BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Applies an operator with one output. An empty input name leaves an optional input out. */
  apply(operator: string, inputs: readonly string[], attributes: Attributes = {}, domain = ""): string {
    return this.applyMany(operator, inputs, attributes, 1, domain)[0] as string;
  }

  applyMany(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputCount: number,
    domain = "",
  ): readonly string[] {
    const key = JSON.stringify([operator, domain, inputs, attributes]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const outputs = Array.from({ length: outputCount }, () => this.#name(operator));
    const node = { operator, domain, inputs, attributes, outputs };
    this.#nodes.push(node);
    for (const output of outputs) this.#producers.set(output, node);
    this.#known.set(key, outputs);
    return outputs;
  }

  /** The node that computes `value`; `undefined` for inputs and constants. */
  producer(value: string): Node | undefined {
    return this.#producers.get(value);
  }

  /** The model as the bytes of an .onnx file. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const { nodes, constants } = this.#live();
    return toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        irVersion: FORMAT,
        opsetImport: [
          { domain: "", version: OPERATORS },
          { domain: CONTRIB, version: 1n },
        ],
        graph: {
          name: "program",
          node: nodes.map(({ operator, domain, inputs, attributes, outputs }) => ({
            opType: operator,
            domain,
            input: [...inputs],
            output: [...outputs],
            attribute: Object.entries(attributes).map(([name, value]) => attributeProto(name, value)),
          })),
          input: this.#inputs.map(portProto),
          output: this.#outputs.map(portProto),
          initializer: constants,
        },
      }),
    );
  }

  #live(): { nodes: Node[]; constants: TensorProto[] } {
    const needed = new Set(this.#outputs.map(({ name }) => name));
    const nodes: Node[] = [];
    for (const node of this.#nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output))) continue;
      nodes.push(node);
      for (const input of node.inputs) needed.add(input);
    }
    const constants = [...this.#constants].filter(([name]) => needed.has(name)).map(([, proto]) => proto);
    return { nodes: nodes.reverse(), constants };
  }

  #name(stem: string): string {
    return `${stem}_${this.#names++}`;
  }
}

/** Text that distinguishes -0 from 0. */
function exact(value: number | bigint): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function portProto({ name, dtype, shape }: Port) {
  const dim = shape.map((length) => ({ value: { case: "dimValue" as const, value: BigInt(length) } }));
  return {
    name,
    type: {
      value: { case: "tensorType" as const, value: { elemType: elementType[dtype], shape: { dim } } },
    },
  };
}
