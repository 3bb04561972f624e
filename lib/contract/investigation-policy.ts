import type { ExceptionPolicy } from './policy';

/** Everything the investigator is told at deployment: the value of `TRAIL_GUARD_INVESTIGATION`. */
export interface InvestigationPolicy {
  readonly version: 1;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly exceptions: readonly ExceptionPolicy[];
  /** Regions whose event history is read; absent means every Region that is enabled. */
  readonly regions?: readonly string[];
  readonly guardDuty?: boolean;
  readonly securityHub?: boolean;
  /** Look the address up among instances, interfaces and gateways of the account. */
  readonly networkAddresses?: boolean;
  /** Names or ARNs of change calendars. */
  readonly calendars?: readonly string[];
  /** Read the account's name, place and tags in the organization. */
  readonly organization?: boolean;
  /** The account's tag by which production is known. */
  readonly productionTag?: { readonly key: string; readonly values: readonly string[] };
  /** ARN of the user's own function that knows more about an address or an actor. */
  readonly enrichment?: string;
  /** Where the complete list of what happened in the dark goes. */
  readonly list?: { readonly bucket: string; readonly prefix: string };
}
