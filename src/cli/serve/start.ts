import { fileInput, readRedactionFile } from "../../ingest/index.js";
import { listen, openService, openTelemetry, redaction } from "../../service/index.js";
import { exitCode, UserError } from "../exit.js";
import { version } from "../version.js";
import { explained } from "./explained.js";
import type { Where } from "./keys.js";
import { pages } from "./pages.js";

export interface StartOptions extends Where {
  port: number;
  /** Takes another port where that one is taken, and says so. */
  anyPort?: boolean;
  host: string;
  allowedHost: string[];
  redact?: string;
  allowPrivateTargets?: boolean;
  publicUrl?: URL;
}

/** A service that listens. */
export interface Running {
  /** "http://127.0.0.1:4318" */
  readonly address: string;
  /** Answers what is under way, and keeps what was acknowledged. */
  close(): Promise<void>;
}

/**
 * Opens a service and listens.
 *
 * @param report the page of a report that is shown beside the dashboard.
 * @throws UserError for what the user can mend.
 */
export async function start(
  { port, host, data, database, allowPrivateTargets, ...options }: StartOptions,
  report: (() => string | undefined) | undefined,
): Promise<Running> {
  const allowedHosts = [...options.allowedHost, ...(options.publicUrl ? [options.publicUrl.hostname] : [])];
  let site = options.publicUrl?.href;
  const redact = options.redact === undefined ? undefined : await redactionOf(options.redact);
  const onError = (error: unknown) => {
    process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.message : error}\n`);
  };
  const now = () => Date.now() / 1000;
  const tracing = await openTelemetry(process.env, { version, onError }).catch(explained);
  const service = await openService({
    folder: data,
    url: database,
    now,
    onError,
    redact,
    allowPrivateTargets,
    tracing,
    link: ({ id }) => (site === undefined ? null : new URL(`/alarms/${encodeURIComponent(id)}`, site).href),
  }).catch(explained);
  const settings = { host, allowedHosts, onError, dashboard: await pages(onError), report };
  const server = await listen(service, { ...settings, port })
    .catch((error: NodeJS.ErrnoException) => {
      if (!options.anyPort || error.code !== "EADDRINUSE") throw error;
      process.stderr.write(`Port ${port} is taken: another one is used.\n`);
      return listen(service, { ...settings, port: 0 });
    })
    .catch(async (error: unknown) => {
      await service.close();
      return explained(error);
    });
  site ??= server.address;
  return {
    address: server.address,
    async close() {
      await server.close();
      await service.close();
    },
  };
}

async function redactionOf(path: string): Promise<(text: string) => string> {
  const file = await readRedactionFile(fileInput(path));
  try {
    return redaction(file);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${path}: ${error.message}`, exitCode.badInput);
    throw error;
  }
}
