import { fileURLToPath } from "node:url";
import { type Dashboard, dashboard } from "../../service/index.js";

/** Where the dashboard is built to, seen from dist/cli/serve. */
const PAGES = fileURLToPath(new URL("../../dashboard/", import.meta.url));

/** The dashboard; undefined, and `missing` told, where it was not built: the API does without. */
export const pages = (missing: (error: unknown) => void): Promise<Dashboard | undefined> =>
  dashboard(PAGES).catch((error: unknown) => {
    missing(error);
    return undefined;
  });
