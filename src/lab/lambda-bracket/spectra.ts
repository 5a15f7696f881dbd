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

/** i^-power for i = 1..64, then steps of doubling width with the same mean, to 65,536 dimensions. */
function powerLaw(power: number): Spectrum["eigenvalues"] {
  const steps = Array.from({ length: 64 }, (_, i) => ({ value: (i + 1) ** -power, multiplicity: 1 }));
  for (let from = 65; from < 65_536; from = 2 * from - 1) {
    let total = 0;
    for (let i = from; i < 2 * from - 1; i++) total += i ** -power;
    steps.push({ value: total / (from - 1), multiplicity: from - 1 });
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
  const gram = new Float64Array(rows * rows);
  for (const { value, multiplicity } of eigenvalues) {
    const z =
      multiplicity < rows ? gaussian(rows, multiplicity, stream) : bartlett(rows, multiplicity, stream);
    addProduct(gram, z, rows, Math.min(rows, multiplicity), value);
  }
  if (factor !== undefined) {
    const draw = factor(stream.split("factor"));
    const r = Float64Array.from({ length: rows }, draw);
    for (let k = 0; k < gram.length; k++)
      gram[k]! *= (r[Math.floor(k / rows)] as number) * (r[k % rows] as number);
  }
  return gram;
}

const gaussian = (rows: number, columns: number, stream: RandomStream): Float64Array =>
  Float64Array.from({ length: rows * columns }, () => standardNormal(stream));

function bartlett(rows: number, freedom: number, stream: RandomStream): Float64Array {
  const factor = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    factor[i * rows + i] = Math.sqrt(gamma(stream, (freedom - i) / 2, 2)());
    for (let j = 0; j < i; j++) factor[i * rows + j] = standardNormal(stream);
  }
  return factor;
}

/** gram += scale Z Z', Z [rows, columns]. */
function addProduct(gram: Float64Array, z: Float64Array, rows: number, columns: number, scale: number): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++)
        sum += (z[i * columns + k] as number) * (z[j * columns + k] as number);
      gram[i * rows + j]! += scale * sum;
      if (j < i) gram[j * rows + i]! += scale * sum;
    }
  }
}
