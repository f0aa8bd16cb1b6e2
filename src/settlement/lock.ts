/**
 * The first statement of whoever settles: waits while somebody compares the settlement with another to put that in its
 * place. All take this lock before that of the checkpoints, so that none waits for another in a circle.
 * @param schema of the settlement
 */
export const lockToSettle = (schema: string): string => `LOCK TABLE ${schema}.settlement IN ROW EXCLUSIVE MODE`;

/** Until the transaction ends, nobody settles; everybody reads. */
export const lockToCompare = (schema: string): string => `LOCK TABLE ${schema}.settlement IN SHARE ROW EXCLUSIVE MODE`;
