import { ACCOUNT, REGION } from '../../fixtures/identities';

export const GUARD_ROLE = `arn:aws:iam::${ACCOUNT}:role/guard`;
export const MALLORY = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT}:user/mallory`,
  userName: 'mallory',
  accountId: ACCOUNT,
};

let serial = 0;

/** A record of a call on a trail, in the shape that CloudTrail writes. */
export function recordOf(eventName: string, trail: string, at: Date, changes: Record<string, unknown> = {}) {
  return {
    eventVersion: '1.11',
    userIdentity: MALLORY,
    eventTime: at.toISOString().replace(/\.\d+/, ''),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName,
    awsRegion: REGION,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { name: trail },
    responseElements: null,
    eventID: `event-${serial++}`,
    readOnly: false,
    recipientAccountId: ACCOUNT,
    ...changes,
  };
}

/** As CloudTrail records a refused call: without parameters. */
export const DENIED = { errorCode: 'AccessDenied', errorMessage: 'not authorized', requestParameters: null };
