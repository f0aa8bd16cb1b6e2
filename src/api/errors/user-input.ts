import { GraphQLError } from 'graphql';

/** What was asked cannot be answered as asked; the message is one sentence for whoever asked. */
export class UserInputError extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}
