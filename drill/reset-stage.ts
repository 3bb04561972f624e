import {
  AddTagsCommand,
  CreateTrailCommand,
  GetEventDataStoreCommand,
  PutEventConfigurationCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  RestoreEventDataStoreCommand,
  StartEventDataStoreIngestionCommand,
  StartLoggingCommand,
  UpdateEventDataStoreCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import type { Hands } from './attacks/attack';
import type { Target } from './attacks/target';
import { settingsOf, watchedBy } from './stage-trail';

/** Makes trail, event data store and trusted access what they were, so that one failure is not the next one's. */
export async function resetStage(hands: Hands, target: Target): Promise<void> {
  await resetTrail(hands, target);
  await resetLake(hands, target);
  await hands.organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'cloudtrail.amazonaws.com' }));
}

async function resetTrail({ cloudTrail }: Hands, target: Target): Promise<void> {
  const settings = settingsOf(target);
  const { EventSelectors, InsightSelectors, AggregationConfigurations, Tags } = watchedBy(target);
  const { trailArn, name: TrailName } = target;
  await cloudTrail
    .send(new UpdateTrailCommand(settings))
    .catch(() => cloudTrail.send(new CreateTrailCommand(settings)));
  await cloudTrail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors }));
  await cloudTrail.send(new PutInsightSelectorsCommand({ TrailName, InsightSelectors }));
  await cloudTrail.send(new PutEventConfigurationCommand({ TrailName, AggregationConfigurations }));
  await cloudTrail.send(new AddTagsCommand({ ResourceId: trailArn, TagsList: Tags }));
  await cloudTrail.send(new StartLoggingCommand({ Name: trailArn }));
}

async function resetLake({ cloudTrail }: Hands, { eventDataStoreArn: EventDataStore }: Target): Promise<void> {
  const { Status } = await cloudTrail.send(new GetEventDataStoreCommand({ EventDataStore }));
  if (Status === 'PENDING_DELETION') {
    await cloudTrail.send(new RestoreEventDataStoreCommand({ EventDataStore }));
  }
  if (Status === 'STOPPED_INGESTION') {
    await cloudTrail.send(new StartEventDataStoreIngestionCommand({ EventDataStore }));
  }
  await cloudTrail.send(
    new UpdateEventDataStoreCommand({ EventDataStore, MultiRegionEnabled: true, TerminationProtectionEnabled: true }),
  );
}
