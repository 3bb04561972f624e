import type { EventSelector, FieldSelector, TrailSelectors } from '../../../../lib/contract/trail-configuration';
import type { Event } from './arbitraries';

/** Whether a trail with the selectors records the event: straight from CloudTrail's documentation, sharing no code. */
export function records(selectors: TrailSelectors, event: Event): boolean {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = selectors;
  if (EventSelectors.length + AdvancedEventSelectors.length === 0) {
    return event.eventCategory === 'Management';
  }
  return (
    EventSelectors.some((selector) => recordsBasic(selector, event)) ||
    AdvancedEventSelectors.some(({ FieldSelectors }) => FieldSelectors.every((condition) => meets(condition, event)))
  );
}

function recordsBasic(selector: EventSelector, event: Event): boolean {
  const wanted = event.readOnly === 'true' ? 'ReadOnly' : 'WriteOnly';
  if (selector.ReadWriteType !== 'All' && selector.ReadWriteType !== wanted) {
    return false;
  }
  if (event.eventCategory === 'Management') {
    return selector.IncludeManagementEvents && !selector.ExcludeManagementEventSources.includes(event.eventSource);
  }
  const [type, arn] = [event['resources.type'], event['resources.ARN']];
  return selector.DataResources.filter(({ Type }) => Type === type).some(({ Values }) =>
    type === 'AWS::S3::Object'
      ? Values.some((value) => ['arn:aws:s3', 'arn:aws:s3:::'].includes(value) || arn.startsWith(value))
      : Values.some((value) => value === 'arn:aws:lambda' || arn === value),
  );
}

function meets(condition: FieldSelector, event: Event): boolean {
  const value = event[condition.Field as keyof Event];
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = condition;
  const isSelected =
    Equals?.includes(value) ||
    StartsWith?.some((start) => value.startsWith(start)) ||
    EndsWith?.some((end) => value.endsWith(end));
  const isDeselected =
    NotEquals?.includes(value) ||
    NotStartsWith?.some((start) => value.startsWith(start)) ||
    NotEndsWith?.some((end) => value.endsWith(end));
  return (isSelected ?? !(Equals ?? StartsWith ?? EndsWith)) && !isDeselected;
}
