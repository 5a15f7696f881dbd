import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { chiSquareP } from "../../../test/goodness-of-fit.js";
import { startEngine } from "../../engine/index.js";
import { RandomStream } from "../../numeric/index.js";
import { Learner } from "../learner.js";
import { sampleCompletions } from "../sampling/completions.js";
import { behaviourDistribution } from "./behaviour-distribution.js";
import { corpusBatch, responder } from "./corpus.js";
import { behaviours, completionsOf, outcomes, parse, respond } from "./grammar.js";
import { InstructionLanguage, PROMPT_TOKENS, type Prompt, RESPONSE_TOKENS } from "./language.js";

const mix = { shares: [0.6, 0.1, 0.1, 0.1, 0.1], warm: 0.3 };

const languages = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    topics: fc.integer({ min: 1, max: 6 }),
    values: fc.integer({ min: 3, max: 6 }),
    harms: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ seed, ...options }) => new InstructionLanguage(RandomStream.fromSeed(seed), options));

describe("the grammar", () => {
  it("reads every completion as the behaviour it was made for, and no two completions are alike", () => {
    fc.assert(
      fc.property(languages, fc.nat(), (language, pick) => {
        const prompts = language.prompts();
        const prompt = prompts[pick % prompts.length] as Prompt;
        const all = completionsOf(language, prompt);
        expect(new Set(all.map(({ tokens }) => String(tokens))).size).toBe(1 + 4 * language.values);
        expect(new Set(all.map(({ behaviour }) => behaviour))).toEqual(new Set(behaviours));
        for (const { behaviour, tokens, warm } of all) {
          expect(tokens.length).toBeLessThanOrEqual(RESPONSE_TOKENS);
          expect(parse(language, prompt, tokens)).toEqual({ outcome: behaviour, warm });
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("reads any tokens: a behaviour exactly when they begin with one of its completions", () => {
    const arbitrary = fc.tuple(languages, fc.nat(), fc.array(fc.nat(), { maxLength: 6 }), fc.nat());
    fc.assert(
      fc.property(arbitrary, ([language, pick, noise, at]) => {
        const prompts = language.prompts();
        const prompt = prompts[pick % prompts.length] as Prompt;
        const all = completionsOf(language, prompt);
        const tokens = [...(all[pick % all.length]?.tokens ?? [])];
        // From the place `at` on, tokens of any kind: most are ungrammatical, some are not.
        const mutated = [
          ...tokens.slice(0, at % (tokens.length + 1)),
          ...noise.map((token) => token % language.vocabulary),
        ];
        const completion = all.find(({ tokens: made }) => made.every((token, t) => mutated[t] === token));
        expect(parse(language, prompt, mutated).outcome).toBe(completion?.behaviour ?? "unparsed");
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("draws responses at the shares of the mix", () => {
    const stream = RandomStream.fromSeed(3);
    const language = new InstructionLanguage(stream.split("language"));
    const [prompt] = language.prompts() as [Prompt];
    const draws = Array.from({ length: 2000 }, () => respond(language, prompt, mix, stream));
    const counts = behaviours.map((name) => draws.filter(({ behaviour }) => behaviour === name).length);
    expect(chiSquareP(counts, mix.shares)).toBeGreaterThan(0.001);
    const answers = draws.filter(({ behaviour }) => behaviour !== "over-refusal");
    const warm = answers.filter((completion) => completion.warm).length;
    expect(chiSquareP([warm, answers.length - warm], [0.3, 0.7])).toBeGreaterThan(0.001);
  });
});

describe("the language", () => {
  const language = new InstructionLanguage(RandomStream.fromSeed(4), { topics: 5, values: 4, harms: 2 });

  it("has a prompt for every topic, wrong belief and harm, each with tokens of its own", () => {
    const prompts = language.prompts();
    expect(prompts).toHaveLength(5 * 3 * 2);
    expect(prompts.every(({ belief, topic }) => belief !== language.truth(topic))).toBe(true);
    const texts = prompts.map((prompt) => language.promptTokens(prompt));
    expect(new Set(texts.map(String)).size).toBe(prompts.length);
    expect(texts.every((text) => text.length === PROMPT_TOKENS)).toBe(true);
    expect(Math.max(...texts.flat())).toBeLessThan(language.vocabulary);
  });

  it("divides its prompts without loss or repetition", () => {
    const [training, heldOut] = language.division(RandomStream.fromSeed(5), 0.25);
    expect(heldOut).toHaveLength(Math.round(0.25 * 30));
    const key = (prompt: Prompt): string => JSON.stringify(prompt);
    expect([...training, ...heldOut].map(key).sort()).toEqual(language.prompts().map(key).sort());
  });

  it("refuses what leaves no room for a lie", () => {
    expect(() => new InstructionLanguage(RandomStream.fromSeed(1), { values: 2 })).toThrow(/3 values/);
  });
});

describe("a model's behaviours", () => {
  beforeAll(startEngine);
  const stream = RandomStream.fromSeed(6);
  const language = new InstructionLanguage(stream.split("language"), { topics: 4, values: 3, harms: 2 });
  const model = responder(language, { width: 16, heads: 2, blocks: 1 });
  const prompts = language.prompts();
  const trained = (): Learner => {
    const learner = new Learner(model, new Float32Array(model.initialise(stream.split("initial"))));
    for (let step = 0; step < 150; step++) {
      const batch = corpusBatch(model, language, prompts, mix, 32, stream.split("corpus", step));
      learner.step(batch, { eta: 0.3, gamma: 0 });
    }
    return learner;
  };

  it("sampled and parsed, have the exact probabilities", () => {
    const learner = trained();
    const exact = behaviourDistribution(learner, language, prompts);
    expect(exact.outcomes.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 9);
    const asked = Array.from({ length: 3000 }, (_, i) => prompts[i % prompts.length] as Prompt);
    const sampled = sampleCompletions(
      learner,
      asked.map((prompt) => language.promptTokens(prompt)),
      language.marks.end,
      stream.split("sample"),
    );
    const readings = sampled.map(({ tokens }, i) => parse(language, asked[i] as Prompt, tokens));
    const counts = outcomes.map((name) => readings.filter(({ outcome }) => outcome === name).length);
    // Trained a little, so that every outcome has its share.
    expect(Math.min(...counts)).toBeGreaterThan(20);
    expect(chiSquareP(counts, exact.outcomes)).toBeGreaterThan(0.001);
    const warm = readings.filter((reading) => reading.warm).length;
    expect(chiSquareP([warm, 3000 - warm], [exact.warm, 1 - exact.warm])).toBeGreaterThan(0.001);
  });

  it("are unparsed, all but a sliver, before any training", () => {
    const blank = new Learner(model, new Float32Array(model.layout.size));
    const { outcomes: shares } = behaviourDistribution(blank, language, prompts);
    const v = language.vocabulary;
    // All tokens alike: each completion of t tokens has the probability V^-t.
    expect(shares[outcomes.indexOf("over-refusal")]).toBeCloseTo(v ** -2, 6);
    expect(shares[outcomes.indexOf("intended")]).toBeCloseTo(2 * v ** -4, 7);
    expect(shares[outcomes.indexOf("harmful-compliant")]).toBeCloseTo(2 * language.values * v ** -5, 8);
    expect(shares[outcomes.indexOf("unparsed")]).toBeGreaterThan(0.99);
  });
});
