// DynamoDB as far as the hub calls it, in memory: dynalite takes milliseconds a write. It counts calls, and the units that
// DynamoDB would bill.

/** A page of a query. */
const PAGE_BYTES = 1_000_000;
const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4_096;

export class FleetTable {
  calls = new Map();
  writeUnits = 0;
  readUnits = 0;
  #kinds = new Map();
  #sorted = new Map();

  /** Items of the kinds that begin with a prefix. */
  *items(prefix) {
    for (const [kind, items] of this.#kinds) if (kind.startsWith(prefix)) yield* items.values();
  }

  bytesOf(prefix) {
    let bytes = 0;
    for (const item of this.items(prefix)) bytes += sizeOf(item);
    return bytes;
  }

  /** @returns status and answer */
  answer(operation, input) {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
    try {
      return [200, this[operation](input)];
    } catch (error) {
      return [400, { __type: error.message, message: error.message }];
    }
  }

  BatchWriteItem({ RequestItems }) {
    for (const { PutRequest, DeleteRequest } of Object.values(RequestItems).flat()) {
      if (PutRequest) this.#put(PutRequest.Item);
      else this.#delete(DeleteRequest.Key);
    }
    return { UnprocessedItems: {} };
  }

  BatchGetItem({ RequestItems }) {
    const [[name, { Keys }]] = Object.entries(RequestItems);
    const found = Keys.flatMap((key) => this.#get(key) ?? []);
    this.readUnits += Keys.reduce((sum, key) => sum + units(this.#get(key) ?? {}, READ_UNIT_BYTES), 0);
    return { Responses: { [name]: found }, UnprocessedKeys: {} };
  }

  PutItem({ Item, ...condition }) {
    this.#require(this.#get(Item), condition);
    this.#put(Item);
    return {};
  }

  UpdateItem({ Key, UpdateExpression, ...condition }) {
    const item = this.#get(Key);
    this.#require(item, condition);
    const changes = UpdateExpression.replace(/^SET /, '').split(', ');
    const set = changes.map((change) => {
      const [name, value] = change.split(' = ');
      return [nameOf(name, condition), condition.ExpressionAttributeValues[value]];
    });
    this.#put({ ...Key, ...item, ...Object.fromEntries(set) });
    return {};
  }

  Query({ ExpressionAttributeValues, ExclusiveStartKey }) {
    const kind = ExpressionAttributeValues[':kind'].S;
    const items = this.#kinds.get(kind) ?? new Map();
    const ids = this.#sorted.get(kind) ?? [...items.keys()].sort();
    this.#sorted.set(kind, ids);
    const page = [];
    let bytes = 0;
    let index = ExclusiveStartKey ? ids.indexOf(ExclusiveStartKey.id.S) + 1 : 0;
    for (; index < ids.length && bytes < PAGE_BYTES; index++) {
      const item = items.get(ids[index]);
      bytes += sizeOf(item);
      page.push(item);
    }
    // Not consistent: half a unit.
    this.readUnits += Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) / 2;
    const last = index < ids.length ? page.at(-1) : undefined;
    return { Items: page, Count: page.length, ...(last && { LastEvaluatedKey: { kind: last.kind, id: last.id } }) };
  }

  #get({ kind, id }) {
    return this.#kinds.get(kind.S)?.get(id.S);
  }

  #put(item) {
    const items = this.#kinds.get(item.kind.S) ?? new Map();
    if (!items.has(item.id.S)) this.#sorted.delete(item.kind.S);
    items.set(item.id.S, item);
    this.#kinds.set(item.kind.S, items);
    this.writeUnits += units(item, WRITE_UNIT_BYTES);
  }

  #delete({ kind, id }) {
    this.writeUnits += units(this.#get({ kind, id }) ?? {}, WRITE_UNIT_BYTES);
    this.#kinds.get(kind.S)?.delete(id.S);
    this.#sorted.delete(kind.S);
  }

  #require(item, condition) {
    if (condition.ConditionExpression === undefined) return;
    if (!condition.ConditionExpression.split(' OR ').some((term) => holds(term, item, condition))) {
      throw new Error('ConditionalCheckFailedException');
    }
  }
}

function holds(term, item, condition) {
  const [, name] = /^attribute_not_exists\((\S+)\)$/.exec(term) ?? [];
  if (name) return item?.[nameOf(name, condition)] === undefined;
  const [left, operator, right] = term.split(' ');
  const [[type, value]] = Object.entries(condition.ExpressionAttributeValues[right]);
  const known = item?.[nameOf(left, condition)]?.[type];
  if (known === undefined) return false;
  return operator === '=' ? known === value : Number(known) <= Number(value);
}

function nameOf(name, { ExpressionAttributeNames = {} }) {
  return ExpressionAttributeNames[name] ?? name;
}

function units(item, size) {
  return Math.max(1, Math.ceil(sizeOf(item) / size));
}

/** Names and values, as DynamoDB counts them, about. */
function sizeOf(item) {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const [value] = Object.values(item[name]);
    bytes += name.length + (typeof value === 'string' ? Buffer.byteLength(value) : JSON.stringify(value).length);
  }
  return bytes;
}
