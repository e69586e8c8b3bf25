import { inflateSync } from "node:zlib";

/**
 * The text of a PDF as a reader would copy it: the glyphs of every page through their fonts' ToUnicode maps (ISO
 * 32000-1 §9.10). Knows only what pdfkit writes: plain objects, Flate streams, two-byte glyph codes.
 */
export function pdfText(bytes: Uint8Array): string {
  const file = Buffer.from(bytes).toString("latin1");
  const objects = new Map<string, string>();
  for (const [, id = "", body = ""] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(id, body);
  }
  const fonts = new Map<string, Map<number, string>>();
  for (const body of objects.values()) {
    for (const [, name = "", id = ""] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "")?.[1];
      if (map !== undefined) fonts.set(name, unicodeMap(streamOf(objects.get(map) ?? "")));
    }
  }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body));
  return pages
    .map((page) => {
      const id = /\/Contents (\d+) 0 R/.exec(page)?.[1] ?? "";
      return shown(streamOf(objects.get(id) ?? ""), fonts);
    })
    .join("\n");
}

function streamOf(body: string): string {
  const start = body.indexOf("stream\n") + "stream\n".length;
  const raw = Buffer.from(body.slice(start, body.lastIndexOf("\nendstream")), "latin1");
  return (body.includes("/FlateDecode") ? inflateSync(raw) : raw).toString("latin1");
}

function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, first = "", list = ""] of cmap.matchAll(
    /<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi,
  )) {
    const codes = [...list.matchAll(/<([0-9a-f ]*)>/gi)].map((match) => match[1] ?? "");
    codes.forEach((code, i) => map.set(Number.parseInt(first, 16) + i, fromUtf16(code)));
  }
  return map;
}

function fromUtf16(hex: string): string {
  return Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le");
}

// pdfmake puts every word by itself; a new line of text begins with a new text matrix.
function shown(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map();
  let text = "";
  for (const [, name, pieces] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    else {
      for (const [, hex = ""] of (pieces ?? "").matchAll(/<([0-9a-f]+)>/gi)) {
        for (let i = 0; i < hex.length; i += 4) {
          text += font.get(Number.parseInt(hex.slice(i, i + 4), 16)) ?? "\uFFFD";
        }
      }
      text += " ";
    }
  }
  return text.replace(/\s+/g, " ");
}
