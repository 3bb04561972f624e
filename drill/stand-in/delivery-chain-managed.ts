/**
 * Resources of one kind, by a name or an ARN. One that was deleted is remembered: a trail may still name it, and fails.
 * Of one that was never here the stand-in knows nothing, and a trail that names it counts as healthy.
 */
export class Managed<T extends object> {
  readonly #resources = new Map<string, T | undefined>();

  add<U extends T>(name: string, resource: U): U {
    this.#resources.set(name, resource);
    return resource;
  }

  remove(name: string): void {
    this.#resources.set(name, undefined);
  }

  get(name: string): T | undefined {
    return this.#resources.get(name);
  }

  isGone(name: string): boolean {
    return this.#resources.has(name) && this.get(name) === undefined;
  }

  /** With their names, in the order in which they came. */
  get all(): [string, T][] {
    return [...this.#resources].filter((entry): entry is [string, T] => entry[1] !== undefined);
  }
}
