import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: "Asia/Yerevan", NO_COLOR: "1", LANG: "en_US.UTF-8" },
  },
});
