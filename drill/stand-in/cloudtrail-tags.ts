import { AwsError } from './aws-error';

export interface Tag {
  readonly Key: string;
  readonly Value?: string;
}

/** The tags of a trail or an event data store, in the order in which they came. */
export class Tags {
  readonly #values = new Map<string, string>();

  constructor(tags: readonly Tag[] = []) {
    this.add(tags);
  }

  get list(): Required<Tag>[] {
    return [...this.#values].map(([Key, Value]) => ({ Key, Value }));
  }

  /** All or none: a refused call changes nothing. */
  add(tags: readonly Tag[]): void {
    if (new Set([...this.#values.keys(), ...tags.map(({ Key }) => Key)]).size > 50) {
      throw new AwsError('TagsLimitExceededException', 'The number of tags exceeds the limit of 50.');
    }
    for (const { Key, Value = '' } of tags) this.#values.set(Key, Value);
  }

  /** By their keys; their values do not matter. */
  remove(tags: readonly Tag[]): void {
    for (const { Key } of tags) this.#values.delete(Key);
  }
}
