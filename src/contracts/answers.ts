/** Answers of one model, or of one model under one instruction, to a list of questions. */
export interface ModelAnswers {
  readonly model: string;
  /** By question. */
  readonly answers: readonly { readonly question: string; readonly text: string }[];
}

/** What one model did on every question, by human labels: 0 to actions - 1. */
export interface ModelActions {
  readonly model: string;
  readonly actions: readonly number[];
}

/** Real answers and actions, as streams are made from. */
export interface AnswerData {
  readonly answers: readonly ModelAnswers[];
  readonly actions: readonly ModelActions[];
}
