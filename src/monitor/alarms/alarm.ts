import type { FalseAlarmInterval } from "../../detection/index.js";
import type { Estimate } from "../../numeric/index.js";
import type { Diagnosis } from "../signatures/diagnose.js";

/** What an alarm rests on, at the window that raised it. */
export interface AlarmEvidence {
  readonly detector: string;
  readonly statistic: number;
  readonly threshold: number;
  /** Windows with evidence since it began, and the observations in them. */
  readonly windows: number;
  readonly observations: number;
  /** The figure in the window that raised it. */
  readonly value: Estimate;
  /** What of it is tolerated. */
  readonly tolerated: number;
}

/** One alarm from its beginning to its end. Plain JSON. */
export interface AlarmRecord {
  /** The rule and the window that raised it: the same whenever the same stream is watched. */
  readonly id: string;
  readonly rule: string;
  readonly of: "entropy" | "fidelity";
  readonly state: "open" | "resolved";
  /** Estimated beginning: start of the first window of the evidence. */
  readonly began: number;
  /** End of the window that raised it. */
  readonly raised: number;
  /** End of the window that resolved it. */
  readonly resolved: number | null;
  readonly evidence: AlarmEvidence;
  /** In windows with evidence, by the detector's own assumptions. */
  readonly falseAlarmInterval: FalseAlarmInterval;
  /** Which failure the windows up to when it was last told, or every tenth after, look like; absent below six. */
  readonly looksLike?: Pick<Diagnosis, "named" | "confidence">;
  /** How often it was told again. */
  readonly renotified: number;
}
