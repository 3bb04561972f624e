import {
  type CloudTrailClient,
  GetEventConfigurationCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
} from '@aws-sdk/client-cloudtrail';

/** All that makes a trail what it is, as CloudTrail's API tells it. When it was started is another matter. */
export async function trailState(client: CloudTrailClient, arn: string): Promise<string> {
  const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: arn }));
  const [trail, selectors, insights, tags, configuration] = await Promise.all([
    client.send(new GetTrailCommand({ Name: arn })),
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
    client.send(new GetInsightSelectorsCommand({ TrailName: arn })).catch(unlessAbsent),
    client.send(new ListTagsCommand({ ResourceIdList: [arn] })),
    client.send(new GetEventConfigurationCommand({ TrailName: arn })).catch(unlessAbsent),
  ]);
  return JSON.stringify([
    IsLogging,
    trail.Trail,
    selectors.EventSelectors,
    selectors.AdvancedEventSelectors,
    insights?.InsightSelectors ?? [],
    tags.ResourceTagList,
    configuration?.AggregationConfigurations ?? [],
  ]);
}

/** A trail without Insights has none to tell; an emulator may not know the newest calls. */
function unlessAbsent(error: unknown): undefined {
  if (!(error instanceof Error && /^(InsightNotEnabled|UnknownOperation|InvalidAction)/.test(error.name))) {
    throw error;
  }
}
