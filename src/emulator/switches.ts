/**
 * What Google does is unknown or settable at these points (BEHAVIOUR 13 and 14). The README gives the reason of each default.
 * All of them can be changed while the emulator runs.
 */
export type Switches = {
  /** Milliseconds for which lists (full and incremental) and search do not show a write. */
  lagMs: number;
  /** Milliseconds for which `people.get` and `getBatchGet` still answer with the version before an update. */
  staleReadMs: number;
  /** Life of a sync token in days, counted from the full sync. */
  syncTokenDays: number;
  /** An incremental token starts a new life instead of ending with the full sync's. */
  incrementalTokensRenew: boolean;
  expiredTokenStatus: "INVALID_ARGUMENT" | "FAILED_PRECONDITION";
  /** Other parameters than those of the first call with a page or sync token. */
  parameterMismatch: "refuse" | "ignore";
  /** A tombstone shows its metadata only when the mask names `metadata`. */
  tombstoneFollowsMask: boolean;
  /** Joining or leaving a group changes the contact's etag and puts it into the connections delta. */
  labelChangesTouchContacts: boolean;
  /** Deleting a group changes its members likewise. */
  groupDeletionTouchesContacts: boolean;
  /** An update that changes nothing gives a new etag and updateTime all the same. */
  noopUpdateTouches: boolean;
  /** An update is refused when its etag came from a read that did not show every updated field. */
  etagMustCoverMask: boolean;
  missingEtagStatus: {
    single: "INVALID_ARGUMENT" | "FAILED_PRECONDITION";
    batch: "INVALID_ARGUMENT" | "FAILED_PRECONDITION";
  };
  /** One bad contact fails the whole batch, or only itself inside a 200. */
  batchFailure: "whole" | "per-item";
  /** A contact stays in myContacts until members.modify takes it out, whatever memberships a write names. */
  myContactsSticky: boolean;
  /** What becomes of notes: kept, trimmed at both ends; line ends kept or made LF. */
  trimNotes: boolean;
  noteLineEnds: "keep" | "lf";
  /** Notes sent as TEXT_HTML stay so, or come back as TEXT_PLAIN with the same text. */
  htmlNotes: "keep" | "as-plain";
  /** Characters that notes may have, 0 = any number; longer ones are refused, never cut. */
  notesLimit: number;
  /** Bytes that a photo may have, 0 = any number. */
  photoLimit: number;
  /** Writing an organization's startDate or endDate. */
  organizationDates: "500" | "accept";
  /** A project sees and replaces the clientData that other projects wrote, or has its own apart. */
  foreignClientData: "shown" | "hidden";
  /** The survivor of a merge in Contacts web names the others in `previousResourceNames`. */
  mergeNamesPrevious: boolean;
  /** A batchGet of a resource name that a contact had before answers the contact under its present name, or 404 for the item. */
  formerNames: "answer" | "gone";
  /** Two names of groups are the same: to the letter, or whatever their case. */
  groupNames: "exact" | "caseless";
  /** Contacts an account may hold; beyond it creates fail with MY_CONTACTS_OVERFLOW_COUNT. */
  contactLimit: number;
  /** Deleted contacts count against the limit for their 30 days in the trash. */
  trashCounts: boolean;
  /** `searchContacts` finds nothing written since the last warm-up (an empty query). */
  searchNeedsWarmUp: boolean;
  /** Quotas per minute and user are enforced (BEHAVIOUR 6). */
  quotas: boolean;
  /** Tokens that each metric may spend in a minute. */
  quotaPerMinute: { criticalRead: number; criticalWrite: number; read: number; write: number };
  /** First pages of full syncs that may be asked for in a minute, 0 = unlimited. */
  fullSyncsPerMinute: number;
  /** What one call of batchCreate or batchUpdate costs in critical reads and writes. */
  batchCost: number;
  /** A batch is charged for every contact in it instead. */
  batchChargedPerItem: boolean;
  /** Writes of contacts an account may make in a day ("FBS quota"), 0 = unlimited. */
  writesPerDay: number;
  /** Page sizes above the limit are clamped instead of refused, for clients of the old limit. */
  clampPageSize: boolean;
};

export const defaultSwitches: Switches = {
  lagMs: 0,
  staleReadMs: 0,
  syncTokenDays: 7,
  incrementalTokensRenew: false,
  expiredTokenStatus: "INVALID_ARGUMENT",
  parameterMismatch: "refuse",
  tombstoneFollowsMask: true,
  labelChangesTouchContacts: true,
  groupDeletionTouchesContacts: true,
  noopUpdateTouches: true,
  etagMustCoverMask: false,
  missingEtagStatus: { single: "INVALID_ARGUMENT", batch: "FAILED_PRECONDITION" },
  batchFailure: "whole",
  myContactsSticky: true,
  trimNotes: false,
  noteLineEnds: "keep",
  htmlNotes: "keep",
  notesLimit: 0,
  photoLimit: 0,
  organizationDates: "500",
  foreignClientData: "shown",
  mergeNamesPrevious: false,
  formerNames: "answer",
  groupNames: "exact",
  contactLimit: 25_000,
  trashCounts: false,
  searchNeedsWarmUp: false,
  quotas: false,
  quotaPerMinute: { criticalRead: 90, criticalWrite: 90, read: 120, write: 90 },
  fullSyncsPerMinute: 0,
  batchCost: 6,
  batchChargedPerItem: false,
  writesPerDay: 0,
  clampPageSize: false,
};
