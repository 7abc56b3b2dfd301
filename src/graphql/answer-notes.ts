import type { ApolloServerPlugin } from "@apollo/server";
import { type DocumentNode, type GraphQLFormattedError, OperationTypeNode, visit } from "graphql";
import { noteRequest } from "./errors";

/** What is noted of an answer for those who store, count and log it. */
export interface AnswerNotes {
  operationName: string | null;
  errorCodes: readonly string[];
  isWhole: boolean;
  isPersonal: boolean;
  cost: number | null;
}

/** What a request brings along: where its answer is noted, and what the operation costs, where that is known. */
interface Noted {
  readonly requestId: string;
  readonly answer: AnswerNotes;
  readonly cost?: number;
}

/** Notes of each answer what kind it is, in `answer` of the context, and of its errors whose they are. `personal` names the fields whose values are only for the one who asks. */
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
        async didResolveOperation({ operationName, contextValue: { answer } }) {
          answer.operationName = operationName; // now: the client may go away before it is answered
        },
        async didEncounterErrors({ errors, contextValue: { requestId } }) {
          for (const error of errors) noteRequest(error, requestId);
        },
        async willSendResponse({ document, operation, requestIsBatched, response: { body }, contextValue }) {
          const { answer, cost = null } = contextValue;
          answer.cost = cost;
          if (body.kind === "single" && body.singleResult.errors) noteCodes(answer, body.singleResult.errors);
          if (!document || operation?.operation !== OperationTypeNode.QUERY || requestIsBatched) return; // a batch has several answers
          answer.isWhole = body.kind === "single" && !body.singleResult.errors;
          answer.isPersonal = isPersonal(document);
        },
      };
    },
  };
}

function noteCodes(answer: AnswerNotes, errors: readonly GraphQLFormattedError[]): void {
  const codes = errors.map(({ extensions }) => String(extensions?.code));
  answer.errorCodes = [...new Set([...answer.errorCodes, ...codes])]; // of a batch there are several
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
