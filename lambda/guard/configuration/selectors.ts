import type {
  AdvancedEventSelector,
  EventSelector,
  FieldSelector,
  TrailSelectors,
} from '../../../lib/contract/trail-configuration';

/** What CloudTrail gives a new trail. */
const NEW_TRAIL: EventSelector = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

const READ_ONLY: Readonly<Record<string, string>> = { ReadOnly: 'true', WriteOnly: 'false' };

/** The service in the ARN of each type of data resource that a basic selector takes. */
const SERVICES: Readonly<Record<string, string>> = {
  'AWS::S3::Object': 's3',
  'AWS::Lambda::Function': 'lambda',
  'AWS::DynamoDB::Table': 'dynamodb',
};

export function isAdvanced({ AdvancedEventSelectors = [] }: TrailSelectors): boolean {
  return AdvancedEventSelectors.length > 0;
}

/**
 * The selectors in the form in which PutEventSelectors takes them: either kind, and at least one. CloudTrail takes one to
 * five basic ones, so that none at all is a trail that was never given any.
 */
export function explicitSelectors(selectors: TrailSelectors): TrailSelectors {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = selectors;
  if (isAdvanced(selectors)) {
    return { AdvancedEventSelectors };
  }
  return { EventSelectors: EventSelectors.length > 0 ? EventSelectors : [NEW_TRAIL] };
}

/** The selectors as advanced ones, whatever their form. */
export function advancedForm(selectors: TrailSelectors): AdvancedEventSelector[] {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = explicitSelectors(selectors);
  return [...AdvancedEventSelectors, ...EventSelectors.flatMap(advancedFormOfBasic)];
}

function advancedFormOfBasic(selector: EventSelector): AdvancedEventSelector[] {
  const { ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources: excluded } = selector;
  const readOnly = ReadWriteType === 'All' ? [] : [equals('readOnly', READ_ONLY[ReadWriteType] ?? ReadWriteType)];
  const sources = excluded.length > 0 ? [{ Field: 'eventSource', NotEquals: excluded }] : [];
  const management = { FieldSelectors: [equals('eventCategory', 'Management'), ...readOnly, ...sources] };
  // A type with no values records nothing: a well-known way to make the call pass and the trail blind.
  const data = DataResources.filter(({ Values }) => Values.length > 0).map(({ Type, Values }) => ({
    FieldSelectors: [
      equals('eventCategory', 'Data'),
      equals('resources.type', Type),
      ...readOnly,
      ...resourceCondition(Type, Values),
    ],
  }));
  return IncludeManagementEvents ? [management, ...data] : data;
}

/**
 * `arn:aws:s3` (or `arn:aws:s3:::`), `arn:aws:lambda` and `arn:aws:dynamodb` are all resources of the type. Otherwise
 * objects are named by prefix, functions and tables exactly.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html
 */
function resourceCondition(type: string, values: readonly string[]): FieldSelector[] {
  const isWholeService = (value: string) => {
    const [arn, partition, service, ...rest] = value.replace(/:+$/, '').split(':');
    return arn === 'arn' && partition !== undefined && service === SERVICES[type] && rest.length === 0;
  };
  if (values.some(isWholeService)) {
    return [];
  }
  return [{ Field: 'resources.ARN', [type === 'AWS::S3::Object' ? 'StartsWith' : 'Equals']: values }];
}

function equals(field: string, value: string): FieldSelector {
  return { Field: field, Equals: [value] };
}
