import { describe, expect, test } from "vitest";
import { makeResponder, makeTimestampAuthority } from "#lib/eds/signing/authority.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import type { Holder } from "#lib/eds/signing/cms-maker.ts";
import { makeTimestamp } from "#lib/eds/signing/timestamp-maker.ts";
import { algorithms, at, content, day, demoCa, leaf, minute, shifted, verify } from "./fixtures.ts";

describe.for(algorithms)("%s", (algorithm) => {
  const { issuing, rogue } = demoCa()[algorithm];
  const authority = makeTimestampAuthority(issuing, at);
  const stamped = (timestamp: (signature: Uint8Array) => Uint8Array) =>
    verify(
      makeCms({ content, signer: leaf(algorithm), attached: true, signingTime: at, timestamp }),
    );
  const by = (holder: Holder, instant = at) =>
    stamped((signature) => makeTimestamp({ signature, authority: holder, at: instant }));

  test("its instant is when the document was signed, whatever the signer's clock said", () => {
    const instant = shifted(at, -5 * minute);
    expect(by(authority, instant)).toMatchObject({ valid: true, signedAt: instant });
  });

  test("over another signature, it is refused", () => {
    const foreign = stamped(() => makeTimestamp({ signature: new Uint8Array(128), authority, at }));
    expect(foreign).toMatchObject({ valid: false, code: "bad-timestamp" });
  });

  test("by whom nobody trusts, by a key not made for it, out of date or hashed with SHA-1, too", () => {
    expect(by(makeTimestampAuthority(rogue, at)).code).toBe("bad-timestamp");
    expect(by(makeResponder(issuing, at)).code).toBe("bad-timestamp");
    expect(by(leaf(algorithm)).code).toBe("bad-timestamp");
    expect(by(authority, shifted(at, 4 * 366 * day)).code).toBe("bad-timestamp");
    const old = stamped((signature) => makeTimestamp({ signature, authority, at, oldHash: true }));
    expect(old.code).toBe("bad-timestamp");
  });

  test("a signature in the place of a timestamp is none", () => {
    const plain = stamped(() => makeCms({ content, signer: authority, attached: true }));
    expect(plain.code).toBe("bad-timestamp");
  });

  test("nothing else unsigned may stand beside it", () => {
    const message = makeCms({
      content,
      signer: leaf(algorithm),
      attached: true,
      timestamp: (signature) => makeTimestamp({ signature, authority, at }),
      flaw: "unsigned-attribute",
    });
    expect(verify(message).code).toBe("unexpected-data");
  });
});
