import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error';
import { Managed } from './delivery-chain-managed';
import { checkPolicy } from './delivery-chain-policy';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { type Json, text } from './json';
import { Key, type KeyOrigin } from './kms-key';
import { type ApiCall, jsonProtocol } from './protocol';
import type { World } from './world';

/** Customer-managed keys and their aliases. Nothing is ever encrypted. */
export class Keys implements RecordedService {
  readonly signingName = 'kms';
  readonly protocol = jsonProtocol('1.1');
  readonly #keys = new Managed<Key>();
  /** The ARN of the key that an alias, by its ARN, stands for. */
  readonly #aliases = new Map<string, string>();

  constructor(private readonly world: World) {}

  add(arn: string, policy: string, origin: KeyOrigin = 'AWS_KMS'): Key {
    return this.#keys.add(arn, new Key(arn, policy, origin));
  }

  /** By its ARN or that of an alias. */
  byArn(arn: string): Key | undefined {
    return this.#keys.get(this.#aliases.get(arn) ?? arn);
  }

  resource(call: ApiCall): string {
    const { AliasName, KeyId } = call.parameters;
    return text(KeyId ?? AliasName) === undefined ? '*' : this.#arn(call, KeyId ?? AliasName);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  /** Since the end of 2022 records have the key's ARN as an answer that the API does not give. */
  describe(call: ApiCall): Description {
    const { operation, parameters, caller } = call;
    const { AliasName, KeyId, TargetKeyId } = parameters;
    const named = KeyId ?? TargetKeyId;
    const alias = text(AliasName) === undefined ? undefined : this.#arn(call, AliasName);
    const key = text(named) === undefined ? alias && this.#aliases.get(alias) : this.#arn(call, named);
    const resources = [alias, key]
      .filter((arn) => arn !== undefined)
      .map((ARN) => ({ accountId: caller.accountId, type: 'AWS::KMS::Key', ARN }));
    return {
      requestParameters: parameters,
      ...(resources.length > 0 && { resources }),
      ...(key !== undefined && operation !== 'ScheduleKeyDeletion' && { responseElements: { keyId: key } }),
    };
  }

  readonly #operations: Operations = {
    CreateKey: (call) => {
      const { Policy, Origin } = call.parameters;
      const arn = this.#arn(call, randomUUID());
      const policy = Policy === undefined ? this.#defaultPolicy(call) : checkPolicy(Policy, malformed);
      return { KeyMetadata: this.add(arn, policy, Origin === 'EXTERNAL' ? 'EXTERNAL' : 'AWS_KMS').describe() };
    },
    DescribeKey: (call) => ({ KeyMetadata: this.#find(call).describe() }),
    EnableKey: (call) => nothing(this.#find(call).enable()),
    DisableKey: (call) => nothing(this.#find(call).disable()),
    ScheduleKeyDeletion: (call) => {
      const { PendingWindowInDays = 30 } = call.parameters;
      return this.#find(call).scheduleDeletion(Number(PendingWindowInDays));
    },
    CancelKeyDeletion: (call) => {
      const key = this.#find(call);
      key.cancelDeletion();
      return { KeyId: key.arn };
    },
    GetKeyPolicy: (call) => ({ Policy: this.#find(call).policy, PolicyName: 'default' }),
    PutKeyPolicy: (call) => {
      this.#find(call).policy = checkPolicy(call.parameters.Policy, malformed);
      return {};
    },
    DeleteImportedKeyMaterial: (call) => nothing(this.#find(call).deleteMaterial()),
    // No grant is kept: CloudTrail uses keys by their policies.
    RevokeGrant: (call) => nothing(this.#find(call)),
    CreateAlias: (call) => nothing(this.#aliases.set(this.#arn(call, call.parameters.AliasName), this.#target(call))),
    UpdateAlias: (call) => nothing(this.#aliases.set(this.#findAlias(call), this.#target(call))),
    DeleteAlias: (call) => nothing(this.#aliases.delete(this.#findAlias(call))),
  };

  #find(call: ApiCall, named = call.parameters.KeyId): Key {
    const arn = this.#arn(call, named);
    const key = this.byArn(arn);
    if (key) return key;
    throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
  }

  #target(call: ApiCall): string {
    return this.#find(call, call.parameters.TargetKeyId).arn;
  }

  #findAlias(call: ApiCall): string {
    const arn = this.#arn(call, call.parameters.AliasName);
    if (this.#aliases.has(arn)) return arn;
    throw new AwsError('NotFoundException', `Alias ${arn} is not found.`);
  }

  /** A key's id and an alias's name are of the account and the Region of the call. */
  #arn({ caller, region }: ApiCall, named: unknown): string {
    const name = String(named);
    if (name.startsWith('arn:')) return name;
    const resource = name.startsWith('alias/') ? name : `key/${name}`;
    return `arn:${this.world.partition}:kms:${region}:${caller.accountId}:${resource}`;
  }

  /** What KMS gives a key without a policy: the account decides. */
  #defaultPolicy({ caller }: ApiCall): string {
    const Principal = { AWS: `arn:${this.world.partition}:iam::${caller.accountId}:root` };
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }],
    });
  }
}

const malformed = 'MalformedPolicyDocumentException';

const nothing = (_done: unknown): Json => ({});
