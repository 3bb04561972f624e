import * as v from 'valibot';
import { TABLE } from '../../../lib/contract/table';
import type { Item } from '../table';

/** What the guard's sweeps remember of the guard itself. */
export interface OwnItem {
  /** Of the stack, when it was last verified: another one is another deployment. ISO 8601. */
  readonly deployedAt?: string;
  /** Of the guard, as its template said then. */
  readonly version?: string;
  /** Code of each function since that version, by name. */
  readonly code: Readonly<Record<string, string>>;
  /** When all parts were last inspected. ISO 8601. */
  readonly comparedAt?: string;
  /** When a deployment that is not over yet was first seen. ISO 8601. */
  readonly deployingSince?: string;
  /** What differs and was told, by what it is. */
  readonly findings: Readonly<Record<string, KnownFinding>>;
  /** What is told only where it stays, by what it is: parts that cannot be read, subscriptions that are not confirmed. */
  readonly lasting: Readonly<Record<string, Lasting>>;
}

export interface KnownFinding {
  /** Id of the incident that tells it. */
  readonly incident: string;
  /** Id of the technique that the incident names. */
  readonly technique: string;
}

export interface Lasting {
  /** ISO 8601. */
  readonly since: string;
  readonly told: boolean;
}

/** Somebody is expected to change a part: until then it is left as they make it. */
export interface ExpectedChange {
  /** Kind and name. */
  readonly part: string;
  /** ISO 8601. */
  readonly until: string;
}

export interface OwnMemory {
  readonly item: OwnItem;
  readonly expected: readonly ExpectedChange[];
}

/** Id of the one item of the sweeps. */
export const OWN_ITEM = 'own';

/** What a guard remembers that never looked at itself. */
export const NOTHING_KNOWN: OwnItem = { code: {}, findings: {}, lasting: {} };

/** Version of the items' shape. */
const ITEM_VERSION = '1';

/** What is over is of no use; DynamoDB removes it some time later. */
const KEEP_SECONDS = 24 * 3600;

const text = v.string();
const OwnSchema = v.object({
  deployedAt: v.optional(text),
  version: v.optional(text),
  code: v.record(text, text),
  comparedAt: v.optional(text),
  deployingSince: v.optional(text),
  findings: v.record(text, v.object({ incident: text, technique: text })),
  lasting: v.record(text, v.object({ since: text, told: v.boolean() })),
});

/** What cannot be read (an older or a foreign item) is as if it were not there: the guard looks at itself anew. */
export function parseOwnMemory(items: readonly Item[]): OwnMemory {
  const own = items.find(({ [TABLE.SORT_KEY]: id }) => id?.S === OWN_ITEM);
  const parsed = v.safeParse(v.pipe(text, v.parseJson(), OwnSchema), own?.own?.S);
  return {
    item: parsed.success ? (parsed.output as OwnItem) : NOTHING_KNOWN,
    expected: items.flatMap(({ [TABLE.SORT_KEY]: id, until }) =>
      id?.S === undefined || until?.S === undefined ? [] : [{ part: id.S, until: until.S }],
    ),
  };
}

export function ownItem(item: OwnItem): Item {
  return { itemVersion: { N: ITEM_VERSION }, own: { S: JSON.stringify(item) } };
}

export function expectedChangeItem({ until }: ExpectedChange): Item {
  return {
    itemVersion: { N: ITEM_VERSION },
    until: { S: until },
    [TABLE.TIME_TO_LIVE]: { N: String(Math.floor(Date.parse(until) / 1000) + KEEP_SECONDS) },
  };
}
