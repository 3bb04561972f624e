import { Duration, Lazy, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ENV_ROLE_ARN, ENV_TABLE_NAME, ENV_TOPIC_ARN } from './contract/environment';
import { ENV_HUB, type HubFunctionPolicy } from './contract/hub';
import { functionSettings } from './function-settings';
import { protectTable } from './guard-table';
import { censusStatements, ingestStatements } from './hub-permissions';
import type { HubQueue } from './hub-queue';

export interface HubFunctionsProps {
  /** Asked when the template is made, since stack sets may be added until then. */
  readonly policy: () => HubFunctionPolicy;
  readonly table: Table;
  readonly topic: ITopic;
  readonly heartbeats: HubQueue;
  readonly incidents: HubQueue;
  readonly censusInterval: Duration;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** Ends what hangs. A batch takes seconds. */
export const INGEST_TIMEOUT = Duration.minutes(1);

/** Lambda invokes with what has arrived in this time, or sooner with a full batch. */
export const HEARTBEATS_WINDOW = Duration.minutes(1);
export const INCIDENTS_WINDOW = Duration.seconds(2);

/** Few at once, so that what arrives in a storm comes in full batches, and is told in few messages. */
const CONCURRENCY = 5;

/**
 * The hub's one function, deployed twice: what takes in events, which anybody in the organization may have written, has
 * neither the time nor the permissions of what asks for the guards that must exist.
 */
export class HubFunctions extends Construct {
  public readonly ingest: LambdaFunction;
  public readonly census: LambdaFunction;
  public readonly censusRole: Role;
  public readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: HubFunctionsProps) {
    super(scope, id);
    const { table, topic, heartbeats, incidents } = props;
    // One log for both: what the hub knows of an incident or a guard is in one place.
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy,
    });
    this.logGroup = logGroup;
    const parts = { table, topic, logGroup };
    const ingestRole = this.role('IngestRole', 'TrailGuard: takes in what the guards of the organization report');
    for (const statement of ingestStatements({ ...parts, queues: [heartbeats.queue, incidents.queue] })) {
      ingestRole.addToPolicy(statement);
    }
    this.censusRole = this.role('CensusRole', 'TrailGuard: compares the guards that must exist with those heard of');
    for (const statement of censusStatements(parts)) {
      this.censusRole.addToPolicy(statement);
    }
    const environment = (role: Role) => ({
      [ENV_HUB]: Lazy.string({ produce: () => Stack.of(this).toJsonString(props.policy()) }),
      [ENV_ROLE_ARN]: role.roleArn,
      [ENV_TABLE_NAME]: table.tableName,
      [ENV_TOPIC_ARN]: topic.topicArn,
    });
    this.ingest = new LambdaFunction(this, 'Ingest', {
      description: 'TrailGuard: takes in incidents and heartbeats of the organization, and tells people',
      ...functionSettings(this, 'hub', logGroup, incidents.deadLetterQueue),
      role: ingestRole,
      timeout: INGEST_TIMEOUT,
      environment: environment(ingestRole),
    });
    this.census = new LambdaFunction(this, 'Census', {
      description: 'TrailGuard: names guards that have gone quiet, are out of date or never came up',
      // A census is a matter of heartbeats: what it fails on is as little worth as one of these that is late.
      ...functionSettings(this, 'hub', logGroup, heartbeats.deadLetterQueue),
      role: this.censusRole,
      // The guards of 10,000 accounts in 17 Regions are compared in one run.
      memorySize: 1024,
      timeout: Duration.minutes(15),
      // One that could not be taken until then is not needed any more: the next one is due.
      maxEventAge: props.censusInterval,
      environment: environment(this.censusRole),
    });
    this.batches('Heartbeats', heartbeats, 1_000, HEARTBEATS_WINDOW);
    this.batches('Incidents', incidents, 1_000, INCIDENTS_WINDOW);
    // The user's own topic may be encrypted with a key.
    for (const role of [ingestRole, this.censusRole]) {
      topic.masterKey?.grantEncryptDecrypt(role);
    }
    protectTable(table, ingestRole, this.censusRole);
  }

  private role(id: string, description: string): Role {
    return new Role(this, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description });
  }

  private batches(id: string, { queue }: HubQueue, batchSize: number, maxBatchingWindow: Duration): void {
    const target: IFunction = this.ingest;
    new EventSourceMapping(this, id, {
      target,
      eventSourceArn: queue.queueArn,
      batchSize,
      maxBatchingWindow,
      maxConcurrency: CONCURRENCY,
      reportBatchItemFailures: true,
    });
  }
}
