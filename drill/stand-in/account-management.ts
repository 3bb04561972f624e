import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import type { Json } from './json';
import { type ApiCall, parseJson, restJsonProtocol } from './protocol';
import type { World } from './world';

type RegionStatus = 'ENABLED' | 'ENABLED_BY_DEFAULT' | 'ENABLING' | 'DISABLING' | 'DISABLED';

const byDefault = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1'];

/** Account Management: every Region stays enabled, whatever is called; a test may change that. */
export class AccountManagement implements RecordedService {
  readonly signingName = 'account';
  readonly protocol = restJsonProtocol(({ url, body }) => ({
    operation: url.pathname.charAt(1).toUpperCase() + url.pathname.slice(2),
    parameters: parseJson(body),
  }));
  /** Fewer than AWS has: each is asked in turn by who wants to know what happened everywhere. */
  readonly regions: Map<string, RegionStatus>;

  constructor({ region }: Pick<World, 'region'>) {
    this.regions = new Map([
      ...[...byDefault, region].map((name) => [name, 'ENABLED_BY_DEFAULT'] as const),
      ['ap-east-1', 'DISABLED'] as const,
    ]);
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters }: ApiCall): Description {
    const requestParameters = Object.keys(parameters).length > 0 ? parameters : null;
    return { requestParameters, spelledAsRecorded: true, region: 'us-east-1' };
  }

  readonly #operations: Operations = {
    DisableRegion: () => ({}),
    EnableRegion: () => ({}),
    ListRegions: ({ parameters: { RegionOptStatusContains, MaxResults = 50, NextToken } }) => {
      const wanted = Array.isArray(RegionOptStatusContains) ? RegionOptStatusContains : undefined;
      const all = [...this.regions].filter(([, status]) => wanted?.includes(status) ?? true);
      const start = Number(NextToken ?? 0);
      const end = start + Number(MaxResults);
      return {
        Regions: all.slice(start, end).map(([RegionName, RegionOptStatus]) => ({ RegionName, RegionOptStatus })),
        ...(end < all.length && { NextToken: String(end) }),
      };
    },
  };
}
