import { expect, test } from "vitest";
import { oneAtATime } from "../../src/lib/one-at-a-time.ts";

test("work passes one at a time, in the order of asking, and a failure does not hold up the next", async () => {
  const lane = oneAtATime();
  const told: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = lane(async () => {
    told.push("first begins");
    await gate.promise;
    told.push("first ends");
    throw new RangeError("no");
  });
  const second = lane(async () => {
    told.push("second");
    return 2;
  });
  await Promise.resolve();
  expect(told).toEqual(["first begins"]);
  gate.resolve();
  await expect(first).rejects.toThrow("no");
  expect(await second).toBe(2);
  expect(told).toEqual(["first begins", "first ends", "second"]);
});
