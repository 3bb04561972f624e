import type { Incident } from '../../lib/contract/incident';
import type {
  ActivityFinding,
  AlertsFinding,
  CallFinding,
  Counted,
  CredentialFinding,
  DarkFinding,
  DarkWindowFinding,
} from '../../lib/contract/investigation';
import { duration } from '../common/duration';
import { counted, cut, inline, LONG_LIST, rows, SHORT_LIST, section, suffix, undetermined } from './mail-layout';

/** What other detectors say of the actor. */
export function alertsSection({ investigation }: Incident): string {
  const alerts: AlertsFinding | undefined = investigation?.alerts;
  if (alerts === undefined) {
    return '';
  }
  const { sources = [], since, findings = [] } = alerts;
  const asked = `${sources.join(' and ')} ${sources.length === 1 ? 'was' : 'were'} asked`;
  const back = since === undefined ? '' : `, back to ${since}`;
  return section('Other alerts', [
    ...(findings.length === 0 ? [sources.length === 0 ? 'Not known: nobody was asked' : `None: ${asked}${back}`] : []),
    ...cut(
      findings,
      LONG_LIST,
      ({ source, title, severity, at, names }) => `${at} ${source}, ${severity}: ${title} (names the ${names})`,
    ),
    ...undetermined(alerts),
  ]);
}

/** What the actor did before and after. */
export function activitySection({ investigation }: Incident): string {
  const activity: ActivityFinding | undefined = investigation?.activity;
  if (activity === undefined) {
    return '';
  }
  const { from, to, total, errors = 0 } = activity;
  return section('Last 24 hours', [
    ...rows(
      ['Of this actor', total === undefined ? undefined : callsText(total, errors)],
      ['Between', from && `${from} and ${to ?? 'now'}`],
      ['Services', countedText(activity.services)],
      ['Regions', countedText(activity.regions)],
    ),
    ...cut(
      activity.assumedRoles,
      SHORT_LIST,
      ({ roleArn, accountId, at }) => `${at} assumed ${roleArn} of account ${accountId}`,
    ),
    ...sensitiveLines(activity.sensitive),
    ...credentialLines(activity.credentials),
    ...undetermined(activity),
  ]);
}

/** What happened while nothing, or not all, was recorded. */
export function darkSection({ investigation }: Incident): string {
  const dark: DarkFinding | undefined = investigation?.dark;
  if (investigation === undefined) {
    return '';
  }
  if (dark === undefined) {
    return section('In the dark', ['Nothing was dark']);
  }
  return section('In the dark', [
    ...cut(dark.windows, SHORT_LIST, windowText),
    dark.complete
      ? 'This is everything that event history has, in every Region that was asked'
      : 'NOT COMPLETE: event history had not caught up, or not all of it could be read',
    `By everybody: ${callsText(dark.total, dark.errors)}`,
    ...cut(
      dark.actors,
      SHORT_LIST,
      ({ name, isSuspect, calls, errors, sensitive }) =>
        `${isSuspect ? 'SUSPECT ' : ''}${name}: ${callsText(calls, errors)}, ${sensitive} sensitive`,
    ),
    ...rows(['Services', countedText(dark.services)], ['Regions asked', inline(dark.regions, (region) => region)]),
    ...sensitiveLines(dark.sensitive),
    ...credentialLines(dark.credentials),
    ...rows([
      'Complete list',
      dark.list && `${counted(dark.list.records, 'record')} in the bucket ${dark.list.bucket}, see NEXT`,
    ]),
    ...undetermined(dark),
  ]);
}

function windowText({ from, to, seconds, kind }: DarkWindowFinding): string {
  const length = seconds === undefined ? '' : ` (${duration(seconds)})`;
  return `${from} to ${to ?? 'now, not over'}${length}: ${kind === 'stopped' ? 'nothing was recorded' : 'not all was recorded'}`;
}

function sensitiveLines(calls: readonly CallFinding[] | undefined): string[] {
  return cut(calls, LONG_LIST, (call) => `! ${callText(call)}`);
}

/** When, what, on what, by whom, with which error. */
export function callText({ at, eventName, eventSource, on, by, region, errorCode }: CallFinding): string {
  const target = on === undefined ? '' : ` on ${on}`;
  const error = errorCode === undefined ? '' : `, failed: ${errorCode}`;
  return `${at} ${eventName} (${eventSource.replace(/\.amazonaws\.com$/, '')}, ${region})${target}, by ${by}${error}`;
}

function credentialLines(credentials: readonly CredentialFinding[] | undefined): string[] {
  return cut(credentials, LONG_LIST, (credential) => `NEW ${credentialText(credential)}`);
}

export function credentialText({ kind, id, of, by, at }: CredentialFinding): string {
  return `${kind}: ${id}${of === undefined ? '' : ` of ${of}`}, made by ${by} at ${at}`;
}

function callsText(calls: number, errors: number): string {
  return `${counted(calls, 'call')}${suffix(errors > 0 ? `${errors} failed` : '')}`;
}

function countedText(items: readonly Counted[] | undefined): string | undefined {
  return inline(items, ({ name, count }) => `${name.replace(/\.amazonaws\.com$/, '')} ${count}`);
}
