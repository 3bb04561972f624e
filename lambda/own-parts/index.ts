import type { OwnParts } from '../../lib/contract/own-parts';
import type { InspectionScope, OwnPartsTools } from '../guard/own-parts/own-parts';
import { allParts, listedTriggerParts, triggerParts } from './all-parts';
import { createClients } from './clients';
import { inspectParts } from './inspection';
import type { AnyPart } from './part';
import type { Sleep } from './patience';
import { repairParts } from './repair';
import { parseLocation, readParts, readStack, revertAdvice } from './stack';

export interface OwnPartsOptions {
  /** `STACK_NAME/LOGICAL_ID` of the resource that has the guard's parts as metadata. */
  readonly location: string;
  /** The guard's own. */
  readonly region: string;
  readonly account: string;
  readonly requestHandler: object;
  /** For tests, which do not wait. */
  readonly sleep?: Sleep;
}

/** What the guard knows and can mend of itself. A file of its own, which the guard loads when there is a use for it. */
export function createOwnParts(options: OwnPartsOptions): OwnPartsTools {
  const { region, account, requestHandler, sleep = wait } = options;
  const location = parseLocation(options.location);
  const clients = createClients(region, requestHandler);
  const advice = revertAdvice(location, region);
  const partsOf: Readonly<Record<InspectionScope, (parts: OwnParts) => AnyPart[]>> = {
    triggers: (parts) => listedTriggerParts(parts, clients),
    'triggers-in-full': (parts) => triggerParts(parts, clients),
    all: (parts) => allParts(parts, clients, account, sleep),
  };
  return {
    stack: () => readStack(location, clients.cloudFormation),
    parts: () => readParts(location, clients.cloudFormation),
    inspect: (parts, scope) => inspectParts(partsOf[scope](parts), advice),
    repair: (parts, findings) => repairParts(partsOf.all(parts), findings, sleep),
  };
}

const wait: Sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
