import { parseTrailArn, type TrailArn } from '../../../lambda/common/scope';
import type { CreateCall, RepairCall, SettingsInput } from '../../../lambda/guard/configuration/repair-calls';
import type { ListedTrail } from '../../../lambda/guard/listed-trail';
import type { ConfigurationRead, ReadField } from '../../../lambda/guard/trail-reads';
import type { Trails } from '../../../lambda/guard/trails';
import type { TrailConfiguration, TrailSelectors, TrailSettings } from '../../../lib/contract/trail-configuration';
import { FIXTURE_CONFIGURATION } from '../../fixtures/techniques/configuration';
import { awsError } from './aws-error';

/** Trails as the rest of a fake CloudTrail has them. */
export interface Surroundings {
  /** Makes a call, which may take time or fail. */
  readonly call: (operation: string) => Promise<void>;
  readonly arns: () => Iterable<string>;
  readonly created: (arn: string) => void;
}

const READS: Readonly<Record<ReadField, string>> = {
  Selectors: 'GetEventSelectors',
  InsightSelectors: 'GetInsightSelectors',
  Tags: 'ListTags',
  AggregationConfigurations: 'GetEventConfiguration',
};

const NEW_TRAIL = {
  Selectors: {
    EventSelectors: [
      { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
    ],
  },
  InsightSelectors: [],
  AggregationConfigurations: [],
};

/** What trails are, in memory, and what CloudTrail's calls make of it. A trail is the fixtures' until it is changed. */
export class FakeConfigurations
  implements Pick<Trails, 'list' | 'find' | 'configuration' | 'selectors' | 'change' | 'create'>
{
  private readonly configurations = new Map<string, TrailConfiguration>();

  constructor(private readonly around: Surroundings) {}

  get(arn: string): TrailConfiguration {
    if (![...this.around.arns()].includes(arn)) {
      throw awsError('TrailNotFoundException', `Unknown trail: ${arn}`);
    }
    return this.configurations.get(arn) ?? FIXTURE_CONFIGURATION;
  }

  set(arn: string, configuration: TrailConfiguration): void {
    this.configurations.set(arn, configuration);
  }

  forget(arn: string): void {
    this.configurations.delete(arn);
  }

  async list(): Promise<ListedTrail[]> {
    await this.around.call('DescribeTrails');
    return [...this.around.arns()].map((arn) => this.listed(arn));
  }

  async find({ arn }: TrailArn): Promise<ListedTrail | undefined> {
    await this.around.call('DescribeTrails');
    return [...this.around.arns()].includes(arn) ? this.listed(arn) : undefined;
  }

  async configuration(trail: ListedTrail): Promise<ConfigurationRead> {
    let configuration: ConfigurationRead['configuration'] = trail.settings;
    const unread: { field: ReadField; reason: string }[] = [];
    for (const [field, operation] of Object.entries(READS) as [ReadField, string][]) {
      try {
        await this.around.call(operation);
        configuration = { ...configuration, [field]: this.get(trail.arn)[field] };
      } catch (error) {
        unread.push({ field, reason: String(error) });
      }
    }
    return { configuration, unread };
  }

  async selectors({ arn }: TrailArn): Promise<TrailSelectors> {
    await this.around.call('GetEventSelectors');
    return this.get(arn).Selectors;
  }

  async change({ arn }: TrailArn, call: RepairCall): Promise<void> {
    await this.around.call(call.operation);
    this.set(arn, changed(this.get(arn), call));
  }

  async create({ arn }: TrailArn, { settings, tags }: CreateCall): Promise<void> {
    await this.around.call('CreateTrail');
    if ([...this.around.arns()].includes(arn)) {
      throw awsError('TrailAlreadyExistsException', arn);
    }
    const defaults = {
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      LogFileValidationEnabled: false,
      IsOrganizationTrail: false,
    };
    const created = { ...defaults, ...NEW_TRAIL, Tags: tags, S3BucketName: settings.S3BucketName };
    this.set(arn, { ...created, ...settingsOf(created, settings) });
    this.around.created(arn);
  }

  private listed(arn: string): ListedTrail {
    const { Selectors, InsightSelectors, Tags: _, AggregationConfigurations: __, ...settings } = this.get(arn);
    return {
      ...(parseTrailArn(arn) as TrailArn),
      settings,
      hasCustomEventSelectors: JSON.stringify(Selectors) !== JSON.stringify(NEW_TRAIL.Selectors),
      hasInsightSelectors: InsightSelectors.length > 0,
    };
  }
}

function changed(configuration: TrailConfiguration, call: RepairCall): TrailConfiguration {
  switch (call.operation) {
    case 'UpdateTrail': {
      const { Selectors, InsightSelectors, Tags, AggregationConfigurations } = configuration;
      const settings = settingsOf(configuration, call.settings);
      return { ...settings, Selectors, InsightSelectors, Tags, AggregationConfigurations };
    }
    case 'PutEventSelectors':
      return { ...configuration, Selectors: call.selectors };
    case 'PutInsightSelectors':
      return { ...configuration, InsightSelectors: call.insightSelectors };
    case 'PutEventConfiguration':
      return { ...configuration, AggregationConfigurations: call.aggregations };
    case 'AddTags':
      return { ...configuration, Tags: { ...configuration.Tags, ...call.tags } };
  }
}

/** The settings after a call: an empty text takes one away; some go only together. */
function settingsOf(before: TrailSettings, change: Partial<SettingsInput>): TrailSettings {
  const { EnableLogFileValidation, SnsTopicName, ...named } = change;
  const after = {
    ...before,
    ...named,
    ...(EnableLogFileValidation === undefined ? {} : { LogFileValidationEnabled: EnableLogFileValidation }),
    ...(SnsTopicName === undefined ? {} : { SnsTopicARN: SnsTopicName }),
  };
  if (after.IsMultiRegionTrail && !after.IncludeGlobalServiceEvents) {
    throw awsError('InvalidParameterCombinationException', 'Multi-Region trail must include global service events.');
  }
  if (Boolean(after.CloudWatchLogsLogGroupArn) !== Boolean(after.CloudWatchLogsRoleArn)) {
    throw awsError('InvalidParameterCombinationException', 'A log group and its role go together.');
  }
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== '')) as unknown as TrailSettings;
}
