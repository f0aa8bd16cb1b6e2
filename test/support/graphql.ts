import { postJson } from './post-json.js';

/** The data of an answer. @throws Error with the server's first sentence, or because it does not answer */
export async function askGraphql<R>(baseUrl: string, query: string, variables: Record<string, unknown>): Promise<R> {
  const { status, body } = await postJson<{ data?: R; errors?: { message: string }[] }>(`${baseUrl}/graphql`, {
    query,
    variables,
  });
  if (body.errors?.length || !body.data) throw new Error(body.errors?.[0]?.message ?? `HTTP ${status} without data`);
  return body.data;
}
