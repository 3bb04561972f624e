// Stands in for @aws-sdk/credential-provider-node. Lambda hands its role's credentials over in the environment, so the
// rest of that chain (profiles, SSO, web identity, processes, instance metadata) never runs there; with the STS, SSO and
// sign-in clients it brings along it is a fifth of the bundle.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
