/**
 * Linear equations x = P x + b of a Markov chain that may stop, P having no diagonal (a state's way back to itself is
 * divided out beforehand) and rows that sum to at most one.
 */
export interface Chain {
  /** Entries of row s: neighbour[start[s]] .. neighbour[start[s + 1] - 1], those below s first, up to split[s]. */
  readonly start: Int32Array;
  readonly split: Int32Array;
  readonly neighbour: Int32Array;
  /** Index of the entry the other way, -1 where there is none. */
  readonly back: Int32Array;
  readonly weight: Float64Array;
}

export interface ChainOptions {
  /** Accepted largest residual. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/**
 * BiCGSTAB [van der Vorst 1992] from x = 0, preconditioned by M = (D - L) D^-1 (D - U), P = L + U, with the diagonal D that
 * gives M the diagonal of I - P [Meijerink & van der Vorst 1977]: one sweep down the places and one up, which solve a chain
 * along the numbering at once. Split between both sides as (D - L)^-1 (I - P) (D - U)^-1 D, the product costs no more than
 * the two sweeps [Eisenstat 1981].
 *
 * @returns undefined when the residual has not come down to the tolerance, for example because the chain never stops.
 */
export function solveChain(
  chain: Chain,
  b: Float64Array,
  { tolerance, maxIterations }: ChainOptions,
): Float64Array | undefined {
  const size = b.length;
  const inverse = factor(chain, size);
  const x = new Float64Array(size);
  const [residual, r, shadow, p, Ap, Ar, up, u] = Array.from({ length: 8 }, () => new Float64Array(size));
  for (let iterations = 0; ; ) {
    const left = trueResidual(chain, b, x, residual);
    if (left <= tolerance) return x;
    if (iterations >= maxIterations || Number.isNaN(left)) return undefined;
    sweepDown(chain, inverse, residual, r);
    shadow.set(r);
    p.set(r);
    u.fill(0);
    let [rho, largest] = squareAndLargest(r);
    const target = (largest * tolerance) / left;
    while (largest > target && iterations++ < maxIterations) {
      multiply(chain, inverse, p, up, Ap);
      let shadowAp = 0;
      for (let i = 0; i < size; i++) shadowAp += shadow[i] * Ap[i];
      const alpha = rho / shadowAp;
      for (let i = 0; i < size; i++) r[i] -= alpha * Ap[i];

      multiply(chain, inverse, r, up, Ar);
      let ArR = 0;
      let ArAr = 0;
      for (let i = 0; i < size; i++) {
        ArR += Ar[i] * r[i];
        ArAr += Ar[i] * Ar[i];
      }
      const omega = ArAr > 0 ? ArR / ArAr : 0;
      if (!Number.isFinite(alpha) || !Number.isFinite(omega)) return undefined;
      let next = 0;
      largest = 0;
      for (let i = 0; i < size; i++) {
        u[i] += alpha * p[i] + omega * r[i];
        r[i] -= omega * Ar[i];
        next += shadow[i] * r[i];
        largest = Math.max(largest, Math.abs(r[i]));
      }
      const beta = (next / rho) * (alpha / omega);
      if (!Number.isFinite(beta)) break;
      rho = next;
      for (let i = 0; i < size; i++) p[i] = r[i] + beta * (p[i] - omega * Ap[i]);
    }
    sweepUp(chain, inverse, u, up);
    for (let i = 0; i < size; i++) x[i] += up[i];
  }
}

/** 1/D, where 1 - d_i = sum over k < i of P_ik P_ki / d_k. */
function factor({ start, split, neighbour, back, weight }: Chain, size: number): Float64Array {
  const inverse = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let d = 1;
    for (let j = start[i]; j < split[i]; j++)
      if (back[j] >= 0) d -= weight[j] * weight[back[j]] * inverse[neighbour[j]];
    inverse[i] = 1 / d;
  }
  return inverse;
}

/** `y` = (D - L)^-1 v. */
function sweepDown(
  { start, split, neighbour, weight }: Chain,
  inverse: Float64Array,
  v: Float64Array,
  y: Float64Array,
): void {
  for (let i = 0; i < v.length; i++) {
    let total = v[i];
    for (let j = start[i]; j < split[i]; j++) total += weight[j] * y[neighbour[j]];
    y[i] = total * inverse[i];
  }
}

/** `y` = (D - U)^-1 D v. */
function sweepUp(
  { start, split, neighbour, weight }: Chain,
  inverse: Float64Array,
  v: Float64Array,
  y: Float64Array,
): void {
  for (let i = v.length - 1; i >= 0; i--) {
    let total = 0;
    for (let j = split[i]; j < start[i + 1]; j++) total += weight[j] * y[neighbour[j]];
    y[i] = v[i] + total * inverse[i];
  }
}

/**
 * `Av` = (D - L)^-1 (I - P) (D - U)^-1 D v = y + (D - L)^-1 (D v + (1 - 2 D) y), where `y` = (D - U)^-1 D v.
 */
function multiply(
  chain: Chain,
  inverse: Float64Array,
  v: Float64Array,
  y: Float64Array,
  Av: Float64Array,
): void {
  const { start, split, neighbour, weight } = chain;
  sweepUp(chain, inverse, v, y);
  for (let i = 0; i < v.length; i++) {
    let total = 0;
    for (let j = start[i]; j < split[i]; j++) total += weight[j] * (Av[neighbour[j]] - y[neighbour[j]]);
    Av[i] = v[i] + (inverse[i] - 1) * y[i] + total * inverse[i];
  }
}

/** Writes b - (I - P) x over `into`; returns its largest magnitude, NaN if there is one. */
function trueResidual(
  { start, neighbour, weight }: Chain,
  b: Float64Array,
  x: Float64Array,
  into: Float64Array,
): number {
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    let total = b[i] - x[i];
    for (let j = start[i]; j < start[i + 1]; j++) total += weight[j] * x[neighbour[j]];
    into[i] = total;
    largest = Math.max(largest, Math.abs(total));
  }
  return largest;
}

function squareAndLargest(v: Float64Array): [square: number, largest: number] {
  let square = 0;
  let largest = 0;
  for (let i = 0; i < v.length; i++) {
    square += v[i] * v[i];
    largest = Math.max(largest, Math.abs(v[i]));
  }
  return [square, largest];
}
