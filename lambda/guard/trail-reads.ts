import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  type EventSelector,
  GetEventConfigurationCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';
import type { ConfigurationField, TrailConfiguration, TrailSelectors } from '../../lib/contract/trail-configuration';
import { errorText } from '../common/error-text';
import type { TrailArn } from '../common/scope';
import type { ListedTrail } from './listed-trail';

/** A trail's configuration as far as it could be read. What could not be is named, and is never taken for fine. */
export interface ConfigurationRead {
  readonly configuration: Omit<TrailConfiguration, ReadField> & Partial<Pick<TrailConfiguration, ReadField>>;
  readonly unread: readonly { readonly field: ReadField; readonly reason: string }[];
}

/** The fields that take a call of their own. */
export type ReadField = Extract<
  ConfigurationField,
  'Selectors' | 'InsightSelectors' | 'Tags' | 'AggregationConfigurations'
>;

/** Four calls at once; tags of a trail come on one page, because there are 50 at most. */
export async function readConfiguration(client: CloudTrailClient, trail: ListedTrail): Promise<ConfigurationRead> {
  const reads: { [Field in ReadField]: () => Promise<TrailConfiguration[Field]> } = {
    Selectors: () => readSelectors(client, trail),
    InsightSelectors: () => insightsOf(client, trail),
    Tags: async () => {
      const { ResourceTagList = [] } = await client.send(new ListTagsCommand({ ResourceIdList: [trail.arn] }));
      const tags = ResourceTagList.flatMap(({ TagsList = [] }) => TagsList);
      return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    AggregationConfigurations: async () => {
      const answer = await client.send(new GetEventConfigurationCommand({ TrailName: trail.arn }));
      return (answer.AggregationConfigurations ?? []).map(({ EventCategory = '', Templates = [] }) => ({
        EventCategory,
        Templates,
      }));
    },
  };
  const entries = Object.entries(reads) as [ReadField, () => Promise<unknown>][];
  const results = await Promise.allSettled(entries.map(([, read]) => read()));
  const read = entries.flatMap(([field], index) => {
    const result = results[index];
    return result?.status === 'fulfilled' ? [[field, result.value] as const] : [];
  });
  const unread = entries.flatMap(([field], index) => {
    const result = results[index];
    return result?.status === 'rejected' ? [{ field, reason: errorText(result.reason) }] : [];
  });
  return { configuration: { ...trail.settings, ...Object.fromEntries(read) }, unread };
}

/** Of any trail that is seen here, those of other home Regions and accounts among them. */
export async function readSelectors(client: CloudTrailClient, { arn }: TrailArn): Promise<TrailSelectors> {
  return selectorsOf(await client.send(new GetEventSelectorsCommand({ TrailName: arn })));
}

async function insightsOf(
  client: CloudTrailClient,
  trail: ListedTrail,
): Promise<TrailConfiguration['InsightSelectors']> {
  try {
    const { InsightSelectors = [] } = await client.send(new GetInsightSelectorsCommand({ TrailName: trail.arn }));
    return InsightSelectors.map(({ InsightType = '', EventCategories = ['Management'] }) => ({
      InsightType,
      EventCategories,
    }));
  } catch (error) {
    if (error instanceof Error && error.name === 'InsightNotEnabledException') {
      return [];
    }
    throw error;
  }
}

/** In one form whoever set them: with every list there, and nothing that is undefined. */
function selectorsOf(answer: {
  EventSelectors?: EventSelector[] | undefined;
  AdvancedEventSelectors?: AdvancedEventSelector[] | undefined;
}): TrailSelectors {
  if (answer.AdvancedEventSelectors !== undefined && answer.AdvancedEventSelectors.length > 0) {
    return { AdvancedEventSelectors: answer.AdvancedEventSelectors.map(advanced) };
  }
  const selectors = (answer.EventSelectors ?? []).map(basic);
  return { EventSelectors: selectors.length > 0 ? selectors : [NOTHING] };
}

/** A new trail answers with the selector that it has by default: no selector at all is somebody's doing. */
const NOTHING = {
  ReadWriteType: 'All',
  IncludeManagementEvents: false,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

function basic(selector: EventSelector): NonNullable<TrailSelectors['EventSelectors']>[number] {
  return {
    ReadWriteType: selector.ReadWriteType ?? 'All',
    IncludeManagementEvents: selector.IncludeManagementEvents ?? true,
    DataResources: (selector.DataResources ?? []).map(({ Type = '', Values = [] }) => ({ Type, Values })),
    ExcludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
  };
}

function advanced({
  Name,
  FieldSelectors,
}: AdvancedEventSelector): NonNullable<TrailSelectors['AdvancedEventSelectors']>[number] {
  return {
    ...(Name === undefined ? {} : { Name }),
    FieldSelectors: (FieldSelectors ?? []).map(({ Field = '', ...operators }) => ({
      Field,
      ...Object.fromEntries(Object.entries(operators).filter(([, values]) => (values ?? []).length > 0)),
    })),
  };
}
