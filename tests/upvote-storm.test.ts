import { newMember } from "./members";
import { useTestApp } from "./test-app";

const app = useTestApp({
  RESPONSE_CACHE_MB: "8",
  DATABASE_POOL_SIZE: "20",
  UPVOTES_PER_DAY: "100000",
  POOL_WAITING_MAX: "10000",
});

const CLIENTS = 200;
const ROUNDS = 5;

test("two hundred members upvote the same papers and take it back at once: the counts are those of the rows, and others are answered", async () => {
  await app.importRecords(
    [0, 1, 2].map((index) => ({ title: `Paper ${index}`, arxivId: `2401.0000${index}`, upvotes: 10 * index })),
  );
  const { nodes } = (await app.query("{ papers { nodes { id title } } }")).papers;
  const members = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => newMember(app, `Member ${index}`)));
  let isOver = false;
  const reader = (async () => {
    let answers = 0;
    for (; !isOver; answers++)
      expect((await app.query("{ papers { nodes { title upvoteCount } } }")).papers.nodes).toHaveLength(3);
    return answers;
  })();
  const strike = async (query: (source: string) => Promise<any>, place: number) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = nodes[(place + round) % nodes.length];
      const name = (place * 7 + round) % 3 === 0 ? "removePaperUpvote" : "upvotePaper";
      const answer = await query(`mutation { ${name}(input: { paperId: "${id}" }) { userErrors { code } } }`);
      expect(answer[name].userErrors).toEqual([]);
    }
  };
  await Promise.all(members.map(({ query }, place) => strike(query, place)));
  isOver = true;
  expect(await reader).toBeGreaterThan(5);
  const rows = await app.db.query(
    `select p.title, s.member_upvotes as counted, (select count(*)::int from paper_upvote u where u.paper = p.row_id) as given, s.source_upvotes as told
     from paper p join paper_signal s on s.paper = p.row_id order by 1`,
  );
  expect(rows).toHaveLength(3);
  for (const { counted, given } of rows) expect(counted).toBe(given);
  expect(rows.map(({ told }: any) => told)).toEqual([0, 10, 20]);
  const shown = (await app.query("query After { papers(orderBy: TITLE) { nodes { upvoteCount } } }")).papers.nodes;
  expect(shown.map(({ upvoteCount }: any) => upvoteCount)).toEqual(rows.map(({ counted, told }: any) => counted + told));
}, 60_000);
