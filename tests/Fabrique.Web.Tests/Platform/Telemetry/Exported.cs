using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fabrique.Testing;
using Fabrique.Testing.Mail;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Span = System.Diagnostics.Activity;

namespace Fabrique.Web.Tests.Platform.Telemetry;

/// <summary>The product with its telemetry on, and all that it exports. What it is told to send to is away.</summary>
internal sealed class Exported : IAsyncDisposable
{
    private readonly Kept<Span> spans = [];
    private readonly Kept<LogRecord> logs = [];
    private readonly Kept<MetricSnapshot> measures = [];

    private Exported()
    {
    }

    public FabriqueApp App { get; private set; } = null!;

    public IReadOnlyList<Span> Spans => spans.Snapshot();

    public IReadOnlyList<LogRecord> Logs => logs.Snapshot();

    public static async Task<Exported> StartAsync(Engine engine, SmtpServer? server = null, Action<IServiceCollection>? configure = null, params (string Name, string Value)[] settings)
    {
        var exported = new Exported();
        if (server is not null)
        {
            settings =
            [
                .. settings,
                ("Mail:Mode", "Smtp"),
                ("Mail:PublicUrl", "https://fabrique.example/"),
                ("Mail:Smtp:Host", "localhost"),
                ("Mail:Smtp:Port", server.Port.ToString(CultureInfo.InvariantCulture)),
                ("Mail:Smtp:User", SmtpServer.User),
                ("Mail:Smtp:Password", SmtpServer.Password),
                ("Mail:Smtp:CaFile", server.CaFile),
            ];
        }

        exported.App = await FabriqueApp.StartAsync(
            engine,
            services =>
            {
                services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(exported.spans));
                services.ConfigureOpenTelemetryMeterProvider(metering => metering.AddInMemoryExporter(exported.measures));
                services.ConfigureOpenTelemetryLoggerProvider(logging => logging.AddInMemoryExporter(exported.logs));
                configure?.Invoke(services);
            },
            [("OTEL_EXPORTER_OTLP_ENDPOINT", ClosedPort()), .. settings]);
        return exported;
    }

    /// <summary>Collects the measures.</summary>
    /// <returns>Those of now: name, tags, value or count.</returns>
    public IReadOnlyList<(string Name, string Tags, double Value)> Measure()
    {
        measures.Empty();
        App.Services.GetRequiredService<MeterProvider>().ForceFlush();
        return
        [
            .. from measure in measures.Snapshot()
               from point in measure.MetricPoints
               select (measure.Name, Describe(point.Tags), measure.MetricType switch
               {
                   MetricType.Histogram => point.GetHistogramCount(),
                   MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
                   MetricType.LongGauge => point.GetGaugeLastValueLong(),
                   MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
                   _ => point.GetSumDouble(),
               }),
        ];
    }

    /// <summary>What Hangfire calls.</summary>
    public async Task RunAsync(string job)
    {
        await using var scope = App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecurringJobRunner>().RunAsync(job, CancellationToken.None);
    }

    public static string Describe(Span span) => new StringBuilder(span.DisplayName)
        .AppendJoin(' ', span.TagObjects.Select(tag => $" {tag.Key}={tag.Value}"))
        .AppendJoin(' ', span.Events.Select(happened => $" {happened.Name} {string.Join(' ', happened.Tags.Select(tag => $"{tag.Key}={tag.Value}"))}"))
        .AppendJoin(' ', span.Baggage.Select(item => $" {item.Key}={item.Value}"))
        .Append(CultureInfo.InvariantCulture, $" {span.StatusDescription} {span.TraceStateString}")
        .ToString();

    public static string Describe(LogRecord log)
    {
        var text = new StringBuilder($"{log.CategoryName} {log.EventId} {log.Body} {log.FormattedMessage} {log.Exception}");
        text.AppendJoin(' ', (log.Attributes ?? []).Select(attribute => $" {attribute.Key}={attribute.Value}"));
        log.ForEachScope((scope, into) => into.AppendJoin(' ', Values(scope).Select(value => $" {value.Key}={value.Value}")), text);
        return text.ToString();
    }

    public static IEnumerable<KeyValuePair<string, object?>> Values(LogRecordScope scope)
    {
        foreach (var value in scope)
        {
            yield return value;
        }
    }

    /// <summary>A trace as people read it: each span under the one that caused it.</summary>
    public static string Tree(IReadOnlyList<Span> trace)
    {
        var text = new StringBuilder();
        foreach (var root in trace.Where(span => trace.All(other => other.SpanId != span.ParentSpanId)).OrderBy(span => span.StartTimeUtc))
        {
            Write(root, 0);
        }

        return text.ToString();

        void Write(Span span, int depth)
        {
            text.Append(CultureInfo.InvariantCulture, $"{new string(' ', 2 * depth)}{span.DisplayName} ({span.Source.Name}) {span.Duration.TotalMilliseconds:0.0} ms\n");
            foreach (var child in trace.Where(other => other.ParentSpanId == span.SpanId).OrderBy(other => other.StartTimeUtc))
            {
                Write(child, depth + 1);
            }
        }
    }

    public static string ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static string Describe(ReadOnlyTagCollection tags)
    {
        var text = new StringBuilder();
        foreach (var tag in tags)
        {
            text.Append(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value} ");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Exporters add from any thread.</summary>
    private sealed class Kept<T> : Collection<T>
    {
        private readonly Lock gate = new();

        public IReadOnlyList<T> Snapshot()
        {
            lock (gate)
            {
                return [.. Items];
            }
        }

        public void Empty() => Clear();

        protected override void InsertItem(int index, T item)
        {
            lock (gate)
            {
                base.InsertItem(Items.Count, item);
            }
        }

        protected override void ClearItems()
        {
            lock (gate)
            {
                base.ClearItems();
            }
        }
    }
}
