import { crc32 } from "node:zlib";

export type ZipEntry = {
  /** A path inside the archive, ASCII, with `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
};

/**
 * An archive of a few small files as they are, without compression (APPNOTE 6.3, method 0). The same files and instant
 * give the same bytes.
 * @param at what the archive says of the files' time, UTC
 */
export function zipOf(entries: readonly ZipEntry[], at: Date): Uint8Array<ArrayBuffer> {
  const archive = new Archive(at);
  const parts = entries.map((entry) => archive.add(entry));
  return new Uint8Array(Buffer.concat([...parts, archive.end()]));
}

/** The same archive piece by piece: only one file is held at a time. */
export async function* zipStream(
  entries: AsyncIterable<ZipEntry>,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const archive = new Archive(at);
  for await (const entry of entries) yield archive.add(entry);
  yield archive.end();
}

class Archive {
  readonly #at: Date;
  readonly #directory: Uint8Array[] = [];
  #offset = 0;

  constructor(at: Date) {
    this.#at = at;
  }

  /** The next file with its header. */
  add({ name, bytes }: ZipEntry): Uint8Array {
    const path = Buffer.from(name, "ascii");
    const common = commonFields(bytes, path.length, this.#at);
    const local = Buffer.concat([int32(0x04034b50), common, path, bytes]);
    // Made by version 2.0 on Unix; no comment, first disk, no attributes but those of a readable file.
    const made = Buffer.concat([int32(0x02014b50), int16(0x0314)]);
    const attributes = Buffer.concat([int16(0), int16(0), int16(0), int32(0o100644 * 65_536)]);
    this.#directory.push(Buffer.concat([made, common, attributes, int32(this.#offset), path]));
    this.#offset += local.length;
    return local;
  }

  /** The directory, after the last file. */
  end(): Uint8Array {
    const index = Buffer.concat(this.#directory);
    const count = int16(this.#directory.length);
    const size = int32(index.length);
    const end = [int32(0x06054b50), int32(0), count, count, size, int32(this.#offset)];
    return Buffer.concat([index, ...end, int16(0)]);
  }
}

/** What the local header and the directory say of a file alike. */
function commonFields(bytes: Uint8Array, nameLength: number, at: Date): Buffer {
  const size = int32(bytes.length);
  return Buffer.concat([
    int16(20), // needs version 2.0
    int16(0),
    int16(0), // stored
    int16((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)),
    int16(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()),
    int32(crc32(bytes)),
    size,
    size,
    int16(nameLength),
    int16(0),
  ]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
