import type {
  AggregationConfiguration,
  InsightSelector,
  TrailConfiguration,
  TrailSelectors,
  TrailSettings,
} from '../../../lib/contract/trail-configuration';
import { compareField, insightCategories } from './compare';
import { explicitSelectors } from './selectors';
import { callerTags } from './tags';

/** The settings by the names that CreateTrail and UpdateTrail take. */
export interface SettingsInput {
  readonly S3BucketName: string;
  readonly S3KeyPrefix: string;
  readonly SnsTopicName: string;
  readonly IncludeGlobalServiceEvents: boolean;
  readonly IsMultiRegionTrail: boolean;
  readonly EnableLogFileValidation: boolean;
  readonly CloudWatchLogsLogGroupArn: string;
  readonly CloudWatchLogsRoleArn: string;
  readonly KmsKeyId: string;
  readonly IsOrganizationTrail: boolean;
}

/** A call that puts a trail right. The trail itself is for the caller to add. */
export type RepairCall =
  /** Only what differs; an empty text takes a setting away. */
  | { readonly operation: 'UpdateTrail'; readonly settings: Partial<SettingsInput> }
  | { readonly operation: 'PutEventSelectors'; readonly selectors: TrailSelectors }
  | { readonly operation: 'PutInsightSelectors'; readonly insightSelectors: readonly InsightSelector[] }
  | { readonly operation: 'PutEventConfiguration'; readonly aggregations: readonly AggregationConfiguration[] }
  | { readonly operation: 'AddTags'; readonly tags: Readonly<Record<string, string>> };

export interface CreateCall {
  readonly operation: 'CreateTrail';
  readonly settings: Partial<SettingsInput> & Pick<SettingsInput, 'S3BucketName'>;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a trail has right after CreateTrail. */
const NEW_TRAIL = { Selectors: {}, InsightSelectors: [], AggregationConfigurations: [] };

/**
 * The fewest calls that make `current` what is wanted: first where the trail delivers and which Regions it sees, then
 * what it records, then what depends on that (Insights and aggregation need the events that they look at), tags last.
 * No call takes a tag away.
 */
export function repairCalls(current: TrailConfiguration, wanted: TrailConfiguration): RepairCall[] {
  const calls: RepairCall[] = [];
  const settings = changedSettings(current, wanted);
  if (Object.keys(settings).length > 0) {
    calls.push({ operation: 'UpdateTrail', settings });
  }
  if (compareField('Selectors', current, wanted) !== 'equal') {
    calls.push({ operation: 'PutEventSelectors', selectors: explicitSelectors(wanted.Selectors) });
  }
  if (compareField('InsightSelectors', current, wanted) !== 'equal') {
    calls.push({ operation: 'PutInsightSelectors', insightSelectors: wanted.InsightSelectors.map(explicitCategories) });
  }
  if (compareField('AggregationConfigurations', current, wanted) !== 'equal') {
    calls.push({ operation: 'PutEventConfiguration', aggregations: wanted.AggregationConfigurations });
  }
  const tags = Object.entries(callerTags(wanted.Tags)).filter(([key, value]) => current.Tags[key] !== value);
  if (tags.length > 0) {
    calls.push({ operation: 'AddTags', tags: Object.fromEntries(tags) });
  }
  return calls;
}

/** Creates a deleted trail again. `callsAfterCreation` make it what it was. */
export function createCall(wanted: TrailConfiguration): CreateCall {
  const { S3BucketName, ...others } = settingsInput(wanted);
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''));
  return { operation: 'CreateTrail', settings: { S3BucketName, ...given }, tags: callerTags(wanted.Tags) };
}

export function callsAfterCreation(wanted: TrailConfiguration): RepairCall[] {
  return repairCalls({ ...wanted, ...NEW_TRAIL }, wanted);
}

function changedSettings(current: TrailSettings, wanted: TrailSettings): Partial<SettingsInput> {
  const [is, shall] = [settingsInput(current), settingsInput(wanted)];
  const changed = new Set(namesOf(shall).filter((name) => is[name] !== shall[name]));
  // CloudTrail takes these only together.
  if (changed.has('CloudWatchLogsLogGroupArn') || changed.has('CloudWatchLogsRoleArn')) {
    changed.add('CloudWatchLogsLogGroupArn').add('CloudWatchLogsRoleArn');
  }
  if (changed.has('IsMultiRegionTrail') && shall.IsMultiRegionTrail) {
    changed.add('IncludeGlobalServiceEvents');
  }
  return Object.fromEntries([...changed].map((name) => [name, shall[name]]));
}

function namesOf(settings: SettingsInput): (keyof SettingsInput)[] {
  return Object.keys(settings) as (keyof SettingsInput)[];
}

function settingsInput(settings: TrailSettings): SettingsInput {
  return {
    S3BucketName: settings.S3BucketName,
    S3KeyPrefix: settings.S3KeyPrefix ?? '',
    SnsTopicName: settings.SnsTopicARN ?? '',
    IncludeGlobalServiceEvents: settings.IncludeGlobalServiceEvents,
    IsMultiRegionTrail: settings.IsMultiRegionTrail,
    EnableLogFileValidation: settings.LogFileValidationEnabled,
    CloudWatchLogsLogGroupArn: settings.CloudWatchLogsLogGroupArn ?? '',
    CloudWatchLogsRoleArn: settings.CloudWatchLogsRoleArn ?? '',
    KmsKeyId: settings.KmsKeyId ?? '',
    IsOrganizationTrail: settings.IsOrganizationTrail,
  };
}

function explicitCategories({ InsightType, EventCategories }: InsightSelector): InsightSelector {
  return { InsightType, EventCategories: insightCategories(EventCategories) };
}
