/** Draws the README's picture from the result of `npx telostat demo`: npx tsx docs/images/draw.ts */
import { readFileSync, writeFileSync } from "node:fs";
import { closedLoopResultSchema } from "../../src/contracts/index.js";
import { entropyImage } from "../../src/report/index.js";

const { closedLoop } = JSON.parse(readFileSync("telostat-report/result.json", "utf8"));
writeFileSync(
  new URL("entropy.svg", import.meta.url),
  entropyImage(closedLoopResultSchema.parse(closedLoop)),
);
