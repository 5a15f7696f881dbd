/** What spans and log records of generative AI say: turns of conversations, and goals that evaluations saw in them. */
import type { TranscriptMessage } from "../../contracts/index.js";

/** What ties a label to a conversation, and turns to each other. */
export interface Reference {
  /** `gen_ai.conversation.id`. */
  readonly conversation?: string;
  readonly trace?: string;
  /** `gen_ai.response.id`. */
  readonly response?: string;
}

/** Messages that one span or event tells of; those before may be among them again. */
export interface Turn extends Reference {
  readonly time: number;
  readonly messages: readonly TranscriptMessage[];
}

/** An evaluation that says which goal was seen. */
export interface GoalLabel extends Reference {
  /** The same whenever the same event is sent. */
  readonly id: string;
  readonly time: number;
  readonly evaluation: string;
  /** `gen_ai.evaluation.score.label`. */
  readonly goal: string;
}

/** What one record of a request holds. */
export interface Reading {
  /** Names by which its system may be known, the narrower first: of the agent, then of the service. */
  readonly names: readonly string[];
  readonly turns: readonly Turn[];
  readonly labels: readonly GoalLabel[];
}
