import { expect, test } from "vitest";
import { loggedPath } from "#lib/platform/logged-path.ts";

test.each([
  ["/ru/akmola/queue?iin=870612490009", "/ru/akmola/queue"],
  ["/kk/akmola/verify/7KXR24BDFGHJKMNP?x=1", "/kk/akmola/verify/***"],
  ["/kk/akmola/verify/7KXR24BDFGHJKMNP/", "/kk/akmola/verify/***/"],
  ["/kk/akmola/verify", "/kk/akmola/verify"],
  ["/api/mgov/4c0b8b1c-8b0e-4c58-9a6c-5f1d1f1c2a10/document", "/api/mgov/***/document"],
  ["/m/aB3-_defGHij", "/m/***"],
  ["/ru/oral/sign-in/recover/stop/aB3-_defGHij?x=1", "/ru/oral/sign-in/recover/stop/***"],
  ["/ru/oral/sign-in/recover", "/ru/oral/sign-in/recover"],
])("of %s the log keeps %s", (address, kept) => {
  expect(loggedPath(address)).toBe(kept);
});
