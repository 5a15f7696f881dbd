import { TensorProto_DataType } from "onnx-buf";
import type { DType } from "../dtype.js";

/** int64 carries axes, shapes and indices inside a graph; it never crosses its boundary. */
export type ElementType = DType | "int64";

export const elementType: Record<ElementType, TensorProto_DataType> = {
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
  int32: TensorProto_DataType.INT32,
  uint32: TensorProto_DataType.UINT32,
  bool: TensorProto_DataType.BOOL,
  int64: TensorProto_DataType.INT64,
};
