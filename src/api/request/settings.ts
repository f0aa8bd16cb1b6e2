/** What the API has to know of the deployment's configuration. */
export class Settings {
  constructor(
    /** Length of an interval, in seconds. */
    readonly interval_s: number,
  ) {}
}
