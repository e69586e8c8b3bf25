import { NextRequest } from "next/server";
import { beforeAll, expect, test } from "vitest";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { proxy } from "../../../proxy.ts";

beforeAll(() => useTestEnvironment());

const headersOf = (path: string) => proxy(new NextRequest(`http://localhost:3000${path}`)).headers;

test.each([
  "/kk/akmola/cabinet",
  "/ru/akmola/cabinet/applications/26-11-000123",
  "/ru/akmola/sign-in",
  "/ru/akmola/sign-in/eds?return=%2Fru%2Fakmola%2Fcabinet",
  "/en/oral/verify/7KXR24BDFGHJKMNP",
  "/kk/akmola/apply/general?draft=7e2b9f0e-0000-4000-8000-000000000000&step=child",
])("%s is kept out of search engines", (path) => {
  expect(headersOf(path).get("x-robots-tag")).toBe("noindex, nofollow");
});

test.each(["/kk/akmola/apply/general", "/ru/akmola/verify", "/ru/akmola/queue"])(
  "%s may be found",
  (path) => expect(headersOf(path).has("x-robots-tag")).toBe(false),
);

test("each answer has a nonce of its own", () => {
  const [first, second] = [headersOf("/kk/akmola/queue"), headersOf("/kk/akmola/queue")].map((h) =>
    /'nonce-([\w-]{22})'/.exec(h.get("content-security-policy") ?? "")?.at(1),
  );
  expect(first).toBeDefined();
  expect(second).toBeDefined();
  expect(first).not.toBe(second);
});
