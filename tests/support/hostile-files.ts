import sharp from "sharp";
import { plainPdf } from "./hostile-pdfs.ts";

/** A photo as a phone makes it: held sideways, with the place where it was taken in its metadata. */
export async function phonePhoto(width = 1200, height = 900): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#7a5c3e" } })
    .withExif({
      IFD0: { Make: "KezekPhone", Copyright: "Aigerim" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 13/1 0/1", GPSLongitudeRef: "E" },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

export async function png(width = 300, height = 200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 4, background: "#00000000" } })
    .png()
    .toBuffer();
}

export async function webp(): Promise<Buffer> {
  return sharp({ create: { width: 300, height: 200, channels: 3, background: "#abc" } })
    .webp()
    .toBuffer();
}

/** A PDF of one page; `extra` goes into its catalog. */
export function pdf(extra = ""): Buffer {
  return plainPdf(extra);
}

/** The first bytes of an iPhone's photo, and nothing behind: an ISO media file of the brand heic; `hevc`: of a film. */
export function heic(brand: "heic" | "hevc" = "heic"): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from(`ftyp${brand}\0\0\0\0mif1${brand}`, "latin1"),
    Buffer.alloc(200),
  ]);
}

/** A PNG of a few kilobytes that claims to be 30,000 × 30,000 pixels: 3.6 GB once unpacked. */
export async function pixelBomb(): Promise<Buffer> {
  const small = await png(10, 10);
  const bomb = Buffer.from(small);
  bomb.writeUInt32BE(30_000, 16);
  bomb.writeUInt32BE(30_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  return bomb;
}

export const html = Buffer.from("<!doctype html><script>alert(document.cookie)</script>");
export const svg = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
);
export const zip = Buffer.from("504b0304140000000800000000000000000000000000000000000000", "hex");
export const gif = Buffer.from("GIF89a\x01\x00\x01\x00\x00\x00\x00;", "latin1");
export const eicar = Buffer.from(
  "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
);

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
