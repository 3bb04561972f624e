import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Caller, StandIn } from '../../../drill/stand-in';
import { clientConfig, start } from './fixture';

export const account = '111122223333';
export const trailArn = `arn:aws:cloudtrail:us-east-1:${account}:trail/main`;

/** A stand-in without trails, whose rule is off, and a client of somebody who may do everything. */
export async function startCloudTrail(): Promise<{ standIn: StandIn; mallory: Caller; cloudTrail: CloudTrailClient }> {
  const standIn = await start({ cloudTrail: { lookupEventsPerSecond: 100 } });
  standIn.bus.rule('guard-rule').state = 'DISABLED';
  const mallory = standIn.callers.register({ type: 'IAMUser', userName: 'mallory', sourceIp: '203.0.113.7' });
  return { standIn, mallory, cloudTrail: clientIn(standIn, 'us-east-1', mallory) };
}

export const clientIn = (standIn: StandIn, region: string, caller: Caller): CloudTrailClient =>
  new CloudTrailClient(clientConfig(standIn, caller, region));

/** What came to the bus, and whether it was lost for want of a trail that records it. */
export const busEvents = (standIn: StandIn): string[] =>
  standIn.timeline.of('event').map(({ name, disposition }) => `${name} ${disposition}`);

/** The newest record of a call. */
export const recordOf = (standIn: StandIn, name: string) =>
  standIn.cloudTrail.records.findLast(({ eventName }) => eventName === name);
