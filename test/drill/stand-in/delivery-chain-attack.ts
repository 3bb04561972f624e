import type { Started } from './delivery-chain-fixture';

export type Json = Record<string, unknown>;

/** A write, and the parameters and resources that CloudTrail records of it. */
export interface Attack {
  readonly eventName: string;
  readonly call: (started: Started) => Promise<unknown>;
  readonly requestParameters: Json;
  readonly resources?: readonly string[];
}
