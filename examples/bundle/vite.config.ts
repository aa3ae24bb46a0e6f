import { defineConfig } from "vite";

export default defineConfig({
  // Addresses in the page are relative, so that it can be served under any path.
  base: "./",
  build: {
    target: "safari14",
    // The content security policy allows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
