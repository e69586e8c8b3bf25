import type { Readable } from "node:stream";
import type { Result } from "#lib/platform/result.ts";

export type ObjectInfo = {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Instant, UTC. */
  readonly modifiedAt: Date;
};

/** Bytes `start` to `end`, both included, as in an HTTP range. */
export type ByteRange = { readonly start: number; readonly end: number };

/** A stream needs its length beforehand: S3 takes no body of unknown size in one request. */
export type ObjectBody = Uint8Array | { readonly stream: Readable; readonly size: number };

export type PutOptions = {
  readonly mime: string;
  /** Refuse with `exists` instead of replacing what is there. */
  readonly onlyIfAbsent?: boolean;
};

/** What the browser may put, where and how long: the storage itself holds it to that. */
export type UploadPermission = {
  readonly key: string;
  readonly mime: string;
  readonly maxBytes: number;
  readonly expiresInSeconds: number;
};

/** Where a browser posts its form: the fields first, the file last, in a field named `file`. */
export type UploadTarget = {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
};

/**
 * Where files lie. The database knows what they are: a store keeps bytes under a key and nothing else, so that S3 and a
 * folder are equal. A store that cannot be reached throws; whatever is ordinary (absent, already there) is a value.
 */
export type ObjectStore = {
  readonly kind: "s3" | "folder";
  put(key: string, body: ObjectBody, options: PutOptions): Promise<Result<undefined, "exists">>;
  get(key: string, range?: ByteRange): Promise<{ info: ObjectInfo; stream: Readable } | null>;
  head(key: string): Promise<ObjectInfo | null>;
  /** Absent afterwards, whether it was there or not. */
  delete(key: string): Promise<void>;
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Null where browsers have no way to the store and post to the portal's own route. */
  uploadTarget(permission: UploadPermission): Promise<UploadTarget | null>;
};

const keyShape = /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)+(?:\.[a-z0-9]+)?$/;

/**
 * Keys are made by the portal from ids alone, never from the name of a file; a key of any other shape is a bug.
 * @throws Error
 */
export function assertKey(key: string): void {
  if (key.length > 200 || !keyShape.test(key))
    throw new Error("storage key of an unexpected shape");
}

/** The whole object in memory, or null when it is absent. @throws Error when it is larger than `maxBytes`. */
export async function readObject(
  store: ObjectStore,
  key: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const found = await store.get(key);
  if (found === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of found.stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      found.stream.destroy();
      throw new Error(`stored object is larger than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
