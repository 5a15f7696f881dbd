import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { experimentResultSchema } from "../../src/contracts/index.js";
import { telostat } from "./telostat.js";

const folder = `${process.env.TELOSTAT_DATA ?? "../shared/data"}/tau-bench`;
const absent = !existsSync(folder);
if (absent) process.stdout.write(`not run: no ${folder}; TELOSTAT_DATA names the folder of data sets\n`);

it.skipIf(absent)("tau-bench: the figures of the guide, from the files", { timeout: 120_000 }, async () => {
  const { out, code } = await telostat(["lab", "run", "tau-bench", "--data", folder, "--json"]);
  expect(code).toBe(0);
  const { summary, verdict } = experimentResultSchema.parse(JSON.parse(out));
  const figure = (name: string) =>
    [summary[name].value, summary[name].lower, summary[name].upper].map((x) => x?.toFixed(2));
  expect([summary.runs.value, summary.tasks.value, summary.goals.value]).toEqual([200, 50, 41]);
  expect(summary.success.value).toBe(84 / 200);
  expect(figure("top1")).toEqual(["0.64", "0.54", "0.74"]);
  expect(figure("baseline_top1")).toEqual(["0.51", "0.40", "0.62"]);
  expect(figure("auc_within_task")).toEqual(["0.88", "0.76", "0.97"]);
  expect(figure("entropy_task")).toEqual(["0.86", "0.75", "0.99"]);
  expect(verdict).toBe("related within tasks only");
});

it("a folder without trajectories, or no folder, is refused", async () => {
  const outcomes = await Promise.all(
    ["test", "no-such-folder"].map((data) => telostat(["lab", "run", "tau-bench", "--data", data])),
  );
  expect(outcomes.map(({ code }) => code)).toEqual([2, 2]);
  expect(outcomes[0].err).toMatch(/test: expected one .json file of trajectories, found 0/);
  expect(outcomes[1].err).toMatch(/no-such-folder: no such file or folder/);
});
