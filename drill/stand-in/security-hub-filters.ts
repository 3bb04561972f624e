import { AwsError } from './aws-error';
import { isJson, type Json, text } from './json';

const day = 86_400_000;
const inResources = ({ Resources }: Json, read: (resource: Json) => unknown): unknown[] =>
  (Array.isArray(Resources) ? Resources : []).filter(isJson).map(read);
const accessKey = ({ Details }: Json): Json => {
  const key = isJson(Details) ? Details.AwsIamAccessKey : undefined;
  return isJson(key) ? key : {};
};

/** Where a filter's value is, unless it is a field of the finding by the same name. */
const elsewhere: Readonly<Record<string, (finding: Json) => unknown[]>> = {
  ResourceId: (finding) => inResources(finding, ({ Id }) => Id),
  ResourceType: (finding) => inResources(finding, ({ Type }) => Type),
  ResourceAwsIamAccessKeyPrincipalName: (finding) => inResources(finding, (each) => accessKey(each).PrincipalName),
  ResourceAwsIamAccessKeyUserName: (finding) => inResources(finding, (each) => accessKey(each).UserName),
  NetworkSourceIpV4: ({ Network }) => (isJson(Network) ? [Network.SourceIpV4] : []),
  NetworkSourceIpV6: ({ Network }) => (isJson(Network) ? [Network.SourceIpV6] : []),
  SeverityLabel: ({ Severity }) => (isJson(Severity) ? [Severity.Label] : []),
  WorkflowStatus: ({ Workflow }) => [isJson(Workflow) ? Workflow.Status : 'NEW'],
  RecordState: ({ RecordState = 'ACTIVE' }) => [RecordState],
};

/** Each filter is met by one of its alternatives; of those that exclude, by all. */
export function fitsFilters(finding: Json, filters: Json): boolean {
  return Object.entries(filters).every(([name, alternatives]) => {
    const wanted = (alternatives as Json[]).map((each) =>
      valuesOf(finding, name, each).some((value) => matches(value, each)),
    );
    const excludes = (alternatives as Json[]).every(({ Comparison }) => String(Comparison).includes('NOT'));
    return excludes ? wanted.every(Boolean) : wanted.some(Boolean);
  });
}

/** A filter of a map names the key. */
function valuesOf(finding: Json, name: string, { Key }: Json): unknown[] {
  const value = finding[name];
  if (Key !== undefined) return isJson(value) ? [value[String(Key)]] : [];
  return (elsewhere[name] ?? (() => [value]))(finding);
}

function matches(value: unknown, filter: Json): boolean {
  const { Comparison, Value, Cidr, Start, End, DateRange } = filter;
  const own = text(value) ?? '';
  if (Cidr !== undefined) return `${own}/32` === Cidr || own === Cidr;
  if (isJson(DateRange)) return Date.parse(own) >= Date.now() - Number(DateRange.Value) * day;
  if (Start !== undefined || End !== undefined) {
    const at = Date.parse(own);
    return at >= Date.parse(text(Start) ?? '1970-01-01') && at <= Date.parse(text(End) ?? '9999-12-31');
  }
  switch (Comparison) {
    case 'EQUALS':
      return own === Value;
    case 'PREFIX':
      return own.startsWith(String(Value));
    case 'CONTAINS':
      return own.includes(String(Value));
    case 'NOT_EQUALS':
      return own !== Value;
    case 'PREFIX_NOT_EQUALS':
      return !own.startsWith(String(Value));
    default:
      throw new AwsError('InvalidInputException', `the stand-in does not know the comparison ${Comparison}`);
  }
}
