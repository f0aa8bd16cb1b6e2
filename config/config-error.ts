/** A problem with the configuration, in one sentence that names file, key and what was expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
