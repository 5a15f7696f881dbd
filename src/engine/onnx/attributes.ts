import { create } from "@bufbuild/protobuf";
import { type AttributeProto, AttributeProto_AttributeType, AttributeProtoSchema } from "onnx-buf";

/** Attributes of a node: an integer, integers or text. */
export type Attributes = Readonly<Record<string, number | readonly number[] | string>>;

const encoder = new TextEncoder();

export function attributeProto(name: string, value: Attributes[string]): AttributeProto {
  if (typeof value === "number") {
    return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) });
  }
  if (typeof value === "string") {
    const s = encoder.encode(value);
    return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.STRING, s });
  }
  const ints = value.map(BigInt);
  return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INTS, ints });
}
