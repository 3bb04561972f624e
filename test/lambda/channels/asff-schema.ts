import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

type Schema = Readonly<Record<string, unknown>>;

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

const FILE = join(__dirname, '..', '..', 'fixtures', 'schemas', 'asff', 'batch-import-findings.api.json');
const { shapes } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly shapes: Readonly<Record<string, Shape>> };

const text = (maxLength: number, minLength = 1): Schema => ({ minLength, maxLength });
const time: Schema = { format: 'date-time', pattern: 'Z$' };

/**
 * What AWS documents in words and the model does not say.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
const DOCUMENTED: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  AwsSecurityFinding: {
    SchemaVersion: { const: '2018-10-08' },
    Id: text(512),
    ProductArn: {
      ...text(2048, 12),
      pattern: '^arn:aws(-[a-z]+)*:securityhub:[a-z0-9-]+:(\\d{12}):product/\\2/default$',
    },
    ProductName: text(128),
    CompanyName: text(128),
    GeneratorId: text(512),
    AwsAccountId: { pattern: '^\\d{12}$' },
    Title: text(256),
    Description: text(1024),
    CreatedAt: time,
    UpdatedAt: time,
    Resources: { minItems: 1, maxItems: 32 },
    ProductFields: {
      maxProperties: 50,
      propertyNames: text(128),
      additionalProperties: { type: 'string', ...text(2048) },
    },
  },
  FindingProviderFields: {
    Types: {
      maxItems: 50,
      items: {
        type: 'string',
        pattern:
          '^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(/[^/]+){0,2}$',
      },
    },
  },
  FindingProviderSeverity: { Original: text(64) },
  Recommendation: { Text: text(512) },
  Resource: { Region: text(16), Type: text(256) },
  Action: { ActionType: { enum: ['NETWORK_CONNECTION', 'AWS_API_CALL', 'DNS_REQUEST', 'PORT_PROBE'] } },
  AwsApiCallAction: {
    Api: text(128),
    ServiceName: text(128),
    CallerType: { enum: ['remoteIp', 'domain'] },
    FirstSeen: time,
    LastSeen: time,
  },
  ActionRemoteIpDetails: { IpAddressV4: { format: 'ipv4' } },
  AwsApiCallActionDomainDetails: { Domain: text(128) },
  Network: { SourceIpV6: { format: 'ipv6' } },
};

const $defs = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, schemaOf(name, shape)]));
const ajv = addFormats(new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }));
const validate = ajv.compile({ $ref: '#/$defs/BatchImportFindingsRequest', $defs });

/** What Security Hub has against a request as it arrives. */
export function asffErrors(request: unknown): string[] {
  validate(JSON.parse(JSON.stringify(request)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function schemaOf(name: string, shape: Shape): Schema {
  const reference = ({ shape: to }: { readonly shape: string }) => ({ $ref: `#/$defs/${to}` });
  switch (shape.type) {
    case 'structure':
      return {
        type: 'object',
        additionalProperties: false,
        required: [...(shape.required ?? [])],
        properties: Object.fromEntries(
          Object.entries(shape.members ?? {}).map(([member, to]) => [
            member,
            { allOf: [reference(to), DOCUMENTED[name]?.[member] ?? {}] },
          ]),
        ),
      };
    case 'list':
      return {
        type: 'array',
        ...(shape.member ? { items: reference(shape.member) } : {}),
        ...(shape.min === undefined ? {} : { minItems: shape.min }),
        ...(shape.max === undefined ? {} : { maxItems: shape.max }),
      };
    case 'map':
      return { type: 'object', ...(shape.value ? { additionalProperties: reference(shape.value) } : {}) };
    case 'integer':
    case 'double':
      return {
        type: shape.type === 'integer' ? 'integer' : 'number',
        ...(shape.min === undefined ? {} : { minimum: shape.min }),
        ...(shape.max === undefined ? {} : { maximum: shape.max }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'string':
      return {
        type: 'string',
        ...(shape.enum ? { enum: [...shape.enum] } : {}),
        ...(shape.pattern ? { pattern: `^${shape.pattern}$` } : {}),
      };
    default:
      throw new Error(`The model has a shape of a type that is not known here: ${shape.type}`);
  }
}
