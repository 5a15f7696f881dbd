import type { AnswerData } from "../../contracts/index.js";
import { NotEnoughData } from "../not-enough-data.js";
import { behaviourOf, behaviours, wordsOf } from "./behaviour.js";

/** One model, or one way to ask it: what it did on each question. */
export interface Condition {
  readonly name: string;
  /** How many behaviours there could be. */
  readonly kinds: number;
  readonly items: readonly Item[];
}

export interface Item {
  readonly question: string;
  readonly behaviour: number;
  /** Length of the answer; null where only its label is known. */
  readonly words: number | null;
}

/** What a trial looks at: one condition, or a shift from one to another. */
export interface Comparison {
  readonly before: Condition;
  /** Absent: streams of `before` alone, for false alarms. */
  readonly after?: Condition;
  /** Answers of both are drawn so that their lengths have one distribution. */
  readonly matched: boolean;
}

/** Shifts between written answers, in the order in which they would be shipped. */
const SHIFTS = [
  ["phi-2", "phi-2-sft"],
  ["phi-2-sft", "phi-2-dpo"],
  ["phi-2", "phi-2-dpo"],
  ["claude-2.1", "claude-2.1_concise"],
  ["claude-2.1", "claude-2.1_verbose"],
  ["claude-2.1_concise", "claude-2.1_verbose"],
] as const;

/** Labels of human actions in Do-Not-Answer. */
const ACTIONS = 6;

/** Every condition alone, then shifts of answers, the same with lengths matched, and all shifts of actions. */
export function comparisonsOf({ answers, actions }: AnswerData): Comparison[] {
  const written = new Map(
    answers.map(({ model, answers: given }): [string, Condition] => [
      model,
      {
        name: model,
        kinds: behaviours.length,
        items: given.map(({ question, text }) => ({
          question,
          behaviour: behaviourOf(text),
          words: wordsOf(text),
        })),
      },
    ]),
  );
  const labelled = actions.map(
    ({ model, actions: taken }): Condition => ({
      name: model,
      kinds: ACTIONS,
      items: taken.map((behaviour, i) => ({ question: String(i), behaviour, words: null })),
    }),
  );
  const shifts = SHIFTS.map(([from, to]) => ({
    before: conditionOf(from, written),
    after: conditionOf(to, written),
  }));
  const used = new Set(SHIFTS.flat());
  return [...[...written.values()].filter(({ name }) => used.has(name as never)), ...labelled]
    .map((before): Comparison => ({ before, matched: false }))
    .concat(
      [false, true].flatMap((matched) => shifts.map((shift) => ({ ...shift, matched }))),
      labelled.flatMap((before, i) =>
        labelled.slice(i + 1).map((after) => ({ before, after, matched: false })),
      ),
    );
}

function conditionOf(name: string, written: ReadonlyMap<string, Condition>): Condition {
  const condition = written.get(name);
  if (condition) return condition;
  throw new NotEnoughData(`no answers of ${name}; expected ${[...new Set(SHIFTS.flat())].join(", ")}`);
}
