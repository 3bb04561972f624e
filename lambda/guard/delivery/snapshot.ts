import type { TrailConfiguration, TrailSettings } from '../../../lib/contract/trail-configuration';
import type { Statement } from './policy-document';

/**
 * What a baseline remembers of the resources that a trail delivers through, of those whose repair is switched on. Plain
 * JSON, as it is kept in the table.
 */
export interface DeliverySnapshot {
  /** CloudTrail's own statements of the bucket's policy. */
  readonly bucket?: { readonly statements: readonly Statement[] };
  /** CloudTrail's own statements of the key's policy. */
  readonly key?: { readonly statements: readonly Statement[] };
  readonly logGroup?: LogGroupSnapshot;
}

export interface LogGroupSnapshot {
  /** Absent: its events never expire. */
  readonly retentionInDays?: number;
  readonly logGroupClass?: string;
  readonly kmsKeyId?: string;
}

/** A trail as it should be, and what is known of the resources behind it. */
export interface DeliveringTrail {
  readonly arn: string;
  /** Its Insights selectors say whether it writes Insights events too. */
  readonly configuration: TrailSettings & Partial<Pick<TrailConfiguration, 'InsightSelectors'>>;
  readonly snapshot?: DeliverySnapshot;
}
