import type { Incident } from '../../lib/contract/incident';
import { type AttackReference, STOP_LOGGING } from '../../lib/contract/techniques';
import { unlinked } from '../common/text';
import { summaryOf } from '../guard/headline';

export function findingInfoOf(incident: Incident): object {
  const { id, technique, detectedAt } = incident;
  return {
    uid: id,
    title: titleOf(incident),
    desc: descriptionOf(incident),
    types: [technique.id],
    first_seen_time: firstSeenOf(incident),
    created_time: Date.parse(detectedAt),
    modified_time: lastChangeOf(incident),
    attacks: attacksOf(technique.attack),
    analytic: analyticOf(technique),
  };
}

/** What happened, to which trail: the same in each message of an incident. */
export function titleOf({ outcome, technique, trail }: Incident): string {
  const attempted = outcome === 'attempted' ? 'Attempted: ' : '';
  return unlinked(`${attempted}${technique.name}${trail.name === undefined ? '' : `: ${trail.name}`}`);
}

/** Whatever shows it to people may make links of what looks like one. */
export function descriptionOf(incident: Incident): string {
  return unlinked(summaryOf(incident));
}

function firstSeenOf({ call, darkWindow, detectedAt }: Incident): number {
  return Math.min(
    ...[call?.eventTime, darkWindow?.stoppedAt, detectedAt].filter((at) => at !== undefined).map(Date.parse),
  );
}

/** When the latest of what is told happened. */
export function lastChangeOf({ detectedAt, actions, repetitions = [], investigation, containment }: Incident): number {
  const later = [...actions, ...repetitions].map(({ at }) => at);
  const times = [detectedAt, ...later, investigation?.at, containment?.at];
  return Math.max(...times.filter((at) => at !== undefined).map(Date.parse));
}

/** Most tools know a technique by its number before version 19 of ATT&CK. */
function attacksOf({ id, name, tactic, formerId }: AttackReference): object[] {
  const current = { version: '19', tactic: tacticOf(tactic), ...techniqueOf(id, name) };
  return formerId === id ? [current] : [current, { version: '18', ...techniqueOf(formerId, name) }];
}

/** `Impact (TA0040)`. */
function tacticOf(tactic: string): object {
  const [, name = tactic, uid] = /^(.+) \((TA\d{4})\)$/.exec(tactic) ?? [];
  return { name, ...(uid ? { uid, src_url: `https://attack.mitre.org/tactics/${uid}/` } : {}) };
}

function techniqueOf(id: string, name: string): object {
  const [technique = id, sub] = id.split('.');
  const url = `https://attack.mitre.org/techniques/${technique}/`;
  return sub === undefined
    ? { technique: { uid: technique, name, src_url: url } }
    : { technique: { uid: technique, src_url: url }, sub_technique: { uid: id, name, src_url: `${url}${sub}/` } };
}

/** The Elastic rule that the guard started from, or the guard's own name of the technique. */
function analyticOf({ id, name }: Incident['technique']): object {
  const rule =
    id === STOP_LOGGING.id
      ? { uid: '1aa8fa52-44a7-4dae-b058-f3333b91c8d7', name: 'AWS CloudTrail Log Suspended' }
      : { uid: id, name };
  return { type_id: 1, type: 'Rule', ...rule };
}
