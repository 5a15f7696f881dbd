/**
 * How files make one matrix of gradients [rows, columns]: a row is a sample, a column a parameter.
 *
 * Files that hold the same tensors hold different samples, stacked in the order given. Files that have no tensor in
 * common hold different parameters of the same samples: each such group has the same number of rows, in the same
 * order. Columns follow the groups, and within one the tensors of its first file by name.
 */
import { InputError } from "../input-error.js";
import { quoted } from "../printable.js";
import { type FloatType, floatTypes, type StoredFile } from "./stored-tensor.js";

export interface LayoutOptions {
  /** Chooses tensors by name. Default: all. */
  readonly select?: (name: string) => boolean;
  /** Each file is one sample, its tensors without the leading axis of samples. */
  readonly onePerFile?: boolean;
  /** What several .npy files are, whose one tensor has no name. Default: `rows`. */
  readonly npy?: "rows" | "tensors";
}

/** One tensor over all samples. */
export interface LayoutTensor {
  readonly name: string;
  /** Entries per sample, and the column of the first. */
  readonly entries: number;
  readonly column: number;
  readonly parts: readonly LayoutPart[];
}

/** The rows that one file has of a tensor, contiguous from `offset`. */
export interface LayoutPart {
  readonly path: string;
  readonly offset: number;
  readonly row: number;
  readonly rows: number;
}

export interface Layout {
  readonly rows: number;
  readonly columns: number;
  readonly dtype: FloatType;
  readonly tensors: readonly LayoutTensor[];
  readonly files: readonly StoredFile[];
}

/** Throws `InputError` naming the file (and tensor) that does not fit. */
export function gradientLayout(files: readonly StoredFile[], options: LayoutOptions = {}): Layout {
  const members = files.map((file) => member(file, options));
  const chosen = members.filter(({ tensors }) => tensors.size > 0);
  const [first] = chosen;
  if (first === undefined) throw new InputError({ source: files[0]?.path ?? "nothing" }, noneChosen(files));
  const groups = grouped(chosen);
  const dtype = oneType(chosen);
  const rows = rowsOf(first, groups);

  const tensors: LayoutTensor[] = [];
  let columns = 0;
  for (const group of groups) {
    for (const name of [...(group[0] as Member).tensors.keys()].sort()) {
      const tensor = stacked(name, group, columns);
      tensors.push(tensor);
      columns += tensor.entries;
    }
  }
  if (columns === 0) throw new InputError({ source: first.file.path }, "tensors without entries");
  return { rows, columns, dtype, tensors, files };
}

interface Member {
  readonly file: StoredFile;
  readonly rows: number;
  readonly tensors: ReadonlyMap<string, Piece>;
}

/** A file's rows of one tensor; `shape` is that of a sample. */
interface Piece {
  readonly dtype: FloatType;
  readonly shape: readonly number[];
  readonly offset: number;
}

function member(file: StoredFile, options: LayoutOptions): Member {
  const { select = () => true, onePerFile = false, npy = "rows" } = options;
  const source = file.path;
  const tensors = new Map<string, Piece>();
  let rows: number | undefined;
  for (const { name: own, dtype, shape, offset } of file.tensors) {
    const name = source.endsWith(".npy") && npy === "rows" ? "gradient" : own;
    if (!select(name)) continue;
    const at = `tensor ${quoted(name)}`;
    if (!isFloatType(dtype)) {
      throw new InputError({ source }, `${at} is ${dtype}; expected ${floatTypes.join(", ")}`);
    }
    const [samples, ...perSample] = onePerFile ? [1, ...shape] : shape;
    if (samples === undefined) {
      throw new InputError({ source }, `${at} is a single number; expected samples along the first axis`);
    }
    if (rows !== undefined && samples !== rows) {
      throw new InputError(
        { source },
        `${at} has ${samples} rows, another tensor ${rows}; expected samples along the first axis of each, or --one-per-file`,
      );
    }
    rows = samples;
    tensors.set(name, { dtype, shape: perSample, offset });
  }
  return { file, rows: rows ?? 0, tensors };
}

const isFloatType = (dtype: string): dtype is FloatType => (floatTypes as readonly string[]).includes(dtype);

function noneChosen(files: readonly StoredFile[]): string {
  const names = files.flatMap(({ tensors }) => tensors.map(({ name }) => name));
  const some = [...new Set(names)].slice(0, 5).map(quoted).join(", ");
  return names.length === 0
    ? "holds no tensors"
    : `no tensor matches --layer; there are ${some}${names.length > 5 ? ", ..." : ""}`;
}

/** Members with the same tensors in one group; two groups have no tensor in common. */
function grouped(members: readonly Member[]): Member[][] {
  const groups = new Map<string, Member[]>();
  const owner = new Map<string, { key: string; member: Member }>();
  for (const one of members) {
    const names = [...one.tensors.keys()].sort();
    const key = JSON.stringify(names);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
    for (const name of names) {
      const known = owner.get(name) ?? { key, member: one };
      owner.set(name, known);
      if (known.key !== key) disagree(one, known.member, name);
    }
  }
  return [...groups.values()];
}

function disagree(one: Member, other: Member, shared: string): never {
  const lacks = [...other.tensors.keys()].find((name) => !one.tensors.has(name));
  const adds = [...one.tensors.keys()].find((name) => !other.tensors.has(name));
  const difference =
    lacks === undefined
      ? `has tensor ${quoted(adds)}, which ${other.file.path} lacks`
      : `lacks tensor ${quoted(lacks)} of ${other.file.path}`;
  throw new InputError(
    { source: one.file.path },
    `${difference}, and both have ${quoted(shared)}; expected shards with the same tensors, or with none in common`,
  );
}

function oneType(members: readonly Member[]): FloatType {
  let first: { at: string; dtype: FloatType } | undefined;
  for (const { file, tensors } of members) {
    for (const [name, { dtype }] of tensors) {
      first ??= { at: `${quoted(name)} of ${file.path}`, dtype };
      if (dtype !== first.dtype) {
        throw new InputError(
          { source: file.path },
          `tensor ${quoted(name)} is ${dtype} where ${first.at} is ${first.dtype}; expected one type`,
        );
      }
    }
  }
  return first?.dtype as FloatType;
}

function rowsOf(first: Member, groups: readonly Member[][]): number {
  const [rows, ...others] = groups.map((group) => group.reduce((total, { rows }) => total + rows, 0));
  const odd = others.findIndex((count) => count !== rows);
  if (odd >= 0) {
    const other = groups[odd + 1]?.[0] as Member;
    const [a, b] = [first, other].map(({ tensors }) => quoted([...tensors.keys()][0]));
    throw new InputError(
      { source: other.file.path },
      `the shards with ${b} have ${others[odd]} rows together, those with ${a} have ${rows}`,
    );
  }
  return rows as number;
}

function stacked(name: string, group: readonly Member[], column: number): LayoutTensor {
  const parts: LayoutPart[] = [];
  const first = group[0] as Member;
  const expected = (first.tensors.get(name) as Piece).shape;
  let row = 0;
  for (const { file, rows, tensors } of group) {
    const { shape, offset } = tensors.get(name) as Piece;
    if (String(shape) !== String(expected)) {
      throw new InputError(
        { source: file.path },
        `tensor ${quoted(name)} has shape [${shape.join(", ")}] per sample where ${first.file.path} has [${expected.join(", ")}]`,
      );
    }
    parts.push({ path: file.path, offset, row, rows });
    row += rows;
  }
  // No overflow: every shape has been compared with the size of its file.
  const entries = expected.reduce((product, length) => product * length, 1);
  return { name, entries, column, parts };
}
