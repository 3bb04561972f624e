import type { CloudTrailOptions } from './cloudtrail';

export interface StandInOptions {
  /** The cdk.out directory, or a file with a template of its own, which then needs a `stackName`. */
  readonly assembly: string;
  /** @default - the only stack of the assembly */
  readonly stackName?: string;
  /** Values of the template's parameters. @default - their defaults */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default - the stack's own account, else 111122223333 */
  readonly accountId?: string;
  /** @default - the stack's own Region, else us-east-1 */
  readonly region?: string;
  /** @default aws */
  readonly partition?: string;
  /** The Node.js that functions run on. @default - Node.js 24 of the npm package `node`, else the current one */
  readonly nodePath?: string;
  /** Execution environments a function may have at a time. @default 2 */
  readonly maxConcurrency?: number;
  /** Waits before the retries of an asynchronous invocation, in Lambda 1 and 2 minutes. @default [1000, 2000] */
  readonly retryDelaysMs?: readonly number[];
  /** Wait before EventBridge and Scheduler try a target again. @default 100 */
  readonly targetRetryDelayMs?: number;
  /** How long an event is on its way to a rule's target; seconds in AWS. @default 0 */
  readonly deliveryDelayMs?: number;
  readonly cloudTrail?: Partial<CloudTrailOptions>;
}
