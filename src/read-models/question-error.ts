/** What was asked has no exact answer as it was asked; the message is one sentence for whoever asked. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
}
