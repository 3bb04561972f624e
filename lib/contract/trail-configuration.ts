/**
 * Everything that makes a trail what it is, in the words of CloudTrail's API: what CreateTrail takes, its event and
 * insight selectors, its tags and its aggregations. Plain data, with lists and keys in the order in which AWS gives them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 */
export interface TrailConfiguration extends TrailSettings {
  readonly Selectors: TrailSelectors;
  readonly InsightSelectors: readonly InsightSelector[];
  readonly Tags: Readonly<Record<string, string>>;
  readonly AggregationConfigurations: readonly AggregationConfiguration[];
}

/** What CreateTrail and UpdateTrail take and DescribeTrails tells. What a trail goes without is left out. */
export interface TrailSettings {
  readonly S3BucketName: string;
  readonly S3KeyPrefix?: string;
  /** ARN of the topic; UpdateTrail takes it as `SnsTopicName`. */
  readonly SnsTopicARN?: string;
  readonly IncludeGlobalServiceEvents: boolean;
  readonly IsMultiRegionTrail: boolean;
  /** UpdateTrail takes it as `EnableLogFileValidation`. */
  readonly LogFileValidationEnabled: boolean;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
  readonly KmsKeyId?: string;
  readonly IsOrganizationTrail: boolean;
}

/** A trail has either kind of selectors, never both. Neither: management events, read and write, as a new trail has. */
export interface TrailSelectors {
  readonly EventSelectors?: readonly EventSelector[];
  readonly AdvancedEventSelectors?: readonly AdvancedEventSelector[];
}

export interface EventSelector {
  /** `All`, `ReadOnly` or `WriteOnly`. */
  readonly ReadWriteType: string;
  readonly IncludeManagementEvents: boolean;
  readonly DataResources: readonly { readonly Type: string; readonly Values: readonly string[] }[];
  /** `kms.amazonaws.com`, `rdsdata.amazonaws.com`. */
  readonly ExcludeManagementEventSources: readonly string[];
}

export interface AdvancedEventSelector {
  readonly Name?: string;
  readonly FieldSelectors: readonly FieldSelector[];
}

export interface FieldSelector {
  readonly Field: string;
  readonly Equals?: readonly string[];
  readonly StartsWith?: readonly string[];
  readonly EndsWith?: readonly string[];
  readonly NotEquals?: readonly string[];
  readonly NotStartsWith?: readonly string[];
  readonly NotEndsWith?: readonly string[];
}

export interface InsightSelector {
  /** `ApiCallRateInsight` or `ApiErrorRateInsight`. */
  readonly InsightType: string;
  /** `Management`, `Data`; without it CloudTrail takes `Management`. */
  readonly EventCategories: readonly string[];
}

export interface AggregationConfiguration {
  readonly EventCategory: string;
  readonly Templates: readonly string[];
}

/** A part of the configuration that is compared, restored and told on its own. */
export type ConfigurationField = keyof TrailConfiguration;

/**
 * How a configuration, or a field of one, stands to another.
 * - `equal`: the same, or another form of the same.
 * - `narrower`: sees or proves less.
 * - `wider`: sees or proves more.
 * - `moved`: sees as much, and delivers it to another place or under another key.
 * - `mixed`: less in one respect and more in another.
 */
export type Relation = 'equal' | 'narrower' | 'wider' | 'moved' | 'mixed';
