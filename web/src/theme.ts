import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Deep water: calm, and 4.5:1 or more against white in the shades used for text. */
const river: MantineColorsTuple = [
  '#e9f6f9',
  '#d5eaef',
  '#a8d5df',
  '#78bfcf',
  '#52adc1',
  '#3aa2b9',
  '#23889f',
  '#14708a',
  '#0f5f73',
  '#084a5b',
];

/** A slate that stays quiet behind figures, in place of the kit's pure greys. */
const dark: MantineColorsTuple = [
  '#d6dde3',
  '#b3bec8',
  '#93a1ad',
  '#6c7a87',
  '#3c4a56',
  '#2b3742',
  '#202a33',
  '#172028',
  '#111920',
  '#0b1116',
];

export const theme = createTheme({
  primaryColor: 'river',
  primaryShade: { light: 8, dark: 6 },
  colors: { river, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '650' },
});
