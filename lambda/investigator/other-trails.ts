import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { Incident } from '../../lib/contract/incident';
import type { Finding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { determine, undeterminedOf } from './determine';

/** What the loss of a trail means. */
export interface OtherTrailsFinding extends Finding {
  /** Whether no other trail that this Region sees was logging. */
  readonly onlyTrail?: boolean;
  readonly organizationTrail?: boolean;
  readonly multiRegion?: boolean;
}

/** Looks at every trail that records in this Region: its own, those of other Regions and the organization's. */
export async function otherTrails(
  { trail, evidence }: Incident,
  cloudTrail: CloudTrailClient,
  log: Log,
): Promise<OtherTrailsFinding> {
  const described = await determine(
    { what: 'which other trails there are', action: 'cloudtrail:DescribeTrails' },
    log,
    async () => (await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }))).trailList ?? [],
  );
  const own = described.value?.find(({ TrailARN }) => TrailARN === trail.arn) ?? evidence;
  const kind = {
    ...(own?.IsOrganizationTrail === undefined ? {} : { organizationTrail: own.IsOrganizationTrail }),
    ...(own?.IsMultiRegionTrail === undefined ? {} : { multiRegion: own.IsMultiRegionTrail }),
  };
  const missing = own
    ? {}
    : { undetermined: ['what kind of trail it was: DescribeTrails does not show it (any more)'] };
  if (described.value === undefined) {
    return { ...kind, ...undeterminedOf(described) };
  }
  const only = await isOnly(
    described.value.filter(({ TrailARN }) => TrailARN !== trail.arn),
    cloudTrail,
    log,
  );
  return { ...kind, ...only, ...undeterminedOf(missing, only) };
}

/** One that logs is enough to say no; to say yes, all must be known. */
async function isOnly(others: readonly Trail[], cloudTrail: CloudTrailClient, log: Log): Promise<OtherTrailsFinding> {
  const logging = await Promise.all(others.map(({ TrailARN = '' }) => isLogging(TrailARN, cloudTrail, log)));
  if (logging.some(({ value }) => value === true)) {
    return { onlyTrail: false };
  }
  const undetermined = undeterminedOf(...logging);
  return undetermined.undetermined ? undetermined : { onlyTrail: true };
}

function isLogging(arn: string, cloudTrail: CloudTrailClient, log: Log) {
  return determine({ what: `whether ${arn} logs`, action: 'cloudtrail:GetTrailStatus' }, log, async () => {
    const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: arn }));
    return IsLogging === true;
  });
}
