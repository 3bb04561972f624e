import type { Actor, Incident } from '../../lib/contract/incident';
import type { History, HistoryQuestion, HistoryRecord } from './history';
import { type Suspects, suspectsOf } from './suspects';

/** An investigation has its time: so many keys are followed, in so many rounds of keys that were made with them. */
const MAXIMUM_KEYS = 8;
const ROUNDS = 3;

export interface ActorReading {
  readonly incident: Pick<Incident, 'actor'>;
  readonly regions: readonly string[];
  readonly from: Date;
  readonly to: Date;
  readonly history: History;
  /** How many pages are read of each attribute in each Region at most. */
  readonly pagesPerRegion: number;
}

export interface ActorRecords {
  /** The suspect's only, oldest first. */
  readonly records: readonly HistoryRecord[];
  readonly suspects: Suspects;
  readonly incomplete: readonly string[];
}

type Attribute = NonNullable<HistoryQuestion['attribute']>;

/** By the access key and the name of the actor, then by the keys that were minted with them. */
export async function readActor(reading: ActorReading): Promise<ActorRecords> {
  const found = new Map<string, HistoryRecord>();
  const incomplete = new Set<string>();
  const asked = new Set<string>();
  let attributes = attributesOf(reading.incident.actor);
  let suspects = suspectsOf(reading.incident, []);
  for (let round = 0; round < ROUNDS && attributes.length > 0; round++) {
    const answers = await Promise.all(attributes.flatMap((attribute) => askAll(attribute, reading)));
    for (const answer of answers) {
      answer.records.forEach((one) => {
        found.set(one.record.eventID, one);
      });
      if (answer.incomplete !== undefined) {
        incomplete.add(answer.incomplete);
      }
    }
    attributes.forEach(({ value }) => {
      asked.add(value);
    });
    suspects = suspectsOf(
      reading.incident,
      [...found.values()].map(({ record }) => record),
    );
    attributes = suspects.accessKeyIds
      .filter((value) => !asked.has(value))
      .slice(0, Math.max(0, MAXIMUM_KEYS - asked.size))
      .map((value) => ({ key: 'AccessKeyId', value }));
  }
  const notAsked = suspects.accessKeyIds.filter((value) => !asked.has(value));
  if (notAsked.length > 0) {
    incomplete.add(`what was done with ${notAsked.length} more access keys that the actor made: too many to follow`);
  }
  return {
    // As read, the newest is first, also of those of one second.
    records: [...found.values()]
      .filter(({ record }) => suspects.has(record))
      .reverse()
      .sort((a, b) => Date.parse(a.record.eventTime) - Date.parse(b.record.eventTime)),
    suspects,
    incomplete: [...incomplete],
  };
}

function askAll(attribute: Attribute, { regions, from, to, history, pagesPerRegion }: ActorReading) {
  return regions.map((region) => history.lookup({ region, from, to, attribute, pages: pagesPerRegion }));
}

/** A key shows what was done with it; the name shows other keys and the console too. */
export function attributesOf(actor: Actor | undefined): Attribute[] {
  const userName = actor?.type === 'Root' ? 'root' : (actor?.userName ?? actor?.sessionName);
  return [
    ...(actor?.accessKeyId === undefined ? [] : [{ key: 'AccessKeyId', value: actor.accessKeyId } as const]),
    ...(userName === undefined ? [] : [{ key: 'Username', value: userName } as const]),
  ];
}
