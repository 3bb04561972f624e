import { isPrivate } from '../../common/private-address';
import { safeText } from '../../common/text';
import type { Finding } from './own-parts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Send the guard's calls elsewhere, or run other code in it. */
const DANGEROUS =
  /^(AWS_ENDPOINT_URL(_[A-Z0-9_]+)?|NODE_OPTIONS|NODE_PATH|AWS_LAMBDA_EXEC_WRAPPER|LD_PRELOAD|LD_AUDIT)$/;

/** Where Lambda itself has Node look for modules. Layers are found by the inspection. */
const OF_LAMBDA = /^\/(opt|var\/(runtime|task|lang))(\/|$)/;

const VALUE_LENGTH = 100;

/**
 * Variables of the running function that its template does not have: found without any call, since whoever redirects the
 * guard's calls answers them, too.
 */
export function foreignVariables(environment: Environment, expected: Environment, functionName: string): Finding[] {
  return Object.entries(environment)
    .filter(([name, value]) => isDangerous(name, value) && value !== expected[name])
    .map(([name, value]) => ({
      kind: 'function',
      name: functionName,
      technique: 'guard-function-changed',
      field: `environment ${name}`,
      expected: expected[name] ?? 'none',
      actual: safeText(value ?? '', VALUE_LENGTH),
      repairable: false,
      advice: `Take the variable ${name} away from the function ${functionName}, and find out who put it there.`,
    }));
}

/** An emulator of AWS on this machine or next to it: calls do not leave the network of who runs it. */
export function isEmulator(environment: Environment): boolean {
  const { AWS_ENDPOINT_URL: endpoint } = environment;
  return endpoint !== undefined && isLocal(endpoint);
}

function isDangerous(name: string, value: string | undefined): boolean {
  if (value === undefined || value === '' || !DANGEROUS.test(name)) {
    return false;
  }
  if (name === 'NODE_PATH') {
    return !value.split(':').every((path) => path === '' || OF_LAMBDA.test(path));
  }
  return !(name.startsWith('AWS_ENDPOINT_URL') && isLocal(value));
}

function isLocal(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) {
    return false;
  }
  const host = new URL(endpoint).hostname;
  // A name without a dot is one of a network of containers: the internet has none.
  const isNear = host.startsWith('[') ? host === '[::1]' : !host.includes('.') || host.endsWith('.localhost');
  return isNear || host.startsWith('127.') || isPrivate(host);
}
