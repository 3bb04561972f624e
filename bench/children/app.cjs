// A CDK app with the guard, or with the same resources and no guard: `node app.cjs guard|raw <outdir>`.
const { join } = require('node:path');
const { App, Duration, RemovalPolicy, Stack } = require('aws-cdk-lib');
const { Construct } = require('constructs');
const cloudwatch = require('aws-cdk-lib/aws-cloudwatch');
const { SnsAction } = require('aws-cdk-lib/aws-cloudwatch-actions');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const events = require('aws-cdk-lib/aws-events');
const targets = require('aws-cdk-lib/aws-events-targets');
const iam = require('aws-cdk-lib/aws-iam');
const lambda = require('aws-cdk-lib/aws-lambda');
const { SqsDestination } = require('aws-cdk-lib/aws-lambda-destinations');
const logs = require('aws-cdk-lib/aws-logs');
const scheduler = require('aws-cdk-lib/aws-scheduler');
const { LambdaInvoke } = require('aws-cdk-lib/aws-scheduler-targets');
const sns = require('aws-cdk-lib/aws-sns');
const sqs = require('aws-cdk-lib/aws-sqs');

const [variant, outdir] = process.argv.slice(2);
const app = new App({ outdir });
const stack = new Stack(app, 'Stack');
if (variant === 'guard') {
  // Loading it counts as well.
  const { TrailGuard } = require('../../dist/lib');
  new TrailGuard(stack, 'Guard');
} else {
  raw();
}
app.synth();

function raw() {
  const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
  topic.addToResourcePolicy(statement('sns:Publish', topic.topicArn, 'cloudwatch.amazonaws.com'));
  const table = new dynamodb.Table(stack, 'Table', {
    partitionKey: { name: 'kind', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  table.addGlobalSecondaryIndex({
    indexName: 'open',
    partitionKey: { name: 'open', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const deadLetterQueue = new sqs.Queue(stack, 'DeadLetterQueue', { enforceSSL: true });

  const allowed = ['cloudtrail:StartLogging', 'cloudtrail:GetTrailStatus', 'cloudtrail:DescribeTrails'];
  const remembering = ['dynamodb:Query', 'dynamodb:PutItem', 'sns:Publish'];
  const [guard, role] = rawFunction('guard', [...allowed, ...remembering], deadLetterQueue, {
    TABLE: table.tableName,
    TOPIC: topic.topicArn,
  });
  const reading = ['cloudtrail:LookupEvents', 'account:ListRegions', 'iam:ListAccessKeys'];
  const [investigator, ownRole] = rawFunction('investigator', reading, deadLetterQueue, { GUARD: role.roleArn });
  guard.addEnvironment('INVESTIGATOR', investigator.functionName);
  for (const [id, from, to] of [
    ['Ask', role, investigator],
    ['Answer', ownRole, guard],
  ]) {
    const statements = [statement('lambda:InvokeFunction', to.functionArn)];
    new iam.Policy(stack, id, { roles: [from], statements });
  }

  for (const id of ['Rule', 'Rule2', 'Rule3']) {
    new events.Rule(stack, id, {
      eventPattern: { source: ['aws.cloudtrail'], detail: { eventName: ['StopLogging'] } },
      targets: [new targets.LambdaFunction(guard, { deadLetterQueue })],
    });
  }
  const schedule = new scheduler.Schedule(stack, 'Schedule', {
    schedule: scheduler.ScheduleExpression.rate(Duration.minutes(5)),
    target: new LambdaInvoke(guard, {
      deadLetterQueue,
      role: new iam.Role(stack, 'Invoker', { assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com') }),
    }),
  });
  new iam.Policy(stack, 'ReadSchedule', {
    roles: [role],
    statements: [statement('scheduler:GetSchedule', schedule.scheduleArn)],
  });

  for (const id of ['RestoreFailed', 'DeadLetters', 'Coverage', 'NoSweep']) {
    const alarm = new cloudwatch.Alarm(stack, id, { metric: guard.metricErrors(), threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}

function rawFunction(name, actions, deadLetterQueue, environment) {
  const scope = new Construct(stack, name);
  const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  for (const action of [...actions, 'logs:PutLogEvents']) {
    role.addToPolicy(statement(action, '*'));
  }
  const made = new lambda.Function(scope, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(join(__dirname, '..', '..', 'dist', 'lambda', name)),
    handler: 'index.handler',
    role,
    logGroup: new logs.LogGroup(scope, 'LogGroup', { removalPolicy: RemovalPolicy.RETAIN }),
    onFailure: new SqsDestination(deadLetterQueue),
    environment: { ...environment, ROLE: role.roleArn },
  });
  return [made, role];
}

function statement(action, resource, service) {
  return new iam.PolicyStatement({
    actions: [action],
    resources: [resource],
    ...(service ? { principals: [new iam.ServicePrincipal(service)] } : {}),
  });
}
