import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { isJson, type Json, text } from './json';
import { type ApiCall, parseJson, restJsonProtocol } from './protocol';

/** In the API's own spelling: a field is named by its path, as `resource.accessKeyDetails.accessKeyId`. */
type Finding = Json & { readonly id: string };

const day = 86_400_000;
const paths = [
  { method: 'GET', path: /^\/detector$/, operation: 'ListDetectors' },
  { method: 'POST', path: /^\/detector\/([^/]+)\/findings$/, operation: 'ListFindings' },
  { method: 'POST', path: /^\/detector\/([^/]+)\/findings\/get$/, operation: 'GetFindings' },
];

/** GuardDuty, off unless a test enables it. It finds nothing by itself. */
export class GuardDuty implements RecordedService {
  readonly signingName = 'guardduty';
  readonly #detectors = new Map<string, { readonly id: string; readonly findings: Finding[] }>();
  readonly protocol = restJsonProtocol(({ method, url, body }) => {
    for (const { method: ofMethod, path, operation } of paths) {
      const found = ofMethod === method && path.exec(url.pathname);
      if (found) return { operation, parameters: { ...(found[1] && { detectorId: found[1] }), ...parseJson(body) } };
    }
    return { operation: `${method} ${url.pathname}`, parameters: {} };
  });

  /** Switches it on in a Region, with what it has found there. */
  enable(region: string, ...findings: readonly Json[]): void {
    const id = `detector-${region}`;
    const since = new Date(Date.now() - day).toISOString();
    const defaults = { createdAt: since, updatedAt: new Date().toISOString(), severity: 5, region };
    this.#detectors.set(region, {
      id,
      findings: findings.map((finding, index) => ({ ...defaults, id: `finding-${index + 1}`, ...finding })),
    });
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters, spelledAsRecorded: true };
  }

  readonly #operations: Operations = {
    ListDetectors: ({ region }) => {
      const detector = this.#detectors.get(region);
      return { detectorIds: detector ? [detector.id] : [] };
    },
    ListFindings: (call) => ({
      findingIds: this.#findings(call)
        .filter((finding) => fits(finding, call.parameters.findingCriteria))
        .map(({ id }) => id),
    }),
    GetFindings: (call) => {
      const ids = call.parameters.findingIds as string[];
      return { findings: this.#findings(call).filter(({ id }) => ids.includes(id)) };
    },
  };

  #findings({ region, parameters }: ApiCall): readonly Finding[] {
    const detector = this.#detectors.get(region);
    if (detector?.id === parameters.detectorId) return detector?.findings ?? [];
    const message = 'The request is rejected because the input detectorId is not owned by the current account.';
    throw new AwsError('BadRequestException', message);
  }
}

type Test = (value: unknown, bound: unknown) => boolean;

const isAmong: Test = (value, values) => Array.isArray(values) && values.includes(value);
const atLeast: Test = (value, bound) => Number(value) >= Number(bound);
const conditions: Readonly<Record<string, Test>> = {
  eq: isAmong,
  equals: isAmong,
  gte: atLeast,
  greaterThanOrEqual: atLeast,
};

/** Every field meets every condition. Times are compared as milliseconds since 1970. */
function fits(finding: Finding, criteria: unknown): boolean {
  const criterion = isJson(criteria) && isJson(criteria.criterion) ? criteria.criterion : {};
  return Object.entries(criterion).every(([path, wanted]) => {
    const values = valuesAt(finding, path.split('.'));
    return Object.entries(wanted as Json).every(([name, bound]) => {
      const test = conditions[name];
      if (!test) throw new AwsError('BadRequestException', `the stand-in does not know the condition ${name}`);
      return values.some((value) => test(path.endsWith('At') ? Date.parse(text(value) ?? '') : value, bound));
    });
  });
}

function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return isJson(value) ? valuesAt(value[name], rest) : [];
}
