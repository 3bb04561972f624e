import { OWN_PARTS_METADATA, type OwnParts } from '../../../lib/contract/own-parts';
import type { Json } from '../../fixtures/identities';
import { awsError } from '../../lambda/guard/aws-error';
import type { VirtualClock } from '../../lambda/guard/clock';
import { inRegion, type Parts } from './parts';

export const STACK_NAME = 'TrailGuard';
export const MANIFEST = 'TrailGuardOwnParts';
const STACK_ID = inRegion('cloudformation', `stack/${STACK_NAME}/11111111-2222-3333-4444-555555555555`);

/** The guard's stack in CloudFormation. Its metadata is what the template says; an update takes as long as one says. */
export class Stack {
  private readonly createdAt: Date;
  private updatedAt: Date | undefined;
  private busyUntil = 0;
  exists = true;

  constructor(
    private readonly template: OwnParts,
    private readonly clock: VirtualClock,
  ) {
    this.createdAt = new Date(clock.now().getTime() - 24 * 3_600_000);
  }

  /** Somebody updates it with a template that says the same of the guard. */
  update(milliseconds: number): void {
    this.updatedAt = this.clock.now();
    this.busyUntil = this.clock.now().getTime() + milliseconds;
  }

  get isBusy(): boolean {
    return this.clock.now().getTime() < this.busyUntil;
  }

  answer(operation: string, _: Json, parts: Parts): unknown {
    if (!this.exists) {
      throw awsError('ValidationError', `Stack with id ${STACK_NAME} does not exist`);
    }
    switch (operation) {
      case 'DescribeStacks':
        return { Stacks: [this.described()] };
      case 'DescribeStackResource':
        return {
          StackResourceDetail: {
            StackName: STACK_NAME,
            StackId: STACK_ID,
            LogicalResourceId: MANIFEST,
            ResourceType: 'AWS::CloudFormation::WaitConditionHandle',
            ResourceStatus: 'CREATE_COMPLETE',
            LastUpdatedTimestamp: this.updatedAt ?? this.createdAt,
            Metadata: JSON.stringify({ [OWN_PARTS_METADATA]: this.template }),
          },
        };
      case 'UpdateStack':
      case 'ExecuteChangeSet':
        return { StackId: STACK_ID };
      case 'DeleteStack':
        this.exists = false;
        for (const all of Object.values(parts)) (all as Map<string, unknown>).clear();
        return {};
      default:
        throw new Error(`the simulated CloudFormation knows no ${operation}`);
    }
  }

  private described(): Json {
    const { updatedAt } = this;
    const verb = updatedAt ? 'UPDATE' : 'CREATE';
    return {
      StackName: STACK_NAME,
      StackId: STACK_ID,
      CreationTime: this.createdAt,
      ...(updatedAt ? { LastUpdatedTime: updatedAt } : {}),
      StackStatus: this.isBusy ? `${verb}_IN_PROGRESS` : `${verb}_COMPLETE`,
    };
  }
}
