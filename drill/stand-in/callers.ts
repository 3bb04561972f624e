import { randomBytes } from 'node:crypto';
import { AwsError } from './aws-error';
import { describeIdentity, type Identity, type IdentityDescription, isTemporary } from './caller-identity';

export interface Caller extends IdentityDescription {
  readonly accountId: string;
  readonly sourceIp: string;
  /** For the client of any AWS SDK. Signatures are not checked: the access key id alone says who calls. */
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** A long-lived key, as IAM lists it. */
export interface AccessKey {
  readonly userName: string;
  readonly accessKeyId: string;
  /** A drill may set it back. */
  createdAt: number;
  isActive: boolean;
}

export class Callers {
  readonly #byAccessKey = new Map<string, Caller>();
  readonly #keys = new Map<string, AccessKey>();
  readonly #denied: { readonly caller: Caller; readonly action: string }[] = [];

  constructor(
    private readonly accountId: string,
    private readonly partition: string,
  ) {}

  register(identity: Identity): Caller {
    const accountId = identity.accountId ?? this.accountId;
    const temporary = isTemporary(identity);
    const accessKeyId = (temporary ? 'ASIA' : 'AKIA') + randomBytes(8).toString('hex').toUpperCase();
    const { invokedBy } = identity;
    const description = describeIdentity(identity, this.partition, accountId, accessKeyId);
    const service = identity.type === 'AWSService' ? identity.service : invokedBy;
    const caller: Caller = {
      ...description,
      ...(invokedBy !== undefined && { userIdentity: { ...description.userIdentity, invokedBy } }),
      accountId,
      sourceIp: service ?? identity.sourceIp ?? '127.0.0.1',
      credentials: {
        accessKeyId,
        secretAccessKey: randomBytes(20).toString('hex'),
        ...(temporary && { sessionToken: randomBytes(32).toString('base64') }),
      },
    };
    this.#byAccessKey.set(accessKeyId, caller);
    if (!temporary && identity.type === 'IAMUser' && accountId === this.accountId) {
      const { userName } = identity;
      this.#keys.set(accessKeyId, { userName, accessKeyId, createdAt: Date.now(), isActive: true });
    }
    return caller;
  }

  /** Nobody where the key was deactivated or deleted. Sessions go on, as in AWS (AWS facts 9). */
  find(accessKeyId: string | undefined): Caller | undefined {
    if (accessKeyId === undefined || this.#keys.get(accessKeyId)?.isActive === false) return undefined;
    return this.#byAccessKey.get(accessKeyId);
  }

  /** The long-lived keys of a user. */
  keysOf(userName: string): AccessKey[] {
    return [...this.#keys.values()].filter((key) => key.userName === userName);
  }

  deleteKey(accessKeyId: string): void {
    this.#keys.delete(accessKeyId);
    this.#byAccessKey.delete(accessKeyId);
  }

  /** Takes a permission away, for instance `cloudtrail:StopLogging`. There is no other check of permissions. */
  deny(caller: Caller, action: string): void {
    this.#denied.push({ caller, action });
  }

  allow(caller: Caller, action: string): void {
    const index = this.#denied.findIndex((denial) => denial.caller === caller && denial.action === action);
    if (index >= 0) this.#denied.splice(index, 1);
  }

  /** The wording is that of real denials (AWS facts 3). */
  refusal(caller: Caller, action: string, resource: () => string): AwsError | undefined {
    if (!this.#denied.some((denial) => denial.caller === caller && denial.action === action)) return undefined;
    return new AwsError(
      'AccessDeniedException',
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource()} ` +
        `because no identity-based policy allows the ${action} action`,
    );
  }
}

export type { Identity } from './caller-identity';
