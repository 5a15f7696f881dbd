/** What the run found, in words that follow the numbers. */
import { type Html, html } from "../html.js";
import { count, exact, figureText, number, valueText } from "../numbers.js";
import { criticalWork, type Policy, price, type Reading } from "../reading.js";
import { prose } from "../typography.js";
import { standingBadge } from "./badges.js";

/** The verdict as a title. */
export function title(verdict: string, { feedback, seeds }: Reading): string {
  const held = "The paper’s rule held the network’s goals";
  switch (verdict) {
    case "no-drift":
      return "The network’s goals stayed put, so nothing was put to the test";
    case "rule-fails":
      return "The paper’s rule did not hold the network’s goals";
    case "rule-overpays":
      return `${held}, at a higher price than feedback`;
    case "rule-holds":
      return feedback?.standing === "held" ? `${held}, at no clearly higher price than feedback` : held;
    case "undecided": {
      const who = seeds === 1 ? "One seed does" : `These ${count(seeds, "seed")} do`;
      return `${who} not decide whether the paper’s rule holds the network’s goals`;
    }
    default:
      return `Verdict: ${verdict}`;
  }
}

/** What was asked and how far the goals spread; how each policy fared; what that says of the formula. */
export const summary = (reading: Reading): Html => html`
<p class="lead">${prose(`${question} ${drift(reading)}`)}</p>
<ul class="findings">${findings(reading)}</ul>
<p>${prose(`${compared(reading)} ${needed(reading)}`)}</p>`;

const question =
  "A network learns one goal and then trains on a proxy that rewards others. Alignment work of strength γ pulls it " +
  "back; the paper has a formula for how strong that must be.";

function drift({ none, ceiling, goals, limit }: Reading): string {
  const start = none?.points[0]?.entropy.value;
  const end = none?.figure("entropy").value ?? undefined;
  if (none === undefined || start === undefined || end === undefined) {
    return "The run without alignment work was not measured.";
  }
  const moved =
    `ethical entropy S ${end >= start ? "rose" : "fell"} from ${number(start)} to ${number(end)} nats, ` +
    `of at most ln ${goals} = ${number(ceiling)}`;
  switch (none.standing) {
    case "drifted":
      return `Without alignment work the network’s goals spread: its ${moved}.`;
    case "held":
      return (
        `Even without alignment work the network’s goals stayed together: its ${moved}, ` +
        `within the limit of ${number(limit)}.`
      );
    case "undecided":
      return `Without alignment work the network’s ${moved} (undecided: ${doubt(none, limit)}).`;
  }
}

function findings({ critical, feedback, margin, target, limit }: Reading): Html[] {
  const finding = (policy: Policy, subject: string): Html => html`
<li>${standingBadge(policy.standing)}<span>${prose(`${subject} ${outcome(policy, limit)}`)}</span></li>`;
  const rule = critical.map((policy, i) =>
    finding(
      policy,
      `${i === 0 ? `The paper’s rule, γ = ${exact(margin)} γ_crit,` : "The same rule"} with ${variantOf(policy)}`,
    ),
  );
  const measured = `Feedback, which sets γ by the measured S (target ${number(target)}),`;
  return feedback === undefined ? rule : [...rule, finding(feedback, measured)];
}

/** "held S at 0.446 nats for 24.2 times the task loss without work." */
function outcome(policy: Policy, limit: number): string {
  const [entropy, swing, tax] = [policy.figure("entropy"), policy.figure("swing"), policy.figure("tax")];
  const nats = `${valueText(entropy)} nats`;
  const result = {
    held: `held S at ${nats}`,
    drifted: `let S settle at ${nats}, above the limit of ${number(limit)},`,
    undecided: `left S at ${nats} (${doubt(policy, limit)})`,
  }[policy.standing];
  const swings =
    swing.value !== null && swing.value > limit / 2
      ? ` on average, swinging by ${number(swing.value)} nats,`
      : "";
  const cost =
    tax.value === null
      ? "; its task loss was not measured"
      : ` for ${number(tax.value)} times the task loss without work`;
  return `${result}${swings}${cost}.`;
}

const doubt = (policy: Policy, limit: number): string =>
  policy.figure("entropy").lower === null
    ? "one seed has no interval"
    : `the limit of ${number(limit)} lies within the interval over seeds`;

function compared({ critical, feedback }: Reading): string {
  const prices = critical.flatMap((policy) => {
    const ratio = feedback && price(policy, feedback);
    return ratio ? [`${number(ratio.value)} times with ${variantOf(policy)}`] : [];
  });
  const list = new Intl.ListFormat("en").format(prices);
  return prices.length === 0
    ? ""
    : `Measured against feedback, the task loss under the paper’s rule was ${list}.`;
}

function needed({ feedback }: Reading): string {
  const gamma = feedback?.figure("gamma");
  if (!feedback || !gamma || gamma.value === null) return "";
  const { start, late } = criticalWork(feedback);
  if (start === undefined || late === undefined) return "";
  const work = feedback.standing === "held" ? "The work that held S was" : "Feedback worked with";
  const moved = late > 2 * start || late < start / 2;
  return (
    `${work} γ = ${figureText(gamma)}; γ_crit read ${number(start)} on the network as it started and ` +
    `${number(late)} while feedback was at work` +
    `${moved ? ", so what the rule asks for depends on when λ_max is measured" : ""}.`
  );
}

/** What tells the variants of the paper's rule apart: "critical, λ_max of the start" without its first word. */
export const variantOf = ({ label }: Policy): string => label.replace(/^critical, /, "");
