import type { Incident } from '../../lib/contract/incident';
import {
  changesSection,
  checksSection,
  containmentSection,
  coverageSection,
  doneSection,
  nextSection,
  repetitionsSection,
  severitySection,
} from './mail-answer';
import { activitySection, alertsSection, darkSection } from './mail-did';
import { rows, section } from './mail-layout';
import { shown } from './mail-shown';
import { topOf } from './mail-top';
import { expectedSection, originSection, whoSection } from './mail-who';

/**
 * The incident as plain text, short first, readable on a phone. Its texts were made harmless when it was built; here they
 * are kept from becoming links, too.
 */
export function mailText(incident: Incident): string {
  const told = shown(incident);
  return [
    topOf,
    changesSection,
    repetitionsSection,
    whoSection,
    originSection,
    expectedSection,
    alertsSection,
    activitySection,
    darkSection,
    severitySection,
    doneSection,
    checksSection,
    coverageSection,
    containmentSection,
    nextSection,
    trailSection,
  ]
    .map((part) => part(told))
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What it is about, in full: to look up, not to read. */
function trailSection({ trail, account, region, technique, detectedBy, detectedAt, id, revision }: Incident): string {
  return section('Trail and technique', [
    ...rows(
      ['Trail', trail.arn],
      ['Account, Region', `${account}, ${region}`],
      ['Technique', `${technique.name}. ${technique.effect}`],
      ['ATT&CK', `${technique.attack.id} (formerly ${technique.attack.formerId})`],
      ['Noticed by', `${detectedBy} at ${detectedAt}`],
      ['Incident', `${id}, message ${revision}`],
    ),
  ]);
}
