/** Where a page comes from: what made it, and with which parameters. */
import { type Content, type Html, html } from "../html.js";
import { exact, notMeasured, number } from "../numbers.js";

export interface Generated {
  readonly version: string;
  readonly command: string;
  readonly seconds?: number;
  readonly machine?: string;
}

/** Whether this command makes a short run, to see that it works: its verdict is worth little. */
export const isQuick = (command: string | undefined): boolean => / --quick( |$)/.test(command ?? "");

export type Fact = readonly [name: Content, fact: Content];

export const factList = (facts: readonly Fact[]): Html => html`
<dl class="facts">${facts.map(
  ([name, fact]) => html`
<div><dt>${name}</dt><dd>${fact}</dd></div>`,
)}
</dl>`;

export const madeBy = ({ version, command, seconds, machine }: Generated): Fact => [
  "Made by",
  html`telostat ${version}: <code>${command}</code>${[
    seconds === undefined ? "" : `, ${number(seconds)} s`,
    machine === undefined ? "" : `, ${machine}`,
  ]}`,
];

export const parameterTable = (name: string, parameters: Readonly<Record<string, unknown>>): Html => html`
<details>
<summary>${name}</summary>
<table class="parameters"><tbody>${Object.entries(parameters).map(
  ([key, value]) => html`
<tr><th scope="row"><code>${key}</code></th><td>${parameterText(value)}</td></tr>`,
)}
</tbody></table>
</details>`;

function parameterText(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return exact(value);
  if (Array.isArray(value)) return value.map(parameterText).join(", ");
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  return value === null || typeof value !== "object" ? notMeasured : JSON.stringify(value);
}
