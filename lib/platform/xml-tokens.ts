/** A tag by its local name, or text between tags; an empty tag is an opening and a closing one. */
export type XmlToken =
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
    }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

const piece =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w.:-]+)([^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*)>|([^<]+)/gy;
const attribute = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The tokens of an XML document as office programs write them: no document type, so no entities of its own and nothing
 * that would be fetched.
 * @throws SyntaxError for what is no such document
 */
export function* xmlTokens(text: string): Generator<XmlToken> {
  let at = 0;
  while (at < text.length) {
    piece.lastIndex = at;
    const found = piece.exec(text);
    if (found === null) throw new SyntaxError(`no XML at ${at}`);
    at = piece.lastIndex;
    const [, data, slash, tag, rest = "", plain] = found;
    if (plain !== undefined) yield { kind: "text", text: decoded(plain) };
    else if (data !== undefined) yield { kind: "text", text: data };
    else if (tag !== undefined) {
      const name = localName(tag);
      if (slash === "/") {
        yield { kind: "close", name };
        continue;
      }
      const attributes = new Map<string, string>();
      for (const [, key = "", double, single = ""] of rest.matchAll(attribute)) {
        attributes.set(localName(key), decoded(double ?? single));
      }
      yield { kind: "open", name, attributes };
      if (rest.endsWith("/")) yield { kind: "close", name };
    }
  }
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decoded(text: string): string {
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return named[name] ?? whole;
    const code = Number(name[1] === "x" || name[1] === "X" ? `0${name.slice(1)}` : name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
