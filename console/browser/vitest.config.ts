/** The tests that drive a real browser against a real server. WAKEFUL_URL and WAKEFUL_SIGN_IN say where it is. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    globalSetup: ["./sign_in.ts"],
    // One browser at a time: the tests share a plant.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
