/** A record as arXiv would give it, of which a test says only what matters to it. */
export interface OaiRecord {
  readonly id: string;
  readonly title?: string;
  readonly datestamp?: string;
  readonly isDeleted?: boolean;
}

/** A reply of OAI-PMH 2.0: records, perhaps one of several replies; or an error. */
export function oaiReply(records: readonly OaiRecord[], token?: string, expirationDate?: string): string {
  const expiry = expirationDate ? ` expirationDate="${expirationDate}"` : "";
  const resumption =
    token === undefined ? "" : `<resumptionToken cursor="0" completeListSize="5"${expiry}>${token}</resumptionToken>`;
  return envelope(`<ListRecords>${records.map(recordXml).join("")}${resumption}</ListRecords>`);
}

/** A reply that says why there are no records. */
export function oaiError(code: string, text: string): string {
  return envelope(`<error code="${code}">${text}</error>`);
}

function envelope(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-23T12:00:00Z</responseDate>
<request verb="ListRecords">http://127.0.0.1/oai</request>${content}</OAI-PMH>`;
}

function recordXml({ id, title = `Paper ${id}`, datestamp = "2026-11-20", isDeleted }: OaiRecord): string {
  const header = (status: string) =>
    `<header${status}><identifier>oai:arXiv.org:${id}</identifier><datestamp>${datestamp}</datestamp><setSpec>cs</setSpec></header>`;
  if (isDeleted) return `<record>${header(' status="deleted"')}</record>`;
  return `<record>${header("")}<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>${id}</id><created>2026-11-19</created>
    <authors><author><keyname>Rivera</keyname><forenames>Ana</forenames></author></authors><title>${title}</title>
    <categories>cs.CL</categories><abstract>About ${title}.</abstract></arXiv></metadata></record>`;
}
