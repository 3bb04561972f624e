import type { OwnPartsTools } from './own-parts/own-parts';

/** @see createOwnParts */
export interface OwnPartsSetting {
  /** `STACK_NAME/LOGICAL_ID` of the resource that has the guard's parts as metadata. */
  readonly location: string;
  /** The guard's own. */
  readonly region: string;
  readonly account: string;
  readonly requestHandler: object;
}

type OwnPartsModule = { createOwnParts(setting: OwnPartsSetting): OwnPartsTools };

/** Loaded from a file of its own, when the guard looks at itself: its clients would slow down every restore. */
export function loadOwnParts(setting: OwnPartsSetting): OwnPartsTools {
  const { createOwnParts } = require('../own-parts') as OwnPartsModule;
  return createOwnParts(setting);
}
