import { AwsError } from './aws-error';
import type { Json } from './json';
import { functionOf } from './lambda-api-configuration';
import type { LambdaFunctions } from './lambda-functions';
import { readPermission, statementOf } from './lambda-permissions';
import type { ApiCall } from './protocol';

/** Who may invoke a function. */
export function permissionOperations(functions: LambdaFunctions) {
  return {
    GetPolicy: (call: ApiCall): Json => {
      const { permissions, settings } = functionOf(functions, call);
      const document = permissions.document(settings.arn);
      if (document) return { Policy: JSON.stringify(document), RevisionId: 'stand-in' };
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    },
    AddPermission: (call: ApiCall): Json => {
      const { permissions, settings } = functionOf(functions, call);
      const permission = readPermission(call.parameters);
      if (permissions.has(permission.StatementId)) {
        const message = `The statement id (${permission.StatementId}) provided already exists.`;
        throw new AwsError('ResourceConflictException', message, 409);
      }
      permissions.add(permission);
      return { Statement: JSON.stringify(statementOf(permission, settings.arn)) };
    },
    RemovePermission: (call: ApiCall): Json => {
      functionOf(functions, call).permissions.remove(String(call.parameters.StatementId));
      return {};
    },
  };
}
