import {
  type CloudTrailClient,
  GetEventDataStoreCommand,
  ListEventDataStoresCommand,
  RestoreEventDataStoreCommand,
  StartEventDataStoreIngestionCommand,
  UpdateEventDataStoreCommand,
  type UpdateEventDataStoreCommandInput,
} from '@aws-sdk/client-cloudtrail';
import type { Covers, EventDataStoreState, RepairAction, Repairs } from '../guard/delivery/repairs';
import { attempt, failed } from './attempt';

type EventDataStores = Pick<Repairs, 'eventDataStores' | 'restoreEventDataStore'>;

/** What UpdateEventDataStore takes, of what may be put back. */
type Settings = Pick<
  UpdateEventDataStoreCommandInput,
  | 'AdvancedEventSelectors'
  | 'MultiRegionEnabled'
  | 'OrganizationEnabled'
  | 'RetentionPeriod'
  | 'TerminationProtectionEnabled'
>;

export function createEventDataStores(cloudTrail: CloudTrailClient, covers: Covers): EventDataStores {
  const read = async (EventDataStore: string): Promise<EventDataStoreState> => {
    const store = await cloudTrail.send(new GetEventDataStoreCommand({ EventDataStore }));
    return {
      arn: EventDataStore,
      name: store.Name ?? '',
      status: store.Status ?? '',
      advancedEventSelectors: (store.AdvancedEventSelectors ?? []).map(({ Name, FieldSelectors = [] }) => ({
        ...(Name === undefined ? {} : { Name }),
        FieldSelectors: FieldSelectors.map(({ Field = '', ...operators }) => ({ Field, ...operators })),
      })),
      multiRegion: store.MultiRegionEnabled === true,
      organization: store.OrganizationEnabled === true,
      retentionPeriod: store.RetentionPeriod ?? 0,
      terminationProtection: store.TerminationProtectionEnabled === true,
    };
  };

  const undelete = ({ arn, name }: EventDataStoreState) =>
    attempt(`restore the event data store ${name}, which was to be deleted`, async () => {
      await cloudTrail.send(new RestoreEventDataStoreCommand({ EventDataStore: arn }));
      return undefined;
    });

  const update = ({ arn, name }: EventDataStoreState, settings: Settings) =>
    attempt(`put back what the event data store ${name} was: ${Object.keys(settings).join(', ')}`, async () => {
      await cloudTrail.send(new UpdateEventDataStoreCommand({ EventDataStore: arn, ...settings }));
      return undefined;
    });

  const start = ({ arn, name }: EventDataStoreState) =>
    attempt(`start the ingestion of the event data store ${name}`, async () => {
      await cloudTrail.send(new StartEventDataStoreIngestionCommand({ EventDataStore: arn }));
      return undefined;
    });

  return {
    async eventDataStores() {
      const arns: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await cloudTrail.send(new ListEventDataStoresCommand({ NextToken }));
        arns.push(...(page.EventDataStores ?? []).flatMap(({ EventDataStoreArn }) => EventDataStoreArn ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      const stores: EventDataStoreState[] = [];
      for (const arn of arns) {
        stores.push(await read(arn));
      }
      return stores;
    },

    async restoreEventDataStore(baseline, current) {
      const actions: RepairAction[] = [];
      try {
        let now = current;
        if (now.status === 'PENDING_DELETION' && baseline.status !== 'PENDING_DELETION') {
          actions.push(await undelete(now));
          now = await read(now.arn);
        }
        const settings = narrowed(baseline, now, covers);
        if (Object.keys(settings).length > 0 && now.status !== 'PENDING_DELETION') {
          actions.push(await update(now, settings));
        }
        if (isStopped(now) && !isStopped(baseline)) {
          actions.push(await start(now));
        }
        return actions.some(({ result }) => result === 'succeeded')
          ? verified(actions, baseline, await read(now.arn), covers)
          : actions;
      } catch (error) {
        return [...actions, failed(`look at the event data store ${current.name}`, error)];
      }
    },
  };
}

/** What the baseline has and the store no longer has. */
function narrowed(baseline: EventDataStoreState, now: EventDataStoreState, covers: Covers): Settings {
  const selectors = baseline.advancedEventSelectors;
  return {
    ...(covers(now.advancedEventSelectors, selectors)
      ? {}
      : { AdvancedEventSelectors: selectors as Settings['AdvancedEventSelectors'] }),
    ...(baseline.multiRegion && !now.multiRegion ? { MultiRegionEnabled: true } : {}),
    ...(baseline.organization && !now.organization ? { OrganizationEnabled: true } : {}),
    ...(baseline.retentionPeriod > now.retentionPeriod ? { RetentionPeriod: baseline.retentionPeriod } : {}),
    ...(baseline.terminationProtection && !now.terminationProtection ? { TerminationProtectionEnabled: true } : {}),
  };
}

function isStopped({ status }: EventDataStoreState): boolean {
  return status === 'STOPPED_INGESTION' || status === 'STOPPING_INGESTION';
}

/** An action that was accepted and is not there when read back did not succeed. */
function verified(
  actions: readonly RepairAction[],
  baseline: EventDataStoreState,
  now: EventDataStoreState,
  covers: Covers,
): RepairAction[] {
  const remaining = [
    ...Object.keys(narrowed(baseline, now, covers)),
    ...(now.status === 'PENDING_DELETION' || (isStopped(now) && !isStopped(baseline)) ? [`status ${now.status}`] : []),
  ];
  return remaining.length === 0
    ? [...actions]
    : [
        ...actions,
        failed(`read back the event data store ${now.name}`, `it is not yet what it was: ${remaining.join(', ')}`),
      ];
}
