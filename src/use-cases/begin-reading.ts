/** The reading of foreign files, begun before the office is open: a process of its own reads the first while the settings are read here. */
import { type RawBase, type ReadOptions, readBase, type Told } from "../sheets/index.ts";

export type Reading = {
  /**
   * The files, read one after another. `told` hears how many rows have come so far, and of the sheet that is coming; `started` is called once a file is being read and there is
   * time for other things. Throws as `readBase`.
   */
  bases(told: Told, started: () => void): Promise<RawBase[]>;
  /** Ends what was begun, where nobody will ask for it. */
  abandon(): void;
};

export function beginReading(files: string[], options: Pick<ReadOptions, "sheet" | "encoding">): Reading {
  const abandoned = new AbortController();
  let hear: Told = () => {};
  let isStarted = false;
  let start = () => {};
  let before = 0;
  const read = async (file: string) => {
    let rows = 0;
    const base = await readBase(file, {
      ...options,
      signal: abandoned.signal,
      told: (count, coming) => {
        rows = count;
        hear(before + count, coming);
      },
      started: () => {
        isStarted = true;
        start();
      },
    });
    before += rows;
    return base;
  };
  const [first, ...others] = files;
  const begun = first === undefined ? [] : [read(first)];
  // What is wrong with the file is said when it is asked for.
  for (const one of begun) one.catch(() => {});
  return {
    async bases(told, started) {
      hear = told;
      start = started;
      if (isStarted) started();
      const bases = await Promise.all(begun);
      for (const file of others) bases.push(await read(file));
      return bases;
    },
    abandon: () => abandoned.abort(),
  };
}
