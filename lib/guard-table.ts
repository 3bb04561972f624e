import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { TABLE } from './contract/table';

export interface GuardTableProps {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** What the guard remembers: trails it saw logging, incidents and whether their messages were sent. */
export class GuardTable extends Construct {
  public readonly table: Table;

  constructor(scope: Construct, id: string, props: GuardTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: TABLE.PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: TABLE.SORT_KEY, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TABLE.TIME_TO_LIVE,
      removalPolicy: props.removalPolicy,
      ...(props.encryptionKey
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: props.encryptionKey }
        : {}),
    });
    this.table.addGlobalSecondaryIndex({
      indexName: TABLE.OPEN_INDEX,
      partitionKey: { name: TABLE.OPEN_KEY, type: AttributeType.STRING },
      sortKey: { name: TABLE.SORT_KEY, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }
}
