import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // By default one core is left idle, which is half of a small machine.
    maxWorkers: "100%",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: "Asia/Yerevan", NO_COLOR: "1", LANG: "en_US.UTF-8" },
  },
});
