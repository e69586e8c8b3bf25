import { createPrivateKey } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { z } from "zod";

const optionalText = z.string().optional();
const flag = z
  .enum(["0", "1", "true", "false"], { error: "must be 1 or 0" })
  .default("0")
  .transform((value) => value === "1" || value === "true");

function address(...protocols: string[]) {
  return z.string().refine((value) => protocols.includes(protocolOf(value)), {
    error: `must be an address that begins with ${protocols.map((p) => (p === "mailto:" ? p : `${p}//`)).join(" or ")}`,
  });
}

function base64url(bytes: number) {
  return z.string().refine((value) => Buffer.from(value, "base64url").length === bytes, {
    error: `must be ${bytes} bytes in base64url`,
  });
}

const variables = z.object({
  APP_ENV: z.enum(["production", "demo", "test"], { error: "must be production, demo or test" }),
  HOST: optionalText,
  PORT: z.coerce.number({ error: "must be a port number" }).int().min(0).max(65_535).default(3000),
  DATABASE_URL: address("postgres:", "postgresql:").optional(),
  NEXTAUTH_URL: address("https:", "http:"),
  NEXTAUTH_SECRET: z.string().min(32, { error: "must have at least 32 random characters" }),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: z
    .string()
    .refine((value) => [16, 24, 32].includes(Buffer.from(value, "base64").length), {
      error: "must be 32 random bytes in base64, the same at build and at run",
    })
    .optional(),
  S3_ENDPOINT: address("https:", "http:").optional(),
  S3_REGION: optionalText,
  S3_BUCKET: optionalText,
  S3_ACCESS_KEY_ID: optionalText,
  S3_SECRET_ACCESS_KEY: optionalText,
  SMS_URL: address("smpp:", "smpps:", "https:", "http:")
    .refine((value) => protocolOf(value) !== "http:" || isLoopback(value), {
      error: "may begin with http:// only where the gateway stands on this machine",
    })
    .optional(),
  SMTP_URL: address("smtp:", "smtps:").optional(),
  VAPID_PUBLIC_KEY: base64url(65).optional(),
  VAPID_PRIVATE_KEY: base64url(32).optional(),
  VAPID_SUBJECT: address("mailto:", "https:").optional(),
  PUSH_HOSTS: z
    .string()
    .default("")
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine((hosts) => hosts.every((host) => /^(?:\*\.)?[a-z0-9.-]+(?::\d+)?$/.test(host)), {
      error: "must be a list of hosts separated by commas, such as push.example.kz or *.example.kz",
    }),
  CLAMD_URL: address("tcp:").optional(),
  EDS_TRUST_DIR: optionalText,
  EDS_OCSP_URL: address("http:", "https:").optional(),
  EDS_CRL_URLS: z
    .string()
    .default("")
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .refine((urls) => urls.every((url) => ["http:", "https:"].includes(protocolOf(url))), {
      error: "must be a list of http addresses separated by commas",
    }),
  EDS_TSP_URL: address("http:", "https:").optional(),
  EDS_ALLOW_TEST_CA: flag,
  NCANODE_URL: address("http:", "https:").optional(),
  NCALAYER_URL: address("wss:", "ws:").default("wss://127.0.0.1:13579"),
  MGOV_RELAY_URL: address("https:", "http:").optional(),
  REGISTRIES: z.enum(["sandbox", "shep"], { error: "must be sandbox or shep" }),
  SHEP_URL: address("https:", "http:").optional(),
  SHEP_SENDER_ID: optionalText,
  SHEP_PASSWORD: optionalText,
  WORKING_CALENDAR_FILE: optionalText,
  LOG_SIGNING_KEY: z
    .string()
    .refine(isEd25519PrivateKey, { error: "must be an Ed25519 private key in PEM" })
    .optional(),
  WORKER: z.enum(["inline", "off"], { error: "must be inline or off" }).default("off"),
  WORKER_PATIENCE_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .min(2)
    .max(600)
    .default(30),
  TRUST_PROXY: z.coerce
    .number({ error: "must be the number of proxies in front of the portal" })
    .int()
    .min(0)
    .max(5)
    .default(0),
  STOP_DELAY_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .min(0)
    .max(60)
    .default(0),
  METRICS_TOKEN: optionalText,
  OTEL_EXPORTER_OTLP_ENDPOINT: address("https:", "http:").optional(),
  // The demo's own: its folder and the local file storage in it.
  KEZEK_DIR: optionalText,
  STORAGE_DIR: optionalText,
});

type Variables = z.infer<typeof variables>;

export type Env = Omit<Variables, "KEZEK_DIR" | "STORAGE_DIR"> & {
  /** Folder of everything the demo and the tests keep on disk. */
  readonly KEZEK_DIR: string;
  /** Folder of uploaded files while no S3 is configured. */
  readonly STORAGE_DIR: string;
};

type Problem = { readonly name: string; readonly reason: string };

