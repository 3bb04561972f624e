import type { Actor, Incident } from '../../lib/contract/incident';
import { duration, summaryOf } from './headline';

/** The incident as plain text, short first, readable on a phone. Its texts were made harmless when it was built. */
export function mailText(incident: Incident): string {
  return [
    summaryOf(incident),
    section('Trail', [
      ['ARN', incident.trail.arn],
      ['Account, Region', `${incident.account}, ${incident.region}`],
      ['Stopped', incident.darkWindow?.stoppedAt],
      ['Started', incident.darkWindow?.startedAt],
      ['Dark for', incident.darkWindow?.seconds === undefined ? undefined : duration(incident.darkWindow.seconds)],
    ]),
    section('Who', actorRows(incident)),
    section('What', [
      ['Technique', `${incident.technique.name}. ${incident.technique.effect}`],
      ['ATT&CK', `${incident.technique.attack.id} (formerly ${incident.technique.attack.formerId})`],
      ['Severity', `${incident.severity}, risk score ${incident.riskScore}`],
      ['Noticed by', `${incident.detectedBy} at ${incident.detectedAt}`],
      ['Exception', incident.exception && `${incident.exception.reason} (until ${incident.exception.until})`],
    ]),
    list('Done', [
      ...incident.actions.map(({ action, result, at, detail }) => `${action}: ${result} at ${at}${suffix(detail)}`),
    ]),
    list('Read back', [...incident.checks.map(({ check, result, detail }) => `${check}: ${result}${suffix(detail)}`)]),
    list('Next', incident.nextSteps),
    `Incident ${incident.id}, message ${incident.revision}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

type Row = readonly [label: string, value: string | undefined];

function actorRows({ actor, actorNote, call }: Incident): Row[] {
  return [
    ['Identity', actor?.displayName],
    ['Type', actor && typeText(actor)],
    ['ARN', actor?.arn],
    ['Role', actor?.sessionIssuerArn],
    ['Access key', actor?.accessKeyId],
    ['MFA', actor?.mfaAuthenticated === undefined ? undefined : actor.mfaAuthenticated ? 'yes' : 'no'],
    ['Called by service', actor?.invokedBy],
    ['Source', call && [call.sourceIpAddress ?? 'unknown', call.vpcEndpointId].filter(Boolean).join(' through ')],
    ['User agent', call?.userAgent],
    ['Call', call && `${call.eventName} at ${call.eventTime}, event ${call.eventId}`],
    ['Error', call?.errorCode && `${call.errorCode}${suffix(call.errorMessage)}`],
    ['Note', actorNote],
  ];
}

function typeText({ type, accountId }: Actor): string {
  return accountId === undefined ? type : `${type} of account ${accountId}`;
}

function section(title: string, rows: readonly Row[]): string {
  const present = rows.filter(([, value]) => value !== undefined && value !== '');
  return list(
    title,
    present.map(([label, value]) => `${label}: ${value}`),
  );
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title.toUpperCase(), ...lines.map((line) => `- ${line}`)].join('\n');
}

function suffix(detail: string | undefined): string {
  return detail === undefined ? '' : ` (${detail})`;
}
