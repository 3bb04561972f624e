/** An error as the SDK throws it. */
export const awsError = (name: string, message = 'from the fake'): Error => Object.assign(new Error(message), { name });
