import type { CloudTrailRecord } from '../../../lambda/common/record';
import { readRecords } from '../../../lambda/common/record';
import { ACCOUNT, assumedRole, IDENTITIES, type Json, REGION } from '../../fixtures/identities';
import { again, stopLogging } from '../../fixtures/records';

/** A call of the suspect, unless the fields say otherwise; each is another event. */
export function call(eventSource: string, eventName: string, fields: Json = {}): Json {
  return again(stopLogging({ requestParameters: null }), { eventSource, eventName, ...fields });
}

export const EVE = IDENTITIES.AssumedRole;
export const MALLORY = IDENTITIES.IAMUser;
export const ADMIN_ROLE = `arn:aws:iam::${ACCOUNT}:role/ops/admin`;

export function userIdentity(userName: string, accessKeyId: string): Json {
  return {
    type: 'IAMUser',
    principalId: `AIDA${userName.toUpperCase()}`,
    arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
    accountId: ACCOUNT,
    accessKeyId,
    userName,
  };
}

/** A session with its own key, begun at that time. */
export function session(roleArn: string, name: string, accessKeyId: string, creationDate: string): Json {
  return {
    ...assumedRole(roleArn, name, {
      sessionIssuer: { type: 'Role', arn: roleArn, userName: roleArn.split('/').at(-1) },
      attributes: { creationDate, mfaAuthenticated: 'false' },
    }),
    accessKeyId,
  };
}

/** The call that begins it. */
export function assumeRole(by: Json, roleArn: string, name: string, accessKeyId: string, fields: Json = {}): Json {
  const account = roleArn.split(':')[4];
  return call('sts.amazonaws.com', 'AssumeRole', {
    userIdentity: by,
    readOnly: true,
    requestParameters: { roleArn, roleSessionName: name },
    responseElements: {
      credentials: { accessKeyId, sessionToken: 'token', expiration: 'Mar 2, 2026, 11:00:00 AM' },
      assumedRoleUser: {
        assumedRoleId: `AROAEXAMPLEEXAMPLE001:${name}`,
        arn: `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${name}`,
      },
    },
    ...fields,
  });
}

export function createAccessKey(by: Json, userName: string, accessKeyId: string, fields: Json = {}): Json {
  return call('iam.amazonaws.com', 'CreateAccessKey', {
    userIdentity: by,
    awsRegion: 'us-east-1',
    requestParameters: { userName },
    responseElements: { accessKey: { accessKeyId, status: 'Active', userName, createDate: 'Mar 2, 2026' } },
    ...fields,
  });
}

export function read(...records: readonly Json[]): CloudTrailRecord[] {
  return readRecords(records);
}

/** A second of the hour of the incident. */
export function at(minute: number, second = 0, fraction = ''): string {
  return `2026-03-02T10:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}${fraction}Z`;
}

export { ACCOUNT, REGION };
