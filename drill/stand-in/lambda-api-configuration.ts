import { AwsError } from './aws-error';
import { type Json, text } from './json';
import type { LambdaFunction } from './lambda-function';
import type { LambdaFunctions } from './lambda-functions';
import { variablesOf } from './lambda-settings';
import type { ApiCall } from './protocol';

/** The function of a call. @throws as Lambda does if there is none */
export function functionOf(functions: LambdaFunctions, { parameters }: ApiCall): LambdaFunction {
  const name = String(parameters.FunctionName);
  const found = functions.find(name);
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
}

/** What a function is: its configuration and its code. */
export function configurationOperations(functions: LambdaFunctions) {
  return {
    ListFunctions: () => ({ Functions: functions.all.map(describe) }),
    GetFunction: (call: ApiCall): Json => {
      const found = functionOf(functions, call);
      const { reservedConcurrency } = found;
      return {
        Configuration: describe(found),
        Code: { RepositoryType: 'S3', Location: `https://code.example.com/${found.name}` },
        ...(reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
        }),
      };
    },
    GetFunctionConfiguration: (call: ApiCall): Json => describe(functionOf(functions, call)),
    UpdateFunctionConfiguration: (call: ApiCall): Json => {
      const { FunctionName: _name, RevisionId: _revision, ...configuration } = call.parameters;
      const changed = functionOf(functions, call);
      functions.change(changed, { configuration });
      return describe(changed);
    },
    UpdateFunctionCode: (call: ApiCall): Json => {
      const changed = functionOf(functions, call);
      functions.change(changed, { code: functions.code.uploaded(call.parameters) });
      return describe(changed);
    },
    DeleteFunction: async (call: ApiCall): Promise<Json> => {
      await functions.delete(functionOf(functions, call).name);
      return {};
    },
  };
}

function describe({ name, settings, state: { configuration, code }, modifiedAt }: LambdaFunction): Json {
  const { Runtime, Role, Handler, Description = '', Timeout = 3, MemorySize = 128, Architectures } = configuration;
  const { Layers, LoggingConfig, KmsKeyArn, KMSKeyArn = KmsKeyArn, DeadLetterConfig } = configuration;
  const layers = Array.isArray(Layers) ? Layers.map((Arn) => ({ Arn, CodeSize: 1 })) : [];
  const Variables = variablesOf(configuration);
  return {
    FunctionName: name,
    FunctionArn: settings.arn,
    Runtime,
    Role,
    Handler,
    CodeSize: code.bytes,
    CodeSha256: code.sha256,
    Description,
    Timeout: Number(Timeout),
    MemorySize: Number(MemorySize),
    LastModified: new Date(modifiedAt).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    RevisionId: `${name}-${modifiedAt}`,
    ...(Object.keys(Variables).length > 0 && { Environment: { Variables } }),
    ...(layers.length > 0 && { Layers: layers }),
    ...(text(KMSKeyArn) !== undefined && KMSKeyArn !== '' && { KMSKeyArn }),
    ...(DeadLetterConfig !== undefined && { DeadLetterConfig }),
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: Architectures ?? ['x86_64'],
    EphemeralStorage: { Size: 512 },
    ...(LoggingConfig !== undefined && { LoggingConfig }),
  };
}
