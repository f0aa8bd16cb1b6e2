import type { MoneyQuestions } from '../../read-models/entitlements/questions.js';

/** Who answers questions about people's money. */
export class Money {
  constructor(readonly questions: MoneyQuestions) {}
}
