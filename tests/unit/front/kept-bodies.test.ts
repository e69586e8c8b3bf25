import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { KeptBodies } from "#lib/front/kept-bodies.ts";

const body = () => Buffer.from(`<p>${randomUUID()}</p>`);
const asItCame = (bytes: Buffer) => () => ({ body: bytes, policy: "default-src 'self'" });

test("thousands of made-up addresses do not fill the memory, asked for compressed or not", async () => {
  const kept = new KeptBodies();
  const find = (bytes: Buffer) => kept.find(bytes, asItCame(bytes));
  for (let n = 0; n < 3_000; n += 1) find(body());
  expect(kept.count).toBeLessThanOrEqual(2_000);
  for (let n = 0; n < 10; n += 1) await kept.encoded(find(body()), "gzip");
  expect(kept.count).toBeLessThanOrEqual(2_000);
});

test("large bodies are let go by their weight", () => {
  const kept = new KeptBodies();
  for (let n = 0; n < 100; n += 1) {
    const large = Buffer.alloc(1024 * 1024, String(n));
    kept.find(large, asItCame(large));
  }
  expect(kept.count).toBeLessThanOrEqual(64);
});

test("what is asked for again is worked out once", async () => {
  const kept = new KeptBodies();
  const bytes = body();
  let worked = 0;
  const find = () => kept.find(bytes, () => ({ body: bytes, policy: `policy ${(worked += 1)}` }));
  const [first, second] = await Promise.all([
    kept.encoded(find(), "br"),
    kept.encoded(find(), "br"),
  ]);
  expect(worked).toBe(1);
  expect(first.equals(second)).toBe(true);
  expect(await kept.encoded(find(), "br")).toBe(await kept.encoded(find(), "br"));
});

test("the tag tells apart what is sent, not what came", () => {
  const tagOf = (came: string, sent: string) =>
    new KeptBodies().find(Buffer.from(came), asItCame(Buffer.from(sent))).tag;
  expect(tagOf("a", "x")).toBe(tagOf("b", "x"));
  expect(tagOf("a", "x")).not.toBe(tagOf("a", "y"));
});
