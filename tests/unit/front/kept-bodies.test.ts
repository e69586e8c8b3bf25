import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { KeptBodies } from "#lib/front/kept-bodies.ts";

const body = () => Buffer.from(`<p>${randomUUID()}</p>`);
const policy = () => "default-src 'self'";

test("thousands of made-up addresses do not fill the memory, asked for compressed or not", async () => {
  const kept = new KeptBodies();
  for (let n = 0; n < 3_000; n += 1) kept.find(body(), policy);
  expect(kept.count).toBeLessThanOrEqual(2_000);
  for (let n = 0; n < 10; n += 1) {
    const bytes = body();
    await kept.encoded(kept.find(bytes, policy), bytes, "gzip");
  }
  expect(kept.count).toBeLessThanOrEqual(2_000);
});

test("what is asked for again is worked out once", async () => {
  const kept = new KeptBodies();
  const bytes = body();
  let worked = 0;
  const find = () => kept.find(bytes, () => `policy ${(worked += 1)}`);
  const [first, second] = await Promise.all([
    kept.encoded(find(), bytes, "br"),
    kept.encoded(find(), bytes, "br"),
  ]);
  expect(worked).toBe(1);
  expect(first.equals(second)).toBe(true);
  expect(await kept.encoded(find(), bytes, "br")).toBe(await kept.encoded(find(), bytes, "br"));
});
