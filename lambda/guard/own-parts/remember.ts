import type { Incident } from '../../../lib/contract/incident';
import type { Run } from '../guard';
import { findingKey } from './finding-words';
import { isTrigger, type Look } from './look';
import type { KnownFinding, OwnItem } from './own-items';
import type { Finding, OwnPartsTools } from './own-parts';

/** An incident all of whose differences are gone. */
export interface Over extends KnownFinding {
  readonly keys: readonly string[];
}

/** Without the table, this execution environment alone knows what it told, and tells it again after that time. */
const AGAIN_MILLISECONDS = 3_600_000;

const toldLately = new WeakMap<OwnPartsTools, Map<string, number>>();

/** What was not told yet. */
export function freshOf(
  findings: readonly Finding[],
  item: OwnItem | undefined,
  ownParts: OwnPartsTools,
  { now }: Run,
): Finding[] {
  if (item) {
    return findings.filter((finding) => item.findings[findingKey(finding)] === undefined);
  }
  const time = now().getTime();
  const told = toldLately.get(ownParts) ?? new Map<string, number>();
  const fresh = findings.filter((finding) => time - (told.get(findingKey(finding)) ?? 0) >= AGAIN_MILLISECONDS);
  toldLately.set(ownParts, new Map([...told, ...fresh.map((finding) => [findingKey(finding), time] as const)]));
  return fresh;
}

/** Incidents that told of what is as it should be again. */
export function overOf(item: OwnItem, look: Look, remaining: readonly Finding[]): Over[] {
  const gone = Object.entries(item.findings).filter(([key]) => !isLeft(key, look, remaining));
  const left = Object.entries(item.findings).filter(([key]) => isLeft(key, look, remaining));
  const open = new Set(left.map(([, { incident }]) => incident));
  const over = new Map<string, Over>();
  for (const [key, known] of gone) {
    if (!open.has(known.incident)) {
      const { keys = [] } = over.get(known.incident) ?? {};
      over.set(known.incident, { ...known, keys: [...keys, key] });
    }
  }
  return [...over.values()];
}

/** What differs and was told, with the incident that tells it. */
export function rememberedOf(
  item: OwnItem,
  look: Look,
  remaining: readonly Finding[],
  news: Incident | undefined,
): OwnItem['findings'] {
  const left = Object.entries(item.findings).filter(([key]) => isLeft(key, look, remaining));
  const fresh = news === undefined ? [] : remaining.map((finding) => [findingKey(finding), knownBy(news)] as const);
  return Object.fromEntries([...fresh, ...left]);
}

function knownBy({ id, technique }: Incident): KnownFinding {
  return { incident: id, technique: technique.id };
}

/** Of what was not looked at, could not be read or is expected, nothing new is known. */
function isLeft(key: string, look: Look, remaining: readonly Finding[]): boolean {
  const { scope, awaited, inspection } = look;
  const isLookedAt = inspection.intact.length + inspection.findings.length > 0 && (scope === 'all' || isTrigger(key));
  return (
    !isLookedAt ||
    inspection.unreadable.some(({ part }) => key.startsWith(`${part}: `)) ||
    [...remaining, ...awaited].some((finding) => findingKey(finding) === key)
  );
}
