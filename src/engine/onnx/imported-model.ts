/** Models from other frameworks: an ONNX file as a differentiable function of its own weights. */
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { type numpy as np, tree } from "@jax-js/jax";
import { ONNXModel } from "@jax-js/onnx";
import {
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { sizeOf } from "../shape.js";
import { Tensor } from "../tensor.js";
import { trace } from "../trace.js";

/** What cannot be loaded, and why. */
export class OnnxError extends Error {
  override readonly name = "OnnxError";
}

/** A dimension that the file leaves open is null. */
export interface OnnxPort {
  readonly name: string;
  readonly dtype: "float" | "int32";
  readonly shape: readonly (number | null)[];
}

export interface ImportedModel {
  /** The float initialisers, which training would change, by their names in the file. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly input: OnnxPort;
  readonly output: OnnxPort;
  /** A softmax that ended the model is left out: the output is then its logits. */
  readonly withoutSoftmax: boolean;
  /** The first output. Traced by jax-js: consumes its arguments. */
  readonly run: (weights: Record<string, np.Array>, input: np.Array) => np.Array;
}

/** Inputs of operators that are settings rather than weights. */
const SETTINGS: Record<string, readonly number[]> = {
  BatchNormalization: [3, 4],
  Clip: [1, 2],
  Dropout: [1],
  Pad: [2],
  Resize: [1, 2],
};

/**
 * Reads an ONNX file with one input, in the operators of `@jax-js/onnx`.
 *
 * @throws OnnxError for bytes that are no ONNX model, weights outside the file, and operators or shapes that cannot be
 *   run: it names the operator and its node.
 */
export function importOnnx(bytes: Uint8Array): ImportedModel {
  const model = parse(bytes);
  const graph = model.graph as GraphProto;
  const withoutSoftmax = dropSoftmax(graph);
  const weights = takeWeights(graph);
  const [input, ...others] = graph.input.filter(({ name }) => !(name in weights));
  const [output] = graph.output;
  if (input === undefined || others.length > 0 || output === undefined)
    throw new OnnxError(
      `expected a model with one input and an output, got inputs ${names(graph.input.filter(({ name }) => !(name in weights)))}`,
    );
  const imported = new ONNXModel(toBinary(ModelProtoSchema, model));
  const run: ImportedModel["run"] = (parameters, x) => {
    const outputs = imported.run({ ...parameters, [input.name]: x });
    const { [output.name]: result, ...rest } = outputs;
    tree.dispose(rest);
    return result as np.Array;
  };
  const result = { weights, input: port(input), output: port(output), withoutSoftmax, run };
  rehearse(result, graph);
  return result;
}

function parse(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new OnnxError(`not an ONNX model: ${(error as Error).message}`, { cause: error });
  }
  if (model.graph === undefined || model.graph.node.length === 0)
    throw new OnnxError(`not an ONNX model: ${bytes.length} bytes without a graph`);
  return model;
}

/** Whether a softmax over the last axis ended the model, and was removed. */
function dropSoftmax(graph: GraphProto): boolean {
  const [output] = graph.output;
  const at = graph.node.findIndex((node) => node.opType === "Softmax" && node.output[0] === output?.name);
  const node = graph.node[at];
  const axis = node?.attribute.find(({ name }) => name === "axis")?.i ?? -1n;
  const rank = output === undefined ? 0 : port(output).shape.length;
  if (node === undefined || output === undefined || (axis !== -1n && axis !== BigInt(rank - 1))) return false;
  graph.node.splice(at, 1);
  output.name = node.input[0] as string;
  return true;
}

