import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { HUB_TABLE } from './contract/hub';
import { validateRemovalPolicy } from './guard-table';

/** What the hub remembers: incidents of all guards, the guards that must exist, and those that were heard of. */
export class HubTable extends Construct {
  public readonly table: Table;

  constructor(scope: Construct, id: string, removalPolicy: RemovalPolicy) {
    super(scope, id);
    validateRemovalPolicy(removalPolicy);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: HUB_TABLE.PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: HUB_TABLE.SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: HUB_TABLE.TIME_TO_LIVE,
      removalPolicy,
    });
  }
}
