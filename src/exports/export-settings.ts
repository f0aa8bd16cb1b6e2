/** What exports have to know of the deployment's configuration. */
export class ExportSettings {
  constructor(
    /** Length of an interval, in seconds. */
    readonly interval_s: number,
  ) {}
}
