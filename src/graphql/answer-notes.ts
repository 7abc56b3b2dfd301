import type { ApolloServerPlugin } from "@apollo/server";
import { type DocumentNode, OperationTypeNode, visit } from "graphql";

/** What is noted of an answer for those who store, count and log it. */
export interface AnswerNotes {
  operationName: string | null;
  isWhole: boolean;
  isPersonal: boolean;
  cost: number | null;
}

/** Where an answer is noted, and what the operation costs, where that is known. */
interface Noted {
  readonly answer: AnswerNotes;
  readonly cost?: number;
}

/** Notes of each answer what kind it is, in `answer` of the context. `personal` names the fields whose values are only for the one who asks. */
export function noteAnswers(personal: readonly string[]): ApolloServerPlugin<Noted> {
  const known = new WeakMap<DocumentNode, boolean>(); // a document is looked through once
  const isPersonal = (document: DocumentNode): boolean => {
    const answer = known.get(document) ?? selects(document, personal);
    known.set(document, answer);
    return answer;
  };
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ document, operation, operationName, requestIsBatched, response, contextValue }) {
          const { answer, cost = null } = contextValue;
          const { body } = response;
          Object.assign(answer, { operationName: operationName ?? null, cost });
          if (!document || operation?.operation !== OperationTypeNode.QUERY || requestIsBatched) return; // a batch has several answers
          answer.isWhole = body.kind === "single" && !body.singleResult.errors;
          answer.isPersonal = isPersonal(document);
        },
      };
    },
  };
}

function selects(document: DocumentNode, fields: readonly string[]): boolean {
  let isFound = false;
  visit(document, {
    Field({ name }) {
      if (fields.includes(name.value)) isFound = true;
    },
  });
  return isFound;
}
