import { AwsError } from './aws-error';
import { uniqueId } from './caller-identity';
import type { AccessKey } from './callers';
import { checkPolicy } from './delivery-chain-policy';
import type { Operations } from './delivery-chain-recorder';
import type { Json } from './json';
import type { ApiCall } from './protocol';
import type { World } from './world';

export class User {
  readonly createdAt = Date.now();
  readonly inlinePolicies = new Map<string, string>();
  readonly attachedPolicies = new Set<string>();
  hasPassword = false;

  constructor(
    readonly userName: string,
    readonly arn: string,
  ) {}
}

/** IAM's users: those that were created, and those whose keys somebody calls with. No policy has an effect. */
export class Users {
  readonly #users = new Map<string, User>();

  constructor(private readonly world: World) {}

  get(userName: string): User | undefined {
    const known = this.#users.get(userName);
    return known ?? (this.world.callers.keysOf(userName).length > 0 ? this.#add(userName) : undefined);
  }

  arn(userName: unknown): string {
    return `arn:${this.world.partition}:iam::${this.world.accountId}:user/${userName}`;
  }

  readonly operations: Operations = {
    CreateUser: ({ parameters }) => {
      const userName = String(parameters.UserName);
      if (this.get(userName)) {
        throw new AwsError('EntityAlreadyExists', `User with name ${userName} already exists.`, 409);
      }
      return { User: describe(this.#add(userName)) };
    },
    GetUser: (call) => ({ User: describe(this.#find(call)) }),
    ListUsers: () => ({ Users: { member: [...this.#users.values()].map(describe) }, IsTruncated: false }),
    DeleteUser: (call) => {
      this.#users.delete(this.#find(call).userName);
      return {};
    },
    CreateAccessKey: (call) => {
      const { userName } = this.#find(call);
      const { sourceIp } = call.caller;
      const { accessKeyId, secretAccessKey } = this.world.callers.register({
        type: 'IAMUser',
        userName,
        sourceIp,
      }).credentials;
      const [key] = this.world.callers.keysOf(userName).filter((each) => each.accessKeyId === accessKeyId);
      return { AccessKey: { ...(key && describeKey(key)), SecretAccessKey: secretAccessKey } };
    },
    ListAccessKeys: (call) => {
      const keys = this.world.callers.keysOf(this.#find(call).userName);
      return { AccessKeyMetadata: { member: keys.map(describeKey) }, IsTruncated: false };
    },
    UpdateAccessKey: (call) => {
      this.#findKey(call).isActive = call.parameters.Status === 'Active';
      return {};
    },
    DeleteAccessKey: (call) => {
      this.world.callers.deleteKey(this.#findKey(call).accessKeyId);
      return {};
    },
    PutUserPolicy: (call) => {
      const { PolicyName, PolicyDocument } = call.parameters;
      const document = checkPolicy(PolicyDocument, 'MalformedPolicyDocument');
      this.#find(call).inlinePolicies.set(String(PolicyName), document);
      return {};
    },
    GetUserPolicy: (call) => {
      const { UserName, PolicyName } = call.parameters;
      const document = this.#find(call).inlinePolicies.get(String(PolicyName));
      if (document !== undefined) return { UserName, PolicyName, PolicyDocument: encodeURIComponent(document) };
      throw noSuchEntity(`The user policy with name ${PolicyName} cannot be found.`);
    },
    DeleteUserPolicy: (call) => {
      const { PolicyName } = call.parameters;
      if (this.#find(call).inlinePolicies.delete(String(PolicyName))) return {};
      throw noSuchEntity(`The user policy with name ${PolicyName} cannot be found.`);
    },
    AttachUserPolicy: (call) => {
      this.#find(call).attachedPolicies.add(String(call.parameters.PolicyArn));
      return {};
    },
    CreateLoginProfile: (call) => {
      const user = this.#find(call);
      user.hasPassword = true;
      return {
        LoginProfile: { UserName: user.userName, CreateDate: new Date().toISOString(), PasswordResetRequired: false },
      };
    },
  };

  #add(userName: string): User {
    const user = new User(userName, this.arn(userName));
    this.#users.set(userName, user);
    return user;
  }

  /** Without a name, the user that calls. */
  #find({ parameters, caller }: ApiCall): User {
    const userName = String(parameters.UserName ?? caller.userName);
    const user = this.get(userName);
    if (user) return user;
    throw noSuchEntity(`The user with name ${userName} cannot be found.`);
  }

  #findKey(call: ApiCall): AccessKey {
    const { AccessKeyId } = call.parameters;
    const keys = this.world.callers.keysOf(this.#find(call).userName);
    const key = keys.find(({ accessKeyId }) => accessKeyId === AccessKeyId);
    if (key) return key;
    throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
  }
}

const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);

const describe = ({ userName, arn, createdAt }: User): Json => ({
  Path: '/',
  UserName: userName,
  UserId: uniqueId('AIDA', arn),
  Arn: arn,
  CreateDate: new Date(createdAt).toISOString(),
});

const describeKey = ({ userName, accessKeyId, createdAt, isActive }: AccessKey): Json => ({
  UserName: userName,
  AccessKeyId: accessKeyId,
  Status: isActive ? 'Active' : 'Inactive',
  CreateDate: new Date(createdAt).toISOString(),
});
