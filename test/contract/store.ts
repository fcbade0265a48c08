import { afterEach, beforeEach, describe } from "vitest";
import { booksContract } from "./store-books.ts";
import type { StoreUnderTest } from "./store-builders.ts";
import { ledgerContract } from "./store-ledger.ts";
import { mergesContract } from "./store-merges.ts";
import { mirrorContract } from "./store-mirror.ts";
import { modelContract } from "./store-model.ts";
import { pileContract } from "./store-pile.ts";
import { retentionContract } from "./store-retention.ts";
import { searchContract } from "./store-search.ts";
import { stageContract } from "./store-stage.ts";

export type { StoreUnderTest } from "./store-builders.ts";

/** The promises of the `Store` port, which every implementation keeps. `open` gives a new, empty store each time. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store in ${name}`, () => {
    let opened: StoreUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.release());

    mirrorContract(() => opened);
    stageContract(() => opened);
    modelContract(() => opened);
    searchContract(() => opened);
    ledgerContract(() => opened);
    booksContract(() => opened);
    mergesContract(() => opened);
    retentionContract(() => opened);
    pileContract(() => opened);
  });
}
