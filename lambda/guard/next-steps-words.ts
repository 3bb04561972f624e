import type { Incident } from '../../lib/contract/incident';

/** A value that is safe inside a shell command; anything else was not made by AWS and is left out. */
export function plain(value: string | undefined): string | undefined {
  return value !== undefined && /^[A-Za-z0-9+=,.@_][A-Za-z0-9+=,.@_-]{0,127}$/.test(value) ? value : undefined;
}

/** An ARN that is safe inside a shell command. */
export function arnWord(value: string | undefined): string | undefined {
  return value !== undefined && /^arn:[A-Za-z0-9:/+=,.@_-]{1,250}$/.test(value) ? value : undefined;
}

/** The name of a user or role from its ARN, if it is safe inside a shell command. */
export function nameIn(arn: string | undefined, kind: 'user' | 'role'): string | undefined {
  const [, name] = /^arn:[a-z0-9-]+:iam::\d{12}:(?:user|role)\/(?:[^/]*\/)*([^/]+)$/.exec(arn ?? '') ?? [];
  return arn?.includes(`:${kind}/`) ? plain(name) : undefined;
}

/** A policy of AWS itself, in the partition of the incident. */
export function managedPolicy(incident: Pick<Incident, 'region'>, name: string): string {
  return `arn:${partitionOf(incident)}:iam::aws:policy/${name}`;
}

export function partitionOf({ region }: Pick<Incident, 'region'>): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The record of the call in CloudTrail's console. Nothing in the address is anybody's choice. */
export function eventLink(incident: Pick<Incident, 'region' | 'call'>): string | undefined {
  const { region, call } = incident;
  const isMadeByAws =
    /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(call?.eventId ?? '');
  return isMadeByAws
    ? `https://${CONSOLES[partitionOf(incident)]}/cloudtrailv2/home?region=${region}#/events/${call?.eventId}`
    : undefined;
}

/** The role's page in IAM's console, where its sessions are revoked. */
export function roleLink(incident: Pick<Incident, 'region'>, roleName: string): string {
  return `https://${CONSOLES[partitionOf(incident)]}/iam/home#/roles/details/${encodeURIComponent(roleName)}`;
}
