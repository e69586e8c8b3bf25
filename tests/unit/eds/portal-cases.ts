import type { EdsCode } from "#lib/eds/codes.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import type { KeyKind } from "#lib/eds/signing/keys.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import type { Verification } from "#lib/eds/verify.ts";
import { aigerim, at, content, leaf, verify } from "./fixtures.ts";

/** What only the portal asks: its limit, a person's own key, and that of the one who is signed in. */
export function portalCases(algorithm: KeyKind): {
  readonly name: string;
  readonly code: EdsCode | "ok";
  readonly judge: () => Verification;
}[] {
  const message = (variant: LeafVariant = "person", signed = content) =>
    makeCms({ content: signed, signer: leaf(algorithm, variant), attached: true, signingTime: at });
  const huge = new Uint8Array(300 * 1024);
  const expectedIin = aigerim.iin;
  return [
    { name: "one's own key", code: "ok", judge: () => verify(message(), { expectedIin }) },
    {
      name: "another person's key",
      code: "wrong-person",
      judge: () => verify(message(), { expectedIin: "850303390009" }),
    },
    { name: "an organisation's key", code: "not-a-person", judge: () => verify(message("head")) },
    { name: "a key without IIN", code: "no-iin", judge: () => verify(message("no-iin")) },
    { name: "a key with two", code: "two-iins", judge: () => verify(message("two-iins")) },
    {
      name: "a huge message",
      code: "too-large",
      judge: () => verify(message("person", huge), { content: huge }),
    },
  ];
}