/** Turns weights from constants of the graph into inputs of it. */
function takeWeights(graph: GraphProto): Record<string, Tensor> {
  const settings = new Set(
    graph.node.flatMap(({ opType, input }) => (SETTINGS[opType] ?? []).map((i) => input[i])),
  );
  const isWeight = ({ name, dataType }: TensorProto) =>
    (dataType === TensorProto_DataType.FLOAT || dataType === TensorProto_DataType.DOUBLE) &&
    !settings.has(name);
  const taken = graph.initializer.filter(isWeight);
  graph.initializer = graph.initializer.filter((tensor) => !isWeight(tensor));
  const declared = new Set(graph.input.map(({ name }) => name));
  for (const { name } of taken)
    if (!declared.has(name)) graph.input.push(create(ValueInfoProtoSchema, { name }));
  return Object.fromEntries(taken.map((tensor) => [tensor.name, weight(tensor)]));
}

function weight({ name, dims, dataType, dataLocation, rawData, floatData, doubleData }: TensorProto): Tensor {
  if (dataLocation === TensorProto_DataLocation.EXTERNAL)
    throw new OnnxError(
      `the values of '${name}' lie in another file: export the model with its weights inside`,
    );
  const Float = dataType === TensorProto_DataType.DOUBLE ? Float64Array : Float32Array;
  const shape = dims.map(Number);
  const raw = rawData ?? new Uint8Array();
  const listed = dataType === TensorProto_DataType.DOUBLE ? doubleData : floatData;
  const values = raw.length > 0 ? fromRaw(raw, Float, name) : Float.from(listed);
  if (values.length !== sizeOf(shape))
    throw new OnnxError(`'${name}' of shape [${shape}] needs ${sizeOf(shape)} values, got ${values.length}`);
  return new Tensor(values, shape);
}

/** Little-endian values of a tensor. */
function fromRaw(raw: Uint8Array, Float: typeof Float32Array | typeof Float64Array, name: string) {
  if (raw.length % Float.BYTES_PER_ELEMENT !== 0)
    throw new OnnxError(`'${name}' has ${raw.length} bytes, no multiple of ${Float.BYTES_PER_ELEMENT}`);
  // Not slice(): Node's Buffer, a Uint8Array, slices without a copy.
  return new Float(new Uint8Array(raw).buffer);
}

function port({ name, type }: ValueInfoProto): OnnxPort {
  if (type?.value.case !== "tensorType") throw new OnnxError(`'${name}' is not a tensor`);
  const { elemType, shape } = type.value.value;
  const whole = elemType === TensorProto_DataType.INT32 || elemType === TensorProto_DataType.INT64;
  const dimensions = (shape?.dim ?? []).map(({ value }) =>
    value.case === "dimValue" ? Number(value.value) : null,
  );
  return { name, dtype: whole ? "int32" : "float", shape: dimensions };
}

/** Traces the model once, at a batch of one where the file leaves it open, so that what cannot run is known now. */
function rehearse({ weights, input, run }: ImportedModel, graph: GraphProto): void {
  const leaves = Object.values(weights);
  const float = leaves[0]?.dtype ?? "float32";
  const shape = input.shape.map((length) => length ?? 1);
  const types = [...leaves, { dtype: input.dtype === "float" ? float : ("int32" as const), shape }];
  const arranged = tree.structure([weights, leaves[0] ?? new Tensor(new Float32Array(1))] as never);
  try {
    trace(run, arranged, types);
  } catch (error) {
    throw new OnnxError(explain(error as Error, graph.node), { cause: error });
  }
}

function explain({ message }: Error, nodes: readonly NodeProto[]): string {
  const [, operator] = /^Unsupported ONNX operation: (\w+)/.exec(message) ?? [];
  if (operator === undefined) return `the model cannot be run: ${message}`;
  const others = nodes.filter(({ opType }) => opType === operator);
  return `operator ${operator} (node '${others[0]?.name}'${others.length > 1 ? ` and ${others.length - 1} more` : ""}) cannot be run: @jax-js/onnx has no such operator`;
}

const names = (ports: readonly ValueInfoProto[]): string => `[${ports.map(({ name }) => name).join(", ")}]`;
