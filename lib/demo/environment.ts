import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { newVapidKeys } from "#lib/messaging/vapid.ts";

const secretsSchema = z.object({
  NEXTAUTH_SECRET: z.string(),
  LOG_SIGNING_KEY: z.string(),
  VAPID_PUBLIC_KEY: z.string(),
  VAPID_PRIVATE_KEY: z.string(),
});

const ofEarlier = secretsSchema.pick({ NEXTAUTH_SECRET: true, LOG_SIGNING_KEY: true });

/**
 * The secrets of one demo, made at its first start and kept, so that sessions and forms live through a restart. Only
 * the user who starts the demo may read them.
 */
function demoSecrets(folder: string): z.infer<typeof secretsSchema> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const file = join(folder, "secrets.json");
  const kept = existsSync(file) ? parseJson(readFileSync(file, "utf8")) : undefined;
  const whole = secretsSchema.safeParse(kept);
  if (whole.success) return whole.data;
  const push = newVapidKeys();
  const made = {
    NEXTAUTH_SECRET: randomBytes(48).toString("base64"),
    LOG_SIGNING_KEY: generateKeyPairSync("ed25519")
      .privateKey.export({ type: "pkcs8", format: "pem" })
      .toString(),
    VAPID_PUBLIC_KEY: push.publicKey,
    VAPID_PRIVATE_KEY: push.privateKey,
    // A demo of an earlier version: its log must go on under its own key.
    ...ofEarlier.safeParse(kept).data,
  };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

export type DemoParts = {
  readonly folder: string;
  readonly port: number;
  readonly databaseUrl: string;
  /** The key that the build was made with; empty while there is none. */
  readonly actionsKey: string;
  /** What the emulator and the responder add: NCALAYER_URL, EDS_TRUST_DIR, EDS_OCSP_URL … */
  readonly signing: Readonly<Record<string, string>>;
};

/** The environment of the demo's portal. What the user has set stays, unless the demo itself starts the part. */
export function demoEnvironment({
  folder,
  port,
  databaseUrl,
  signing,
  actionsKey,
}: DemoParts): Record<string, string> {
  return {
    REGISTRIES: "sandbox",
    VAPID_SUBJECT: "mailto:demo@kezek.example",
    EDS_ALLOW_TEST_CA: "1",
    WORKER: "inline",
    NEXTAUTH_URL: `http://localhost:${port}`,
    ...given(),
    ...demoSecrets(folder),
    ...signing,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionsKey,
    APP_ENV: process.env["APP_ENV"] === "test" ? "test" : "demo",
    PORT: String(port),
    KEZEK_DIR: folder,
    STORAGE_DIR: join(folder, "storage"),
    DATABASE_URL: databaseUrl,
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

function given(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

// A start that was killed while writing leaves half a file.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
