/** The file of an upload: the body itself, or the one file of a form. */
import { extname } from "node:path";
import { type UploadFormat, uploadFormats } from "../../../../contracts/index.js";
import type { RawBody } from "../../body.js";
import { HttpProblem } from "../../problem.js";

export interface UploadedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: UploadFormat;
  /** Whether labels are rows of CSV. */
  readonly csv: boolean;
}

/** What a body may be; the type of a form's file is not looked at. */
export const uploadTypes = [
  "multipart/form-data",
  "application/octet-stream",
  "application/zip",
  "application/json",
  "application/x-ndjson",
  "application/jsonl",
  "text/csv",
];

/** @throws HttpProblem 400, 422 */
export async function uploadedFile(body: RawBody, format: UploadFormat | undefined): Promise<UploadedFile> {
  const form = body.type === "multipart/form-data" ? await formOf(body) : undefined;
  const bytes = form?.bytes ?? body.bytes;
  const extension = extname(form?.name ?? "").toLowerCase();
  const start = beginning(bytes);
  const csv = body.type === "text/csv" || extension === ".csv" || !/^[[{]/.test(start);
  return { bytes, csv, format: format ?? form?.format ?? formatOf(start, csv) };
}

async function formOf({ header, bytes }: RawBody) {
  const form = await new Response(bytes, { headers: { "content-type": header } })
    .formData()
    .catch(() => undefined);
  if (form === undefined) throw new HttpProblem(400, "the body is not multipart/form-data, or it broke off");
  const files = [...form.values()].flatMap((value) => (typeof value === "string" ? [] : [value]));
  const [file] = files;
  if (file === undefined || files.length > 1)
    throw new HttpProblem(422, `file: expected one file in the form, got ${files.length}`, "file");
  const given = form.get("format");
  const format = uploadFormats.find((one) => one === given);
  if (given !== null && given !== "" && format === undefined)
    throw new HttpProblem(422, `format: expected ${uploadFormats.join(" or ")}`, "format");
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), format };
}

/** Characters by which a file is told: its first line, if that is shorter. */
const BEGINNING = 2 ** 20;

const beginning = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes.subarray(0, BEGINNING)).trimStart();

/** By how it begins: an archive, a list of runs, one object a line, or a document over several. */
function formatOf(start: string, csv: boolean): UploadFormat {
  if (start.startsWith("PK\u0003\u0004")) return "inspect";
  if (csv) return "labels";
  if (start.startsWith("[")) return "tau-bench";
  const first = objectOf(start.split("\n", 1)[0]!);
  if (first === undefined)
    return /^\{\s*"(messages|response|id|custom_id)"\s*:/.test(start) ? "chat" : "inspect";
  if ("messages" in first || "response" in first) return "chat";
  return "eval" in first ? "inspect" : "labels";
}

function objectOf(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
