import { ROLES } from '../../src/domain/vocabulary.js';

export const ANNOTATOR = ROLES.indexOf('ANNOTATOR');
export const VALIDATOR = ROLES.indexOf('VALIDATOR');

/** A split that names only these roles; ppm. */
export function split(annotators: number, validators = 0, owner = 0): number[] {
  const ppm = ROLES.map(() => 0);
  [ppm[0], ppm[ANNOTATOR], ppm[VALIDATOR]] = [owner, annotators, validators];
  return ppm;
}
