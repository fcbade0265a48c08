/** Collects the releases of resources and runs them last in, first out, each once, all of them even if one fails. */
export class Releaser {
  #releases: (() => void | Promise<void>)[] = [];

  /** Registers how to let go of a resource; returns the resource, so it can wrap an expression. */
  add<T>(resource: T, release: (resource: T) => void | Promise<void>): T {
    this.#releases.push(() => release(resource));
    return resource;
  }

  async release(): Promise<void> {
    const errors: unknown[] = [];
    for (let next = this.#releases.pop(); next; next = this.#releases.pop()) {
      try {
        await next();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, "several resources failed to close");
  }
}
