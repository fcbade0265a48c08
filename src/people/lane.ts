/**
 * One thing at a time, in the order asked. "Mutate requests for the same user should be sent sequentially" (people-api reference, 6): parallel
 * ones are answered with conflicts and errors.
 */
export class Lane {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
