// node:http and nothing more: /bytes sends the answer that lies in a file, /one asks one statement that prints the answer, /three asks three plain ones.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import pg from "pg";
import { byPaper, cursorOf, PAGE, REPOSITORIES, TOPICS, WHOLE } from "./statements.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const bytes = readFileSync(process.env.ANSWER_FILE);

async function three(topic) {
  const { rows } = await pool.query({ ...PAGE, values: [topic, 21] });
  const papers = rows.slice(0, 20);
  const ids = papers.map((paper) => paper.row_id);
  const [topics, repositories] = await Promise.all([
    pool.query({ ...TOPICS, values: [ids] }).then(({ rows }) => byPaper(rows)),
    pool.query({ ...REPOSITORIES, values: [ids] }).then(({ rows }) => byPaper(rows)),
  ]);
  const edges = papers.map((paper) => ({
    cursor: cursorOf(paper),
    node: {
      title: paper.title,
      abstract: paper.abstract,
      topics: (topics.get(paper.row_id) ?? []).map(({ name }) => ({ name })),
      repositories: (repositories.get(paper.row_id) ?? []).map(({ url, owner, name, star_count }) => ({
        url,
        nameWithOwner: `${owner}/${name}`,
        starCount: star_count,
      })),
    },
  }));
  return JSON.stringify({ data: { papers: { edges, pageInfo: { hasNextPage: rows.length > 20 } } } });
}

const one = async (topic) => (await pool.query({ ...WHOLE, values: [topic] })).rows[0].answer;

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const send = (body) =>
      response
        .writeHead(200, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(body) })
        .end(body);
    if (request.url === "/bytes") return send(bytes);
    const { variables } = JSON.parse(Buffer.concat(chunks));
    const [topic] = variables.topics;
    send(await (request.url === "/one" ? one(topic) : three(topic)));
  });
});
server.listen(0, "127.0.0.1", () => console.log(`listening: http://127.0.0.1:${server.address().port}`));
