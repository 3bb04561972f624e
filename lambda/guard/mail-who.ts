import type { Actor, Incident } from '../../lib/contract/incident';
import type {
  ExpectationFinding,
  IdentityFinding,
  OriginFinding,
  RoleAssumption,
} from '../../lib/contract/investigation';
import { counted, cut, inline, rows, SHORT_LIST, section, suffix, undetermined } from './mail-layout';

/** The identity as a person would recognise it, and whoever is behind it. */
export function whoSection(incident: Incident): string {
  const { actor, actorNote, call, investigation } = incident;
  const who: IdentityFinding = investigation?.who ?? {};
  return section('Who', [
    ...rows(
      ['Identity', actor?.displayName],
      ['Person', who.person],
      ['Type', actor && typeText(actor)],
      ['Account', accountText(who)],
      ['ARN', actor?.arn],
      [actor?.sessionIssuerArn?.includes(':user/') ? 'Session made by' : 'Role', actor?.sessionIssuerArn],
      ['Access key', actor?.accessKeyId && `${actor.accessKeyId}${suffix(credentialText(who))}`],
      ['Session', who.console === undefined ? undefined : who.console ? 'of the console' : 'not of the console'],
      ['MFA', yesOrNo(who.mfaAuthenticated ?? actor?.mfaAuthenticated)],
      ['Called by service', actor?.invokedBy],
    ),
    ...cut(who.chain, SHORT_LIST, chainText),
    ...rows(
      ['Call', call && `${call.eventName} at ${call.eventTime}, event ${call.eventId}`],
      ['Error', call?.errorCode && `${call.errorCode}${suffix(call.errorMessage)}`],
      ['Note', actorNote],
    ),
    ...undetermined(who),
  ]);
}

/** From where the call came. */
export function originSection({ call, investigation }: Incident): string {
  const origin: OriginFinding = investigation?.origin ?? {};
  return section('From where', [
    ...rows(
      ['Source', call && [call.sourceIpAddress ?? 'unknown', call.vpcEndpointId].filter(Boolean).join(' through ')],
      ['Which is', origin.kind && placeText(origin)],
      ['User agent', call?.userAgent],
      ['Same actor in 24 hours', origin.callsFromHere === undefined ? undefined : addressesText(origin)],
    ),
    ...cut(origin.notes, SHORT_LIST, (note) => `Note: ${note}`),
    ...undetermined(origin),
  ]);
}

/** Approved or not, as far as a machine can tell. */
export function expectedSection({ exception, investigation }: Incident): string {
  const finding: ExpectationFinding | undefined = investigation?.expected;
  const own = exception
    ? [`Exception: ${exception.reason}${suffix(exception.until && `until ${exception.until}`)}`]
    : [];
  if (finding === undefined) {
    return section('Expected?', own);
  }
  const exceptions = finding.exceptions ?? [];
  return section('Expected?', [
    ...own,
    ...(exceptions.length === 0 && own.length === 0 ? ['No exception is made for it'] : []),
    ...cut(exceptions, SHORT_LIST, ({ reason, applies, why }) =>
      applies ? `Exception applies: ${reason}${suffix(why)}` : `Exception does not apply: ${reason}${suffix(why)}`,
    ),
    ...rows(['Such calls before', earlierText(finding)]),
    ...cut(finding.calendars, SHORT_LIST, ({ name, state }) => `Change calendar ${name}: ${state}`),
    ...undetermined(finding),
  ]);
}

function typeText({ type, accountId }: Actor): string {
  return accountId === undefined ? type : `${type} of account ${accountId}`;
}

function accountText({ accountName, accountAlias, organizationPath }: IdentityFinding): string | undefined {
  return (
    [accountName, accountAlias && `alias ${accountAlias}`, organizationPath].filter(Boolean).join(', ') || undefined
  );
}

function credentialText({ credential, credentialCreatedAt }: IdentityFinding): string {
  return [credential, credentialCreatedAt && `made ${credentialCreatedAt}`].filter(Boolean).join(', ');
}

function yesOrNo(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : value ? 'yes' : 'no';
}

function chainText({ by, sourceIpAddress, at, roleArn, eventName, userAgent }: RoleAssumption): string {
  const from = sourceIpAddress === undefined ? '' : ` from ${sourceIpAddress}`;
  return `${roleArn ?? 'The role'}: assumed by ${by}${from} at ${at}${suffix([eventName, userAgent].filter(Boolean).join(', '))}`;
}

const PLACES: Readonly<Record<NonNullable<OriginFinding['kind']>, string>> = {
  'ec2-instance': 'an EC2 instance of this account',
  'elastic-ip': 'an Elastic IP address of this account',
  'nat-gateway': 'a NAT gateway of this account',
  'network-interface': 'a network interface of this account',
  'vpc-endpoint': 'a VPC endpoint',
  'aws-service': 'an AWS service',
  outside: 'outside of the networks that could be looked at',
};

function placeText({ kind, resourceId, name, roleArn }: OriginFinding): string {
  const place = kind === undefined ? '' : PLACES[kind];
  const details = [resourceId, name && `named ${name}`, roleArn && `role ${roleArn}`].filter(Boolean).join(', ');
  return `${place}${suffix(details)}`;
}

function addressesText({ callsFromHere = 0, otherAddresses }: OriginFinding): string {
  const others = inline(otherAddresses, ({ name, count }) => `${name} (${count})`);
  return `${counted(callsFromHere, 'call')} from here, ${others === undefined ? 'none from elsewhere' : `others from ${others}`}`;
}

function earlierText({ earlierCalls }: ExpectationFinding): string | undefined {
  if (earlierCalls === undefined) {
    return undefined;
  }
  const { count, since, latest } = earlierCalls;
  const last = latest ? `, the latest ${latest.eventName} at ${latest.at}` : '';
  return count === 0 ? `none by this actor since ${since}` : `${count} by this actor since ${since}${last}`;
}
