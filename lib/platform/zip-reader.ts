import { inflateRawSync } from "node:zlib";

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const mostEntries = 2_000;

/**
 * The files of a ZIP archive that somebody sent, each unpacked only when it is asked for and never beyond `limit` bytes:
 * a small archive can say that it is a large one, and a bomb says that it is small.
 * @returns null for what is no archive, or one of a kind that office programs do not write (encrypted, ZIP64)
 */
export function openZip(
  bytes: Uint8Array,
  limit: number,
): { readonly read: (name: string) => Uint8Array | null } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = directoryOf(view, bytes);
  if (places === null) return null;
  return {
    read: (name) => {
      const at = places.get(name);
      return at === undefined ? null : unpack(view, bytes, at, limit);
    },
  };
}

type Place = { readonly offset: number; readonly method: number; readonly packed: number };

function directoryOf(view: DataView, bytes: Uint8Array): Map<string, Place> | null {
  const { length } = bytes;
  // The end is followed by a comment of at most 65,535 bytes.
  for (let end = length - 22; end >= Math.max(0, length - 22 - 65_535); end -= 1) {
    if (view.getUint32(end, true) !== endOfDirectory) continue;
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    if (count > mostEntries) return null;
    const places = new Map<string, Place>();
    for (let i = 0; i < count; i += 1) {
      if (at + 46 > length || view.getUint32(at, true) !== directoryEntry) return null;
      const flags = view.getUint16(at + 8, true);
      const nameLength = view.getUint16(at + 28, true);
      const place = {
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        offset: view.getUint32(at + 42, true),
      };
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      const isEncrypted = (flags & 1) === 1;
      if (isEncrypted || places.has(name)) return null;
      places.set(name, place);
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return places;
  }
  return null;
}

function unpack(view: DataView, bytes: Uint8Array, place: Place, limit: number): Uint8Array | null {
  const { offset, method, packed } = place;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localHeader) return null;
  const begin = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const end = begin + packed;
  if (end > bytes.length) return null;
  const body = bytes.subarray(begin, end);
  if (method === 0) return body.length > limit ? null : body;
  if (method !== 8) return null;
  try {
    return inflateRawSync(body, { maxOutputLength: limit });
  } catch {
    return null;
  }
}
