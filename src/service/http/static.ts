/** The dashboard's files, as they were built: read once, compressed once, and never from outside their folder. */
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

interface File {
  readonly type: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly brotli: Buffer<ArrayBuffer>;
  readonly gzip: Buffer<ArrayBuffer>;
  /** Its name changes with its content. */
  readonly hashed: boolean;
}

/** Paths of which the dashboard makes a page: each is answered with index.html. */
const pages = /^\/(systems\/[^/]+(\/settings)?|alarms\/[^/]+|new|destinations|keys|audit|dead-letters)?$/;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Answers a GET of a path with a file or page of the dashboard; undefined where it has none of that name. */
export type Dashboard = (path: string, headers: Headers) => Response | undefined;

/**
 * @param folder where the dashboard was built to.
 * @throws Error where there is no index.html in it.
 */
export async function dashboard(folder: string): Promise<Dashboard> {
  const files = await filesOf(folder);
  if (!files.has("/index.html")) throw new Error(`no dashboard in ${folder}: build it with npm run build`);
  return (path, headers) => {
    const file = files.get(pages.test(path) ? "/index.html" : path);
    return file && answer(file, headers.get("accept-encoding") ?? "");
  };
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, File>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const known = found.filter((entry) => entry.isFile() && extname(entry.name) in types);
  const files = known.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const at = `/${relative(folder, path).split(sep).join("/")}`;
    return [at, await compressed(await readFile(path), types[extname(name)]!, at)] as const;
  });
  return new Map(await Promise.all(files));
}

async function compressed(bytes: Buffer<ArrayBuffer>, type: string, at: string): Promise<File> {
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(bytes),
  ]);
  return { type, bytes, brotli, gzip: zipped, hashed: at.startsWith("/assets/") };
}

function answer({ type, bytes, brotli, gzip: zipped, hashed }: File, accepted: string): Response {
  const [encoding, body] = /\bbr\b/.test(accepted)
    ? (["br", brotli] as const)
    : /\bgzip\b/.test(accepted)
      ? (["gzip", zipped] as const)
      : ([undefined, bytes] as const);
  return new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
      ...(encoding === undefined ? {} : { "content-encoding": encoding }),
    },
  });
}
