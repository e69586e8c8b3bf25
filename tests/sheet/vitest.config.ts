import { defineConfig } from "vitest/config";

// The screenshot sheet walks the portal with the journeys' own steps, so it runs where they run; it checks nothing.
export default defineConfig({
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    name: "sheet",
    include: ["tests/sheet/walk-all.ts"],
    globalSetup: ["tests/support/portal.setup.ts"],
    fileParallelism: false,
    testTimeout: 45 * 60_000,
    hookTimeout: 180_000,
  },
});
