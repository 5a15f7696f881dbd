import { context, trace } from "@opentelemetry/api";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/** Spans of one trace: an agent, and four chats with the history so far. */
export const OF_A_TRACE = 5;

/** Requests in protobuf, `size` traces each, as the SDK's own exporter writes them. */
export function requests(number: number, size: number): Uint8Array[] {
  const exporter = new InMemorySpanExporter();
  const resource = resourceFromAttributes({ "service.name": "bench" });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer("bench");
  return Array.from({ length: number }, () => {
    exporter.reset();
    for (let i = 0; i < size; i++) {
      const root = tracer.startSpan("invoke_agent", {
        attributes: { "gen_ai.operation.name": "invoke_agent" },
      });
      const inside = trace.setSpan(context.active(), root);
      const id = root.spanContext().traceId;
      const history: object[] = [];
      for (let turn = 1; turn < OF_A_TRACE; turn++) {
        history.push(said("user", `question ${turn} of ${id}: ${"a word or two more ".repeat(10)}`));
        const answer = said("assistant", `answer ${turn}: ${"and what there is to say ".repeat(10)}`);
        tracer
          .startSpan(
            "chat model",
            {
              attributes: {
                "gen_ai.operation.name": "chat",
                "gen_ai.request.model": "model",
                "gen_ai.response.id": `${id}-${turn}`,
                "gen_ai.usage.input_tokens": 100 * turn,
                "gen_ai.input.messages": JSON.stringify(history),
                "gen_ai.output.messages": JSON.stringify([answer]),
              },
            },
            inside,
          )
          .end();
        history.push(answer);
      }
      root.end();
    }
    return ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans())!;
  });
}

const said = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
