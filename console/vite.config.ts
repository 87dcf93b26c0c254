/** Builds the console into the Python package; `npm run dev` serves it against a running server. */
import { defineConfig } from "vitest/config";

const server = process.env.WAKEFUL_URL ?? "http://127.0.0.1:8765";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: "../src/wakeful/console_dist",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/sign-in": { target: server },
    },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
