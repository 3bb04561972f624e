import {
  AddTagsCommand,
  type AdvancedEventSelector,
  type AggregationConfiguration,
  type CloudTrailClient,
  CreateTrailCommand,
  type EventSelector,
  type InsightSelector,
  PutEventConfigurationCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { TrailArn } from '../common/scope';
import type { CreateCall, RepairCall } from './configuration/repair-calls';

/** Makes one call of a repair. The SDK's types are those of the API, only writable. */
export async function changeTrail(client: CloudTrailClient, { arn }: TrailArn, call: RepairCall): Promise<void> {
  switch (call.operation) {
    case 'UpdateTrail':
      await client.send(new UpdateTrailCommand({ Name: arn, ...call.settings }));
      return;
    case 'PutEventSelectors':
      await client.send(
        new PutEventSelectorsCommand({
          TrailName: arn,
          EventSelectors: call.selectors.EventSelectors as EventSelector[] | undefined,
          AdvancedEventSelectors: call.selectors.AdvancedEventSelectors as AdvancedEventSelector[] | undefined,
        }),
      );
      return;
    case 'PutInsightSelectors':
      await client.send(
        new PutInsightSelectorsCommand({
          TrailName: arn,
          InsightSelectors: call.insightSelectors as unknown as InsightSelector[],
        }),
      );
      return;
    case 'AddTags':
      await client.send(new AddTagsCommand({ ResourceId: arn, TagsList: tagsList(call.tags) }));
      return;
    case 'PutEventConfiguration':
      await client.send(
        new PutEventConfigurationCommand({
          TrailName: arn,
          AggregationConfigurations: call.aggregations as unknown as AggregationConfiguration[],
        }),
      );
  }
}

/** A trail of that name in this account and Region has the ARN of the one that was deleted. */
export async function createTrail(client: CloudTrailClient, { name }: TrailArn, call: CreateCall): Promise<void> {
  const TagsList = tagsList(call.tags);
  await client.send(
    new CreateTrailCommand({ Name: name, ...call.settings, ...(TagsList.length > 0 ? { TagsList } : {}) }),
  );
}

function tagsList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
