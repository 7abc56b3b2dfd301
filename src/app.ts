import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import fastifyApollo from "@as-integrations/fastify";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import type { DataSource } from "typeorm";
import { identify } from "./community/viewer";
import type { Config } from "./config";
import { type Context, createContext, type Service } from "./context";
import { costWeights } from "./cost-weights";
import { feedAt } from "./following/feed";
import { type AnswerNotes, noteAnswers } from "./graphql/answer-notes";
import { noteAskedFields } from "./graphql/asked-fields";
import { priceOperations } from "./graphql/cost/price-operations";
import { ClientGone, formatError } from "./graphql/errors";
import { compiledExecution } from "./graphql/execution/compiled-execution";
import { httpStatus } from "./graphql/http-status";
import { printedSchema } from "./graphql/printed-schema";
import { refuseNul } from "./graphql/refuse-nul";
import { limitParts, reportRefusal } from "./graphql/request-limits";
import { seeWritesInMutations } from "./graphql/see-writes";
import { refuseOverload } from "./http/back-pressure";
import { signalOf } from "./http/client-gone";
import { admitGets, allowOrigins } from "./http/cross-origin";
import { addDocuments } from "./http/documents";
import { maskFaults } from "./http/faults";
import { addHealth } from "./http/health";
import { atMostEvery, createLog } from "./http/log";
import type { GatherMetrics } from "./http/metrics-endpoint";
import { observeService } from "./http/observation";
import { addPlayground } from "./http/playground";
import { limitRate } from "./http/rate-limit";
import { requestId } from "./http/request-id";
import { addResponseCache } from "./http/response-cache";
import { addSecurityHeaders } from "./http/security-headers";
import { limitBatches, limitConnections, serverOptions } from "./http/server-options";
import { schema } from "./schema";
import { createServices } from "./services";

/** Milliseconds between two lines of the log that say that the database is gone, for whatever request. */
const GONE_EVERY_MS = 1_000;

/** Fields whose values are only for the one who asks. */
const PERSONAL = ["viewer", "viewerHasUpvoted", "submissions", "savedFilter", "rateLimit"];

/** Nobody notes what becomes of what is no answer of GraphQL. */
const noAnswer: AnswerNotes = { operationName: null, errorCodes: [], isWhole: false, isPersonal: false, cost: null };

declare module "fastify" {
  interface FastifyRequest {
    /** What answers it: one database for the whole request. */
    service?: Service;
  }
}

/** What is not a setting. */
export interface AppOptions {
  /** Default: JSON lines on the standard output. */
  readonly log?: Logger;
  /** Gives what reads the metrics of all processes that share the port; unset: this is the only one. */
  readonly gatherMetrics?: GatherMetrics;
}

/** The whole service over an initialised database, not listening yet: main.ts and the tests both start here. Closing it leaves the database open. */
export async function createApp(
  db: DataSource,
  config: Config,
  { log = createLog(config.logLevel), gatherMetrics }: AppOptions = {},
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: requestId,
    ...serverOptions(config.http, config.requests),
    forceCloseConnections: "idle",
  });
  const services = await createServices(db, config, app.log);
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    cache: "bounded",
    formatError: formatError(
      (error, id) => log.error({ err: error, requestId: id }, "internal error"),
      atMostEvery(GONE_EVERY_MS, (error: unknown, id: string) => log.warn({ err: error, requestId: id }, "the database is gone")),
    ),
    allowBatchedHttpRequests: config.requests.maxBatchSize > 1,
    parseOptions: { maxTokens: config.requests.maxTokens },
    validationRules: [reportRefusal],
    validationOptions: { maxErrors: 10 }, // to find the argument of one takes as long as to read the document
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(), // its hook on every field takes a fifth of all throughput
      ApolloServerPluginInlineTraceDisabled(),
      noteAnswers(PERSONAL),
      limitParts(config.requests),
      priceOperations(schema, costWeights(config.limits), config.requests),
      refuseNul(),
      httpStatus(),
      noteAskedFields(schema),
      seeWritesInMutations(),
      ...(config.compiledExecution ? [compiledExecution(schema)] : []),
    ],
  });
  await apollo.start();
  const observe = await observeService(app, {
    log,
    path: "/graphql",
    settings: config.operation,
    pools: services.pools,
    gatherMetrics,
  });
  maskFaults(app); // before routes: each takes the handler that it finds
  addSecurityHeaders(app);
  await allowOrigins(app, config.http); // before what may refuse: pages read refusals too
  limitConnections(app, config.http, config.requests);
  admitGets(app);
  limitBatches(app, config.requests);
  app.decorate("sql", services.primary.sql);
  app.addHook("onClose", () => apollo.stop().then(services.close));
  app.decorateRequest("service", undefined);
  const serviceOf = (request: FastifyRequest) => {
    request.service ??= services.next();
    return request.service;
  };
  addResponseCache(app, {
    path: "/graphql",
    storeOf: (request) => services.answersOf(serviceOf(request)),
    maxAge: config.httpMaxAgeSeconds,
  });
  const { eventLoopDelayMaxMs: maxDelay, poolWaitingMax: maxWaiting } = config.operation;
  refuseOverload(app, "/graphql", { maxDelay, maxWaiting }, (request) => services.waitingFor(serviceOf(request)));
  limitRate(app, ["/graphql", "/feeds/*"], config.requests.rateLimit, services.primary.sql.prepared); // after what is refused for nothing
  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    identify(
      createContext(serviceOf(request), {
        requestId: request.id,
        budget: request.budget,
        signal: signalOf(reply, () => new ClientGone()),
        answer: request.answer ?? noAnswer,
        observe: (text) => observe(request, text),
      }),
      request.headers.authorization,
    );
  await app.register(fastifyApollo(apollo), { context: contextOf });
  addDocuments(app, "/feeds/", async (path, request, reply) => feedAt(path, await contextOf(request, reply)));
  addHealth(app, services.isReady);
  addPlayground(app, printedSchema(schema));
  return app;
}
