using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Http.Headers;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Testing.Mail;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Platform.Telemetry;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Span = System.Diagnostics.Activity;

namespace Fabrique.Web.Tests.Platform.Telemetry;

public sealed class TelemetryTests(ITestOutputHelper output)
{
    private const string Key = "une-cle-d-au-moins-trente-deux-caracteres";
    private const string Canary = "Canari-Jaune";

    // Only tells what waits for an endpoint that is away from a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [EngineData]
    public async Task A_click_is_followed_to_the_step_the_job_and_the_mail(Engine engine)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var exported = await Exported.StartAsync(engine, server);
        using var browser = exported.App.Browse();
        await new Journey(browser).ApplyAsync();

        await exported.RunAsync("outbox");

        await server.NextAsync();
        var mail = await exported.App.ReadAsync(db => db.OutgoingMails.OrderByDescending(mail => mail.CreatedAt).FirstAsync(mail => mail.Template == "candidature/accuse-de-reception" && mail.TraceParent != null));
        Assert.Equal(MailStatus.Sent, mail.Status);
        var send = exported.Spans.Single(span => span.DisplayName == "mail:send" && (span.GetTagItem("fabrique.mail") as string) == mail.Id.ToString());
        var trace = exported.Spans.Where(span => span.TraceId == send.TraceId).ToList();
        output.WriteLine(Exported.Tree(trace));

        // From the sending back to the click, each is the cause of the next.
        string[] causes = [.. Causes(send, trace)];
        string[] expected = ["mail:send", "job:outbox", "workflow:step Fabrique.SendMessage", "workflow:signal", "SubmitApplication", "POST candidatures/{reference}/depot"];
        Assert.Equal(expected, causes.Take(expected.Length));

        // What about, by its code and its id; and the run of the job that happened to send it.
        var application = await exported.App.ReadAsync(db => db.Applications.SingleAsync(application => application.Id == mail.SubjectId));
        foreach (var told in trace.Where(span => span.DisplayName is "mail:send" or "SubmitApplication" or "workflow:step Fabrique.SendMessage"))
        {
            Assert.Equal((ApplicationSubject.SubjectCode, application.Id.ToString()), (told.GetTagItem(FabriqueTelemetry.SubjectTag) as string, told.GetTagItem(FabriqueTelemetry.SubjectIdTag) as string));
        }

