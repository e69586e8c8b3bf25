import { expect, test } from "vitest";
import { loggedPath } from "#lib/platform/logged-path.ts";

test.each([
  ["/ru/akmola/queue?iin=870612490009", "/ru/akmola/queue"],
  ["/kk/akmola/verify/7KXR24BDFGHJKMNP?x=1", "/kk/akmola/verify/***"],
  ["/kk/akmola/verify/7KXR24BDFGHJKMNP/", "/kk/akmola/verify/***/"],
  ["/kk/akmola/verify", "/kk/akmola/verify"],
  ["/m/aB3-_defGHij", "/m/***"],
  ["/ru/oral/sign-in/recover/stop/aB3-_defGHij?x=1", "/ru/oral/sign-in/recover/stop/***"],
  ["/ru/oral/sign-in/recover", "/ru/oral/sign-in/recover"],
])("of %s the log keeps %s", (address, kept) => {
  expect(loggedPath(address)).toBe(kept);
});
