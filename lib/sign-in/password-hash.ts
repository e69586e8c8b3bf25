import crypto from "node:crypto";
import { processWide } from "#lib/platform/process-wide.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { normalPassword } from "./password-rules.ts";

// OWASP's least for argon2id: 19 MiB, two passes, one lane. Node's own argon2 came with 24.7; where the portal runs on
// an older one it uses scrypt of the same weight by the same table (N 2^15, r 8, p 3), and a hash made there is made
// anew at the next sign-in under a newer Node. The way back, argon2 hashes under an older Node, does not exist.
const argonParameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const argonPrefix = "$argon2id$v=19$m=19456,t=2,p=1$";
const scryptParameters = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const scryptPrefix = "$scrypt$ln=15,r=8,p=3$";

const hasArgon = "argon2" in crypto;
const prefix = hasArgon ? argonPrefix : scryptPrefix;

// Somebody who has no password is checked against this, so that the answer takes as long.
const nobodys = `${prefix}${"A".repeat(22)}$${"A".repeat(43)}`;

// Each takes a thread of libuv and its memory for some tens of milliseconds: few at once, a short queue, then «try
// again», for files and DNS need the threads too.
const atOnce = 2;
const longestQueue = 40;

/** A new hash in PHC notation. @returns `busy` when too many wait already */
export async function hashPassword(typed: string): Promise<Result<string, "busy">> {
  return inTurn(async () => {
    const salt = crypto.randomBytes(16);
    const made = hasArgon
      ? await argonOf(typed, salt, argonParameters)
      : await scryptOf(typed, salt, scryptParameters);
    return `${prefix}${unpadded(salt)}$${unpadded(made)}`;
  });
}

export type PasswordCheck = {
  readonly fits: boolean;
  /** It fits, but was made with less than is asked for today. */
  readonly outdated: boolean;
};

/**
 * Whether the password fits the hash; null stands for somebody who has none, and costs the same.
 * @returns `busy` when too many wait already
 * @throws Error on a hash that this version cannot read
 */
export async function checkPassword(
  typed: string,
  hash: string | null,
): Promise<Result<PasswordCheck, "busy">> {
  const stored = readHash(hash ?? nobodys);
  return inTurn(async () => {
    const made = await stored.make(typed);
    const fits = crypto.timingSafeEqual(made, stored.expected) && hash !== null;
    return { fits, outdated: fits && !stored.prefixIsCurrent };
  });
}

type Stored = {
  readonly expected: Buffer;
  readonly prefixIsCurrent: boolean;
  make(typed: string): Promise<Buffer>;
};

function readHash(hash: string): Stored {
  const prefixIsCurrent = hash.startsWith(prefix);
  const argon = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (argon !== null && hasArgon) {
    const [, m, t, p, salt = "", tag = ""] = argon;
    const expected = Buffer.from(tag, "base64");
    const parameters = {
      memory: Number(m),
      passes: Number(t),
      parallelism: Number(p),
      tagLength: expected.length,
    };
    const make = (typed: string) => argonOf(typed, Buffer.from(salt, "base64"), parameters);
    return { expected, prefixIsCurrent, make };
  }
  const older = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (older === null) throw new Error("a password hash that this version cannot read");
  const [, ln, r, p, salt = "", tag = ""] = older;
  const parameters = { N: 2 ** Number(ln), r: Number(r), p: Number(p), maxmem: 2 ** 27 };
  return {
    expected: Buffer.from(tag, "base64"),
    prefixIsCurrent,
    make: (typed) => scryptOf(typed, Buffer.from(salt, "base64"), parameters),
  };
}

function argonOf(
  typed: string,
  nonce: Buffer,
  parameters: { memory: number; passes: number; parallelism: number; tagLength: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    crypto.argon2(
      "argon2id",
      { message: normalPassword(typed), nonce, ...parameters },
      (error, key) => {
        if (error) reject(error);
        else resolve(Buffer.from(key));
      },
    );
  });
}

function scryptOf(
  typed: string,
  salt: Buffer,
  parameters: { N: number; r: number; p: number; maxmem: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    crypto.scrypt(normalPassword(typed), salt, 32, parameters, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}

type Turns = { running: number; readonly waiting: (() => void)[] };

/** Runs `work` when there is room for it. */
async function inTurn<T>(work: () => Promise<T>): Promise<Result<T, "busy">> {
  const turns = processWide<Turns>("password-turns", () => ({ running: 0, waiting: [] }));
  if (turns.running >= atOnce) {
    if (turns.waiting.length >= longestQueue) return fail("busy");
    await new Promise<void>((resolve) => turns.waiting.push(resolve));
  } else {
    turns.running += 1;
  }
  try {
    return ok(await work());
  } finally {
    // Whoever waits takes over the place; only without one it becomes free.
    const next = turns.waiting.shift();
    if (next === undefined) turns.running -= 1;
    else next();
  }
}
