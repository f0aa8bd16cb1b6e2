/** An endpoint's URL without what may be secret: paths and queries hold keys. */
export function hostOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
