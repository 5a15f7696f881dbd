import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { makeSystem, pointAgent, sendWindow } from "./commands.js";

const open = { origin: "http://localhost:4318", guarded: false };
/** The words that a shell makes of a command. */
const words = (command: string): string[] =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }; TELOSTAT_KEY=k; ${command}`], {
    encoding: "utf8",
  })
    .split("\0")
    .slice(0, -1);

it("is read by a shell as it is meant, whatever the goals are called", () => {
  const goals = [`the user's "$HOME"`, "`id`"];
  expect(words(makeSystem(open, "bot", goals))).toEqual([
    ...["-X", "PUT", "http://localhost:4318/api/v1/systems/bot"],
    ...["-H", "content-type: application/json", "-d", JSON.stringify({ goals, intended: goals[0] })],
  ]);
  const sent = words(sendWindow({ ...open, guarded: true }, "bot", goals, 25));
  expect(sent).toContain("authorization: Bearer k");
  expect(JSON.parse(sent.at(-1)!).observations).toEqual([
    { goal: goals[0], count: 22 },
    { goal: goals[1], count: 3 },
  ]);
});

it("names the key, and does not show it", () => {
  expect(pointAgent(open, "bot")).not.toContain("HEADERS");
  expect(pointAgent({ ...open, guarded: true }, "bot")).toContain("Bearer $TELOSTAT_KEY");
});
