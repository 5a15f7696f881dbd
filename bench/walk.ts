import { reflectedBrownian, simulateWalk } from "../src/law/index.js";
import { mean, RandomStream } from "../src/numeric/index.js";
import type { Benchmark, Row } from "./contract.js";
import { interleave, type Timed, timed } from "./interleave.js";
import { type PythonPeer, startPython } from "./peers/python.js";

/** The paper's equation without work. */
const governing = { start: 0.32, drift: 1.2e-4, noise: 0.01 };
const steps = 10_000;

export const walk: Benchmark = {
  name: "walk",
  summary: "clipped walk against numpy (vectorised over trials), and its closed-form law against scipy",
  async rows({ quick }) {
    const peer = await startPython("walk.py");
    try {
      return [
        await simulation(peer, 20, quick),
        await simulation(peer, 2000, quick),
        await closedForm(peer, quick),
      ];
    } finally {
      peer.close();
    }
  },
};

/** Both sides simulate; their means must agree within five standard errors, or the comparison is void. */
async function simulation(peer: PythonPeer, trials: number, quick: boolean): Promise<Row> {
  const { mean: expected, sd } = reflectedBrownian(governing, steps);
  const check = (value: number): void =>
    agree("mean S", value, expected, 0.01 + (5 * sd) / Math.sqrt(trials));
  let seed = 0;
  return interleave(
    {
      name: `clipped walk, ${trials} trials x ${steps} steps`,
      unit: "steps/s",
      figure: (seconds) => (trials * steps) / seconds,
      ours: () => {
        let final: Float64Array = new Float64Array();
        const stream = RandomStream.fromSeed(seed++);
        const seconds = timed(() => {
          final = simulateWalk(governing, { steps, trials, stream }).final;
        });
        check(mean(final)!);
        return seconds;
      },
      peer: asked(peer, ["numpy"], { work: "walk", ...governing, steps, trials, seed: 1 }, ({ mean }) =>
        check(mean),
      ),
    },
    quick,
  );
}

async function closedForm(peer: PythonPeer, quick: boolean): Promise<Row> {
  const repetitions = 20;
  const { mean: expected } = reflectedBrownian(governing, steps);
  return interleave(
    {
      name: "mean and sd of reflected Brownian motion by quadrature",
      unit: "ms",
      figure: (seconds) => seconds * 1000,
      ours: () =>
        timed(() => {
          for (let i = 0; i < repetitions; i++) reflectedBrownian(governing, steps);
        }) / repetitions,
      peer: asked(peer, ["numpy", "scipy"], { work: "law", ...governing, time: steps }, ({ mean }) =>
        agree("mean of the law", mean, expected, 1e-8),
      ),
    },
    quick,
  );
}

/** The peer's seconds for a request, or how to install what it lacks. */
function asked(
  peer: PythonPeer,
  modules: readonly string[],
  request: object,
  check: (answer: Record<string, number>) => void,
): Timed | { install: string } {
  if (peer.missing.some((one) => one === "python" || modules.includes(one)))
    return { install: `python3 -m pip install ${modules.join(" ")}` };
  return async () => {
    const answer = await peer.ask(request);
    check(answer);
    return answer.seconds;
  };
}

function agree(what: string, value: number, expected: number, tolerance: number): void {
  if (!(Math.abs(value - expected) <= tolerance))
    throw new Error(
      `${what}: expected ${expected} to within ${tolerance}, got ${value}; the sides do different work`,
    );
}
