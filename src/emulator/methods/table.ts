import type { Method } from "../call.ts";
import { batchCreate, batchDelete, batchUpdate } from "./batches.ts";
import { listConnections } from "./connections.ts";
import { directory } from "./directory.ts";
import { batchGetGroups, createGroup, deleteGroup, getGroup, listGroups, updateGroup } from "./groups.ts";
import { modifyMembers } from "./members.ts";
import { copyOtherContact, listOtherContacts } from "./other-contacts.ts";
import { deletePhoto, updatePhoto } from "./photos.ts";
import { getBatch, getPerson } from "./read.ts";
import { searchContacts, searchOtherContacts } from "./search.ts";
import { createContact, deleteContact, updateContact } from "./write.ts";

/** The methods that are emulated, by Google's ids. What the discovery document has beyond them answers 501. */
export const methodTable: Readonly<Record<string, Method>> = {
  "people.connections.list": listConnections,
  "people.get": getPerson,
  "people.getBatchGet": getBatch,
  "people.createContact": createContact,
  "people.updateContact": updateContact,
  "people.deleteContact": deleteContact,
  "people.batchCreateContacts": batchCreate,
  "people.batchUpdateContacts": batchUpdate,
  "people.batchDeleteContacts": batchDelete,
  "people.updateContactPhoto": updatePhoto,
  "people.deleteContactPhoto": deletePhoto,
  "people.searchContacts": searchContacts,
  "people.listDirectoryPeople": directory,
  "people.searchDirectoryPeople": directory,
  "otherContacts.list": listOtherContacts,
  "otherContacts.search": searchOtherContacts,
  "otherContacts.copyOtherContactToMyContactsGroup": copyOtherContact,
  "contactGroups.list": listGroups,
  "contactGroups.get": getGroup,
  "contactGroups.batchGet": batchGetGroups,
  "contactGroups.create": createGroup,
  "contactGroups.update": updateGroup,
  "contactGroups.delete": deleteGroup,
  "contactGroups.members.modify": modifyMembers,
};
