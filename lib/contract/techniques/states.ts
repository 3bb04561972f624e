import { DISABLE_OR_MODIFY_CLOUD_LOG } from './attack';
import { HIGH } from './ratings';
import type { Technique } from './technique';

/**
 * A trail that logs and cannot deliver, whatever call it was that broke what it delivers through: no call tells it, only
 * GetTrailStatus does.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
export const DELIVERY_FAILING: Technique = {
  id: 'delivery-failing',
  number: 'D',
  name: 'CloudTrail cannot deliver',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'GetTrailStatus',
  target: 'trail',
  targetParameters: [],
  response: 'repair',
  effect:
    'The trail logs, and its log files, digests or notifications do not arrive. CloudTrail tries again for 30 days.',
  attack: DISABLE_OR_MODIFY_CLOUD_LOG,
  ratings: HIGH,
  shape: 'api-model',
};
