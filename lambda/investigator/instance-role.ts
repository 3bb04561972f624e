import type { Instance } from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { OriginFinding } from '../../lib/contract/investigation';
import type { Log } from '../common/log';
import { determine } from './determine';

/** The role that an instance's profile stands for: EC2 itself knows the profile only. */
export async function instanceRole(
  { IamInstanceProfile }: Instance,
  iam: IAMClient,
  log: Log,
): Promise<Pick<OriginFinding, 'roleArn' | 'undetermined'>> {
  const InstanceProfileName = IamInstanceProfile?.Arn?.split('/').at(-1);
  if (InstanceProfileName === undefined) {
    return {};
  }
  const { value, undetermined } = await determine(
    { what: "the instance's role", action: 'iam:GetInstanceProfile' },
    log,
    () => iam.send(new GetInstanceProfileCommand({ InstanceProfileName })),
  );
  if (value === undefined) {
    return { undetermined };
  }
  const roleArn = value.InstanceProfile?.Roles?.[0]?.Arn;
  return roleArn === undefined ? { undetermined: ["the instance's role: its profile has none"] } : { roleArn };
}
