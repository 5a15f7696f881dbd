import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { post } from "./post.js";

it("says of every address of a name why it was not reached", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const addresses = ["127.0.0.1", "127.0.0.2"].map((address) => ({ address, family: 4 }));
  const options = { allowPrivate: true, resolve: async () => addresses, timeout: 10_000 };
  const sent = post(new URL(`http://two.example:${port}/`), { body: "{}", headers: {} }, options);
  await expect(sent).rejects.toThrow(
    `connect ECONNREFUSED 127.0.0.1:${port}; connect ECONNREFUSED 127.0.0.2:${port}`,
  );
});
