// The same page by Mercurius with its compiler and its loaders.
import fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";
import { byPaper, cursorOf, PAGE, REPOSITORIES, TOPICS } from "./statements.mjs";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const run = async (statement, values) => (await pool.query({ ...statement, values })).rows;

const schema = `
  enum PaperOrder { NEWEST }
  input TopicMatch { anyOf: [String!] }
  input PaperFilter { topics: TopicMatch }
  type Query { papers(filter: PaperFilter, orderBy: PaperOrder = NEWEST, first: Int = 20): PaperConnection! }
  type PaperConnection { edges: [PaperEdge!]! pageInfo: PageInfo! }
  type PaperEdge { cursor: String! node: Paper! }
  type PageInfo { hasNextPage: Boolean! }
  type Paper { title: String! abstract: String topics: [Topic!]! repositories: [Repository!]! }
  type Topic { name: String! }
  type Repository { url: String! nameWithOwner: String! starCount: Int }
`;

const resolvers = {
  Query: {
    async papers(_, { filter, first }) {
      const rows = await run(PAGE, [filter.topics.anyOf[0], first + 1]);
      return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
    },
  },
  PaperConnection: {
    edges: ({ rows }) => rows.map((node) => ({ cursor: cursorOf(node), node })),
    pageInfo: ({ hasNextPage }) => ({ hasNextPage }),
  },
  Repository: {
    nameWithOwner: ({ owner, name }) => `${owner}/${name}`,
    starCount: ({ star_count }) => star_count,
  },
};

const beside = (statement) => async (queries) => {
  const rows = byPaper(await run(statement, [queries.map(({ obj }) => obj.row_id)]));
  return queries.map(({ obj }) => rows.get(obj.row_id) ?? []);
};
const loaders = { Paper: { topics: beside(TOPICS), repositories: beside(REPOSITORIES) } };

const app = fastify();
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
console.log(`listening: ${await app.listen({ port: 0, host: "127.0.0.1" })}/graphql`);
