/**
 * Goal logits under stochastic gradient descent near a quadratic proxy loss of positive definite curvature, solved exactly
 * up to the average over the law of the parameters: theory says that work has no boundary to cross here.
 */
import { initialEntropy } from "../../../entropy/index.js";
import {
  criticalWork,
  meanEntropy,
  type ParameterLaw,
  parametersAfter,
  type QuadraticProxy,
} from "../../../law/index.js";
import { dirichlet, normal, type RandomStream, symmetricEigen } from "../../../numeric/index.js";
import type { PerturbationParameters } from "../parameters.js";
import type { Subject } from "./subject.js";

const GOALS = 4;
/** p(g_1) that the proxy's optimum leaves; the rest is the other goals'. */
const PROXY_FIDELITY = 0.04;

export function goalLogits(p: PerturbationParameters, stream: RandomStream): Subject {
  const { dimension: d, logitRate, logitSteps } = p;
  const readout = orthogonal(stream.split("readout"), d).subarray(0, GOALS * d);
  const reference = lifted(readout, alignedGoals(p), d);
  const proxy: QuadraticProxy = {
    curvature: curvature(p, stream),
    proxyOptimum: lifted(readout, proxyGoals(stream), d),
    reference,
    gradientNoise: scaledIdentity(d, p.logitNoise ** 2),
    learningRate: logitRate,
  };
  const aligned = initialEntropy(GOALS, p.intendedProbability);
  return {
    criticalWork: criticalWork(p.logitCurvature, d),
    criticalWorkDrifted: null,
    entropySettled: aligned,
    taskLossStart: proxyLoss(proxy, { mean: reference, covariance: new Float64Array(d * d) }),
    target: aligned,
    run(gamma) {
      const laws = [0, 1, 2, 3, 4].map((k) =>
        parametersAfter(proxy, gamma, reference, (k * logitSteps * logitRate) / 4),
      );
      const entropy = laws.map((law) => meanEntropy(law, readout, p.logitDraws, stream.split("draws")).value);
      const taskLoss = proxyLoss(proxy, laws[4] as ParameterLaw);
      return { entropy, drifted: null, steps: logitSteps, taskLoss, divergedAt: null };
    },
  };
}

const alignedGoals = ({ intendedProbability: own }: PerturbationParameters): number[] => [
  own,
  ...Array<number>(GOALS - 1).fill((1 - own) / (GOALS - 1)),
];

/** The wrong goals' shares at the proxy's optimum differ from seed to seed. */
function proxyGoals(stream: RandomStream): number[] {
  const wrong = dirichlet(stream.split("proxy"), Array<number>(GOALS - 1).fill(5))();
  return [PROXY_FIDELITY, ...Array.from(wrong, (share) => (1 - PROXY_FIDELITY) * share)];
}

/** Eigenvalues from the largest down to a hundredth of it, log-uniform, in a random basis. */
function curvature({ dimension: d, logitCurvature }: PerturbationParameters, stream: RandomStream) {
  const draws = stream.split("curvature");
  const values = Array.from(
    { length: d },
    (_, i) => logitCurvature * 10 ** (i === 0 ? 0 : -2 * draws.uniform()),
  );
  return composed(orthogonal(stream.split("basis"), d), values, d);
}

/** The shortest theta with softmax(W theta) = `goals`, W with orthonormal rows. */
function lifted(readout: Float64Array, goals: readonly number[], d: number): Float64Array {
  const logs = goals.map(Math.log);
  const centre = logs.reduce((a, b) => a + b, 0) / logs.length;
  return Float64Array.from({ length: d }, (_, i) =>
    logs.reduce((total, log, k) => total + (readout[k * d + i] as number) * (log - centre), 0),
  );
}

/** Rows: a uniformly random orthonormal basis, the eigenvectors of a Gaussian symmetric matrix. */
function orthogonal(stream: RandomStream, d: number): Float64Array {
  const draw = normal(stream);
  const matrix = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      matrix[i * d + j] = draw() * (i === j ? Math.SQRT2 : 1);
      matrix[j * d + i] = matrix[i * d + j] as number;
    }
  return symmetricEigen(matrix, d).vectors;
}

/** V' diag(values) V. */
function composed(basis: Float64Array, values: readonly number[], d: number): Float64Array {
  return Float64Array.from({ length: d * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    return values.reduce(
      (total, value, k) => total + value * (basis[k * d + i] as number) * (basis[k * d + j] as number),
      0,
    );
  });
}

const scaledIdentity = (d: number, value: number): Float64Array =>
  Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? value : 0));

/** E[(theta - theta_p)' H (theta - theta_p)] / 2 over the law. */
function proxyLoss(
  { curvature: h, proxyOptimum }: QuadraticProxy,
  { mean, covariance }: ParameterLaw,
): number {
  const d = mean.length;
  const away = mean.map((x, i) => x - (proxyOptimum[i] as number));
  let total = 0;
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++)
      total +=
        (h[i * d + j] as number) *
        ((away[i] as number) * (away[j] as number) + (covariance[i * d + j] as number));
  return total / 2;
}
