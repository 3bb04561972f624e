import type { Json } from './json';

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  readonly content: Json;
  text: string;
}

/**
 * Reads a request's document as CloudTrail's records have it: an element is a key, one that comes several times a list,
 * an attribute a key as well; numbers and truth values are such.
 */
export function readXml(document: string): Json {
  const root: Open = { name: '', content: {}, text: '' };
  const open = [root];
  for (const [, text = '', tag = ''] of document.matchAll(/([^<]*)<([^>]*)>/g)) {
    const current = open.at(-1) ?? root;
    current.text += text;
    if (tag.startsWith('?')) continue;
    if (tag.startsWith('/')) {
      open.pop();
      put(open.at(-1) ?? root, current.name, readValue(current));
      continue;
    }
    const element: Open = { name: /^[^\s/]+/.exec(tag)?.[0] ?? '', content: attributesOf(tag), text: '' };
    if (tag.endsWith('/')) put(current, element.name, readValue(element));
    else open.push(element);
  }
  return root.content;
}

function put({ content }: Open, name: string, value: unknown): void {
  const before = content[name];
  if (before === undefined) content[name] = value;
  else content[name] = Array.isArray(before) ? [...before, value] : [before, value];
}

function attributesOf(tag: string): Json {
  return Object.fromEntries(
    [...tag.matchAll(/\s([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

function readValue({ content, text }: Open): unknown {
  if (Object.keys(content).length > 0) return content;
  const value = text.replace(/&(\w+);/g, (found, name: string) => entities[name] ?? found);
  if (value === 'true' || value === 'false') return value === 'true';
  return /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}
