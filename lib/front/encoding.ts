import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip";

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

const compressible =
  /^(text\/|image\/svg\+xml|application\/(json|javascript|manifest\+json|problem\+json|xml|rss\+xml|geo\+json)|font\/ttf)/;

/** Whether this kind of content becomes smaller: photos, fonts and PDFs already are. */
export function isCompressible(contentType: string): boolean {
  return compressible.test(contentType);
}

/** The best encoding the browser takes, by Accept-Encoding (RFC 9110 §12.5.3); undefined: as it is. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding | undefined {
  const offers = (acceptEncoding ?? "").split(",").map((part) => {
    const [name = "", ...parameters] = part.trim().toLowerCase().split(";");
    const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find(Boolean);
    return { name: name.trim(), q: q === undefined ? 1 : Number(q) };
  });
  const takes = (name: string) =>
    (offers.find((offer) => offer.name === name) ?? offers.find((offer) => offer.name === "*"))
      ?.q ?? 0;
  if (takes("br") > 0) return "br";
  return takes("gzip") > 0 ? "gzip" : undefined;
}

/** `lasting`: compressed once and kept, so it may cost; otherwise as fast as it pays on a small server. */
export function compress(body: Buffer, encoding: Encoding, lasting: boolean): Promise<Buffer> {
  if (encoding === "gzip") return deflate(body, { level: lasting ? 9 : 5 });
  return brotli(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: lasting ? 9 : 4,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
}
