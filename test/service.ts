/** The service with its API in this process, on an embedded database of its own: what tests of the service share. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { createApp, openService, type Service, type ServiceOptions } from "../src/service/index.js";

export interface Answer {
  readonly status: number;
  /** Null where it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  readonly body: any;
}

export class ServiceUnderTest {
  /** Seconds since 1970, until a test sets it. */
  now = 1_700_000_000;
  service!: Service;
  app!: Hono;
  /** What went wrong in the background; a test that expects something takes it out. */
  readonly errors: unknown[] = [];
  readonly #folder: string;
  readonly #options: Partial<ServiceOptions>;

  private constructor(folder: string, options: Partial<ServiceOptions>) {
    this.#folder = folder;
    this.#options = options;
  }

  static async open(options: Partial<ServiceOptions> = {}): Promise<ServiceUnderTest> {
    const made = new ServiceUnderTest(await mkdtemp(join(tmpdir(), "telostat-service-")), options);
    await made.#start();
    return made;
  }

  async #start(): Promise<void> {
    const onError = (error: unknown) => {
      this.errors.push(error);
    };
    this.service = await openService({
      folder: this.#folder,
      now: () => this.now,
      onError,
      ...this.#options,
    });
    this.app = createApp(this.service, { onError });
  }

  /** On the same folder. */
  async restart(): Promise<void> {
    await this.service.close();
    await this.#start();
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.app.request(path, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    const json = response.headers.get("content-type")?.includes("json");
    return { status: response.status, body: json ? await response.json() : null };
  }

  /** Until nothing waits in the queue. */
  async settled(): Promise<void> {
    this.service.wake();
    while ((await this.service.queue.waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async close(): Promise<void> {
    await this.service.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
