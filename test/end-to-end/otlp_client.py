"""What an agent instrumented with the Python SDK of OpenTelemetry sends: a chat span, and the evaluation of its answer."""

import json
import sys

try:
    from opentelemetry._logs import LogRecord
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
except ImportError as error:
    sys.exit(f"missing: {error.name}")

address = sys.argv[1]
resource = Resource.create({"service.name": "python-agent"})
traces = TracerProvider(resource=resource)
traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{address}/v1/traces")))
logs = LoggerProvider(resource=resource)
logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(f"{address}/v1/logs")))

tracer = traces.get_tracer("agent")
logger = logs.get_logger("evaluator")
for i in range(20):
    with tracer.start_as_current_span("chat model") as span:
        span.set_attributes(
            {
                "gen_ai.operation.name": "chat",
                "gen_ai.conversation.id": f"python-{i}",
                "gen_ai.response.id": f"python-{i}",
                "gen_ai.input.messages": json.dumps(
                    [{"role": "user", "parts": [{"type": "text", "content": f"question {i}"}]}]
                ),
                "gen_ai.output.messages": json.dumps(
                    [{"role": "assistant", "parts": [{"type": "text", "content": f"answer {i}"}]}]
                ),
            }
        )
        logger.emit(
            LogRecord(
                event_name="gen_ai.evaluation.result",
                timestamp=1_700_000_000_000_000_000 + i * 1_000_000_000,
                attributes={
                    "gen_ai.evaluation.name": "goal",
                    "gen_ai.evaluation.score.label": "help" if i % 4 else "flatter",
                    "gen_ai.response.id": f"python-{i}",
                },
            )
        )
traces.shutdown()
logs.shutdown()
