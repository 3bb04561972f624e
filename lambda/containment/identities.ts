import {
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import type { Identities } from './containment';

/** What is not there is an answer. Without the SDK's class for it, the error has the name that IAM gives it. */
const NOT_THERE = ['NoSuchEntity', 'NoSuchEntityException'];

export function createIdentities(client: IAMClient): Identities {
  return {
    async arnOf(type, name) {
      return type === 'user'
        ? (await client.send(new GetUserCommand({ UserName: name }))).User?.Arn
        : (await client.send(new GetRoleCommand({ RoleName: name }))).Role?.Arn;
    },

    async keyStatus(UserName, accessKeyId) {
      // A user has two at most.
      const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
      return AccessKeyMetadata.find(({ AccessKeyId }) => AccessKeyId === accessKeyId)?.Status;
    },

    async deactivateKey(UserName, AccessKeyId) {
      await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
    },

    async inlinePolicy(type, name, PolicyName) {
      try {
        const { PolicyDocument } =
          type === 'user'
            ? await client.send(new GetUserPolicyCommand({ UserName: name, PolicyName }))
            : await client.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
        return PolicyDocument === undefined ? undefined : decodeURIComponent(PolicyDocument);
      } catch (error) {
        if (error instanceof Error && NOT_THERE.includes(error.name)) {
          return undefined;
        }
        throw error;
      }
    },

    async putInlinePolicy(type, name, PolicyName, PolicyDocument) {
      if (type === 'user') {
        await client.send(new PutUserPolicyCommand({ UserName: name, PolicyName, PolicyDocument }));
      } else {
        await client.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument }));
      }
    },
  };
}
