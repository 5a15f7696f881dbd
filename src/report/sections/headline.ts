/** What the run found, in words that follow the numbers. */
import { type Html, html, nothing } from "../html.js";
import { count, exact, figureText, number, valueText } from "../numbers.js";
import { criticalWork, type Policy, price, type Reading } from "../reading.js";
import { prose } from "../typography.js";
import { standingBadge } from "./badges.js";

/** The verdict as a title. */
export function title(verdict: string, { feedback, seeds }: Reading): string {
  switch (verdict) {
    case "no-drift":
      return "The network’s goals stayed put, so nothing was put to the test";
    case "rule-fails":
      return "The paper’s rule did not hold the network’s goals";
    case "rule-overpays":
      return "The paper’s rule held the network’s goals, at a higher price than feedback";
    case "rule-holds":
      return feedback?.standing === "held"
        ? "The paper’s rule held the network’s goals, at no higher price than feedback"
        : "The paper’s rule held the network’s goals";
    case "undecided":
      return `${seeds === 1 ? "One seed does" : `These ${count(seeds, "seed")} do`} not decide whether the paper’s rule holds the network’s goals`;
    default:
      return `Verdict: ${verdict}`;
  }
}

export const summary = (reading: Reading): Html => html`
<p class="lead">A network learns one goal and then trains on a proxy that rewards others. Alignment work of strength <var>γ</var> pulls it back; the paper has a formula for how strong that must be. ${drift(reading)}</p>
<ul class="findings">${[...rule(reading), ...held(reading)]}</ul>
<p>${compared(reading)} ${needed(reading)}</p>`;

const S = html`<var>S</var>`;

function drift({ none, ceiling, goals, limit, seeds }: Reading): Html {
  const start = none?.points[0]?.entropy.value;
  const end = none?.figure("entropy").value ?? undefined;
  if (none === undefined || start === undefined || end === undefined) {
    return html`The run without alignment work was not measured.`;
  }
  const moved = html`${end >= start ? "rose" : "fell"} from ${number(start)} to ${number(end)} nats`;
  const most = html`of at most ln ${String(goals)} = ${number(ceiling)}`;
  switch (none.standing) {
    case "drifted":
      return html`Without alignment work the network’s goals spread: its ethical entropy ${S} ${moved}, ${most}.`;
    case "held":
      return html`Even without alignment work the network’s goals stayed together: its ethical entropy ${S} ${moved}, ${most}, within the limit of ${number(limit)}.`;
    case "undecided":
      return html`Without alignment work the network’s ethical entropy ${S} ${moved}, ${most} (undecided: ${doubt(seeds, limit)}).`;
  }
}

const rule = ({ critical, margin, ...reading }: Reading): Html[] =>
  critical.map((policy, i) => {
    const paper = html`The paper’s rule, <var>γ</var> = ${exact(margin)} <var>γ</var><sub>crit</sub>,`;
    return finding(
      policy,
      html`${i === 0 ? paper : "The same rule"} with ${prose(variantOf(policy))}`,
      reading,
    );
  });

const held = ({ feedback, target, ...reading }: Reading): Html[] =>
  feedback === undefined
    ? []
    : [
        finding(
          feedback,
          html`Feedback, which sets <var>γ</var> by the measured ${S} (target ${number(target)}),`,
          reading,
        ),
      ];

const finding = (policy: Policy, subject: Html, reading: Pick<Reading, "limit" | "seeds">): Html =>
  html`<li>${standingBadge(policy.standing)}<span>${subject} ${outcome(policy, reading)}</span></li>`;

/** "held S at 0.446 nats for 24.2 times the task loss of no work." */
function outcome(policy: Policy, { limit, seeds }: Pick<Reading, "limit" | "seeds">): Html {
  const at = html`${S} at ${valueText(policy.figure("entropy"))} nats`;
  const result = {
    held: html`held ${at}`,
    drifted: html`let ${S} settle at ${valueText(policy.figure("entropy"))} nats, above the limit of ${number(limit)},`,
    undecided: html`left ${at} (${doubt(seeds, limit)})`,
  }[policy.standing];
  const swing = policy.figure("swing");
  const swings =
    swing.value !== null && swing.value > limit / 2
      ? html` on average, swinging by ${valueText(swing)} nats,`
      : nothing;
  const tax = policy.figure("tax");
  const cost =
    tax.value === null
      ? "; its task loss was not measured"
      : ` for ${valueText(tax)} times the task loss without work`;
  return html`${result}${swings}${cost}.`;
}

const doubt = (seeds: number, limit: number): string =>
  seeds === 1
    ? "one seed has no interval"
    : `the limit of ${number(limit)} lies within the interval over seeds`;

function compared({ critical, feedback }: Reading): Html {
  const prices = critical.flatMap((policy) => {
    const ratio = feedback && price(policy, feedback);
    return ratio ? [html`${number(ratio.value)} times with ${prose(variantOf(policy))}`] : [];
  });
  if (prices.length === 0) return nothing;
  return html`Measured against feedback, the task loss under the paper’s rule was ${join(prices)}.`;
}

function needed({ feedback }: Reading): Html {
  const gamma = feedback?.figure("gamma");
  if (!feedback || !gamma || gamma.value === null) return nothing;
  const { start, late } = criticalWork(feedback);
  if (start === undefined || late === undefined) return nothing;
  const verb = feedback.standing === "held" ? html`The work that held ${S} was` : "Feedback worked with";
  const moved = late > 2 * start || late < start / 2;
  const reads = html`<var>γ</var><sub>crit</sub> read ${number(start)} on the network as it started and ${number(late)} while feedback was at work`;
  const so = html`, so what the rule asks for depends on when <var>λ</var><sub>max</sub> is measured`;
  return html`${verb} <var>γ</var> = ${figureText(gamma)}; ${reads}${moved ? so : nothing}.`;
}

/** What tells the variants of the paper's rule apart: "critical, λ_max of the start" without its first word. */
export const variantOf = ({ label }: Policy): string => label.replace(/^critical, /, "");

const join = (parts: readonly Html[]): Html =>
  html`${parts.map((part, i) => html`${i === 0 ? "" : i === parts.length - 1 ? " and " : ", "}${part}`)}`;
