import { isIP } from 'node:net';
import type { Incident } from '../../lib/contract/incident';
import type { AlertsFinding } from '../../lib/contract/investigation';

/** One finding of another detector. */
export type Alert = NonNullable<AlertsFinding['findings']>[number];

/** By what other detectors may name the actor. */
export interface Subject {
  readonly accessKeyId?: string;
  readonly principalId?: string;
  readonly userName?: string;
  /** Of the user, or of the session and the role behind it. */
  readonly arns: readonly string[];
  /** Only where the call came from an address, rather than from a service. */
  readonly address?: string;
}

export function subjectOf({ actor, call }: Incident): Subject {
  const { accessKeyId, principalId, userName, arn, sessionIssuerArn } = actor ?? {};
  const address = call?.sourceIpAddress ?? '';
  return {
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(principalId === undefined ? {} : { principalId }),
    ...(userName === undefined ? {} : { userName }),
    arns: [arn, sessionIssuerArn].filter((candidate) => candidate !== undefined),
    ...(isIP(address) === 0 ? {} : { address }),
  };
}

/** What one detector answers. */
export interface AlertsAnswer {
  readonly source: Alert['source'];
  readonly findings: readonly Alert[];
  readonly undetermined: readonly string[];
}

/** From when to when findings were updated. */
export interface Period {
  readonly since: Date;
  readonly now: Date;
}

/** When a finding was updated, in one format for all detectors; where that is unreadable, at the latest. */
export function updatedAt(time: string | undefined, { now }: Period): string {
  const milliseconds = Date.parse(time ?? '');
  return (Number.isNaN(milliseconds) ? now : new Date(milliseconds)).toISOString();
}
