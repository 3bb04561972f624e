import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { TABLE } from './contract/table';
import { invalidProp } from './invalid-prop';

export interface GuardTableProps {
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** What the guard remembers: trails it saw logging, incidents and whether their messages were sent. */
export class GuardTable extends Construct {
  public readonly table: Table;

  constructor(scope: Construct, id: string, props: GuardTableProps) {
    super(scope, id);
    validateRemovalPolicy(props.removalPolicy);
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

/**
 * Lets nobody but the guard's role, or the hub's, write to its table: what is in there is what trails are put back to.
 * Reading, and managing the table itself, is for IAM to allow.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
 */
export function protectTable(table: Table, role: IRole, ...others: IRole[]): void {
  table.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OnlyTheGuardWrites',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PartiQLInsert',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PartiQLDelete',
      ],
      // The table's own ARN would make a circle; a resource policy reaches no other table anyway.
      resources: ['*'],
      conditions: {
        ArnNotEquals: {
          'aws:PrincipalArn': others.length === 0 ? role.roleArn : [role, ...others].map(({ roleArn }) => roleArn),
        },
        // DynamoDB itself removes old incidents.
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    }),
  );
}

/** CloudFormation knows no snapshots of tables and log groups, and would say so only at deployment. */
export function validateRemovalPolicy(removalPolicy: RemovalPolicy): void {
  if (removalPolicy === RemovalPolicy.SNAPSHOT) {
    throw invalidProp({
      prop: 'removalPolicy',
      given: `'${removalPolicy}'`,
      allowed: 'RETAIN, RETAIN_ON_UPDATE_OR_DELETE or DESTROY',
      cure: 'The table has point-in-time recovery; use RETAIN to keep it.',
    });
  }
}
