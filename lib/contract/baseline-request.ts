import type { ConfigurationChange } from './incident';
import type { TrailConfiguration } from './trail-configuration';

/** What people may ask of a baseline: `trail-guard baseline` sends it to the function. */
export interface BaselineRequest {
  readonly trigger: typeof BASELINE_TRIGGER;
  readonly action: BaselineAction;
  /** Name or ARN. */
  readonly trail: string;
  /** Who asks, as the command says: it is announced, and proves nothing. */
  readonly by?: string;
}

export const BASELINE_TRIGGER = 'baseline';

/**
 * - `show`: the baseline and its earlier versions.
 * - `diff`: how the trail differs from it now.
 * - `accept`: makes the trail as it is now the baseline.
 * - `release`: the trail is going to be deleted, and is not to be created again.
 */
export const BASELINE_ACTIONS = ['show', 'diff', 'accept', 'release'] as const;

export type BaselineAction = (typeof BASELINE_ACTIONS)[number];

/** What the function answers. */
export interface BaselineAnswer {
  readonly trail: string;
  /** Why nothing could be done. */
  readonly error?: string;
  readonly versions?: readonly BaselineVersion[];
  readonly differences?: readonly ConfigurationChange[];
  /** What could not be read, and so is not compared. */
  readonly unread?: readonly { readonly field: string; readonly reason: string }[];
  /** The version that was adopted. */
  readonly accepted?: number;
  readonly released?: boolean;
}

export interface BaselineVersion {
  readonly version: number;
  readonly reason: string;
  readonly by?: string;
  /** ISO 8601. */
  readonly adoptedAt: string;
  readonly configuration: TrailConfiguration;
}
