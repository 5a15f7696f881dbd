import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openJournal, type RunIdentity } from "./journal.js";

const folder = mkdtempSync(join(tmpdir(), "telostat-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run: RunIdentity = { experiment: "e", version: "1", seed: 3, parameters: { k: [1, 2] }, trials: 4 };
const trial = (index: number) => ({ trial: index, activity: "a", seconds: 0.5, result: { x: index / 3 } });

async function written(name: string, trials: readonly number[]): Promise<string> {
  const journal = await openJournal(join(folder, name), run, false);
  await Promise.all(trials.map((index) => journal.append(trial(index))));
  await journal.close();
  return join(folder, name);
}

const text = (directory: string): string => readFileSync(join(directory, "trials.jsonl"), "utf8");

describe("the journal of a run", () => {
  it("gives back what was appended, in any order, bit for bit", async () => {
    const directory = await written("order", [2, 0]);
    const journal = await openJournal(directory, run, true);
    expect([...journal.finished.values()]).toEqual([trial(2), trial(0)]);
    await journal.append(trial(1));
    await journal.close();
    expect(text(directory).split("\n")).toHaveLength(5);
  });

  it("drops a line that was torn off, and writes over it", async () => {
    const directory = await written("torn", [0]);
    const whole = text(directory);
    appendFileSync(join(directory, "trials.jsonl"), '{"trial":1,"activity":"a long one that was cut');
    const journal = await openJournal(directory, run, true);
    expect([...journal.finished.keys()]).toEqual([0]);
    await journal.append(trial(3));
    await journal.close();
    expect(text(directory)).toBe(`${whole}${JSON.stringify(trial(3))}\n`);
  });

  it.each<[string, Partial<RunIdentity>, RegExp]>([
    ["version", { version: "2" }, /version was "1" and is "2"/],
    ["data", { data: "abc" }, /data was absent and is "abc"/],
    ["parameters", { parameters: { k: [1] } }, /parameter k was \[1,2\] and is \[1\]/],
    [
      "several things",
      { version: "2", seed: 4, parameters: { j: 1 }, trials: 9 },
      /: version was "1" and is "2"; seed was 3 and is 4; parameter k was \[1,2\] and is absent; parameter j was absent and is 1; resume/,
    ],
    ["trials", { trials: 5 }, /the number of trials was 4 and is 5/],
  ])("is not mixed with a run of other %s", async (name, other, message) => {
    const directory = await written(`other-${name}`, [0]);
    await expect(openJournal(directory, { ...run, ...other }, true)).rejects.toThrow(message);
  });

  it("begins anew once the run is finished, not before", async () => {
    const directory = await written("anew", [0, 1, 2]);
    await expect(openJournal(directory, run, false)).rejects.toThrow(/3 of 4 trials of an unfinished run/);
    const journal = await openJournal(directory, run, true);
    await journal.append(trial(3));
    await journal.close();
    await (await openJournal(directory, run, false)).close();
    expect(text(directory).split("\n")).toHaveLength(2);
  });

  it("names the line that cannot be", async () => {
    const directory = await written("twice", [0, 1]);
    writeFileSync(join(directory, "trials.jsonl"), `${text(directory)}${JSON.stringify(trial(1))}\n`);
    await expect(openJournal(directory, run, true)).rejects.toThrow(
      /trials\.jsonl:4: expected a trial not seen/,
    );
  });
});
