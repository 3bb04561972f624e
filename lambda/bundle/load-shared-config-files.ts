// Stands in for the SDK's reading of ~/.aws/config and ~/.aws/credentials. A function has neither, and everything it is
// told is in its environment; yet the SDK would look for them before its first call.
export const CONFIG_PREFIX_SEPARATOR = '.';
export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
