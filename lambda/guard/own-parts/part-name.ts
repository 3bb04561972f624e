import type { Finding } from './own-parts';

/** In words, such as `log group NAME`. */
export function partName({ kind, name }: Pick<Finding, 'kind' | 'name'>): string {
  const words: Partial<Record<Finding['kind'], string>> = {
    'log-group': 'log group',
    permission: 'permissions of the function',
    subscription: 'subscriptions of the topic',
  };
  return `${words[kind] ?? kind} ${name}`;
}
