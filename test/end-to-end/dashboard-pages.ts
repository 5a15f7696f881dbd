/** The service with its dashboard, built for the test and open in a browser. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { dashboard, type HttpServer, listen, type ServiceOptions } from "../../src/service/index.js";
import { ServiceUnderTest } from "../service.js";
import { launch } from "./browser.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export class DashboardUnderTest {
  readonly tested: ServiceUnderTest;
  readonly browser: Browser;
  page!: Page;
  server!: HttpServer;
  /** What the pages said went wrong. */
  readonly complaints: string[] = [];
  readonly #folder: string;

  private constructor(folder: string, tested: ServiceUnderTest, browser: Browser) {
    this.#folder = folder;
    this.tested = tested;
    this.browser = browser;
  }

  static async open(options: Partial<ServiceOptions> = {}): Promise<DashboardUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), "telostat-dashboard-"));
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const [tested, browser] = await Promise.all([
      ServiceUnderTest.open({ now: () => Date.now() / 1000, ...options }),
      launch(),
      promisify(execFile)(
        process.execPath,
        [vite, "build", "--outDir", join(folder, "pages"), "--emptyOutDir"],
        { cwd: root, env: { ...process.env, NODE_ENV: "production" } },
      ),
    ]);
    const made = new DashboardUnderTest(folder, tested, browser);
    await made.start(0);
    made.page = await browser.newPage();
    made.page.setDefaultTimeout(20_000);
    made.page.on("pageerror", (error) => made.complaints.push(error.message));
    made.page.on("console", (message) => {
      // Requests that fail are told by the browser; tests make some fail.
      if (message.type() === "error" && !/ERR_|Failed to load resource/.test(message.text()))
        made.complaints.push(message.text());
    });
    return made;
  }

  get address(): string {
    return this.server.address;
  }

  async start(port: number): Promise<void> {
    const onError = (error: unknown) => {
      throw error;
    };
    const pages = await dashboard(join(this.#folder, "pages"));
    this.server = await listen(this.tested.service, { host: "127.0.0.1", port, onError, dashboard: pages });
  }

  /** To the service itself, also while its server is down. */
  async send(method: string, path: string, body?: unknown): Promise<void> {
    const { status, body: answer } = await this.tested.ask(method, `/api/v1${path}`, body);
    expect(status, JSON.stringify(answer)).toBeLessThan(300);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
    await this.tested.close();
    await rm(this.#folder, { recursive: true, force: true });
    expect(this.complaints).toEqual([]);
    expect(this.tested.errors).toEqual([]);
  }
}

/** What axe finds in the page, with all that can be opened open, by WCAG 2.2 AA and its own best practice. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.locator("main details").evaluateAll((all) => {
    for (const details of all) (details as HTMLDetailsElement).open = true;
  });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    () => (globalThis as unknown as { axe: typeof axe }).axe.run(document) as Promise<AxeResults>,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  );
}
