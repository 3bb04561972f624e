import { AwsError } from './aws-error';
import type { Description, RecordedService } from './delivery-chain-recorder';
import type { Json } from './json';
import { configurationOperations } from './lambda-api-configuration';
import { invocationOperations } from './lambda-api-invocation';
import { permissionOperations } from './lambda-api-permissions';
import type { LambdaFunctions } from './lambda-functions';
import { lambdaProtocol, recordedName } from './lambda-protocol';
import type { ApiCall } from './protocol';

type Operations = Readonly<Record<string, (call: ApiCall) => Json | Promise<Json>>>;

/** The API of Lambda. An invocation is a data event: event history has nothing of it. */
export class LambdaApi implements RecordedService {
  readonly signingName = 'lambda';
  readonly protocol = lambdaProtocol;
  readonly #operations: Operations;

  constructor(private readonly functions: LambdaFunctions) {
    this.#operations = {
      Invoke: (call) => this.#invoke(call),
      ...configurationOperations(functions),
      ...invocationOperations(functions),
      ...permissionOperations(functions),
    };
  }

  action(operation: string): string {
    return operation === 'Invoke' ? 'InvokeFunction' : operation;
  }

  resource({ parameters }: ApiCall): string {
    const name = String(parameters.FunctionName);
    return this.functions.find(name)?.settings.arn ?? name;
  }

  handle(call: ApiCall): Json | Promise<Json> {
    const operation = this.#operations[call.operation];
    if (operation) return operation(call);
    throw new AwsError('UnknownOperationException', `the stand-in does not know ${call.operation}`);
  }

  /** Neither code nor variables are recorded. */
  describe({ operation, parameters }: ApiCall): Description | undefined {
    if (operation === 'Invoke') return undefined;
    const { ZipFile, Environment, ...recorded } = parameters;
    return {
      eventName: recordedName(operation),
      requestParameters: { ...recorded, ...(Environment !== undefined && { Environment: {} }) },
      recordAnswer: withoutVariables,
      readOnly: /^(Get|List)/.test(operation),
    };
  }

  async #invoke({ parameters }: ApiCall): Promise<Json> {
    const name = String(parameters.FunctionName);
    const invoked = this.functions.find(name);
    if (!invoked) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
    if (parameters.InvocationType === 'Event') {
      invoked.invokeAsync(JSON.stringify(parameters.Payload));
      return { StatusCode: 202 };
    }
    if (invoked.isThrottled) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    const outcome = await invoked.invoke(parameters.Payload);
    return outcome.ok
      ? { StatusCode: 200, Payload: outcome.payload }
      : { StatusCode: 200, FunctionError: 'Unhandled', Payload: JSON.stringify(outcome.error) };
  }
}

function withoutVariables({ Environment: _hidden, ...answer }: Json): Json {
  return answer;
}
