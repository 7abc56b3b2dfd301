// The same page by PostGraphile 5, with what it asks of a database: functions that give a topic's papers, and a paper's topics and repositories.
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const connectionString = process.env.DATABASE_URL;
const client = new pg.Client({ connectionString });
await client.connect();
await client.query(`
  create or replace function topic_papers(topic topic) returns setof paper language sql stable as $$
    select p.* from paper_topic_page i join paper p on p.row_id = i.paper where i.topic = topic.row_id order by i.sort_on desc, i.paper desc $$;
  create or replace function paper_topics(paper paper) returns setof topic language sql stable as $$
    select t.* from (select l.topic, -max(l.confidence) as place from topic_link l where l.paper = paper.row_id group by l.topic) l
    join topic t on t.row_id = l.topic order by l.place, t.name_key, t.row_id $$;
  create or replace function paper_repositories(paper paper) returns setof repository language sql stable as $$
    select r.* from repository_link l join repository r on r.row_id = l.repository where l.paper = paper.row_id
    order by l.is_official desc, r.star_sort desc, l.row_id desc $$;
  comment on function paper_topics is E'@behavior +list -connection';
  comment on function paper_repositories is E'@behavior +list -connection';
`);
await client.end();

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString, schemas: ["public"], poolConfig: { max: 20 } })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
};
const instance = postgraphile(preset);
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`listening: http://127.0.0.1:${server.address().port}/graphql`));
