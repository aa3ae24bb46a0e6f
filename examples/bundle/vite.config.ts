import { defineConfig } from "vite";

export default defineConfig({
  // The names in the page are relative to it, so that it can be served anywhere.
  base: "./",
  build: {
    target: "safari14",
    // The content security policy knows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
