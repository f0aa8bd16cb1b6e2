import type { Environment } from './tributary-config.js';

/** The environment of this process, for children that inherit it: the only other reader is the configuration. */
export function inheritedEnvironment(more: Environment = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
