import type { EventSelector, FieldSelector, TrailSelectors } from '../../lib/contract/trail-configuration';

/** What selectors of management events look at (AWS facts 2.5). */
export interface ManagementEvent {
  readonly readOnly: boolean;
  readonly eventSource: string;
}

/** Whether a trail with these selectors records the event, and so sends it to EventBridge (AWS facts 1.1). */
export function selectorsRecord(selectors: TrailSelectors, event: ManagementEvent): boolean {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = selectors;
  return (
    EventSelectors.some((selector) => basicRecords(selector, event)) ||
    AdvancedEventSelectors.some(({ FieldSelectors }) => FieldSelectors.every((field) => fieldFits(field, event)))
  );
}

function basicRecords(selector: EventSelector, { readOnly, eventSource }: ManagementEvent): boolean {
  const { ReadWriteType, IncludeManagementEvents, ExcludeManagementEventSources } = selector;
  return (
    IncludeManagementEvents &&
    (ReadWriteType === 'All' || ReadWriteType === (readOnly ? 'ReadOnly' : 'WriteOnly')) &&
    !ExcludeManagementEventSources.includes(eventSource)
  );
}

/** All conditions of a selector must hold; of the values of a condition one must, or none if the operator excludes. */
function fieldFits(selector: FieldSelector, event: ManagementEvent): boolean {
  const values: Readonly<Record<string, string>> = {
    eventCategory: 'Management',
    readOnly: String(event.readOnly),
    eventSource: event.eventSource,
  };
  const value = values[selector.Field] ?? '';
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = selector;
  const some = (list: readonly string[] | undefined, fits: (wanted: string) => boolean) => list?.some(fits) ?? false;
  const includes = [Equals, StartsWith, EndsWith].some((list) => list !== undefined);
  return (
    (!includes ||
      some(Equals, (wanted) => value === wanted) ||
      some(StartsWith, (wanted) => value.startsWith(wanted)) ||
      some(EndsWith, (wanted) => value.endsWith(wanted))) &&
    !some(NotEquals, (wanted) => value === wanted) &&
    !some(NotStartsWith, (wanted) => value.startsWith(wanted)) &&
    !some(NotEndsWith, (wanted) => value.endsWith(wanted))
  );
}
