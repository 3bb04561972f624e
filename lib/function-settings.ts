import { Duration } from 'aws-cdk-lib';
import {
  ApplicationLogLevel,
  Architecture,
  type FunctionProps,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { functionCode } from './function-code';

/** What all functions have in common: how they run, how they log, and where what they fail on goes. */
export function functionSettings(scope: IConstruct, bundle: string, logGroup: ILogGroup, deadLetterQueue: IQueue) {
  return {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: functionCode(scope, bundle),
    handler: 'index.handler',
    // Memory is processor time: at 512 MB a function loads about as fast as it gets.
    memorySize: 512,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    // The platform's own lines for every quiet sweep would be most of the log.
    systemLogLevelV2: SystemLogLevel.WARN,
    logGroup,
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    onFailure: new SqsDestination(deadLetterQueue),
  } satisfies Partial<FunctionProps>;
}
