import { AwsError } from './aws-error';
import { type Description, type Operations, perform, type RecordedService } from './delivery-chain-recorder';
import { isJson, type Json, text } from './json';
import { type ApiCall, parseJson, restJsonProtocol } from './protocol';
import { fitsFilters } from './security-hub-filters';
import type { World } from './world';

/** Without these the API refuses a finding (AWS facts 7). */
const required = [
  'SchemaVersion',
  'Id',
  'ProductArn',
  'GeneratorId',
  'AwsAccountId',
  'CreatedAt',
  'UpdatedAt',
  'Title',
  'Description',
  'Resources',
  'Severity',
];
const operations = new Map([
  ['POST /findings', 'GetFindings'],
  ['POST /findings/import', 'BatchImportFindings'],
]);
const maximumFindings = 100;
const maximumFindingBytes = 240 * 1024;

/** Security Hub, off unless a test enables it. */
export class SecurityHub implements RecordedService {
  readonly signingName = 'securityhub';
  readonly #findings = new Map<string, Json[]>();
  readonly protocol = restJsonProtocol(({ method, url, body }) => {
    const call = `${method} ${url.pathname}`;
    return { operation: operations.get(call) ?? call, parameters: parseJson(body) };
  });

  constructor(private readonly world: World) {}

  /** Switches it on in a Region, with what is known there. */
  enable(region = this.world.region, ...findings: readonly Json[]): void {
    this.#findings.set(region, [...findings]);
  }

  /** In the order in which they were first imported. */
  findings(region = this.world.region): readonly Json[] {
    return this.#findings.get(region) ?? [];
  }

  handle(call: ApiCall): Json {
    return perform(this.#operations, call);
  }

  describe({ parameters }: ApiCall): Description {
    return { requestParameters: parameters };
  }

  readonly #operations: Operations = {
    GetFindings: (call) => {
      const { Filters, MaxResults = 10 } = call.parameters;
      const found = this.#enabled(call).filter((finding) => fitsFilters(finding, isJson(Filters) ? Filters : {}));
      return { Findings: found.slice(0, Number(MaxResults)) };
    },
    BatchImportFindings: (call) => {
      const known = this.#enabled(call);
      const sent = call.parameters.Findings as Json[];
      if (sent.length > maximumFindings) throw invalid('Findings', `at most ${maximumFindings} findings`);
      const FailedFindings = sent.flatMap((finding) => {
        const ErrorMessage = fault(finding, call);
        if (ErrorMessage !== undefined) return [{ Id: finding.Id, ErrorCode: 'InvalidInput', ErrorMessage }];
        const index = known.findIndex(({ Id, ProductArn }) => Id === finding.Id && ProductArn === finding.ProductArn);
        if (index < 0) known.push(finding);
        else known[index] = { ...known[index], ...finding };
        return [];
      });
      const FailedCount = FailedFindings.length;
      return { FailedCount, SuccessCount: sent.length - FailedCount, FailedFindings };
    },
  };

  #enabled({ region, caller }: ApiCall): Json[] {
    const findings = this.#findings.get(region);
    if (findings && caller.accountId === this.world.accountId) return findings;
    const message = `Account ${caller.accountId} is not subscribed to AWS Security Hub`;
    throw new AwsError('InvalidAccessException', message, 401);
  }
}

function fault(finding: Json, { region, caller }: ApiCall): string | undefined {
  const missing = required.filter((name) => finding[name] === undefined);
  if (missing.length > 0) return `Finding does not adhere to Amazon Finding Format: no ${missing.join(', ')}`;
  if (Buffer.byteLength(JSON.stringify(finding)) > maximumFindingBytes) return 'Finding is larger than 240 KB';
  const product = `:securityhub:${region}:${caller.accountId}:product/${caller.accountId}/default`;
  if (!(text(finding.ProductArn) ?? '').endsWith(product)) return `Invalid ProductArn: ${finding.ProductArn}`;
  return finding.AwsAccountId === caller.accountId ? undefined : `Invalid AwsAccountId: ${finding.AwsAccountId}`;
}

const invalid = (parameter: string, reason: string): AwsError =>
  new AwsError('InvalidInputException', `Invalid parameter ${parameter}: ${reason}`);
