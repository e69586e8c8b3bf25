import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  openHead,
  pemOf,
  publicKeyOf,
  readPublicKey,
  signHead,
} from "#lib/transparency/checkpoint.ts";
import { leafText, readLeaf } from "#lib/transparency/leaf.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { emptyRoot } from "#lib/transparency/tree.ts";
import { logKey, origin, otherKey, sampleLeaf, sampleLog } from "./sample-log.ts";

const log = sampleLog();
const key = publicKeyOf(logKey);

describe("a leaf", () => {
  test("has one text: sorted, without spaces", () => {
    expect(leafText(sampleLeaf(0))).toBe(
      '{"at":"2026-01-01T05:00:00.000Z","by":"parent","class":"ordinary","cohort":2023,"entry":"CD1000KP","event":"registered","ground":"registration","queue":"general","region":"oral","registeredAt":"2026-01-01T05:00:00.000Z","seq":10,"v":1}',
    );
    expect(readLeaf(leafText(sampleLeaf(0)))).toEqual(sampleLeaf(0));
  });

  test.each([
    ["a space", leafText(sampleLeaf(0)).replace(",", ", ")],
    [
      "another order",
      JSON.stringify(Object.fromEntries(Object.entries(sampleLeaf(0)).toReversed())),
    ],
    ["one field more", JSON.stringify({ ...sampleLeaf(0), zone: "UTC" })],
    ["another version", leafText(sampleLeaf(0)).replace('"v":1', '"v":2')],
    ["no JSON", "{"],
  ])("with %s is none of ours", (_, text) => {
    expect(readLeaf(text)).toBeNull();
  });

  test("has no room for an IIN, a name or a number in any of its texts", () => {
    for (const field of ["by", "event", "ground", "queue"] as const) {
      for (const personal of ["220720690004", "Ким", "KZ-2026-1", "u0 1"]) {
        expect(() => leafText(sampleLeaf(0, { [field]: personal }))).toThrow("pattern");
      }
    }
  });
});

describe("a head", () => {
  const head = {
    origin,
    size: 5,
    root: new Uint8Array(emptyRoot()),
    signedAt: new Date("2026-01-02T00:05:00.000Z"),
  };
  const note = signHead(head, logKey);

  test("is a checkpoint in a signed note, with its instant", () => {
    const [name, size, root, time, blank, signature, end] = note.split("\n");
    expect([name, size, root, time, blank, end]).toEqual([
      origin,
      "5",
      "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
      "time 2026-01-02T00:05:00.000Z",
      "",
      "",
    ]);
    expect(signature?.startsWith(`\u2014 ${origin} `)).toBe(true);
    // c2sp.org/signed-note: the first four bytes of SHA-256 over name, newline, type and key.
    const id = createHash("sha256").update(`${origin}\n\u0001`).update(key).digest().subarray(0, 4);
    expect(Buffer.from(signature?.split(" ")[2] ?? "", "base64").subarray(0, 4)).toEqual(id);
    expect(openHead(note, [key])).toEqual({ code: "ok", head });
  });

  test("is refused under another key, and read beside a witness's signature", () => {
    expect(openHead(note, [publicKeyOf(otherKey)])).toEqual({ code: "note-key" });
    const witness = note.split("\n").at(-2)?.replace(origin, "witness.example") ?? "";
    expect(openHead(`${note}${witness}\n`, [key])).toEqual({ code: "ok", head });
  });

  test.each([
    ["more leaves", (text: string) => text.replace("\n5\n", "\n6\n"), "note-signature"],
    ["a later instant", (text: string) => text.replace("00:05", "00:06"), "note-signature"],
    ["a zero before its size", (text: string) => text.replace("\n5\n", "\n05\n"), "note-form"],
    ["no signature", (text: string) => text.slice(0, text.lastIndexOf("\u2014")), "note-form"],
    ["no instant", (text: string) => text.replace(/time .*\n/, ""), "note-form"],
    ["Windows line ends", (text: string) => text.replaceAll("\n", "\r\n"), "note-form"],
  ])("with %s is refused", (_, change, code) => {
    expect(openHead(change(note), [key])).toEqual({ code });
  });

  test("its key goes into a PEM file and back", () => {
    expect(readPublicKey(pemOf(key))).toEqual(key);
    expect(readPublicKey(logKey.export({ type: "pkcs8", format: "pem" }).toString())).toEqual(key);
    expect(readPublicKey("no key")).toBeNull();
  });
});

describe("a receipt", () => {
  test("of every leaf at every size is right", () => {
    for (let size = 1; size <= 13; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const verdict = verifyReceipt(log.receiptOf(index, size), key);
        expect(verdict).toMatchObject({ valid: true, code: "ok", leafIndex: index });
      }
    }
  });

  test("is refused under a key that is not the log's", () => {
    expect(verifyReceipt(log.receiptOf(3), publicKeyOf(otherKey))).toEqual({
      valid: false,
      code: "key",
    });
  });

  test("with another's leaf, place or head is refused", () => {
    const mine: Record<string, unknown> = JSON.parse(log.receiptOf(3));
    const change = (fields: object) => verifyReceipt(JSON.stringify({ ...mine, ...fields })).code;
    expect(change({})).toBe("ok");
    expect(change({ leaf: log.texts[4] })).toBe("root");
    expect(change({ leafIdx: 2 })).toBe("root");
    expect(change({ treeSize: 12 })).toBe("head-mismatch");
    expect(change({ checkpoint: log.noteAt(12) })).toBe("head-mismatch");
    expect(change({ checkpoint: log.noteAt(13, otherKey) })).toBe("note-key");
    expect(change({ proof: [] })).toBe("proof-length");
    expect(change({ leaf: leafText(sampleLeaf(3, { region: "akmola" })) })).toBe("head-mismatch");
    expect(change({ extra: 1 })).toBe("form");
  });

  test("with any one byte changed is refused: 1,000 of them", () => {
    const receipt = Buffer.from(log.receiptOf(6));
    fc.assert(
      fc.property(fc.nat(receipt.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(receipt);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(verifyReceipt(changed.toString("utf8")).valid).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
