import type { AlarmNotice } from "../../../contracts/index.js";
import type { Outgoing } from "../post.js";

/** A line of text, as Slack's incoming webhooks and those that copy them take it. */
export function slack({ notice, title, link, alarm }: AlarmNotice): Outgoing {
  const { evidence, rule } = alarm;
  const { value, lower, upper, level } = evidence.value;
  const figures = `${show(value)} [${show(lower)}, ${show(upper)}] at ${level * 100}%, tolerated ${show(evidence.tolerated)}`;
  const page = link === null ? "" : ` <${escaped(link)}|Evidence>`;
  const text = `${MARK[notice]} *${escaped(title)}*\n${figures}; rule ${escaped(rule)}.${page}`;
  return { body: JSON.stringify({ text }), headers: {} };
}

const MARK = {
  raised: ":red_circle:",
  renotified: ":red_circle:",
  resolved: ":large_green_circle:",
  test: "Test:",
};

const show = (value: number): string => value.toPrecision(3);

/** The three characters by which Slack tells its own marks. */
const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
