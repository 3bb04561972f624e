import type { ConfigurationChange, Incident } from '../../lib/contract/incident';
import type { Finding, Investigation } from '../../lib/contract/investigation';
import { safeText } from './text';

/**
 * An incident that fits: whole or, where that is too long, first without its evidence, then with shorter values, then with
 * shorter lists. What was left out of a list is counted where people read it. Whoever makes an incident huge must not
 * silence it.
 *
 * @returns the shortest there is where even that does not fit
 */
export function bounded(incident: Incident, fits: (candidate: Incident) => boolean): Incident {
  let shortest = incident;
  for (const candidate of shorterAndShorter(incident)) {
    shortest = candidate;
    if (fits(candidate)) {
      break;
    }
  }
  return shortest;
}

/** Bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The longest value that is told of a field of a trail, and the longest detail of what was done. */
const VALUE_LENGTH = 200;

/** The same where nothing else helps. */
const LEAST_LENGTH = 40;

const LIST_LENGTHS = [200, 100, 50, 20, 10, 5, 2, 0];

function* shorterAndShorter(incident: Incident): Generator<Incident> {
  yield incident;
  const withoutIt = withoutEvidence(incident);
  yield withoutIt;
  const short = withShortValues(withoutIt, VALUE_LENGTH);
  yield short;
  for (const length of LIST_LENGTHS) {
    yield withShortLists(short, length);
  }
  yield withShortLists(withShortValues(short, LEAST_LENGTH), 0);
}

function withoutEvidence({ evidence: _, ...rest }: Incident): Incident {
  return rest;
}

/** Also of what was found out: an investigation may hold texts of a thousand characters. */
function withShortValues(incident: Incident, length: number): Incident {
  const shortChange = (change: ConfigurationChange) => ({
    ...change,
    before: safeText(change.before, length),
    after: safeText(change.after, length),
  });
  const shortDetail = <T extends { readonly detail?: string }>(told: T): T =>
    told.detail === undefined ? told : { ...told, detail: safeText(told.detail, length) };
  return {
    ...incident,
    ...(incident.changes ? { changes: incident.changes.map(shortChange) } : {}),
    actions: incident.actions.map(shortDetail),
    checks: incident.checks.map(shortDetail),
    ...(incident.investigation ? { investigation: shortTextsOf(incident.investigation, length) } : {}),
  };
}

function shortTextsOf<T>(value: T, length: number): T {
  return JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'string' ? safeText(part, length) : part));
}

function withShortLists(incident: Incident, length: number): Incident {
  const { repetitions, coverageGaps, investigation } = incident;
  return {
    ...incident,
    // The latest; `occurrences` counts them all.
    ...(repetitions ? { repetitions: repetitions.slice(Math.max(0, repetitions.length - length)) } : {}),
    ...(coverageGaps ? { coverageGaps: shortTexts(coverageGaps, length) } : {}),
    nextSteps: shortTexts(incident.nextSteps, length),
    ...(investigation ? { investigation: shortInvestigation(investigation, length) } : {}),
  };
}

function shortInvestigation(investigation: Investigation, length: number): Investigation {
  const { who, origin, expected, alerts, activity, dark, criticality } = investigation;
  return {
    ...investigation,
    who: shortFinding(who, length),
    origin: shortFinding(origin, length),
    expected: shortFinding(expected, length),
    alerts: shortFinding(alerts, length),
    activity: shortFinding(activity, length),
    ...(dark ? { dark: shortFinding(dark, length) } : {}),
    criticality: { ...criticality, reasons: shortTexts(criticality.reasons, length) },
  };
}

/** How lists of a finding are called where people read of them. */
const LIST_NAMES: Readonly<Record<string, string>> = {
  actors: 'identities',
  assumedRoles: 'assumed roles',
  chain: 'role assumptions',
  credentials: 'new credentials',
  otherAddresses: 'other addresses',
  sensitive: 'sensitive calls',
  windows: 'dark windows',
};

/** The first of each list are the most important. */
function shortFinding<T extends Finding>(finding: T, length: number): T {
  const undetermined = shortTexts(finding.undetermined ?? [], length);
  const short = Object.entries(finding).map(([name, value]) => {
    if (!Array.isArray(value) || value.length <= length || name === 'undetermined') {
      return [name, value];
    }
    undetermined.push(
      `${value.length - length} more ${LIST_NAMES[name] ?? name}: the message would have been too long`,
    );
    return [name, value.slice(0, length)];
  });
  return { ...Object.fromEntries(short), ...(undetermined.length > 0 ? { undetermined } : {}) };
}

function shortTexts(texts: readonly string[], length: number): string[] {
  return texts.length <= length ? [...texts] : [...texts.slice(0, length), `and ${texts.length - length} more`];
}
