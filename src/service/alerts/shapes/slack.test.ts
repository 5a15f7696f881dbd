import fc from "fast-check";
import { expect, it } from "vitest";
import { sampleNotice } from "../sample-notice.js";
import { slack } from "./slack.js";

interface Payload {
  readonly text: string;
  readonly [other: string]: unknown;
}

/** What Slack documents: `text` of at most 4,000 characters, whose only marks are those of "<", ">" and "&". */
function lines(title: string, rule: string, link: string | null): string[] {
  const sample = sampleNotice(1_700_000_000);
  const notice = { ...sample, notice: "raised" as const, title, link, alarm: { ...sample.alarm, rule } };
  const { body } = slack(notice);
  const { text, ...others } = JSON.parse(body) as Payload;
  expect(others).toEqual({ unfurl_links: false, unfurl_media: false });
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(text.match(/&(?!amp;|lt;|gt;)/g)).toBeNull();
  const marks = text.match(/<[^>]*>/g) ?? [];
  expect(marks).toHaveLength(link === null ? 0 : 1);
  expect(text.replace(/<[^>]*>/g, "")).not.toMatch(/[<>]/);
  return text.split("\n");
}

const plain = (text: string) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

it("says what it was given, whatever that is, with no mark of Slack's in it", () => {
  // The longest title is that of a system, 200 characters, with what is said of it.
  const text = fc.string({ unit: "binary", maxLength: 260 });
  const loaded = fc.array(fc.constantFrom("<", ">", "&", "&lt;", "<!channel>", "|", "\n", "*", "a"), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        loaded.map((all) => all.join("")),
      ),
      fc.option(fc.webUrl()),
      (title, link) => {
        const all = lines(title, title.slice(0, 128), link);
        expect(all).toHaveLength(2);
        expect(plain(all[0]!)).toBe(`:red_circle: *${title.replace(/\s+/g, " ")}*`);
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});
