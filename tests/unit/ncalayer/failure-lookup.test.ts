import { expect, test, vi } from "vitest";
import { wordsFor } from "#app/_eds/failure-lookup.ts";
import { failureWords, signTexts } from "#app/_eds/sign-texts.ts";
import { translator } from "#lib/i18n/translate.ts";

const t = translator("kk");
const all = failureWords(t);
// Each test has an address of its own: what came once is remembered by it.
const textsAt = (moreFailures: string) => ({ ...signTexts(t, "sign-in"), moreFailures });

test("the likely failures need nothing from the portal", async () => {
  const ask = vi.fn<() => Promise<typeof all>>();
  for (const code of ["cancelled", "offline"]) {
    expect(await wordsFor(textsAt("/a"), code, ask)).toEqual(all[code]);
  }
  expect(ask).not.toHaveBeenCalled();
});

test("the rest is asked for once", async () => {
  const ask = vi.fn(() => Promise.resolve(all));
  expect(await wordsFor(textsAt("/b"), "revoked", ask)).toEqual(all["revoked"]);
  expect(await wordsFor(textsAt("/b"), "wrong-person", ask)).toEqual(all["wrong-person"]);
  expect(ask.mock.calls).toEqual([["/b"]]);
});

test("a failure that nobody knows is one that could not be read", async () => {
  const ask = () => Promise.resolve(all);
  expect(await wordsFor(textsAt("/c"), "constructor", ask)).toEqual(all["malformed"]);
});

test("when the words do not come the page says that the portal is not reached, and asks again next time", async () => {
  const ask = vi
    .fn<() => Promise<typeof all>>()
    .mockRejectedValueOnce(new TypeError("Load failed"));
  ask.mockResolvedValueOnce(all);
  expect(await wordsFor(textsAt("/d"), "expired", ask)).toEqual(all["offline"]);
  expect(await wordsFor(textsAt("/d"), "expired", ask)).toEqual(all["expired"]);
});
