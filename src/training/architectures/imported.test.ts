import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
} from "onnx-buf";
import { beforeAll, describe, expect, it } from "vitest";
import { OnnxError, startEngine } from "../../engine/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { type Batch, Learner } from "../learner.js";
import { onnxClassifier } from "./imported.js";
import { mlp } from "./mlp.js";

beforeAll(startEngine);

const network = mlp([5, 6, 3]);
const theta = network.initialise(RandomStream.fromSeed(1));

function port(name: string, dims: readonly (number | string)[]) {
  const dim = dims.map((length) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof length === "number"
          ? { case: "dimValue", value: BigInt(length) }
          : { case: "dimParam", value: length },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: TensorProto_DataType.FLOAT,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: "tensorType", value: tensor } }),
  });
}

/** The network as another framework would export it: Gemm, an activation, Gemm, and perhaps a softmax. */
function exported({ activation = "Relu", softmax = true, external = false } = {}): Uint8Array {
  const initializer = network.layout.tensors.map(({ name, shape, offset, length }, i) => {
    const values = Float32Array.from(theta.subarray(offset, offset + length));
    return create(TensorProtoSchema, {
      name,
      dims: shape.map(BigInt),
      dataType: TensorProto_DataType.FLOAT,
      // Both of the format's ways to write values.
      ...(i % 2 === 0 ? { rawData: new Uint8Array(values.buffer) } : { floatData: [...values] }),
      ...(external && { dataLocation: TensorProto_DataLocation.EXTERNAL }),
    });
  });
  const axis = create(AttributeProtoSchema, { name: "axis", i: -1n, type: AttributeProto_AttributeType.INT });
  const last = softmax ? "scores" : "output";
  const node = [
    create(NodeProtoSchema, {
      opType: "Gemm",
      name: "first",
      input: ["x", "0.weight", "0.bias"],
      output: ["a"],
    }),
    create(NodeProtoSchema, { opType: activation, name: "middle", input: ["a"], output: ["b"] }),
    create(NodeProtoSchema, {
      opType: "Gemm",
      name: "second",
      input: ["b", "1.weight", "1.bias"],
      output: [last],
    }),
    ...(softmax
      ? [
          create(NodeProtoSchema, {
            opType: "Softmax",
            input: ["scores"],
            output: ["output"],
            attribute: [axis],
          }),
        ]
      : []),
  ];
  const graph = create(GraphProtoSchema, {
    node,
    initializer,
    input: [port("x", ["batch", 5])],
    output: [port("output", ["batch", 3])],
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { version: 18n })];
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph }));
}

const size = 7;
const stream = RandomStream.fromSeed(2);
const batch: Batch = {
  size,
  inputs: Float32Array.from({ length: size * 5 }, normal(stream)),
  labels: Float32Array.from({ length: size * 3 }, (_, i) => Number(i % 3 === Math.floor(i / 3) % 3)),
};

describe("a classifier from an ONNX file", () => {
  it.each([true, false])("is the network that was written, with its softmax: %s", (softmax) => {
    const { architecture, parameters } = onnxClassifier(Buffer.from(exported({ softmax })));
    expect(architecture.name).toBe("ONNX classifier 5-3");
    expect(architecture.layout.tensors).toEqual(network.layout.tensors);
    const [imported, own] = [
      new Learner(architecture, parameters, { execution: "native" }),
      new Learner(network, new Float32Array(theta), { execution: "native" }),
    ];
    const p = own.probabilities(batch.inputs, size);
    imported.probabilities(batch.inputs, size).forEach((value, i) => {
      expect(value).toBeCloseTo(p[i], 6);
    });
    const v = Float64Array.from({ length: theta.length }, normal(RandomStream.fromSeed(3)));
    const [ours, theirs] = [own.curvature(batch), imported.curvature(batch)];
    for (const matrix of ["fisher", "empiricalFisher", "hessian"] as const) {
      const expected = ours[matrix]().apply(v);
      theirs[matrix]()
        .apply(v)
        .forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i], 5);
        });
    }
    expect(theirs.of(["1.weight"]).size).toBe(18);
    expect(imported.step(batch, { eta: 0.1, gamma: 0 })).toBeCloseTo(
      own.step(batch, { eta: 0.1, gamma: 0 }),
      5,
    );
  });

  it("names the operator that cannot be run", () => {
    expect(() => onnxClassifier(exported({ activation: "Hardmax" }))).toThrow(
      /operator Hardmax \(node 'middle'\) cannot be run: @jax-js\/onnx has no such operator/,
    );
  });

  it("says what is wrong with other files", () => {
    expect(() => onnxClassifier(exported({ external: true }))).toThrow(
      /the values of '0.weight' lie in another file/,
    );
    expect(() => onnxClassifier(exported().subarray(0, 40))).toThrow(OnnxError);
    expect(() => onnxClassifier(new Uint8Array())).toThrow(/not an ONNX model: 0 bytes without a graph/);
    expect(() => onnxClassifier(new TextEncoder().encode("no model at all"))).toThrow(OnnxError);
  });
});
