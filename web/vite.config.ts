// Builds the browser application into web/dist, which the server carries inside its program.
//
// Nothing may be inlined: the server's Content-Security-Policy is `default-src 'self'` without exceptions.

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const server = process.env.LIGHTWELL_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 320,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": server, "/health": server, "/lightwell-photos": server } },
  test: { environment: "node", include: ["src/**/*.test.ts"], setupFiles: ["src/test_setup.ts"] },
});
