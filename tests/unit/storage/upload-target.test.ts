import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localFolder } from "#lib/storage/local-folder.ts";
import type { UploadTarget } from "#lib/storage/object-store.ts";
import { s3Store } from "#lib/storage/s3.ts";
import { type S3Server, startS3Server } from "#tests/support/s3-server.ts";

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server();
});
afterAll(() => server.close());

const permission = {
  key: "quarantine/ticket-1",
  mime: "image/jpeg",
  maxBytes: 1000,
  expiresInSeconds: 600,
};

function store(changed: Partial<S3Server["credentials"]> = {}) {
  const { endpoint, bucket, credentials } = server;
  return s3Store({ endpoint, bucket, ...credentials, ...changed });
}

async function target(): Promise<UploadTarget> {
  const made = await store().uploadTarget(permission);
  if (made === null) throw new Error("S3 must have a target");
  return made;
}

function post(made: UploadTarget, bytes: Uint8Array, changed: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...made.fields, ...changed })) form.set(name, value);
  form.set("file", new Blob([new Uint8Array(bytes)]), "photo.jpg");
  return fetch(made.url, { method: "POST", body: form });
}

describe("the place where a browser may put one file", () => {
  it("takes the file under its key", async () => {
    expect((await post(await target(), Buffer.alloc(1000))).status).toBe(204);
    expect(server.objects.get("quarantine/ticket-1")?.bytes.byteLength).toBe(1000);
  });

  it.each<[string, number, Record<string, string>, string]>([
    ["a larger file", 1001, {}, "EntityTooLarge"],
    ["an empty file", 0, {}, "EntityTooSmall"],
    ["another key", 10, { key: "clean/1/somebody-elses" }, "AccessDenied"],
    ["another type", 10, { "Content-Type": "text/html" }, "AccessDenied"],
    ["a field nobody allowed", 10, { acl: "public-read" }, "AccessDenied"],
    ["a forged signature", 10, { "X-Amz-Signature": "0".repeat(64) }, "SignatureDoesNotMatch"],
    ["no credential", 10, { "X-Amz-Credential": "" }, "InvalidAccessKeyId"],
  ])("refuses %s", async (_name, size, changed, code) => {
    server.objects.clear();
    const response = await post(await target(), Buffer.alloc(size), changed);
    expect(response.ok).toBe(false);
    expect(await response.text()).toContain(code);
    expect(server.objects.size).toBe(0);
  });

  it("refuses a policy that was widened after signing", async () => {
    const made = await target();
    const policy = JSON.parse(Buffer.from(made.fields["Policy"] ?? "", "base64").toString());
    policy.conditions = policy.conditions.map((condition: unknown) =>
      Array.isArray(condition) && condition[0] === "content-length-range"
        ? ["content-length-range", 1, 10_000_000]
        : condition,
    );
    const Policy = Buffer.from(JSON.stringify(policy)).toString("base64");
    const response = await post(made, Buffer.alloc(5000), { Policy });
    expect(await response.text()).toContain("SignatureDoesNotMatch");
  });

  it("closes when its time is over", async () => {
    const made = await target();
    server.shiftClock(601_000);
    const response = await post(made, Buffer.alloc(10));
    server.shiftClock(-601_000);
    expect(response.status).toBe(403);
  });

  it("is not needed on the local folder: browsers post to the portal", async () => {
    expect(await localFolder("/nowhere").uploadTarget(permission)).toBeNull();
  });
});

describe("the store's own key", () => {
  const pdf = { mime: "application/pdf" };

  it.each([
    ["a wrong secret", { secretAccessKey: "wrong" }],
    ["a wrong key id", { accessKeyId: "wrong" }],
    ["another region", { region: "elsewhere" }],
  ])("is refused with %s", async (_name, changed) => {
    server.objects.clear();
    const wrong = store(changed);
    await expect(wrong.put("clean/1/a", Buffer.alloc(3), pdf)).rejects.toThrow("UnknownError");
    await expect(wrong.head("clean/1/a")).rejects.toThrow("UnknownError");
    expect(server.objects.size).toBe(0);
  });

  it("is refused without a signature", async () => {
    await store().put("clean/1/secret", Buffer.alloc(3), pdf);
    const response = await fetch(`${server.endpoint}/${server.bucket}/clean/1/secret`);
    expect(response.status).toBe(403);
  });
});
