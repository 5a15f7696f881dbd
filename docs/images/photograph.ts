/**
 * Photographs a system's page for the README, while `npm start` serves the finished demo:
 * npx tsx docs/images/photograph.ts [address]
 */
import { launch } from "../../test/end-to-end/browser.js";

const [address = "http://127.0.0.1:4318"] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1120, height: 1160 } });
await page.goto(`${address}/systems/network-1.1.none`);
await page.locator("canvas").first().waitFor();
await page.waitForTimeout(1000);
await page.screenshot({ path: new URL("dashboard.png", import.meta.url).pathname });
await browser.close();
