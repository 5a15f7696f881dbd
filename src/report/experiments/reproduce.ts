import { reproduceResultSchema } from "../../contracts/index.js";
import { claims } from "../sections/claims.js";
import type { ExperimentView } from "./view.js";

/** The table of the paper's claims, which are the experiment's series. */
export const reproduce: ExperimentView = {
  experiment: "reproduce",
  verdicts: {
    survives: { tone: "good", title: "Every claim of the paper is reproduced" },
    audited: { tone: "warn", title: "Not every claim of the paper is reproduced" },
  },
  key: [],
  figureName: () => undefined,
  sections: ({ experiment, version, seed, parameters, series }) => [
    claims(reproduceResultSchema.parse({ experiment, version, seed, parameters, claims: series })),
  ],
  limits: ["This recomputes the paper’s scalar equation; it says nothing of real learners."],
};