        var job = trace.Single(span => span.SpanId == send.ParentSpanId);
        var run = exported.Spans.Single(span => span.DisplayName == "run:outbox" && span.SpanId == Assert.Single(job.Links).Context.SpanId);
        Assert.NotEqual(send.TraceId, run.TraceId);
        Assert.Equal(engine is Engine.PostgreSql, trace.Exists(span => span.Source.Name == "Npgsql"));
    }

    /// <summary>The request died before it could execute what it had written.</summary>
    [Theory]
    [EngineData]
    public async Task A_signal_that_a_job_executes_goes_on_with_the_trace_of_who_wrote_it(Engine engine)
    {
        await using var exported = await Exported.StartAsync(engine);
        ActivityTraceId click;
        string instance;
        await using (var scope = exported.App.Services.CreateAsyncScope())
        {
            using var span = FabriqueTelemetry.Source.StartActivity("click")!;
            click = span.TraceId;
            instance = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().Start(new StartRequest("candidature") { CorrelationId = "Application:0198a000-0000-7000-8000-000000000001" });
            await scope.ServiceProvider.GetRequiredService<Fabrique.Data.FabriqueDbContext>().SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await exported.RunAsync("signals");

        var step = exported.Spans.First(span => (span.GetTagItem("fabrique.instance") as string) == instance);
        Assert.Equal(click, step.TraceId);
        var signal = exported.Spans.Single(span => span.SpanId == step.ParentSpanId);
        Assert.Equal("workflow:signal", signal.DisplayName);
        var run = exported.Spans.Single(span => span.DisplayName == "run:signals" && span.SpanId == Assert.Single(signal.Links).Context.SpanId);
        Assert.NotEqual(click, run.TraceId);
        Assert.Empty(await exported.App.ReadAsync(db => db.Set<WorkflowSignalRow>().Where(row => row.InstanceId == instance).ToListAsync()));
    }

    [Theory]
    [EngineData]
    public async Task Nothing_that_people_write_nor_who_they_are_is_exported(Engine engine)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var exported = await Exported.StartAsync(engine, server, configure: null, ("Telemetry:Metrics", "true"), ("Telemetry:MetricsKey", Key));
        using var browser = exported.App.Browse();
        var journey = new Journey(browser);
        await journey.ApplyAsync();
        Assert.Equal(3, Depth(exported.Measure(), "outbox"));
        await exported.RunAsync("outbox");
        Assert.Equal(0, Depth(exported.Measure(), "outbox"));

        // From now on the server refuses what is written to the applicant, naming the address.
        await exported.App.ReadAsync(db => db.StaffMembers
            .Where(person => person.DirectoryId == DemoAccounts.Find("agent")!.DirectoryId)
            .ExecuteUpdateAsync(set => set.SetProperty(person => person.Email, $"inconnu@{Canary}.example")));
        await journey.GiveOpinionAsync("directrice");
        await journey.GiveOpinionAsync("directeur");
        await journey.DecideAsync(retained: false);
        await exported.RunAsync("outbox");
        foreach (var path in (string[])["/recherche?q=", "/appels/", "/membres/", "/connexion?returnUrl=/", "/sante/pret?q="])
        {
            await browser.GoAsync(path + Canary);
        }

        // What a library may do.
        var logger = exported.App.Services.GetRequiredService<ILogger<TelemetryTests>>();
        using (logger.BeginScope("{UseCase} {Title}", "Essai", Canary))
        {
            logger.LogError(new InvalidOperationException(Canary, new IOException(Canary)), "{Kind} {Who}", "Essai", Canary);
            logger.Log(LogLevel.Error, 0, Canary, null, (text, _) => text);
        }

        using (var span = FabriqueTelemetry.Source.StartActivity("essai")!)
        {
            span.SetTag("title", Canary).SetTag("fabrique.correlation", Canary).SetStatus(ActivityStatusCode.Error, Canary);
        }

        var measures = exported.Measure();
        string[] told = [.. exported.Spans.Select(Exported.Describe), .. exported.Logs.Select(Exported.Describe), .. measures.Select(measure => measure.ToString()), await ScrapeAsync(exported.App)];
        var secrets = await SecretsAsync(exported.App);
        string[] leaks = [.. secrets.SelectMany(secret => told.Where(text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)).Select(text => $"{secret}: {text}"))];
        Assert.True(leaks.Length == 0, string.Join('\n', leaks));

        // And yet enough is told to find what failed.
        Assert.True(exported.Spans.Count > 100);
        var refused = exported.Logs.Single(log => log.Body?.StartsWith("Mail {Id}", StringComparison.Ordinal) == true && log.LogLevel == LogLevel.Error);
        var scope = new Dictionary<string, object?>();
        refused.ForEachScope((values, into) => Exported.Values(values).ToList().ForEach(value => into[value.Key] = value.Value), scope);
        var mail = await exported.App.ReadAsync(db => db.OutgoingMails.SingleAsync(mail => mail.Status == MailStatus.Failed));
        Assert.Equal((refused.TraceId.ToString(), ApplicationSubject.SubjectCode, mail.SubjectId), (scope["CorrelationId"], scope["Subject"], scope["SubjectId"]));
        Assert.Contains(exported.Logs, log => log.Attributes!.Any(attribute => attribute.Key == "exception.type" && attribute.Value is "System.InvalidOperationException"));
        foreach (var (name, tags) in ((string, string)[])
            [
                ("fabrique.workflow.steps", "fabrique.outcome=done fabrique.procedure=candidature"),
                ("fabrique.workflow.step.duration", "fabrique.procedure=candidature"),
                ("fabrique.workflow.lateness", "fabrique.source=signals"),
                ("fabrique.due.lateness", "fabrique.source=outbox"),
                ("fabrique.mails", "fabrique.result=sent"),
                ("fabrique.mails", "fabrique.result=refused"),
                ("fabrique.queue.depth", "fabrique.queue=signals"),
                ("fabrique.queue.depth", "fabrique.queue=timers"),
                ("fabrique.queue.depth", "fabrique.queue=retries"),
            ])
        {
            Assert.Contains(measures, measure => measure.Name == name && measure.Tags.Split(' ').Order(StringComparer.Ordinal).SequenceEqual(tags.Split(' ')));
        }
    }

    [Fact]
    public async Task Nothing_is_there_unless_it_is_asked_for()
    {
        await using var app = await FabriqueApp.StartAsync();
        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
        Assert.Null(app.Services.GetService<LoggerProvider>());
        Assert.Equal(HttpStatusCode.NotFound, (await GetMetricsAsync(app, Key)).StatusCode);

        await using var disabled = await FabriqueApp.StartAsync(settings: [("OTEL_EXPORTER_OTLP_ENDPOINT", Exported.ClosedPort()), ("Telemetry:Metrics", "true"), ("Telemetry:MetricsKey", Key), ("OTEL_SDK_DISABLED", "true")]);
        Assert.Null(disabled.Services.GetService<TracerProvider>());
        Assert.Null(disabled.Services.GetService<MeterProvider>());
        Assert.Null(disabled.Services.GetService<LoggerProvider>());

        await using var traces = await FabriqueApp.StartAsync(settings: ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Exported.ClosedPort()));
        Assert.NotNull(traces.Services.GetService<TracerProvider>());
        Assert.Null(traces.Services.GetService<MeterProvider>());
        Assert.Null(traces.Services.GetService<LoggerProvider>());
    }

    [Theory]
    [InlineData("Telemetry:MetricsKey", "Telemetry:Metrics", "true")]
    [InlineData("Telemetry:MetricsKey", "Telemetry:Metrics", "true", "Telemetry:MetricsKey", "trop-courte")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "collecteur:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "ici")]
    [InlineData("Include Error Detail", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317", "Database:ConnectionString", "Host=ici;Include Error Detail=true")]
    [InlineData(null, "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317", "Database:ConnectionString", "Host=ici")]
    [InlineData(null, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:4317", "Database:ConnectionString", "Host=ici;Include Error Detail=true")]
    [InlineData(null, "Telemetry:Metrics", "true", "Telemetry:MetricsKey", Key)]
    public void A_setting_that_cannot_be_meant_is_named(string? named, params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Chunk(2).Select(pair => KeyValuePair.Create<string, string?>(pair[0], pair[1]))).Build();
        var options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();

        var failures = new TelemetryOptionsValidator(configuration).Validate(null, options).Failures;

        if (named is null)
        {
            Assert.Null(failures);
        }
        else
        {
            Assert.StartsWith(named, Assert.Single(failures!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_measures_are_read_by_who_holds_the_key()
    {
        await using var app = await FabriqueApp.StartAsync(settings: [("Telemetry:Metrics", "true"), ("Telemetry:MetricsKey", Key)]);
        Assert.Null(app.Services.GetService<TracerProvider>());
        foreach (var key in (string?[])[null, Key + "x"])
        {
            using var refused = await GetMetricsAsync(app, key);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer", ""), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString(), await refused.Content.ReadAsStringAsync()));
        }

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete])
        {
            using var refused = await GetMetricsAsync(app, Key, method);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD", ""), (refused.StatusCode, string.Join(", ", refused.Content.Headers.Allow), await refused.Content.ReadAsStringAsync()));
        }

        using var head = await GetMetricsAsync(app, Key, HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, admin.Status);
        Assert.Contains("fabrique_queue_depth", await ScrapeAsync(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_what_it_sends_to_is_away_nothing_is_lost_nor_late_nor_said_again_and_again()
    {
        var said = new Said();
        using var failures = new Failures();
        var exported = await Exported.StartAsync(Engine.Sqlite, configure: services => services.AddSingleton<ILoggerProvider>(_ => said)).WaitAsync(Patience);
        try
        {
            using var browser = exported.App.Browse();
            await new Journey(browser).ApplyAsync().WaitAsync(Patience);
            var application = await exported.App.ReadAsync(db => db.Applications.OrderByDescending(application => application.SubmittedAt).FirstAsync());
            Assert.Equal(ApplicationStatus.Shortlisted, application.Status);
            await exported.RunAsync("outbox").WaitAsync(Patience);
            Assert.Empty(await exported.App.ReadAsync(db => db.OutgoingMails.Where(mail => mail.SubjectId == application.Id && (mail.Status == MailStatus.Pending || mail.Status == MailStatus.Failed)).ToListAsync()));

            // The exporter has tried, and keeps to itself that it could not.
            exported.App.Services.GetRequiredService<TracerProvider>().ForceFlush((int)Patience.TotalMilliseconds);
            Assert.True(failures.Count > 0);
            Assert.Empty(said.Warnings);
        }
        finally
        {
            await exported.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }

    private static IEnumerable<string> Causes(Span span, List<Span> trace)
    {
        for (var cause = span; cause is not null; cause = trace.SingleOrDefault(other => other.SpanId == cause.ParentSpanId))
        {
            // A signal may be executed by way of another, a step by way of a step.
            yield return cause.DisplayName;
        }
    }

    private static double Depth(IReadOnlyList<(string Name, string Tags, double Value)> measures, string queue) =>
        measures.Single(measure => measure.Name == "fabrique.queue.depth" && measure.Tags == $"fabrique.queue={queue}").Value;

    /// <summary>All the names and addresses of the directory, what was typed, and the subjects of the mails.</summary>
    private static async Task<List<string>> SecretsAsync(FabriqueApp app)
    {
        var people = await app.ReadAsync(db => db.StaffMembers.ToListAsync());
        var titles = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.TraceParent != null).Select(mail => mail.Subject).ToListAsync());
        Assert.True(people.Count >= 10);
        Assert.NotEmpty(titles);
        return
        [
            .. people.Select(person => person.FullName),
            .. people.Select(person => person.FullName.Split(' ')[^1]),
            .. people.Select(person => person.Email),
            .. titles,
            Canary, "Sémaphore", "Trente communes", "capteurs", "syndicats de rivière", "Utile et prêt", "service national couvre",
        ];
    }

    private static async Task<string> ScrapeAsync(FabriqueApp app)
    {
        using var answer = await GetMetricsAsync(app, Key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> GetMetricsAsync(FabriqueApp app, string? key, HttpMethod? method = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(app.Address, "/metrics"));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(request);
    }

    /// <summary>Counts what OpenTelemetry’s exporter could not send.</summary>
    private sealed class Failures : EventListener
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
            {
                EnableEvents(eventSource, EventLevel.Warning);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => Interlocked.Increment(ref count);
    }

    private sealed class Said : ILoggerProvider, ILogger
    {
        private readonly List<string> warnings = [];

        public IReadOnlyList<string> Warnings
        {
            get
            {
                lock (warnings)
                {
                    return [.. warnings];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (warnings)
                {
                    warnings.Add(formatter(state, exception));
                }
            }
        }

        public void Dispose()
        {
        }
    }
}
