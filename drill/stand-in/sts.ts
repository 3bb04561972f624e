import type { Caller } from './callers';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import type { Roles } from './iam-roles';
import { isJson, type Json, text } from './json';
import { type ApiCall, queryProtocol } from './protocol';
import { recordedDate } from './recorded-date';
import type { World } from './world';

const trustEverybody = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}';

/**
 * STS. Any role can be assumed, whatever it trusts: one that is not there yet is made. The global endpoint is signed for as
 * us-east-1, and its calls are recorded there; those of a regional endpoint are recorded in its Region (AWS facts 1.6).
 */
export class SecurityTokens implements RecordedService {
  readonly signingName = 'sts';
  readonly protocol = queryProtocol('https://sts.amazonaws.com/doc/2011-06-15/', 'AccessDenied');

  constructor(
    private readonly world: World,
    private readonly roles: Roles,
  ) {}

  resource({ operation, parameters }: ApiCall): string {
    return operation === 'AssumeRole' ? String(parameters.RoleArn) : '*';
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call, 'InvalidAction');
  }

  /** AssumeRole counts as a read, and yet its answer is recorded, which says what key the new session has. */
  describe({ operation, parameters, caller }: ApiCall): Description {
    if (operation === 'GetCallerIdentity') return { requestParameters: null };
    const { RoleArn, RoleSessionName, DurationSeconds, Name, Policy, SourceIdentity, ExternalId } = parameters;
    const sent = { RoleArn, RoleSessionName, Name, Policy, SourceIdentity, ExternalId };
    const requestParameters = {
      ...Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
      ...(DurationSeconds !== undefined && { DurationSeconds: Number(DurationSeconds) }),
    };
    const resource = { ARN: RoleArn, accountId: caller.accountId, type: 'AWS::IAM::Role' };
    return {
      requestParameters: Object.keys(requestParameters).length > 0 ? requestParameters : null,
      ...(RoleArn !== undefined && { resources: [resource] }),
      readOnly: operation === 'AssumeRole',
      recordAnswer: asRecorded,
    };
  }

  readonly #operations: Operations = {
    GetCallerIdentity: ({ caller }) => ({
      Arn: caller.arn,
      UserId: caller.userIdentity.principalId,
      Account: caller.accountId,
    }),
    AssumeRole: ({ parameters, caller }) => {
      const roleArn = String(parameters.RoleArn);
      const sessionName = String(parameters.RoleSessionName);
      const accountId = roleArn.split(':')[4] ?? '';
      if (accountId === this.world.accountId && !this.roles.byArn(roleArn)) this.roles.add(roleArn, trustEverybody);
      const { sourceIp } = caller;
      const session = this.world.callers.register({ type: 'AssumedRole', roleArn, sessionName, accountId, sourceIp });
      return {
        Credentials: credentials(session, parameters.DurationSeconds ?? 3_600),
        AssumedRoleUser: { AssumedRoleId: session.userIdentity.principalId, Arn: session.arn },
      };
    },
    GetSessionToken: ({ parameters, caller }) => {
      const { userName, sourceIp, accountId } = caller;
      const session = this.world.callers.register({ type: 'IAMUser', userName, session: true, accountId, sourceIp });
      return { Credentials: credentials(session, parameters.DurationSeconds ?? 43_200) };
    },
    GetFederationToken: ({ parameters, caller }) => {
      const { arn: issuer, sourceIp, accountId } = caller;
      const name = String(parameters.Name);
      const session = this.world.callers.register({ type: 'FederatedUser', name, issuer, accountId, sourceIp });
      return {
        Credentials: credentials(session, parameters.DurationSeconds ?? 43_200),
        FederatedUser: { FederatedUserId: session.userIdentity.principalId, Arn: session.arn },
      };
    },
  };
}

function credentials({ credentials: { accessKeyId, secretAccessKey, sessionToken } }: Caller, seconds: unknown): Json {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(Date.now() + Number(seconds) * 1000).toISOString(),
  };
}

/** With the session's token, but without its secret. */
function asRecorded({ Credentials, ...answer }: Json): Json {
  if (!isJson(Credentials)) return answer;
  const { SecretAccessKey, Expiration, ...recorded } = Credentials;
  return { Credentials: { ...recorded, Expiration: recordedDate(text(Expiration) ?? 0, ', ') }, ...answer };
}
