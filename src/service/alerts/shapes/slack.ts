import type { AlarmNotice } from "../../../contracts/index.js";
import type { Outgoing } from "../post.js";

/**
 * Two lines of text, as Slack's incoming webhooks and those that copy them take it: without blocks, of which some of them know
 * nothing, and below the 4,000 characters that Slack asks for. Addresses in it are not fetched for a preview.
 */
export function slack({ notice, title, link, alarm }: AlarmNotice): Outgoing {
  const { evidence, rule } = alarm;
  const { value, lower, upper, level } = evidence.value;
  const figures = `${show(value)} [${show(lower)}, ${show(upper)}] at ${level * 100}%, tolerated ${show(evidence.tolerated)}`;
  const page = link === null ? "" : ` <${escaped(link)}|Evidence>`;
  const text = `${MARK[notice]} *${escaped(title)}*\n${figures}; rule ${escaped(rule)}.${page}`;
  return { body: JSON.stringify({ text, unfurl_links: false, unfurl_media: false }), headers: {} };
}

const MARK = {
  raised: ":red_circle:",
  renotified: ":red_circle:",
  resolved: ":large_green_circle:",
  test: "Test:",
};

const show = (value: number): string => value.toPrecision(3);

/** On one line, without the three characters by which Slack tells its own marks ("Formatting text", escaping). */
const escaped = (text: string): string =>
  text.replace(/\s+/g, " ").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
