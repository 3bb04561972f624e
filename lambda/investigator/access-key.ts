import { type IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import type { Actor } from '../../lib/contract/incident';
import type { Finding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { determine } from './determine';

const WHAT = 'the age of the access key';

/** When a user's long-lived access key was made. IAM tells it for users of its own account only, and not for root. */
export async function accessKeyAge(
  { type, accountId, userName, accessKeyId }: Actor,
  account: string,
  iam: IAMClient,
  log: Log,
): Promise<Finding & { readonly credentialCreatedAt?: string }> {
  if (type === 'Root') {
    return { undetermined: [`${WHAT}: IAM does not show keys of the root user`] };
  }
  if (userName === undefined) {
    return { undetermined: [`${WHAT}: the record names no user`] };
  }
  if (accountId !== account) {
    return { undetermined: [`${WHAT}: the user is of account ${accountId ?? 'unknown'}`] };
  }
  const { value, undetermined } = await determine({ what: WHAT, action: 'iam:ListAccessKeys' }, log, () =>
    iam.send(new ListAccessKeysCommand({ UserName: userName })),
  );
  if (value === undefined) {
    return { undetermined };
  }
  const created = value.AccessKeyMetadata?.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)?.CreateDate;
  return created
    ? { credentialCreatedAt: created.toISOString() }
    : { undetermined: [`${WHAT}: it is not among the keys of ${userName} (any more)`] };
}