/** The environment is wrong: `problems` names each variable with its reason. Stops the start. */
export class EnvironmentError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(
      `The environment is not complete (see .env.example): ${problems.map((p) => `${p.name} ${p.reason}`).join("; ")}`,
    );
    this.name = "EnvironmentError";
    this.problems = problems;
  }
}

/** The role of the embedded database: production recognises it by this name and refuses it. */
export const embeddedRole = "kezek_embedded";

/**
 * Reads a set of variables. An empty value counts as absent, so that a line of `.env.example` may stay unfilled.
 * @throws EnvironmentError naming every wrong variable at once.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return { name, reason: given[name] === undefined ? "is missing" : issue.message };
    });
    // Whoever begins with an empty file is told all that is missing, and not the rest when the first is there.
    throw new EnvironmentError(
      given["APP_ENV"] === "production" ? [...wrong, ...missingInProduction(given)] : wrong,
    );
  }
  const value = parsed.data;
  const folder = value.KEZEK_DIR ?? ".kezek";
  const problems = [...incompleteGroups(value), ...refusedInProduction(value)];
  if (problems.length > 0) throw new EnvironmentError(problems);
  return { ...value, KEZEK_DIR: folder, STORAGE_DIR: value.STORAGE_DIR ?? join(folder, "storage") };
}

function incompleteGroups(value: Variables): Problem[] {
  const problems: Problem[] = [];
  const s3 = [
    "S3_ENDPOINT",
    "S3_REGION",
    "S3_BUCKET",
    "S3_ACCESS_KEY_ID",
    "S3_SECRET_ACCESS_KEY",
  ] as const;
  if (s3.some((name) => value[name])) {
    for (const name of s3) {
      if (!value[name])
        problems.push({ name, reason: "is missing while other S3_ variables are set" });
    }
  }
  const vapid = ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT"] as const;
  if (vapid.some((name) => value[name])) {
    for (const name of vapid) {
      if (!value[name])
        problems.push({ name, reason: "is missing while other VAPID_ variables are set" });
    }
  }
  if (value.REGISTRIES === "shep") {
    for (const name of ["SHEP_URL", "SHEP_SENDER_ID", "SHEP_PASSWORD"] as const) {
      if (!value[name]) problems.push({ name, reason: "is missing while REGISTRIES is shep" });
    }
  }
  return problems;
}

// Nothing of the demo may run where real children are in the queue (contract: «Production refuses to start with…»).
function refusedInProduction(value: Variables): Problem[] {
  if (value.APP_ENV !== "production") return [];
  const problems = missingInProduction(value);
  const refuse = (name: string, reason: string) => problems.push({ name, reason });

  if (value.DATABASE_URL && new URL(value.DATABASE_URL).username === embeddedRole) {
    refuse("DATABASE_URL", "is the demo's embedded database; production needs a server of its own");
  }
  if (protocolOf(value.NEXTAUTH_URL) !== "https:" && !isLoopback(value.NEXTAUTH_URL)) {
    refuse("NEXTAUTH_URL", "must begin with https:// in production");
  }
  if (value.REGISTRIES === "sandbox") refuse("REGISTRIES", "is sandbox; production needs shep");
  if (value.EDS_ALLOW_TEST_CA)
    refuse("EDS_ALLOW_TEST_CA", "trusts test keys; production refuses it");
  if (protocolOf(value.NCALAYER_URL) !== "wss:" || !isLoopback(value.NCALAYER_URL)) {
    refuse("NCALAYER_URL", "must be a wss:// address of the parent's own computer in production");
  }
  if (value.MGOV_RELAY_URL && protocolOf(value.MGOV_RELAY_URL) !== "https:") {
    refuse("MGOV_RELAY_URL", "must begin with https:// in production");
  }
  if (value.KEZEK_DIR) refuse("KEZEK_DIR", "belongs to the demo; production refuses it");
  if (value.STORAGE_DIR) refuse("STORAGE_DIR", "belongs to the demo; production keeps files in S3");
  return problems;
}

function missingInProduction(value: Partial<Record<string, unknown>>): Problem[] {
  return [
    "DATABASE_URL",
    "NEXT_SERVER_ACTIONS_ENCRYPTION_KEY",
    "S3_ENDPOINT",
    "EDS_TRUST_DIR",
    // A queue that nobody can check from outside is what the portal replaces.
    "LOG_SIGNING_KEY",
  ]
    .filter((name) => !value[name])
    .map((name) => ({ name, reason: "is missing; production needs it" }));
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : "";
}

function isLoopback(value: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(value).hostname);
}

function isEd25519PrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem.replaceAll("\\n", "\n")).asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}

let current: Env | undefined;

/**
 * The validated environment, read once. @throws EnvironmentError
 */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}

/** Forgets what was read: the next `env()` reads again. For tests that change the environment. */
export function resetEnv(): void {
  current = undefined;
}

/** Takes over the variables of `.env` in the working folder where the environment does not name them already. */
export function loadEnvironmentFile(): void {
  if (existsSync(".env")) loadEnvFile(".env");
}

/** The names the portal reads, for the test that compares them with `.env.example`. */
export const variableNames: readonly string[] = Object.keys(variables.shape);
