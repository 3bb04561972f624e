import { bodyOf, type IncidentRecord, severityLevel, type Told } from './incident-record';

/**
 * What becomes of something that was told:
 * - `tell`: write it down as claimed, publish it, write down that it was.
 * - `keep`: write it down only.
 * - `known`: nothing new.
 * - `busy`: another run is publishing it, and might die over that: the message comes again.
 */
export type Decision =
  | { readonly kind: 'tell' | 'keep'; readonly record: IncidentRecord }
  | { readonly kind: 'known' | 'busy' };

/** The newest revision wins. What was known is not told again, whoever tells it, unless it is worse than was told. */
export function decide(
  told: Told,
  known: IncidentRecord | undefined,
  { owner, endsAt, now }: { readonly owner: string; readonly endsAt: Date; readonly now: Date },
): Decision {
  if (known === undefined) {
    return written(told, undefined, told.isQuiet ? 'kept' : 'claimed');
  }
  if (told.isQuiet) {
    return { kind: 'known' };
  }
  const isOld = told.origin === known.origin && told.incident.revision < known.revision;
  if (known.state === 'claimed') {
    const isTaken = known.owner !== owner && known.leaseUntil > now.getTime();
    return isOld ? { kind: 'known' } : isTaken ? { kind: 'busy' } : written(told, known, 'claimed');
  }
  if (!isNews(told, known)) {
    const isRicher = told.origin === 'guard' && known.origin === 'witness';
    return isRicher ? written(told, known, known.state) : { kind: 'known' };
  }
  return written(told, known, 'claimed');

  function written(by: Told, previous: IncidentRecord | undefined, state: IncidentRecord['state']): Decision {
    // The guard knows more of it than the witness.
    const keepsBody = previous?.origin === 'guard' && by.origin === 'witness';
    const record: IncidentRecord = {
      body: keepsBody ? previous.body : bodyOf(by.incident),
      origin: keepsBody ? 'guard' : by.origin,
      revision: Math.max(previous?.revision ?? 0, by.incident.revision),
      state,
      owner,
      leaseUntil: endsAt.getTime(),
      toldLevel: previous?.toldLevel ?? -1,
      version: (previous?.version ?? 0) + 1,
    };
    return { kind: state === 'claimed' ? 'tell' : 'keep', record };
  }
}

function isNews(told: Told, known: IncidentRecord): boolean {
  if (told.origin === 'guard' && known.origin === 'guard') {
    return told.incident.revision > known.revision;
  }
  // One call, told from two sides: once, unless the second makes more of it. A guard that somebody has in his hands must
  // not get the better of its witness by telling first that all is well.
  return severityLevel(told) > known.toldLevel || (told.origin === 'guard' && told.incident.revision > 1);
}
