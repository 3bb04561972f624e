import type { Incident, Outcome } from '../../lib/contract/incident';
import type { Criticality, IdentityFinding } from '../../lib/contract/investigation';
import { duration } from '../common/duration';
import { HIGHEST_SCORE, levelOf, levelOfScore, SCORE_STEP, severityOf } from '../common/severity';

/** What was found out that makes it worse. What is not known is left out. */
export interface CriticalityFacts {
  readonly onlyTrail?: boolean;
  readonly organizationTrail?: boolean;
  readonly production?: boolean;
  readonly credential?: IdentityFinding['credential'];
  readonly darkSeconds?: number;
  readonly occurrences?: number;
  /** Findings of other detectors that name the actor. */
  readonly alerts?: number;
  readonly sensitiveInDark?: number;
  readonly credentialsMadeInDark?: number;
  readonly expectedByException?: boolean;
  /** Whether every change calendar allowed changes. */
  readonly changeCalendarOpen?: boolean;
}

/** Parts of the way from one level to the next. */
const HALF = SCORE_STEP / 2;
const QUARTER = 6;

/** Nothing was blinded against the owner's will. */
const HARMLESS: readonly Outcome[] = ['attempted', 'adopted', 'delivery-recovered'];

interface Raise {
  readonly by: number;
  readonly reason: string;
}

/** How bad, and why: never less than the guard rated it, and more with each fact that makes it worse. */
export function criticality(incident: Incident, facts: CriticalityFacts): Criticality {
  const { severity, riskScore, outcome } = incident;
  const isExpected = facts.expectedByException === true;
  const raises = [
    ...(isExpected || HARMLESS.includes(outcome) ? [] : impact(facts)),
    ...(isExpected ? [] : actor(facts)),
    ...behaviour(incident, facts),
  ];
  const raised = raises.reduce((sum, { by }) => sum + by, riskScore);
  const score = Math.min(HIGHEST_SCORE, raised);
  return {
    severity: severityOf(Math.max(levelOfScore(score), levelOf(severity))) ?? severity,
    riskScore: score,
    reasons: [basis(incident, isExpected), ...raises.map(({ reason }) => reason)],
  };
}

/** How much was blinded, for how long. */
function impact({ onlyTrail, organizationTrail, production, darkSeconds = 0 }: CriticalityFacts): Raise[] {
  return [
    ...when(onlyTrail, HALF, 'No other trail was logging.'),
    ...when(organizationTrail, SCORE_STEP, 'It is a trail of the whole organization.'),
    ...when(production, HALF, 'The account is one of production.'),
    ...when(darkSeconds >= 60, darkness(darkSeconds), `It was dark for ${duration(darkSeconds)}.`),
  ];
}

function darkness(seconds: number): number {
  if (seconds >= 3600) {
    return SCORE_STEP;
  }
  return seconds >= 600 ? HALF : QUARTER;
}

/** Whose credentials they are. */
function actor({ credential }: CriticalityFacts): Raise[] {
  return [
    ...when(credential === 'root', SCORE_STEP, 'The root user did it.'),
    ...when(
      credential === 'long-lived',
      QUARTER,
      'The access key is a long-lived one: it works until it is deactivated.',
    ),
  ];
}

/** What is no part of an expected activity either. */
function behaviour(incident: Incident, facts: CriticalityFacts): Raise[] {
  const { alerts = 0, sensitiveInDark = 0, credentialsMadeInDark = 0, changeCalendarOpen } = facts;
  const { more, count } = moreOften(incident, facts);
  return [
    ...when(more > 0, more * SCORE_STEP, `It was done ${count} times in all.`),
    ...when(alerts > 0, HALF, `${counted(alerts, 'finding')} of other detectors about the actor or the address.`),
    ...when(
      sensitiveInDark > 0,
      sensitiveInDark >= 10 ? SCORE_STEP : HALF,
      `${counted(sensitiveInDark, 'sensitive call')} in the dark.`,
    ),
    ...when(
      credentialsMadeInDark > 0,
      SCORE_STEP,
      `${counted(credentialsMadeInDark, 'new way')} in, made in the dark.`,
    ),
    ...when(changeCalendarOpen === false, QUARTER, 'A change calendar was closed: no change was expected.'),
  ];
}

/** The guard raises with each doubling: only those that it did not count are added. */
function moreOften({ occurrences = 1 }: Incident, facts: CriticalityFacts): { more: number; count: number } {
  const count = Math.max(occurrences, facts.occurrences ?? 1);
  return { more: Math.floor(Math.log2(count)) - Math.floor(Math.log2(occurrences)), count };
}

function basis({ technique, severity, riskScore, occurrences = 1 }: Incident, isExpected: boolean): string {
  const often = occurrences > 1 ? `, ${occurrences} times` : '';
  const expected = isExpected ? ' An exception expects it: what it hits does not count.' : '';
  return `${technique.name}${often}: ${severity} (${riskScore}) by itself.${expected}`;
}

function when(applies: boolean | undefined, by: number, reason: string): Raise[] {
  return applies ? [{ by, reason }] : [];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
