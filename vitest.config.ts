import { defineConfig } from "vitest/config";

/** Where .ci/run wants the counts written; nothing is written without it. */
const results = process.env.TEST_RESULTS;

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    reporters: results === undefined ? ["default"] : ["default", ["json", { outputFile: results }]],
  },
});
