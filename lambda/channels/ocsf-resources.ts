import type { Incident } from '../../lib/contract/incident';

export function cloudOf({ account, region, investigation }: Incident): object {
  const name = investigation?.who.accountName;
  return {
    provider: 'AWS',
    region,
    account: { uid: account, type_id: 10, type: 'AWS Account', ...(name ? { name } : {}) },
  };
}

/** The trail or, where none is named, the account. */
export function resourcesOf({ account, region, trail }: Incident): object[] {
  const { arn, name } = trail;
  const resource =
    arn === undefined || name === undefined
      ? { uid: account, type: 'AWS::::Account', region }
      : { uid: arn, name, type: 'AWS::CloudTrail::Trail', ...placeOf(arn) };
  return [{ ...resource, role_id: 1, role: 'Target' }];
}

/** `arn:aws:cloudtrail:eu-central-1:111122223333:trail/name`. */
function placeOf(arn: string): object {
  const [, partition, , region] = arn.split(':');
  return { cloud_partition: partition, region };
}
