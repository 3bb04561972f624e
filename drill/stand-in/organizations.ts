import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { epochSeconds, type Json } from './json';
import { type ApiCall, jsonProtocol } from './protocol';

const accept = (): Json => ({});

/** An account of the organization. */
export interface MemberAccount {
  readonly name: string;
  /** From the root to the account's own unit, by their ids. */
  readonly path: readonly [root: string, ...units: readonly string[]];
  readonly tags?: Readonly<Record<string, string>>;
}

const organizationId = 'o-standin001';

/** Trusted access and accounts, with the stand-in's own as the management account. Policies are not kept. */
export class Organizations implements RecordedService {
  readonly signingName = 'organizations';
  readonly protocol = jsonProtocol('1.1');
  /** By service, since when. */
  readonly trustedAccess = new Map([['cloudtrail.amazonaws.com', Date.now()]]);
  /** By id. While there is none, the account is in no organization that could tell of it. */
  readonly accounts = new Map<string, MemberAccount>();

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  /** The calls of Organizations are recorded in us-east-1, wherever its clients are. */
  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters, region: 'us-east-1' };
  }

  readonly #operations: Operations = {
    EnableAWSServiceAccess: ({ parameters }) => {
      const service = String(parameters.ServicePrincipal);
      this.trustedAccess.set(service, this.trustedAccess.get(service) ?? Date.now());
      return {};
    },
    DisableAWSServiceAccess: ({ parameters }) => {
      this.trustedAccess.delete(String(parameters.ServicePrincipal));
      return {};
    },
    ListAWSServiceAccessForOrganization: () => ({
      EnabledServicePrincipals: [...this.trustedAccess].map(([ServicePrincipal, since]) => ({
        ServicePrincipal,
        DateEnabled: epochSeconds(since),
      })),
    }),
    DescribeOrganization: ({ caller }) => {
      this.#isIn();
      return { Organization: { Id: organizationId, FeatureSet: 'ALL', MasterAccountId: caller.accountId } };
    },
    DescribeAccount: ({ parameters, caller }) => {
      const id = String(parameters.AccountId);
      const Arn = `arn:aws:organizations::${caller.accountId}:account/${organizationId}/${id}`;
      return { Account: { Id: id, Arn, Name: this.#find(id).name, Status: 'ACTIVE', JoinedMethod: 'CREATED' } };
    },
    // Of an account or of a unit on the way to one.
    ListParents: ({ parameters }) => {
      this.#isIn();
      const child = String(parameters.ChildId);
      const paths = [...this.accounts].map(([id, { path }]) => [...path, id]);
      const path = paths.find((each) => each.indexOf(child) > 0);
      if (!path) throw new AwsError('ChildNotFoundException', "We can't find a child with that id.");
      const Id = path[path.indexOf(child) - 1] ?? '';
      return { Parents: [{ Id, Type: Id.startsWith('r-') ? 'ROOT' : 'ORGANIZATIONAL_UNIT' }] };
    },
    ListTagsForResource: ({ parameters }) => {
      const { tags = {} } = this.#find(String(parameters.ResourceId));
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
    DeregisterDelegatedAdministrator: accept,
    LeaveOrganization: accept,
    RemoveAccountFromOrganization: accept,
    DetachPolicy: accept,
    UpdatePolicy: accept,
    DeletePolicy: accept,
    DisablePolicyType: accept,
    MoveAccount: accept,
    CloseAccount: accept,
  };
  #isIn(): void {
    if (this.accounts.size > 0) return;
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }

  #find(id: string): MemberAccount {
    this.#isIn();
    const account = this.accounts.get(id);
    if (account) return account;
    throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
  }
}
