import { people } from "@googleapis/people";
import { OAuth2Client } from "google-auth-library";
import { expect, it } from "vitest";
import { emulator } from "./support.ts";

it("Google's own client makes, labels, changes, lists, syncs and deletes contacts", async () => {
  const { url, token, calls } = await emulator();
  const auth = new OAuth2Client();
  auth.setCredentials({ access_token: token });
  const api = people({ version: "v1", auth, rootUrl: `${url}/`, retry: false });

  const label = (await api.contactGroups.create({ requestBody: { contactGroup: { name: "Clients" } } })).data;
  const memberships = [{ contactGroupMembership: { contactGroupResourceName: label.resourceName } }];
  const contacts = ["A", "B", "C"].map((givenName) => ({ contactPerson: { names: [{ givenName }], memberships } }));
  const made = await api.people.batchCreateContacts({ requestBody: { contacts, readMask: "names,metadata" } });
  const [first, second, third] = made.data.createdPeople!.map((entry) => entry.person!);
  const list = {
    resourceName: "people/me",
    personFields: "names,biographies,metadata,memberships",
    requestSyncToken: true,
  };
  const pages = await api.people.connections.list({ ...list, pageSize: 2 });
  expect(pages.data.connections).toHaveLength(2);
  const last = await api.people.connections.list({ ...list, pageSize: 2, pageToken: pages.data.nextPageToken! });
  const syncToken = last.data.nextSyncToken!;

  const updated = await api.people.batchUpdateContacts({
    requestBody: {
      contacts: { [first!.resourceName!]: { etag: first!.etag, biographies: [{ value: "note" }] } },
      updateMask: "biographies",
      readMask: "biographies",
    },
  });
  expect(updated.data.updateResult![first!.resourceName!]!.person!.biographies![0]!.value).toBe("note");
  const stale = api.people.updateContact({
    resourceName: first!.resourceName!,
    updatePersonFields: "names",
    requestBody: { etag: first!.etag },
  });
  await expect(stale).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("person.etag is different"),
  });
  await api.people.deleteContact({ resourceName: second!.resourceName! });
  const resourceNames = [first!.resourceName!, third!.resourceName!];
  const read = await api.people.getBatchGet({ resourceNames, personFields: "names" });
  expect(read.data.responses!.map((entry) => entry.person!.names![0]!.givenName)).toEqual(["A", "C"]);
  await api.contactGroups.members.modify({
    resourceName: label.resourceName!,
    requestBody: { resourceNamesToRemove: [third!.resourceName!] },
  });
  const delta = await api.people.connections.list({ ...list, syncToken });
  expect(delta.data.connections!.map((person) => person.metadata!.deleted ?? false)).toEqual([false, true, false]);
  const groups = await api.contactGroups.list({ pageSize: 1000 });
  expect(groups.data.contactGroups!.find((group) => group.name === "Clients")!.memberCount).toBe(1);
  await api.people.batchDeleteContacts({ requestBody: { resourceNames } });
  expect((await api.people.connections.list(list)).data.connections).toBeUndefined();

  expect(calls().map(({ method, status, items }) => `${method} ${status} ${items}`)).toEqual([
    "contactGroups.create 200 1",
    "people.batchCreateContacts 200 3",
    "people.connections.list 200 1",
    "people.connections.list 200 1",
    "people.batchUpdateContacts 200 1",
    "people.updateContact 400 1",
    "people.deleteContact 200 1",
    "people.getBatchGet 200 1",
    "contactGroups.members.modify 200 1",
    "people.connections.list 200 1",
    "contactGroups.list 200 1",
    "people.batchDeleteContacts 200 2",
    "people.connections.list 200 1",
  ]);
});
