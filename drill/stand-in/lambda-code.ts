import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import { readZip } from '../zip';
import { AwsError } from './aws-error';
import { type Json, text } from './json';

/** What a function runs, unpacked. */
export interface Code {
  readonly directory: string;
  /** In base64, as Lambda tells it; of the files here, which AWS has only as an archive. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The code of functions: file assets, inline code, and archives that somebody uploads. */
export class CodeStore {
  readonly #temporary: string[] = [];
  readonly #known = new Map<string, Code>();

  constructor(private readonly assetDirectory: (objectKey: string) => string) {}

  /** Code as a template has it: where its asset is, or its text. */
  deployed({ S3Key, ZipFile }: Json): Code {
    const inline = text(ZipFile);
    if (inline !== undefined) return this.#write(new Map([['index.js', Buffer.from(inline)]]));
    return this.#in(this.assetDirectory(String(S3Key)));
  }

  /** Code as UpdateFunctionCode takes it: an archive in base64, or an asset of the stack. */
  uploaded({ ZipFile, S3Key }: Json): Code {
    if (ZipFile === undefined) return this.deployed({ S3Key });
    try {
      return this.#write(readZip(Buffer.from(String(ZipFile), 'base64')));
    } catch {
      throw new AwsError('InvalidParameterValueException', 'Could not unzip uploaded file.');
    }
  }

  /** Removes what was written. */
  remove(): void {
    for (const directory of this.#temporary.splice(0)) rmSync(directory, { recursive: true, force: true });
  }

  #write(files: ReadonlyMap<string, Buffer>): Code {
    const directory = mkdtempSync(join(tmpdir(), 'stand-in-code-'));
    this.#temporary.push(directory);
    for (const [name, content] of files) {
      const path = resolve(directory, name);
      if (!path.startsWith(directory + sep)) throw new Error(`${name} leads out of the archive`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return this.#in(directory);
  }

  #in(directory: string): Code {
    const known = this.#known.get(directory) ?? describe(directory);
    this.#known.set(directory, known);
    return known;
  }
}

function describe(directory: string): Code {
  const hash = createHash('sha256');
  let bytes = 0;
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    const content = readFileSync(path);
    hash.update(path.slice(directory.length)).update('\0').update(content);
    bytes += content.length;
  }
  return { directory, sha256: hash.digest('base64'), bytes };
}
