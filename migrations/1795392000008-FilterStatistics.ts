import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the planner must know of hosts and frameworks to choose between walking an order and gathering the matches. The partial index on frameworks alone does not tell it. */
export class FilterStatistics1795392000008 implements MigrationInterface {
  async up(db: QueryRunner) {
    await db.query(`create index repository_host on repository (lower(host))`);
    await db.query(`create statistics repository_link_framework_share on (lower(framework)) from repository_link`);
  }

  async down(db: QueryRunner) {
    await db.query(`drop statistics repository_link_framework_share`);
    await db.query(`drop index repository_host`);
  }
}
