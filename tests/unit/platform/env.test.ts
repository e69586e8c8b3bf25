import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { productionEnvironment as production } from "#tests/support/production.ts";
import { embeddedRole, EnvironmentError, parseEnv, variableNames } from "#lib/platform/env.ts";

function problemsOf(environment: Record<string, string | undefined>): Record<string, string> {
  try {
    parseEnv(environment);
  } catch (error) {
    if (error instanceof EnvironmentError) {
      return Object.fromEntries(error.problems.map(({ name, reason }) => [name, reason]));
    }
    throw error;
  }
  return {};
}

test("a complete production environment is accepted", () => {
  expect(problemsOf(production)).toEqual({});
  expect(parseEnv(production)).toMatchObject({
    PORT: 3000,
    WORKER: "off",
    EDS_ALLOW_TEST_CA: false,
  });
});

test.each(["APP_ENV", "NEXTAUTH_URL", "NEXTAUTH_SECRET", "REGISTRIES"])(
  "%s missing or empty stops the start, by its name",
  (name) => {
    expect(problemsOf({ ...production, [name]: undefined })).toMatchObject({
      [name]: "is missing",
    });
    expect(problemsOf({ ...production, [name]: "" })).toMatchObject({ [name]: "is missing" });
  },
);

test("an empty file is told everything at once that production needs", () => {
  expect(problemsOf({ APP_ENV: "production", REGISTRIES: "shep" })).toMatchObject({
    NEXTAUTH_URL: "is missing",
    NEXTAUTH_SECRET: "is missing",
    DATABASE_URL: "is missing; production needs it",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: "is missing; production needs it",
    S3_ENDPOINT: "is missing; production needs it",
    EDS_TRUST_DIR: "is missing; production needs it",
    LOG_SIGNING_KEY: "is missing; production needs it",
  });
});

test("every wrong variable is named at once", () => {
  expect(
    Object.keys(
      problemsOf({ ...production, PORT: "many", SMS_URL: "ftp://x", NEXTAUTH_SECRET: "short" }),
    ),
  ).toEqual(expect.arrayContaining(["PORT", "SMS_URL", "NEXTAUTH_SECRET"]));
});

test("no reason repeats the value, which may be a secret", () => {
  const problems = problemsOf({ ...production, NEXTAUTH_SECRET: "s3cr3t", DATABASE_URL: "s3cr3t" });
  expect(Object.keys(problems)).toHaveLength(2);
  expect(JSON.stringify(problems)).not.toContain("s3cr3t");
});

describe("production refuses what belongs to the demo", () => {
  test.each([
    ["REGISTRIES", "sandbox"],
    ["EDS_ALLOW_TEST_CA", "1"],
    ["DATABASE_URL", `postgres://${embeddedRole}:x@127.0.0.1/kezek`],
    ["DATABASE_URL", undefined],
    ["S3_ENDPOINT", undefined],
    ["EDS_TRUST_DIR", undefined],
    ["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", undefined],
    ["NEXTAUTH_URL", "http://balabaqsha.example.kz"],
    ["NCALAYER_URL", "ws://127.0.0.1:13580"],
    ["NCALAYER_URL", "wss://elsewhere.example"],
    ["MGOV_RELAY_URL", "http://relay.example"],
    ["KEZEK_DIR", ".kezek"],
    ["STORAGE_DIR", "files"],
  ])("%s=%s", (name, value) => {
    expect(problemsOf({ ...production, [name]: value })).toHaveProperty(name);
  });

  test("and the demo takes all of it", () => {
    const demo = {
      APP_ENV: "demo",
      NEXTAUTH_URL: "http://localhost:3000",
      NEXTAUTH_SECRET: production.NEXTAUTH_SECRET,
    };
    expect(
      problemsOf({ ...demo, REGISTRIES: "sandbox", EDS_ALLOW_TEST_CA: "1", KEZEK_DIR: ".kezek" }),
    ).toEqual({});
  });
});

test("half an S3 is named by what is missing", () => {
  expect(problemsOf({ ...production, S3_BUCKET: undefined })).toHaveProperty("S3_BUCKET");
});

test(".env.example names every variable, and none that the portal does not read", () => {
  const text = readFileSync(".env.example", "utf8");
  const named = [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? "");
  const ofDemo = ["KEZEK_DIR", "STORAGE_DIR"];
  expect(named.toSorted()).toEqual(
    variableNames.filter((name) => !ofDemo.includes(name)).toSorted(),
  );
});
