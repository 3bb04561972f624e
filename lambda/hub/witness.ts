import * as v from 'valibot';
import { isCloudTrailSource } from '../../lib/contract/event-pattern';
import { parameterAt, type Technique } from '../../lib/contract/techniques';
import { matchesPrincipal } from '../common/exceptions';
import { type CloudTrailRecord, RecordSchema, schemaIssues } from '../common/record';
import { techniquesOfRecord } from '../common/target';
import { optionalText } from '../common/text';
import { eventIncidentId, incidentOf } from '../guard/incident';
import type { HubEvent } from './event';
import { callEpisode } from './incident';
import type { Told } from './incident-record';

/**
 * A call on a guard's own parts, which EventBridge forwarded as it was: AWS says so, not the guard, which may not be there
 * any more. What it did to the guard is not known here; the guard tells that, or the census its silence.
 *
 * @returns why not, where it is none
 */
export function readWitness(
  { account, region, source, detail }: HubEvent,
  receivedAt: Date,
  deployedBy: readonly string[],
): Told | string {
  const parsed = v.safeParse(RecordSchema, detail);
  if (!parsed.success) {
    return `not a CloudTrail record, of account ${account}: ${schemaIssues(parsed.issues)}`;
  }
  const record = parsed.output;
  const technique = techniquesOfRecord(record)
    .filter(({ target }) => target === 'guard' || target === 'account')
    .at(-1);
  if (technique === undefined || !isCloudTrailSource(source, record.eventSource)) {
    return `not a catalogued call on a guard, of account ${account}: ${record.eventSource} ${record.eventName}`;
  }
  const failed = typeof record.errorCode === 'string';
  const incident = incidentOf(
    {
      id: eventIncidentId(`arn:aws:cloudtrail:${region}:${account}:guard`, record),
      outcome: failed ? 'attempted' : 'reported',
      technique,
      detectedBy: 'event',
      detectedAt: receivedAt,
      record,
    },
    policyOf(account, region),
  );
  return {
    incident,
    origin: 'witness',
    episode: callEpisode(incident.call?.eventId ?? ''),
    isQuiet: isDeployment(record, deployedBy),
    receivedAt,
    target: optionalText(partOf(technique, record), 128),
  };
}

/** By CloudFormation, or by whom the hub was told to expect. It is written down, and nobody is woken. */
function isDeployment(record: CloudTrailRecord, deployedBy: readonly string[]): boolean {
  return (
    record.userIdentity.invokedBy === 'cloudformation.amazonaws.com' ||
    matchesPrincipal({ principals: deployedBy }, record)
  );
}

function partOf({ targetParameters }: Technique, { requestParameters }: CloudTrailRecord): string | undefined {
  return targetParameters
    .map((path) => parameterAt(requestParameters, path))
    .find((value): value is string => typeof value === 'string');
}

/** Of a guard that only tells. */
function policyOf(account: string, region: string) {
  return {
    version: 1,
    partition: 'aws',
    region,
    account,
    response: 'observe',
    severityProfile: 'current',
    exceptions: [],
    comparisonSeconds: 3_600,
  } as const;
}
