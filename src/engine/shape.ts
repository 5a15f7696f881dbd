export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** NumPy's broadcast of shapes, aligned on the right; the shapes are known to be compatible. */
export function broadcastShapes(...shapes: Shape[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes.reduce((length, shape) => {
      const own = shape[axis - rank + shape.length] ?? 1;
      return own === 1 ? length : own;
    }, 1),
  );
}

/** 0, 1, ..., length - 1. */
export function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** Row-major strides: the distance between neighbours along each axis. */
export function strides(shape: Shape): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}
