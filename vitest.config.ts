import { defineConfig } from "vitest/config";

// The runner resolves `#lib/…` by package.json "imports", as Node does; JSX is compiled for the few component tests.
const common = { oxc: { jsx: { runtime: "automatic" as const } } };

// What is waited for comes at once on an idle machine; on a busy one it may take long and is not wrong for it.
const expecting = { poll: { timeout: 30_000 } };

export default defineConfig({
  ...common,
  test: {
    projects: [
      {
        ...common,
        test: {
          name: "unit",
          expect: expecting,
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          setupFiles: ["tests/support/properties.setup.ts"],
          // Long histories and many keys: what is slow on a busy machine is not wrong.
          testTimeout: 60_000,
        },
      },
      {
        ...common,
        test: {
          name: "architecture",
          expect: expecting,
          include: ["tests/architecture/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        ...common,
        test: {
          name: "integration",
          expect: expecting,
          include: ["tests/integration/**/*.test.ts"],
          exclude: ["tests/integration/story/region/**"],
          globalSetup: ["tests/support/database.setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...common,
        test: {
          // A year of the demo's whole data set: minutes long, so once, and not on every version of PostgreSQL.
          name: "year",
          expect: expecting,
          include: ["tests/integration/story/region/**/*.test.ts"],
          globalSetup: ["tests/support/database.setup.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        ...common,
        test: {
          name: "access",
          expect: expecting,
          include: ["tests/access/**/*.test.ts"],
          globalSetup: ["tests/support/database.setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...common,
        test: {
          name: "e2e",
          expect: expecting,
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/support/portal.setup.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
