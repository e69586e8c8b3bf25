import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeTimestampAuthority } from "#lib/eds/signing/authority.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { makeTimestamp } from "#lib/eds/signing/timestamp-maker.ts";
import { algorithms, at, content, demoCa, flipBit, leaf, verify } from "./fixtures.ts";

/*
 * A signature is of the whole message or of nothing: whichever bit changes, signed or not, the message is refused. GOST
 * takes milliseconds a verification, so its bits are drawn; those of RSA are all tried.
 */

const authority = (algorithm: "gost" | "rsa") =>
  makeTimestampAuthority(demoCa()[algorithm].issuing, at);

describe.for(algorithms)("%s", (algorithm) => {
  const stamping = authority(algorithm);
  const base = { content, signer: leaf(algorithm), attached: true, signingTime: at } as const;
  const messages = {
    attached: makeCms(base),
    detached: makeCms({ ...base, attached: false, withoutNull: true }),
    "CAdES with an authority and a timestamp": makeCms({
      ...base,
      signingCertificate: true,
      otherCertificates: [demoCa()[algorithm].issuing.certificate],
      timestamp: (signature) => makeTimestamp({ signature, authority: stamping, at }),
    }),
  };

  test.for(Object.entries(messages))("no changed bit survives: %s", ([, message]) => {
    expect(verify(message)).toMatchObject({ valid: true, code: "ok" });
    const survives = (bit: number) => verify(flipBit(message, bit)).valid;
    fc.assert(
      fc.property(fc.nat(message.length * 8 - 1), (bit) => {
        expect(survives(bit)).toBe(false);
      }),
      { numRuns: algorithm === "gost" ? 60 : 300 },
    );
  });

  test("no changed bit of the base64 in PEM survives", () => {
    const lines =
      Buffer.from(messages.attached)
        .toString("base64")
        .match(/.{1,64}/g) ?? [];
    const text = Buffer.from(`-----BEGIN CMS-----\n${lines.join("\n")}\n-----END CMS-----\n`);
    expect(verify(text).valid).toBe(true);
    fc.assert(
      fc.property(fc.nat(text.length * 8 - 1), (bit) => {
        expect(verify(flipBit(text, bit)).valid).toBe(false);
      }),
      { numRuns: algorithm === "gost" ? 40 : 200 },
    );
  });
});

test("RSA: every single bit of a message", () => {
  const message = makeCms({ content, signer: leaf("rsa"), attached: true, signingTime: at });
  const survivors: number[] = [];
  for (let bit = 0; bit < message.length * 8; bit++) {
    if (verify(flipBit(message, bit)).valid) survivors.push(bit);
  }
  expect(survivors).toEqual([]);
}, 60_000);
