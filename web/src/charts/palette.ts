import type { Operation } from '../generated/graphql.js';

/** A colour for light and for dark surfaces. Both keep 3:1 against their surface. */
export interface Hue {
  readonly light: string;
  readonly dark: string;
}

const HUES: readonly Hue[] = [
  { light: '#1f6fb8', dark: '#5aa5e6' },
  { light: '#0f8a75', dark: '#3fc0a5' },
  { light: '#b7791f', dark: '#e3b04b' },
  { light: '#7550c4', dark: '#a98df0' },
  { light: '#bb4276', dark: '#ea83ae' },
  { light: '#5b7c1d', dark: '#a3c759' },
  { light: '#5f6f7c', dark: '#9aabb8' },
];

/** The same operation has the same colour on every page and whatever else is on the chart. */
export const OPERATION_HUES: Record<Operation, Hue> = {
  INVOKE: HUES[0]!,
  TRAIN: HUES[1]!,
  LICENSE: HUES[2]!,
  DEPLOY: HUES[3]!,
  COMBINE: HUES[4]!,
  REUSE: HUES[5]!,
  DOWNLOAD: HUES[6]!,
};

export function hue(index: number): Hue {
  return HUES[index % HUES.length]!;
}
