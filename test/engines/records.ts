import { randomUUID } from 'node:crypto';
import type { CloudTrailRecord } from './cloudtrail-door';
import { ACCOUNT, REGION } from './engine';

export const MALLORY = `arn:aws:iam::${ACCOUNT}:user/mallory`;

/**
 * The record of a StopLogging call, in the shape of a real one (Stratus Red Team's detonation logs, DataDog).
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function stopRecord(trail: string, changes: Partial<CloudTrailRecord> = {}): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEEXAMPLE000',
      arn: MALLORY,
      accountId: ACCOUNT,
      accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
      userName: 'mallory',
    },
    eventTime: new Date().toISOString().replace(/\.\d+/, ''),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: REGION,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0',
    requestParameters: { name: trail },
    responseElements: null,
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `cloudtrail.${REGION}.amazonaws.com`,
    },
    ...changes,
  };
}

/** A record as EventBridge delivers it. */
export function envelope(detail: CloudTrailRecord, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: ACCOUNT,
    time: detail.eventTime,
    region: REGION,
    resources: [],
    detail,
    ...changes,
  };
}
