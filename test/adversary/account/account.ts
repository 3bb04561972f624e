import type { OwnParts } from '../../../lib/contract/own-parts';
import type { Json } from '../../fixtures/identities';
import { again, stopLogging } from '../../fixtures/records';
import { awsError } from '../../lambda/guard/aws-error';
import type { VirtualClock } from '../../lambda/guard/clock';
import { FUNCTIONS } from './functions';
import type { Operations } from './operations';
import { ALARMS, LOG_GROUPS, QUEUES, TABLES, TOPICS } from './others';
import { deployed, type Parts } from './parts';
import { mayCall, ROLES } from './roles';
import { RULES } from './rules';
import { SCHEDULES } from './schedules';
import { Stack } from './stack';

/** By the prefix of IAM's actions. */
const SERVICES: Readonly<Record<string, { readonly operations: Operations; readonly source?: string }>> = {
  events: { operations: RULES },
  scheduler: { operations: SCHEDULES },
  lambda: { operations: FUNCTIONS },
  iam: { operations: ROLES },
  sns: { operations: TOPICS },
  dynamodb: { operations: TABLES },
  sqs: { operations: QUEUES },
  cloudwatch: { operations: ALARMS, source: 'monitoring.amazonaws.com' },
  logs: { operations: LOG_GROUPS },
};

const READS = /^(Describe|Get|List|Lookup)/;

/** As CloudTrail records Lambda's calls; the others have no suffix, or none that is published. */
const VERSIONED =
  /^(DeleteFunction|PutFunctionConcurrency|UpdateFunctionCode|UpdateFunctionConfiguration|(Add|Remove)Permission)$/;

/** An account with a guard's stack. Answers the guard and the attacker alike, and tells of each change. */
export class Account {
  readonly parts: Parts;
  readonly stack: Stack;
  /** How often something was changed. */
  changes = 0;

  constructor(
    template: OwnParts,
    private readonly clock: VirtualClock,
    private readonly recorded: (record: Json) => void,
  ) {
    this.parts = deployed(template);
    this.stack = new Stack(template, clock);
  }

  /** A call of somebody who may do everything. @throws as the service does */
  call(service: string, operation: string, input: Json, userIdentity: Json): unknown {
    const answer = this.answer(service, operation, input);
    if (!READS.test(operation)) {
      this.changes += 1;
      this.recorded(this.recordOf(service, operation, input, userIdentity));
    }
    return answer;
  }

  /** A call of a role. @throws where its policies do not let it */
  callAs(roleName: string, service: string, operation: string, input: Json, userIdentity: Json): unknown {
    if (!mayCall(this.parts.roles.get(roleName), `${service}:${operation}`)) {
      throw awsError('AccessDeniedException', `not authorized to perform: ${service}:${operation}`);
    }
    return this.call(service, operation, input, userIdentity);
  }

  recordOf(service: string, operation: string, input: Json, userIdentity: Json): Json {
    const version = service === 'lambda' && VERSIONED.test(operation) ? '20150331v2' : '';
    return again(stopLogging(), {
      eventSource: SERVICES[service]?.source ?? `${service}.amazonaws.com`,
      eventName: `${operation}${version}`,
      eventTime: `${this.clock.now().toISOString().slice(0, 19)}Z`,
      awsRegion: service === 'iam' ? 'us-east-1' : 'eu-central-1',
      userIdentity,
      requestParameters: lowerFirst(input),
    });
  }

  private answer(service: string, operation: string, input: Json): unknown {
    if (service === 'cloudformation') {
      return this.stack.answer(operation, input, this.parts);
    }
    const perform = SERVICES[service]?.operations[operation];
    if (!perform) {
      throw new Error(`the simulated account knows no ${service}:${operation}`);
    }
    return perform(this.parts, input) ?? {};
  }
}

/** As records write the names of parameters. */
function lowerFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [`${key.charAt(0).toLowerCase()}${key.slice(1)}`, lowerFirst(inner)]),
  );
}
