import type { AlarmRuleSettings } from "../../contracts/index.js";
import type { Cone, Guide } from "../chart/columns.js";
import { count, number } from "../wording/figures.js";
import { promises } from "./detectors.js";
import { fieldsOf } from "./edited-rule.js";

/** A rule in words, with what it does not say filled in. */
export function ruleWords(rule: AlarmRuleSettings): string {
  const { of, against, limit, referenceWindows, detector, falseAlarmInterval } = fieldsOf(rule, 0);
  const [what, past] = of === "entropy" ? ["S rises", "above"] : ["fidelity falls", "below"];
  const where =
    against === "limit"
      ? `${past} ${number(limit)}${of === "entropy" ? " nats" : ""}`
      : `away from its first ${count(referenceWindows)} windows`;
  const falsely = promises(detector)
    ? `one false alarm in ${count(falseAlarmInterval)} windows`
    : "no false-alarm interval promised";
  return `When ${what} ${where}; ${detector}, ${falsely}.`;
}

/** Limits of rules, what is tolerated where S goes on as it does, and the target, as lines on the charts. */
export function guidesOf(
  rules: readonly AlarmRuleSettings[],
  target: number | undefined,
  cone: Pick<Cone, "limit"> | undefined,
  text = "limit",
): { entropy: Guide[]; fidelity: Guide[] } {
  const limits = (wanted: "entropy" | "fidelity") =>
    rules.flatMap(({ of = "entropy", against }) =>
      of === wanted && against && "limit" in against ? [{ y: against.limit, text }] : [],
    );
  const entropy = limits("entropy");
  const tolerated =
    cone && !entropy.some(({ y }) => y === cone.limit) ? [{ y: cone.limit, text: "tolerated" }] : [];
  const held = target === undefined ? [] : [{ y: target, text: "target" }];
  return { entropy: [...entropy, ...tolerated, ...held], fidelity: limits("fidelity") };
}
