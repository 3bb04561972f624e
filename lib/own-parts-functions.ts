import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { FunctionPart, FunctionPermission, LogGroupPart } from './contract/own-parts';
import { type Properties, propertiesNaming, propertiesOf } from './own-parts-resources';

/** A function as Lambda tells it, with how it is invoked and by whom. */
export function functionPart(ownFunction: LambdaFunction): FunctionPart {
  const { Role, Runtime, Handler, Timeout, MemorySize, Environment, Layers, VpcConfig, KmsKeyArn } =
    propertiesOf(ownFunction);
  const { SubnetIds, SecurityGroupIds } = (VpcConfig ?? {}) as Properties;
  const [invocation = {}] = propertiesNaming(ownFunction, 'AWS::Lambda::EventInvokeConfig', 'FunctionName');
  const { OnFailure } = invocation.DestinationConfig as Properties;
  return {
    name: ownFunction.functionName,
    roleArn: Role,
    runtime: Runtime,
    handler: Handler,
    timeout: Timeout,
    memorySize: MemorySize,
    environment: (Environment as Properties).Variables,
    ...(Layers === undefined ? {} : { layers: Layers }),
    ...(SubnetIds === undefined ? {} : { subnetIds: SubnetIds }),
    ...(SecurityGroupIds === undefined ? {} : { securityGroupIds: SecurityGroupIds }),
    ...(KmsKeyArn === undefined ? {} : { keyArn: KmsKeyArn }),
    deadLetterArn: (OnFailure as Properties).Destination,
    maximumEventAgeInSeconds: invocation.MaximumEventAgeInSeconds,
    maximumRetryAttempts: invocation.MaximumRetryAttempts,
    permissions: propertiesNaming(ownFunction, 'AWS::Lambda::Permission', 'FunctionName').map(permission),
  } as FunctionPart;
}

function permission({ Principal, SourceArn }: Properties): FunctionPermission {
  return { principal: Principal, ...(SourceArn === undefined ? {} : { sourceArn: SourceArn }) } as FunctionPermission;
}

/** The log group of a function as CloudWatch Logs tells it. */
export function logGroupPart({ logGroup }: LambdaFunction): LogGroupPart {
  const { RetentionInDays } = propertiesOf(logGroup);
  return {
    name: logGroup.logGroupName,
    ...(RetentionInDays === undefined ? {} : { retentionInDays: RetentionInDays }),
  } as LogGroupPart;
}
