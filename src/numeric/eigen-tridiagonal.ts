/** Eigenvalues of a symmetric tridiagonal matrix, with the rows of its eigenvector matrix that are asked for. */
export interface TridiagonalEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Row t holds the components numbered `rows[t]` of all eigenvectors, in the order of `values`. */
  readonly components: readonly Float64Array[];
}

/** QL sweeps allowed for one eigenvalue; more than 10 have not been seen. */
const SWEEPS = 60;

/**
 * Implicit QL iteration with Wilkinson's shift [Wilkinson & Reinsch 1971, II/4; the weights of a Gauss rule are the
 * squared first components, Golub & Welsch 1969]. Cost O(m^2), and O(m^2) more for each row tracked.
 *
 * @param diagonal m entries. @param offDiagonal m - 1 entries. Both finite. @param rows numbers of the components wanted.
 */
export function tridiagonalEigen(
  diagonal: ArrayLike<number>,
  offDiagonal: ArrayLike<number>,
  rows: readonly number[] = [],
): TridiagonalEigen {
  const m = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = new Float64Array(m);
  for (let i = 0; i + 1 < m; i++) e[i] = offDiagonal[i];
  for (const [name, values] of [
    ["diagonal", d],
    ["off-diagonal", e],
  ] as const) {
    const at = values.findIndex((x) => !Number.isFinite(x));
    if (at >= 0) throw new RangeError(`${name} entry ${at} must be finite, got ${values[at]}`);
  }
  const tracked = rows.map((row) => Float64Array.from({ length: m }, (_, i) => (i === row ? 1 : 0)));
  const floor = Number.EPSILON ** 2 * Math.max(largest(d), largest(e));
  for (let low = 0; low < m; low++) isolate(d, e, low, floor, tracked);
  const order = Array.from(d, (_, i) => i).sort((a, b) => d[b] - d[a]);
  const sorted = (values: Float64Array) => Float64Array.from(order, (i) => values[i]);
  return { values: sorted(d), components: tracked.map(sorted) };
}

/** QL sweeps until e[low] is negligible, so that d[low] is an eigenvalue. */
function isolate(
  d: Float64Array,
  e: Float64Array,
  low: number,
  floor: number,
  tracked: Float64Array[],
): void {
  for (let sweep = 0; ; sweep++) {
    let high = low;
    while (high + 1 < d.length && !negligible(e[high], d[high], d[high + 1], floor)) high++;
    if (high === low) return;
    if (sweep === SWEEPS)
      throw new RangeError(`eigenvalue ${low} of ${d.length} did not converge in ${SWEEPS} sweeps`);
    sweepQl(d, e, low, high, tracked);
  }
}

const negligible = (e: number, a: number, b: number, floor: number): boolean =>
  Math.abs(e) <= Math.max(floor, Number.EPSILON * (Math.abs(a) + Math.abs(b)));

const largest = (values: Float64Array): number => values.reduce((top, x) => Math.max(top, Math.abs(x)), 0);

function sweepQl(d: Float64Array, e: Float64Array, low: number, high: number, tracked: Float64Array[]): void {
  const half = (d[low + 1] - d[low]) / (2 * e[low]);
  const root = Math.hypot(half, 1);
  let g = d[high] - d[low] + e[low] / (half + (half >= 0 ? root : -root));
  let [s, c, p] = [1, 1, 0];
  for (let i = high - 1; i >= low; i--) {
    const f = s * e[i];
    const b = c * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The matrix splits here: undo the shift and let the caller begin anew.
      d[i + 1] -= p;
      e[high] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    for (const z of tracked) {
      const next = z[i + 1];
      z[i + 1] = s * z[i] + c * next;
      z[i] = c * z[i] - s * next;
    }
  }
  d[low] -= p;
  e[low] = g;
  e[high] = 0;
}
