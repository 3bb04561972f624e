import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { epochSeconds, type Json } from './json';
import { type ApiCall, jsonProtocol, parseJson, restJsonProtocol } from './protocol';

const accept = (): Json => ({});

/** Trusted access, with the stand-in's account as the management account. Accounts and policies are not kept. */
export class Organizations implements RecordedService {
  readonly signingName = 'organizations';
  readonly protocol = jsonProtocol('1.1');
  /** By service, since when. */
  readonly trustedAccess = new Map([['cloudtrail.amazonaws.com', Date.now()]]);

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
}

/** Account Management: every Region stays enabled, whatever is called. */
export class AccountManagement implements RecordedService {
  readonly signingName = 'account';
  readonly protocol = restJsonProtocol(({ url, body }) => ({
    operation: url.pathname.charAt(1).toUpperCase() + url.pathname.slice(2),
    parameters: parseJson(body),
  }));

  handle(call: ApiCall): Json {
    return perform({ DisableRegion: accept, EnableRegion: accept }, call);
  }

  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters, spelledAsRecorded: true, region: 'us-east-1' };
  }
}
