import { expect, test } from "vitest";
import { loggedPath } from "#lib/platform/logged-path.ts";

test.each([
  ["/ru/akmola/queue?iin=870612490009", "/ru/akmola/queue"],
  ["/kk/akmola/verify/7KXR24BDFGHJKMNP?x=1", "/kk/akmola/verify/***"],
  ["/kk/akmola/verify/7KXR24BDFGHJKMNP/", "/kk/akmola/verify/***/"],
  ["/kk/akmola/verify", "/kk/akmola/verify"],
])("of %s the log keeps %s", (address, kept) => {
  expect(loggedPath(address)).toBe(kept);
});
