import { describe, expect, test } from "vitest";
import { checkPassword, hashPassword } from "#lib/sign-in/password-hash.ts";

async function hashed(password: string): Promise<string> {
  const made = await hashPassword(password);
  if (!made.ok) throw new Error(made.code);
  return made.value;
}

describe("a password's hash", () => {
  test("is argon2id with at least 19 MiB and two passes, in PHC notation, and never the same twice", async () => {
    const [one, two] = [await hashed("ұзақ құпиясөз"), await hashed("ұзақ құпиясөз")];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
  });

  test("fits its password only, composed or not", async () => {
    const hash = await hashed("менің құпиясөзім й");
    expect(await checkPassword("менің құпиясөзім й", hash)).toMatchObject({
      value: { fits: true },
    });
    expect(await checkPassword("менің құпиясөзім", hash)).toMatchObject({ value: { fits: false } });
  });

  test("fits nothing where there is none, after the same work", async () => {
    expect(await checkPassword("", null)).toMatchObject({ value: { fits: false } });
    expect(await checkPassword("anything", null)).toMatchObject({ value: { fits: false } });
  });

  test("agrees with the reference implementation", async () => {
    // echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 (the README of P-H-C/phc-winner-argon2)
    const reference =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await checkPassword("password", reference)).toEqual({
      ok: true,
      value: { fits: true, outdated: true },
    });
  });

  test("made by an older Node with scrypt still opens, and is to be made anew", async () => {
    const { scryptSync } = await import("node:crypto");
    const salt = Buffer.alloc(16, 7);
    const key = scryptSync("ескі құпиясөз", salt, 32, {
      N: 2 ** 15,
      r: 8,
      p: 3,
      maxmem: 64 * 1024 * 1024,
    });
    const plain = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
    const hash = `$scrypt$ln=15,r=8,p=3$${plain(salt)}$${plain(key)}`;
    expect(await checkPassword("ескі құпиясөз", hash)).toEqual({
      ok: true,
      value: { fits: true, outdated: true },
    });
    expect(await checkPassword("басқа құпиясөз", hash)).toMatchObject({ value: { fits: false } });
  });

  test("of an unknown kind is a fault, not a wrong password", async () => {
    await expect(checkPassword("x", "md5:123")).rejects.toThrow("cannot read");
  });
});

test("a crowd is sent away, not kept waiting without end, and the queue works on afterwards", async () => {
  const crowd = await Promise.all(Array.from({ length: 60 }, () => checkPassword("x", null)));
  const busy = crowd.filter((each) => !each.ok);
  expect(busy.length).toBe(60 - 42);
  expect(await checkPassword("x", null)).toMatchObject({ ok: true });
});
