/** The data of an answer. @throws Error with the server's first sentence, or because it does not answer */
export async function askGraphql<R>(baseUrl: string, query: string, variables: Record<string, unknown>): Promise<R> {
  const response = await fetch(`${baseUrl}/graphql`, {
    method: 'POST',
    // A connection that was kept may be closed by the server at the moment in which it is used again.
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const { data, errors } = (await response.json()) as { data?: R; errors?: { message: string }[] };
  if (errors?.length || !data) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status} without data`);
  return data;
}
