import { cursor, elements, expect, Malformed, oid, tags } from "./asn1.ts";
import type { Element } from "./asn1.ts";

/** One attribute of a distinguished name, its text in Unicode NFC: NCA RK has written Ә and Ғ in both forms. */
export type NameAttribute = { readonly type: string; readonly value: string };

export type DistinguishedName = {
  /** Names are compared by these bytes: NCA RK copies a subject into the issuer field byte for byte. */
  readonly der: Uint8Array;
  /** In the order of the certificate, which is not fixed. */
  readonly attributes: readonly NameAttribute[];
};

export function parseName(element: Element): DistinguishedName {
  const attributes: NameAttribute[] = [];
  for (const relative of elements(expect(element, tags.sequence).content, tags.set)) {
    for (const pair of elements(relative.content, tags.sequence)) {
      const walk = cursor(pair.content);
      const type = oid(walk.next());
      const value = directoryText(walk.next());
      walk.end();
      attributes.push({ type, value: value.normalize("NFC") });
    }
  }
  return { der: element.bytes, attributes };
}

export function valuesOf(name: DistinguishedName, type: string): string[] {
  return name.attributes.filter((attribute) => attribute.type === type).map(({ value }) => value);
}

const decoders: ReadonlyMap<number, string> = new Map([
  [tags.utf8String, "utf-8"],
  [tags.printableString, "latin1"],
  [tags.teletexString, "latin1"],
  [tags.ia5String, "latin1"],
  [tags.bmpString, "utf-16be"],
]);

function directoryText(element: Element): string {
  const encoding = decoders.get(element.tag);
  if (encoding === undefined) throw new Malformed("string type");
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(element.content);
  } catch {
    throw new Malformed("string");
  }
}
