import cluster, { type Worker } from "node:cluster";
import { AggregatorRegistry, type Registry } from "prom-client";

/** A worker that was asked for metrics wants those of all, in Prometheus' text; and what it is told. */
interface Question {
  readonly metricsAsked: number;
}
type Reply = Question & ({ readonly text: string } | { readonly fault: string });

/** Gives what reads the metrics of all workers added up, in a worker of which `registry` holds the own ones. Rejects when one of them does not say. */
export function gatherMetrics(registry: Registry): () => Promise<string> {
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry(); // from now on the worker tells its own when it is asked
  const waiting = new Map<number, (reply: Reply) => void>();
  let asked = 0;
  process.on("message", (message: Partial<Reply>) => {
    if (message.metricsAsked === undefined) return;
    waiting.get(message.metricsAsked)?.(message as Reply);
    waiting.delete(message.metricsAsked);
  });
  return () =>
    new Promise((resolve, reject) => {
      const question: Question = { metricsAsked: asked++ };
      waiting.set(question.metricsAsked, (reply) => ("text" in reply ? resolve(reply.text) : reject(new Error(reply.fault))));
      process.send!(question);
    });
}

/** Answers, in the process that started the workers, those of them that want the metrics of all. */
export function answerForMetrics(): void {
  const all = new AggregatorRegistry();
  cluster.on("message", (worker: Worker, { metricsAsked }: Partial<Question>) => {
    if (metricsAsked === undefined) return;
    const reply = (what: { text: string } | { fault: string }) => {
      if (worker.isConnected()) worker.send({ metricsAsked, ...what });
    };
    all.clusterMetrics().then(
      (text) => reply({ text }),
      (error: Error) => reply({ fault: error.message }),
    );
  });
}
