import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * What ranked search needs: the words of titles marked as such, and once more in a table slim enough to be read widely; every word that stands in a title, for typing errors;
 * and how common words are, counted by versions, so that a list which somebody pages through stays as it was ranked.
 */
export class TitleSearch1795392000023 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`
      create table paper_title_search as
      select s.paper, to_tsvector('english', p.title) as vector from paper_search s join paper p on p.row_id = s.paper order by s.paper`);
    await db.query(`alter table paper_search rename to former_search`);
    await db.query(`create table paper_search (paper bigint not null, vector tsvector storage main not null)`);
    await db.query(`
      insert into paper_search (paper, vector)
      select t.paper, setweight(t.vector, 'A') || to_tsvector('english', coalesce(p.abstract, '')) from paper_title_search t join paper p on p.row_id = t.paper order by t.paper`);
    await db.query(`drop table former_search`);
    for (const table of ["paper_search", "paper_title_search"]) await index(db, table);
    await db.query(`create table title_word (word text collate "C" primary key)`);
    await db.query(`
      insert into title_word (word)
      select distinct word collate "C" from (select unnest(tsvector_to_array(vector)) as word from paper_title_search) w where length(word) between 4 and 40`);
    await db.query(`create index title_word_similar on title_word using gin (word gin_trgm_ops)`);
    await db.query(`
      create table term_statistics (
        version bigint generated always as identity primary key,
        papers bigint not null,
        counted bigint not null,
        made_at timestamptz(3) not null default now(),
        replaced_at timestamptz(3)
      )`);
    await db.query(`
      create table term_frequency (
        version bigint not null references term_statistics on delete cascade,
        term text collate "C" not null,
        papers int not null,
        titles int not null,
        primary key (version, term)
      )`);
    await db.query(`analyze paper_search, paper_title_search, title_word`);
    await db.query(`
      with sample as materialized (select s.paper, s.vector, t.vector as title from paper_search s join paper_title_search t using (paper) order by s.paper desc limit 50000),
      version as (
        insert into term_statistics (papers, counted) select (select count(*) from paper_search), count(*) from sample having count(*) > 0 returning version
      )
      insert into term_frequency (version, term, papers, titles)
      select v.version, term, sum(text), sum(title) from version v, (
        select unnest(tsvector_to_array(vector)) as term, 1 as text, 0 as title from sample
        union all select unnest(tsvector_to_array(title)), 0, 1 from sample
      ) c group by 1, 2`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop table term_frequency, term_statistics, title_word, paper_title_search`);
    // Nothing before heeds the marks, and a vector without them would be no other.
  }
}

async function index(db: QueryRunner, table: string): Promise<void> {
  await db.query(`alter table ${table} alter column paper set not null, alter column vector set not null`);
  await db.query(`alter table ${table} add primary key (paper)`);
  await db.query(`alter table ${table} add foreign key (paper) references paper on delete cascade`);
  await db.query(`create index ${table}_vector on ${table} using gin (vector)`);
}
