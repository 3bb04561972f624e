import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from './aws-error';
import type { Json } from './json';

/** Who calls. `accountId` is another account's id for a caller from outside, such as the management account. */
export type Identity = { readonly accountId?: string; readonly sourceIp?: string } & (
  | { readonly type: 'IAMUser'; readonly userName: string }
  | { readonly type: 'Root' }
  | { readonly type: 'AssumedRole'; readonly roleArn: string; readonly sessionName: string }
);

export interface Caller {
  readonly arn: string;
  readonly accountId: string;
  readonly sourceIp: string;
  /** As CloudTrail records it: LookupEvents searches by it. */
  readonly userName: string;
  /** `userIdentity` of the records (AWS facts 3). */
  readonly userIdentity: Json;
  /** For the client of any AWS SDK. Signatures are not checked: the access key id alone says who calls. */
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** Ids in AWS are a four-letter prefix and a string of 16 or 17 capitals and digits. */
const id = (prefix: string, of: string): string =>
  prefix + createHash('sha256').update(of).digest('hex').slice(0, 17).toUpperCase();

export class Callers {
  readonly #byAccessKey = new Map<string, Caller>();
  readonly #denied: { readonly caller: Caller; readonly action: string }[] = [];

  constructor(
    private readonly accountId: string,
    private readonly partition: string,
  ) {}

  register(identity: Identity): Caller {
    const accountId = identity.accountId ?? this.accountId;
    const temporary = identity.type === 'AssumedRole';
    const accessKeyId = (temporary ? 'ASIA' : 'AKIA') + randomBytes(8).toString('hex').toUpperCase();
    const caller: Caller = {
      ...this.#describe(identity, accountId, accessKeyId),
      accountId,
      sourceIp: identity.sourceIp ?? '127.0.0.1',
      credentials: {
        accessKeyId,
        secretAccessKey: randomBytes(20).toString('hex'),
        ...(temporary && { sessionToken: randomBytes(32).toString('base64') }),
      },
    };
    this.#byAccessKey.set(accessKeyId, caller);
    return caller;
  }

  find(accessKeyId: string | undefined): Caller | undefined {
    return accessKeyId === undefined ? undefined : this.#byAccessKey.get(accessKeyId);
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

  #describe(
    identity: Identity,
    accountId: string,
    accessKeyId: string,
  ): Pick<Caller, 'arn' | 'userName' | 'userIdentity'> {
    const iam = `arn:${this.partition}:iam::${accountId}`;
    const common = { type: identity.type, accountId, accessKeyId };
    switch (identity.type) {
      // Root has no userName unless the account has an alias (AWS facts 3).
      case 'Root': {
        const arn = `${iam}:root`;
        return { arn, userName: 'root', userIdentity: { ...common, principalId: accountId, arn } };
      }
      case 'IAMUser': {
        const { userName } = identity;
        const arn = `${iam}:user/${userName}`;
        return { arn, userName, userIdentity: { ...common, principalId: id('AIDA', arn), arn, userName } };
      }
      // The session's ARN has the role's name without its path; the role's own ARN is in the session issuer.
      case 'AssumedRole': {
        const { roleArn, sessionName } = identity;
        const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
        const arn = `arn:${this.partition}:sts::${accountId}:assumed-role/${roleName}/${sessionName}`;
        const roleId = id('AROA', roleArn);
        const sessionIssuer = { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName: roleName };
        const attributes = { creationDate: new Date().toISOString().replace(/\.\d+/, ''), mfaAuthenticated: 'false' };
        return {
          arn,
          userName: sessionName,
          userIdentity: {
            ...common,
            principalId: `${roleId}:${sessionName}`,
            arn,
            sessionContext: { sessionIssuer, attributes },
          },
        };
      }
    }
  }
}
