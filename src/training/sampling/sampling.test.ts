import { beforeAll, describe, expect, it } from "vitest";
import { chiSquareP, standardErrors } from "../../../test/goodness-of-fit.js";
import { startEngine } from "../../engine/index.js";
import { mean, RandomStream } from "../../numeric/index.js";
import { transformer } from "../architectures/transformer.js";
import { Learner } from "../learner.js";
import { logProbabilities, sampleCompletions } from "./completions.js";
import { continuation, continuations } from "./continuation.js";
import { leaveOneOutAdvantages } from "./policy-gradient.js";

beforeAll(startEngine);

const [VOCABULARY, PROMPT, RESPONSE, END] = [4, 2, 2, 3];
const whole = transformer({
  vocabulary: VOCABULARY,
  tokens: PROMPT + RESPONSE - 1,
  width: 8,
  heads: 2,
  blocks: 1,
});
const model = continuation(whole, PROMPT);
const start = new Float32Array(
  whole.initialise(RandomStream.fromSeed(1)).map((x, i) => x + 0.3 * Math.sin(i)),
);
const learnerOf = (architecture = model) => new Learner(architecture, start);
/** Every response: END at once, or a token and whatever follows. */
const responses = [[END], ...[0, 1, 2].flatMap((a) => [0, 1, 2, 3].map((b) => [a, b]))];

describe("continuation", () => {
  it("has the rows of the whole model that belong to the response", () => {
    const ids = new Int32Array([0, 1, 2, 2, 1, 0]);
    const all = learnerOf(whole).probabilities(ids, 2);
    const rows = learnerOf().probabilities(ids, 2);
    const tokens = PROMPT + RESPONSE - 1;
    for (let text = 0; text < 2; text++)
      for (let t = 0; t < RESPONSE; t++)
        for (let c = 0; c < VOCABULARY; c++)
          expect(rows[(text * RESPONSE + t) * VOCABULARY + c]).toBeCloseTo(
            all[(text * tokens + PROMPT - 1 + t) * VOCABULARY + c] as number,
            6,
          );
  });

  it("refuses a prompt as long as the text, and texts that do not fit", () => {
    expect(() => continuation(whole, 4)).toThrow(/more tokens than the prompt's 4/);
    const text = { prompt: [0], response: [1], weight: 1 };
    expect(() => continuations(model, [text], END)).toThrow(/got 1 after 1/);
  });
});

describe("sampled completions", () => {
  const prompt = [0, 1];

  it("have the model's own probabilities, which sum to one over all responses", () => {
    const learner = learnerOf();
    const texts = responses.map((response) => ({ prompt, response }));
    const exact = logProbabilities(learner, texts, END).map(Math.exp);
    expect(exact.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 5);

    const size = 4000;
    const sampled = sampleCompletions(learner, Array(size).fill(prompt), END, RandomStream.fromSeed(2));
    const key = (tokens: readonly number[]) =>
      responses.findIndex((response) => String(response) === String(tokens));
    const counts = responses.map(() => 0);
    for (const { logProbability, tokens } of sampled) {
      const at = key(tokens);
      counts[at] = (counts[at] as number) + 1;
      expect(Math.exp(logProbability)).toBeCloseTo(exact[at] as number, 5);
    }
    expect(chiSquareP(counts, exact)).toBeGreaterThan(0.001);
  });

  it("do not depend on what runs beside them once they have ended, and repeat from the same stream", () => {
    const prompts = [prompt, [1, 0], [2, 2]];
    const draw = () => sampleCompletions(learnerOf(), prompts, END, RandomStream.fromSeed(3));
    expect(draw()).toEqual(draw());
    for (const { tokens } of draw()) {
      expect(tokens.indexOf(END) === -1 || tokens.indexOf(END) === tokens.length - 1).toBe(true);
      expect(tokens.at(-1) === END || tokens.length === RESPONSE).toBe(true);
    }
  });
});

describe("the policy gradient", () => {
  const prompt = [2, 1];
  const reward = (tokens: readonly number[]): number => (tokens[0] === END ? 1 : tokens[0] === 1 ? 0.5 : 0);
  const expected = (learner: Learner): number => {
    const texts = responses.map((response) => ({ prompt, response }));
    return mean(
      logProbabilities(learner, texts, END).map(
        (logProbability, i) => responses.length * Math.exp(logProbability) * reward(responses[i] as number[]),
      ),
    ) as number;
  };

  it("has advantages that leave each completion out of its own baseline", () => {
    expect(leaveOneOutAdvantages([1, 0, 0, 3, 1, 2], 3)).toEqual([1, -0.5, -0.5, 1.5, -1.5, 0]);
    expect(() => leaveOneOutAdvantages([1, 2, 3], 2)).toThrow(/divide 3 rewards, got 2/);
  });

  it("is on average the gradient of the expected reward, found by differences", () => {
    const learner = learnerOf();
    const gradient = (seed: number): Float64Array => {
      const sampled = sampleCompletions(learner, Array(32).fill(prompt), END, RandomStream.fromSeed(seed));
      const advantages = leaveOneOutAdvantages(
        sampled.map(({ tokens }) => reward(tokens)),
        4,
      );
      const texts = sampled.map(({ tokens }, i) => ({
        prompt,
        response: tokens,
        weight: advantages[i] as number,
      }));
      const stepped = learnerOf();
      stepped.step(continuations(model, texts, END), { eta: 1, gamma: 0 });
      // The step is -grad of the loss, which divides by texts x tokens of a response.
      return stepped.parameters().map((x, i) => RESPONSE * (x - (start[i] as number)));
    };
    const range = (from: number, count: number) =>
      Array.from({ length: count }, (_, k) => gradient(from + k));
    // Along the mean of other batches, where there is something to see.
    const ahead = range(1000, 40).reduce((total, g) => total.map((x, i) => x + (g[i] as number) / 40));
    const length = Math.hypot(...ahead);
    const direction = ahead.map((x) => x / length);
    const at = (h: number) =>
      expected(new Learner(model, new Float32Array(start.map((x, i) => x + h * (direction[i] as number)))));
    const exact = (at(2e-2) - at(-2e-2)) / 4e-2;
    const estimates = range(2000, 150).map((g) =>
      g.reduce((sum, x, i) => sum + x * (direction[i] as number), 0),
    );
    expect(Math.abs(standardErrors(estimates, exact))).toBeLessThan(3.5);
    expect(standardErrors(estimates, 0)).toBeGreaterThan(10);
  });
});
