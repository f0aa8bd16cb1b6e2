import type { DeployDelays } from '../../contracts/deploy.js';

/** Short, so that one sees the end of each in a run of minutes. */
export const ECONOMY_DELAYS: DeployDelays = {
  splitNotice_s: 300,
  holdWindow_s: 900,
  withdrawalDelay_s: 60,
  activationDelay_s: 10,
};
