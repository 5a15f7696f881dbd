/** A terminal that says it has no rows or columns does not know its size: drawn on as one that says nothing of it. */
export function sized<Terminal extends NodeJS.WriteStream>(terminal: Terminal): Terminal {
  return new Proxy(terminal, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (value === 0 && (name === "rows" || name === "columns")) return undefined;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
