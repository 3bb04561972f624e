import type { Json } from '../../fixtures/identities';
import { awsError } from '../../lambda/guard/aws-error';
import type { Operations } from './operations';
import type { Func, Parts } from './parts';

/** Lambda. Callers may name a function by its ARN. */
export const FUNCTIONS: Operations = {
  GetFunctionConfiguration: (parts, input) => {
    const { configuration, code } = func(parts, input);
    return { ...configuration, CodeSha256: code };
  },
  GetFunction: (parts, input) => {
    const { configuration, code, concurrency } = func(parts, input);
    return {
      Configuration: { ...configuration, CodeSha256: code },
      ...(concurrency === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: concurrency } }),
    };
  },
  GetFunctionConcurrency: (parts, input) => {
    const { concurrency } = func(parts, input);
    return concurrency === undefined ? {} : { ReservedConcurrentExecutions: concurrency };
  },
  PutFunctionConcurrency: (parts, input) => {
    func(parts, input).concurrency = Number(input.ReservedConcurrentExecutions);
  },
  DeleteFunctionConcurrency: (parts, input) => {
    func(parts, input).concurrency = undefined;
  },
  GetFunctionEventInvokeConfig: (parts, input) => {
    const { invokeConfiguration } = func(parts, input);
    if (!invokeConfiguration) {
      throw awsError('ResourceNotFoundException', 'The function has no event invoke configuration.');
    }
    return invokeConfiguration;
  },
  PutFunctionEventInvokeConfig: (parts, { FunctionName: _, Qualifier: __, ...input }) => {
    const found = func(parts, { FunctionName: _ });
    const destinations = (input.DestinationConfig ?? {}) as Json;
    found.invokeConfiguration = {
      FunctionArn: found.configuration.FunctionArn,
      ...input,
      DestinationConfig: { OnSuccess: {}, ...destinations },
    };
  },
  UpdateFunctionEventInvokeConfig: (parts, { FunctionName, Qualifier: _, ...input }) => {
    const found = func(parts, { FunctionName });
    found.invokeConfiguration = { ...found.invokeConfiguration, ...input };
  },
  DeleteFunctionEventInvokeConfig: (parts, input) => {
    func(parts, input).invokeConfiguration = undefined;
  },
  UpdateFunctionConfiguration: (parts, { FunctionName, ...changes }) => {
    const found = func(parts, { FunctionName });
    const { Layers, ...configuration } = { ...found.configuration, ...changes } as Json;
    const layers = (Layers as Json[] | undefined)?.map((arn) => ({ Arn: arn }));
    found.configuration = layers?.length ? { ...configuration, Layers: layers } : configuration;
    return found.configuration;
  },
  UpdateFunctionCode: (parts, input) => {
    func(parts, input).code = 'replaced';
  },
  DeleteFunction: (parts, input) => {
    parts.functions.delete(nameOf(input));
  },
  GetPolicy: (parts, input) => {
    const { permissions } = func(parts, input);
    if (permissions.length === 0) {
      throw awsError('ResourceNotFoundException', 'The resource you requested does not exist.');
    }
    return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: permissions }) };
  },
  AddPermission: (parts, input) => {
    const found = func(parts, input);
    if (found.permissions.some(({ Sid }) => Sid === input.StatementId)) {
      throw awsError('ResourceConflictException', `The statement id (${input.StatementId}) provided already exists.`);
    }
    found.permissions.push({
      Sid: input.StatementId,
      Effect: 'Allow',
      Principal: String(input.Principal).endsWith('.amazonaws.com')
        ? { Service: input.Principal }
        : { AWS: input.Principal },
      Action: input.Action,
      Resource: found.configuration.FunctionArn,
      ...(input.SourceArn ? { Condition: { ArnLike: { 'AWS:SourceArn': input.SourceArn } } } : {}),
    });
  },
  RemovePermission: (parts, input) => {
    const found = func(parts, input);
    found.permissions = found.permissions.filter(({ Sid }) => Sid !== input.StatementId);
  },
};

const nameOf = ({ FunctionName }: Json) => String(FunctionName).split(':').at(-1) ?? '';

function func(parts: Parts, input: Json): Func {
  const found = parts.functions.get(nameOf(input));
  if (!found) {
    throw awsError('ResourceNotFoundException', `Function not found: ${nameOf(input)}`);
  }
  return found;
}
