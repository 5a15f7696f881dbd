import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { certificateFor, makeAuthority, noCertificates } from "../../../test/certificates.js";
import { type Receiver, receive } from "../../../test/receiver.js";

let folder: string;
let hooks: Receiver;
let expired: Receiver;
let plain: Receiver;
const names: (string | false | null)[] = [];
beforeAll(async () => {
  if (noCertificates !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), "telostat-tls-"));
  await makeAuthority(folder);
  const certificate = await certificateFor(folder, "hooks.example");
  hooks = await receive({
    ...certificate,
    SNICallback: (name, done) => {
      names.push(name);
      done(null);
    },
  });
  expired = await receive(await certificateFor(folder, "expired.example", 0));
  plain = await receive();
});
afterAll(async () => {
  if (noCertificates !== undefined) return;
  await Promise.all([hooks, expired, plain].map((one) => one.close()));
  await rm(folder, { recursive: true, force: true });
});

/** Posts in a process of its own, since authorities are read when a process starts; every name is at 127.0.0.1. */
async function posted(urls: readonly string[], authority?: string, allowPrivate = true): Promise<string[]> {
  const program = `
    const { post } = await import(${JSON.stringify(fileURLToPath(new URL("post.ts", import.meta.url)))});
    const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
    const options = { allowPrivate: ${allowPrivate}, resolve, timeout: 10_000 };
    const said = [];
    for (const url of ${JSON.stringify(urls)})
      said.push(await post(new URL(url), { body: "{}", headers: {} }, options).then(() => "taken", (error) => error.message));
    console.log(JSON.stringify(said));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program],
    { env: { ...process.env, ...(authority && { NODE_EXTRA_CA_CERTS: authority }) } },
  );
  return JSON.parse(stdout) as string[];
}

it.skipIf(noCertificates)(
  `trusts an authority that it is told of, for the name that was asked for and until it expires${noCertificates ? ` (skipped: ${noCertificates})` : ""}`,
  async () => {
    const said = await posted(
      [
        `https://hooks.example:${hooks.port}/`,
        `https://other.example:${hooks.port}/`,
        `https://127.0.0.1:${hooks.port}/`,
        `https://expired.example:${expired.port}/`,
        `https://hooks.example:${plain.port}/`,
      ],
      join(folder, "ca.pem"),
    );
    expect(said).toEqual([
      "taken",
      expect.stringMatching(/^the certificate is not one of other\.example: .*hooks\.example/),
      expect.stringMatching(/^the certificate is not one of 127\.0\.0\.1: /),
      expect.stringMatching(/^the certificate of expired\.example is not accepted: certificate has expired/),
      "hooks.example does not speak TLS as it should: is it http in the place of https?",
    ]);
    expect(names).toEqual(["hooks.example", "other.example"]);
    expect(hooks.received.map(({ headers }) => headers.host)).toEqual([`hooks.example:${hooks.port}`]);
    expect(expired.received).toEqual([]);
  },
  60_000,
);

it.skipIf(noCertificates)(
  "refuses one that it is not told of, and a name that has come to a private address, before anything is sent",
  async () => {
    const before = [hooks.received.length, names.length];
    const url = `https://hooks.example:${hooks.port}/`;
    expect(await posted([url])).toEqual([
      "the certificate of hooks.example is not accepted: unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE); an authority of your own is trusted with NODE_EXTRA_CA_CERTS=FILE",
    ]);
    expect(names.length).toBe(before[1]! + 1);
    expect(await posted([url], join(folder, "ca.pem"), false)).toEqual([
      expect.stringMatching(/^hooks\.example is at 127\.0\.0\.1, a private address/),
    ]);
    expect([hooks.received.length, names.length]).toEqual([before[0], before[1]! + 1]);
  },
  60_000,
);
