/**
 * Gradient samples with a known Fisher matrix, drawn as their Gram matrix. A spectrum is a list of eigenvalues with
 * multiplicities; an eigenvalue of multiplicity m adds lambda Z Z' with Z [n, m] standard normal. For m >= n that is a
 * Wishart matrix, drawn exactly as L L' by Bartlett's decomposition [1933]: L lower triangular, normal below the diagonal,
 * L_ii^2 chi-square with m - i degrees. Heavy-tailed rows are Gaussian ones times independent factors r_j with
 * E r^2 = 1, which leave F as it is.
 */
import type { LambdaBracketCell } from "../../contracts/index.js";
import { gamma, type RandomStream, standardNormal } from "../../numeric/index.js";

export interface Spectrum {
  readonly family: LambdaBracketCell["family"];
  readonly name: string;
  /** Descending by value. */
  readonly eigenvalues: readonly { readonly value: number; readonly multiplicity: number }[];
  /** Sampler of a row's factor. Default 1: Gaussian rows. */
  readonly factor?: (stream: RandomStream) => () => number;
}

const spiked = (spike: number): Spectrum => ({
  family: "spiked",
  name: `spike ${spike} over 20,000 unit eigenvalues`,
  eigenvalues: [
    { value: spike, multiplicity: 1 },
    { value: 1, multiplicity: 20_000 },
  ],
});

/** i^-power for i = 1..64, then four steps, each four times as long, with the same mean: 16,384 dimensions. */
function powerLaw(power: number): Spectrum["eigenvalues"] {
  const steps = Array.from({ length: 64 }, (_, i) => ({ value: (i + 1) ** -power, multiplicity: 1 }));
  for (let from = 65; from < 16_384; from = 4 * (from - 1) + 1) {
    const to = 4 * (from - 1);
    let total = 0;
    for (let i = from; i <= to; i++) total += i ** -power;
    steps.push({ value: total / (to - from + 1), multiplicity: to - from + 1 });
  }
  return steps;
}

/** sqrt((nu - 2) / chi2_nu): rows of a multivariate Student law with nu degrees, rescaled. */
const student =
  (nu: number) =>
  (stream: RandomStream): (() => number) => {
    const chiSquare = gamma(stream, nu / 2, 2);
    return () => Math.sqrt((nu - 2) / chiSquare());
  };

/** A share of the rows carries 0.9 of the second moment. */
const rare =
  (share: number) =>
  (stream: RandomStream): (() => number) =>
  () =>
    Math.sqrt(stream.uniform() < share ? 0.9 / share : 0.1 / (1 - share));

export const spectra: readonly Spectrum[] = [
  spiked(50),
  spiked(1000),
  { family: "power-law", name: "eigenvalues i^-1", eigenvalues: powerLaw(1) },
  { family: "power-law", name: "eigenvalues i^-2", eigenvalues: powerLaw(2) },
  {
    family: "heavy-tailed",
    name: "i^-1, Student rows with 3 degrees",
    eigenvalues: powerLaw(1),
    factor: student(3),
  },
  {
    family: "heavy-tailed",
    name: "i^-2, Student rows with 5 degrees",
    eigenvalues: powerLaw(2),
    factor: student(5),
  },
  {
    family: "heavy-tailed",
    name: "i^-1, 90% of F from 5% of the rows",
    eigenvalues: powerLaw(1),
    factor: rare(0.05),
  },
];

export const dimensionOf = ({ eigenvalues }: Spectrum): number =>
  eigenvalues.reduce((sum, { multiplicity }) => sum + multiplicity, 0);

/** K = G G' of `rows` gradients, row-major. */
export function drawGram(
  { eigenvalues, factor }: Spectrum,
  rows: number,
  stream: RandomStream,
): Float64Array {
  const widths = eigenvalues.map(({ multiplicity }) => Math.min(rows, multiplicity));
  const width = widths.reduce((a, b) => a + b, 0);
  const z = new Float64Array(rows * width);
  let at = 0;
  eigenvalues.forEach(({ value, multiplicity }, i) => {
    if (multiplicity < rows) fillGaussian(z, width, at, multiplicity, Math.sqrt(value), stream);
    else fillBartlett(z, width, at, rows, multiplicity, Math.sqrt(value), stream);
    at += widths[i] as number;
  });
  const r = Float64Array.from({ length: rows }, factor?.(stream.split("factor")) ?? (() => 1));
  return gramOf(z, rows, width, r);
}

/** Columns at .. at + columns - 1 of z are independent normals times `scale`. */
function fillGaussian(
  z: Float64Array,
  width: number,
  at: number,
  columns: number,
  scale: number,
  stream: RandomStream,
): void {
  for (let row = 0; row < z.length; row += width)
    for (let j = at; j < at + columns; j++) z[row + j] = scale * standardNormal(stream);
}

/** Columns at .. at + rows - 1 of z are Bartlett's factor times `scale`. */
function fillBartlett(
  z: Float64Array,
  width: number,
  at: number,
  rows: number,
  freedom: number,
  scale: number,
  stream: RandomStream,
): void {
  for (let i = 0; i < rows; i++) {
    const row = i * width + at;
    z[row + i] = scale * Math.sqrt(gamma(stream, (freedom - i) / 2, 2)());
    for (let j = 0; j < i; j++) z[row + j] = scale * standardNormal(stream);
  }
}

/** Entries r_i r_j z_i . z_j. */
function gramOf(z: Float64Array, rows: number, width: number, r: Float64Array): Float64Array {
  const gram = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const a = z.subarray(i * width, (i + 1) * width);
    for (let j = 0; j <= i; j++) {
      const b = z.subarray(j * width, (j + 1) * width);
      let sum = 0;
      for (let k = 0; k < width; k++) sum += (a[k] as number) * (b[k] as number);
      gram[i * rows + j] = gram[j * rows + i] = sum * (r[i] as number) * (r[j] as number);
    }
  }
  return gram;
}
