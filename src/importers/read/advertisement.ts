/** Ten or eleven digits as telephone numbers of North America are written, whatever stands between their groups. */
const TELEPHONE = /(?<!\d)(?:\+?1[\W_]{0,4})?\d{3}[\W_]{0,4}\d{3}[\W_]{0,4}\d{4}(?!\d)/;

/** A reader's question, which no task or method is called. */
const QUESTION = /\b(?:how|where|when|what|why|who)\b.*\b(?:do|does|can|could|should|is|are) (?:i|you|we|my|your|the)\b/i;

/** What call centres offer. */
const OFFER =
  /\b(?:customer (?:service|support|care)|(?:contact|phone|telephone|toll[- ]?free|helpline|hotline|support) numbers?|toll[- ]?free|help ?line|live (?:person|agent|human)|(?:call|talk to|speak (?:to|with)|contact) (?:a|an|us|someone|now)\b|refunds?|file a (?:complaint|claim|dispute)|cancellation (?:fee|policy))\b/i;

/**
 * Whether the name of a task or method is an advertisement: it holds a telephone number, asks what a customer asks, or offers what a call centre offers.
 * Anybody could add methods to Papers with Code, and in its last years such names were added.
 */
export function isAdvertisement(name: string): boolean {
  const plain = name.normalize("NFKC"); // bold and other letters of mathematics as plain ones
  return TELEPHONE.test(plain) || QUESTION.test(plain) || OFFER.test(plain);
}
