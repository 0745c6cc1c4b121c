import { defineConfig } from "vitest/config";

const POSTGRES_TESTS = ["src/**/*.postgres.test.ts", "tests/**/*.postgres.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    projects: [
      {
        extends: true,
        test: {
          name: "all",
          include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: ["**/node_modules/**", ...POSTGRES_TESTS],
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          include: POSTGRES_TESTS,
          // Runs once, and only where one of these tests is among those asked for.
          globalSetup: "tests/postgres/global-setup.ts",
        },
      },
    ],
  },
});
