import type { ExperimentView } from "./view.js";

/** The views of experiments, by name; an experiment without one has a page of the general parts. */
const views: readonly ExperimentView[] = [];

const byName: ReadonlyMap<string, ExperimentView> = new Map(views.map((view) => [view.experiment, view]));

const general = (experiment: string): ExperimentView => ({
  experiment,
  verdicts: {},
  key: [],
  figureName: () => undefined,
  sections: () => [],
  limits: [],
});

export const viewOf = (experiment: string): ExperimentView => byName.get(experiment) ?? general(experiment);
