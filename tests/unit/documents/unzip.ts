import { crc32 } from "node:zlib";

/** The files of an archive without compression, read by its directory; throws when it is not sound. */
export function unzipped(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const bytes = Buffer.from(archive);
  const end = bytes.length - 22;
  if (bytes.readUInt32LE(end) !== 0x06054b50) throw new Error("no end of the directory");
  const files = new Map<string, Uint8Array>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < bytes.readUInt16LE(end + 10); n += 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error("no directory entry");
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString("latin1", at + 46, at + 46 + nameLength);
    if (bytes.readUInt32LE(local) !== 0x04034b50) throw new Error("no local header");
    const start = local + 30 + bytes.readUInt16LE(local + 26);
    const content = bytes.subarray(start, start + size);
    if (crc32(content) !== bytes.readUInt32LE(at + 16)) throw new Error(`${name}: checksum`);
    files.set(name, new Uint8Array(content));
    at += 46 + nameLength;
  }
  if (at !== end) throw new Error("something between the directory and its end");
  return files;
}
