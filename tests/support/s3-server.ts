import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  checkHeader,
  checkPolicy,
  type Credentials,
  sha256,
  type SignatureProblem,
} from "./s3-signature.ts";

type Stored = { readonly bytes: Buffer; readonly mime: string; readonly modifiedAt: Date };

export type S3Server = {
  readonly endpoint: string;
  readonly bucket: string;
  readonly credentials: Credentials;
  readonly objects: Map<string, Stored>;
  /** Moves the server's clock, milliseconds: what was signed before may be too old now. */
  shiftClock(milliseconds: number): void;
  close(): Promise<void>;
};

/**
 * A storage on loopback that is stricter than the ones on npm: it believes no signature it has not computed itself,
 * and holds a browser's POST to its policy. The judge of the S3 driver and of the upload tickets.
 */
export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Stored>();
  const credentials = {
    accessKeyId: "kezek-test",
    secretAccessKey: "not-a-secret-only-a-test-value",
    region: "kz-test-1",
  };
  const bucket = "kezek-files";
  let shift = 0;
  const context = { objects, credentials, bucket, now: () => new Date(Date.now() + shift) };
  const server = createServer((request, response) => {
    handle(context, request, response).catch((error: unknown) => {
      answerProblem(response, 500, error instanceof Error ? error.message : "InternalError");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    credentials,
    objects,
    shiftClock: (milliseconds) => {
      shift += milliseconds;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Context = {
  readonly objects: Map<string, Stored>;
  readonly credentials: Credentials;
  readonly bucket: string;
  readonly now: () => Date;
};

async function handle(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bytesOf(request);
  const target = request.url ?? "/";
  const url = new URL(target, "http://storage.test");
  const [, bucket, ...rest] = url.pathname.split("/");
  if (bucket !== context.bucket) return answerProblem(response, 404, "NoSuchBucket");
  const key = rest.map(decodeURIComponent).join("/");
  if (request.method === "POST" && key === "") return postForm(context, request, body, response);

  const problem = checkHeader(
    { method: request.method ?? "", url, target, headers: request.headers, now: context.now() },
    context.credentials,
  );
  if (problem) return answerProblem(response, 403, problem);
  const claimed = request.headers["x-amz-content-sha256"];
  if (claimed !== "UNSIGNED-PAYLOAD" && claimed !== sha256(body)) {
    return answerProblem(response, 400, "XAmzContentSHA256Mismatch");
  }
  switch (request.method) {
    case "PUT":
      return put(context, key, request, body, response);
    case "GET":
      return key === "" ? list(context, url, response) : get(context, key, request, response);
    case "HEAD":
      return get(context, key, request, response);
    case "DELETE":
      context.objects.delete(key);
      response.writeHead(204).end();
      return;
    default:
      return answerProblem(response, 405, "MethodNotAllowed");
  }
}

function put(
  context: Context,
  key: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const condition = request.headers["if-none-match"];
  if (condition !== undefined && condition !== "*") {
    return answerProblem(response, 501, "NotImplemented");
  }
  if (condition === "*" && context.objects.has(key)) {
    return answerProblem(response, 412, "PreconditionFailed");
  }
  const mime = request.headers["content-type"] ?? "application/octet-stream";
  context.objects.set(key, { bytes: body, mime, modifiedAt: context.now() });
  response.writeHead(200, { ETag: etagOf(body) }).end();
}

function get(
  context: Context,
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const found = context.objects.get(key);
  if (!found) return answerProblem(response, 404, "NoSuchKey", request.method === "HEAD");
  const headers = {
    "Content-Type": found.mime,
    "Last-Modified": found.modifiedAt.toUTCString(),
    ETag: etagOf(found.bytes),
    "Accept-Ranges": "bytes",
  };
  const size = found.bytes.byteLength;
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
  if (range) {
    const [, from = "", to = ""] = range;
    // «-7»: the last seven.
    const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
    const end = Math.min(from !== "" && to !== "" ? Number(to) : size - 1, size - 1);
    if (start > end) return answerProblem(response, 416, "InvalidRange");
    const part = found.bytes.subarray(start, end + 1);
    response.writeHead(206, {
      ...headers,
      "Content-Length": part.byteLength,
      "Content-Range": `bytes ${start}-${end}/${size}`,
    });
    response.end(request.method === "HEAD" ? undefined : part);
    return;
  }
  response.writeHead(200, { ...headers, "Content-Length": size });
  response.end(request.method === "HEAD" ? undefined : found.bytes);
}

function list(context: Context, url: URL, response: ServerResponse): void {
  const prefix = url.searchParams.get("prefix") ?? "";
  const after = url.searchParams.get("continuation-token") ?? "";
  // Three to a page, so that a client which forgets to turn the page is found out.
  const keys = [...context.objects.keys()].filter((key) => key.startsWith(prefix) && key > after);
  const page = keys.toSorted().slice(0, 3);
  const more = keys.length > page.length;
  const contents = page.map((key) => {
    const found = context.objects.get(key);
    return `<Contents><Key>${key}</Key><Size>${found?.bytes.byteLength}</Size><LastModified>${found?.modifiedAt.toISOString()}</LastModified></Contents>`;
  });
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  response.writeHead(200, { "Content-Type": "application/xml" });
  response.end(
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`,
  );
}

async function postForm(
  context: Context,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const headers = { "Content-Type": request.headers["content-type"] ?? "" };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value === "string") fields.set(name.toLowerCase(), value);
  }
  const file = form.get("file");
  if (!(file instanceof Blob)) return answerProblem(response, 400, "InvalidArgument");
  const forged = checkPolicy(fields, context.credentials);
  if (forged) return answerProblem(response, 403, forged);
  const content = Buffer.from(await file.arrayBuffer());
  fields.set("bucket", context.bucket);
  const refusal = brokenCondition(fields, content.byteLength, context.now());
  if (refusal) return answerProblem(response, refusal === "EntityTooLarge" ? 400 : 403, refusal);
  const mime = fields.get("content-type") ?? "application/octet-stream";
  const key = fields.get("key") ?? "";
  context.objects.set(key, { bytes: content, mime, modifiedAt: context.now() });
  response.writeHead(204).end();
}

type Refusal = SignatureProblem | "EntityTooLarge" | "EntityTooSmall";

/** What of the policy the form breaks; a field the policy does not speak of is refused as well. */
function brokenCondition(
  fields: ReadonlyMap<string, string>,
  size: number,
  now: Date,
): Refusal | null {
  const policy = JSON.parse(Buffer.from(fields.get("policy") ?? "", "base64").toString()) as {
    expiration: string;
    conditions: unknown[];
  };
  if (!(now.getTime() < Date.parse(policy.expiration))) return "AccessDenied";
  const spoken = new Set(["policy", "x-amz-signature"]);
  for (const condition of policy.conditions) {
    if (Array.isArray(condition) && condition[0] === "content-length-range") {
      if (size < Number(condition[1])) return "EntityTooSmall";
      if (size > Number(condition[2])) return "EntityTooLarge";
      continue;
    }
    const [name, expected, exact] = Array.isArray(condition)
      ? [String(condition[1]).slice(1), String(condition[2]), condition[0] === "eq"]
      : [...(Object.entries(condition as Record<string, string>)[0] ?? ["", ""]), true];
    const value = fields.get(String(name).toLowerCase()) ?? "";
    spoken.add(String(name).toLowerCase());
    if (exact ? value !== expected : !value.startsWith(String(expected))) return "AccessDenied";
  }
  return [...fields.keys()].every((name) => spoken.has(name)) ? null : "AccessDenied";
}

function etagOf(bytes: Buffer): string {
  return `"${sha256(bytes).slice(0, 32)}"`;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function answerProblem(
  response: ServerResponse,
  status: number,
  code: string,
  silent = false,
): void {
  response.writeHead(status, { "Content-Type": "application/xml" });
  response.end(
    silent
      ? undefined
      : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  );
}
