import type { MigrationInterface, QueryRunner } from "typeorm";

/** Papers by the addresses of their pages, as any source names them. */
export class KnownPages1795392000018 implements MigrationInterface {
  async up(db: QueryRunner) {
    // Of fixed length, as an index cannot hold the longest address. Null for pages on arXiv, which are found by their ids; not declared strict, so that it is inlined.
    await db.query(`
      create function page_key(url text) returns uuid language sql immutable parallel safe
      return case when url !~* '^https?://([a-z]+[.])?arxiv[.]org/'
        then md5(lower(regexp_replace(url, '^(https?:)?//(www[.])?|^www[.]|/+$', '', 'gi') collate "C"))::uuid end`);
    for (const [name, table, url] of INDEXES)
      await db.query(`create index ${name} on ${table} (page_key(${url})) where page_key(${url}) is not null`);
  }

  async down(db: QueryRunner) {
    for (const [name] of INDEXES) await db.query(`drop index ${name}`);
    await db.query(`drop function page_key`);
  }
}

const INDEXES = [
  ["paper_source_landing_page", "paper_source", "record->>'landingUrl'"],
  ["paper_source_pdf_page", "paper_source", "record->>'pdfUrl'"],
  ["paper_link_page", "paper_link", "url"],
] as const;
