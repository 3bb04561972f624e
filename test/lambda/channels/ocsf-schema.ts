import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly { readonly const?: unknown; readonly title?: string }[];
  readonly $ref?: string;
}

const FILE = join(__dirname, '..', '..', 'fixtures', 'schemas', 'ocsf', 'detection_finding.schema.json');
const schema = JSON.parse(readFileSync(FILE, 'utf8')) as Schema & { readonly $defs: Readonly<Record<string, Schema>> };
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);

/** What OCSF has against an event after it has been JSON. */
export function ocsfErrors(event: unknown): string[] {
  validate(JSON.parse(JSON.stringify(event)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Each number of an event that OCSF has words for, beside which other words stand. */
export function wrongCaptions(event: unknown): string[] {
  return captionErrors(JSON.parse(JSON.stringify(event)), schema, '');
}

const OTHER = 99;
/** `type_uid` and the like are named by `type_name`; all others by the same name without `_id`. */
const captionKey = (key: string) => key.replace(/_uid$/, '_name').replace(/_id$/, key === 'activity_id' ? '_name' : '');

function captionErrors(value: unknown, { $ref, ...own }: Schema, path: string): string[] {
  const { properties = {}, items } = $ref ? (schema.$defs[$ref.replace('#/$defs/', '')] ?? {}) : own;
  if (Array.isArray(value)) {
    return value.flatMap((item) => captionErrors(item, items ?? {}, `${path}[]`));
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const object = value as Readonly<Record<string, unknown>>;
  return Object.entries(object).flatMap(([key, field]) => {
    const caption = properties[key]?.anyOf?.find((one) => one.const === field)?.title;
    const said = object[captionKey(key)];
    const isWrong = caption !== undefined && field !== OTHER && said !== caption;
    return [
      ...(isWrong ? [`${path}/${key} is ${caption}, not ${said}`] : []),
      ...captionErrors(field, properties[key] ?? {}, `${path}/${key}`),
    ];
  });
}
