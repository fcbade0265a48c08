import { expect, it } from "vitest";
import { emulator, good, notFound } from "./support.ts";

const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.from([251, 255, 254])]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

it("a photo is set, fetched, replaced under a new address and taken away (BEHAVIOUR 1.17, 1.18, 8.1)", async () => {
  const { create, patch, remove, read } = await emulator();
  const made = await create({});
  const path = `/v1/${made.resourceName}`;
  const set = (bytes: Buffer, encoding: "base64" | "base64url") =>
    patch(`${path}:updateContactPhoto`, { photoBytes: bytes.toString(encoding), personFields: "photos,metadata" });
  const { person } = good(await set(png, "base64"));
  expect(person.photos).toHaveLength(1);
  expect(person.photos[0]).not.toHaveProperty("default");
  expect(person.metadata.sources[0].etag).not.toBe(made.metadata.sources[0].etag);
  const shown = await fetch(person.photos[0].url);
  expect(shown.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(png);

  const again = good(await set(jpeg, "base64url")).person;
  expect(again.photos[0].url).not.toBe(person.photos[0].url);
  expect(good(await patch(`${path}:updateContactPhoto`, { photoBytes: jpeg.toString("base64") }))).toEqual({});
  expect(good(await remove(`${path}:deleteContactPhoto?personFields=photos`)).person.photos[0].default).toBe(true);
  expect((await remove(`${path}:deleteContactPhoto`)).body).toEqual(notFound);
  expect((await fetch((await read(made.resourceName, "photos")).photos[0].url)).status).toBe(200);
});

it("what is no JPEG and no PNG, no base64, or nobody's photo is refused", async () => {
  const { create, patch, remove, get, setSwitches } = await emulator();
  const { resourceName } = await create({});
  const path = `/v1/${resourceName}:updateContactPhoto`;
  expect((await patch(path, { photoBytes: Buffer.from("GIF89a").toString("base64") })).status).toBe(400);
  expect((await patch(path, {})).status).toBe(400);
  expect((await patch(path, { photoBytes: "**" })).body.error.message).toBe(
    `Invalid value at 'photo_bytes' (TYPE_BYTES), "**"`,
  );
  setSwitches({ photoLimit: png.length - 1 });
  expect((await patch(path, { photoBytes: png.toString("base64") })).body.error.message).toContain("too large");
  setSwitches({ photoLimit: png.length });
  good(await patch(path, { photoBytes: png.toString("base64") }));
  expect((await patch("/v1/people/c1:updateContactPhoto", { photoBytes: png.toString("base64") })).body).toEqual(
    notFound,
  );
  expect((await remove("/v1/people/c1:deleteContactPhoto")).body).toEqual(notFound);
  expect((await get("/contacts/nothing=s100")).status).toBe(404);
});
