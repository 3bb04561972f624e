import type { ContainmentAnswer, ContainmentPolicy } from '../../lib/contract/containment';
import type { Log } from '../common/log';
import type { Requested } from './requested';

/** What the function works with. */
export interface ContainmentDependencies {
  readonly policy: ContainmentPolicy;
  readonly identities: Identities;
  /** What the guard's table says was requested for an incident. */
  readonly requested: (incidentId: string) => Promise<Requested | undefined>;
  readonly answer: (functionName: string, answer: ContainmentAnswer) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The few calls of IAM that are made. Each throws what the service answered. */
export interface Identities {
  /** As IAM spells it, with its path. */
  arnOf(type: 'user' | 'role', name: string): Promise<string | undefined>;
  /** `Active`, `Inactive`; undefined if the user has no such key. */
  keyStatus(userName: string, accessKeyId: string): Promise<string | undefined>;
  deactivateKey(userName: string, accessKeyId: string): Promise<void>;
  /** The document of an inline policy; undefined if there is none of this name. */
  inlinePolicy(type: 'user' | 'role', name: string, policyName: string): Promise<string | undefined>;
  putInlinePolicy(type: 'user' | 'role', name: string, policyName: string, document: string): Promise<void>;
}
