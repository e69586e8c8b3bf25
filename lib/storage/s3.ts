import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { fail, ok } from "#lib/platform/result.ts";
import { assertKey, type ObjectBody, type ObjectStore } from "./object-store.ts";

export type S3Settings = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

/** Any S3-compatible storage, addressed by path, since most of them have no DNS name for each bucket. */
export function s3Store(settings: S3Settings): ObjectStore {
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
    },
    forcePathStyle: true,
    // The SDK's newer checksums in trailers are refused or, worse, stored as content by compatible servers.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 60_000 },
  });
  const bucket = settings.bucket;
  const place = (key: string) => {
    assertKey(key);
    return { Bucket: bucket, Key: key };
  };

  return {
    kind: "s3",

    async put(key, body, options) {
      // The SDK waits for ever on a stream that breaks off: the request is torn down with it.
      const broken = new AbortController();
      if (!(body instanceof Uint8Array)) body.stream.once("error", () => broken.abort());
      try {
        await client.send(
          new PutObjectCommand({
            ...place(key),
            ...contentOf(body),
            ContentType: options.mime,
            ...(options.onlyIfAbsent ? { IfNoneMatch: "*" } : {}),
          }),
          { abortSignal: broken.signal },
        );
        return ok();
      } catch (error) {
        if (statusOf(error) === 412) return fail("exists");
        throw error;
      }
    },

    async get(key, range) {
      try {
        const found = await client.send(
          new GetObjectCommand({
            ...place(key),
            ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
          }),
        );
        if (!(found.Body instanceof Readable)) throw new Error("S3 answered without a stream");
        const total = Number(found.ContentRange?.split("/")[1] ?? found.ContentLength ?? 0);
        const modifiedAt = found.LastModified ?? new Date(0);
        return { info: { key, size: total, modifiedAt }, stream: found.Body };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },

    async head(key) {
      try {
        const found = await client.send(new HeadObjectCommand(place(key)));
        const modifiedAt = found.LastModified ?? new Date(0);
        return { key, size: found.ContentLength ?? 0, modifiedAt };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand(place(key)));
    },

    async *list(prefix) {
      for await (const page of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
      )) {
        for (const found of page.Contents ?? []) {
          if (found.Key === undefined) continue;
          const modifiedAt = found.LastModified ?? new Date(0);
          yield { key: found.Key, size: found.Size ?? 0, modifiedAt };
        }
      }
    },

    // A presigned PUT cannot bound the size; a POST policy can, and fixes key and type besides.
    async uploadTarget(permission) {
      const { url, fields } = await createPresignedPost(client, {
        ...place(permission.key),
        Expires: permission.expiresInSeconds,
        Conditions: [
          ["content-length-range", 1, permission.maxBytes],
          ["eq", "$Content-Type", permission.mime],
        ],
        Fields: { "Content-Type": permission.mime },
      });
      return { url, fields };
    },
  };
}

function contentOf(body: ObjectBody): { Body: Uint8Array | Readable; ContentLength: number } {
  return body instanceof Uint8Array
    ? { Body: body, ContentLength: body.byteLength }
    : { Body: body.stream, ContentLength: body.size };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
