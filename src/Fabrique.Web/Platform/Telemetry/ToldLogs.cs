using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Fabrique.Web.Platform.Telemetry;

/// <summary>
/// Takes out of each log what is not to be told, before it is exported: what remains is the sentence of the program, without the values written into it, those
/// values that may be told, and of an exception its type and where it came from.
/// </summary>
internal sealed class ToldLogs(Told told) : BaseProcessor<LogRecord>
{
    private const string Template = "{OriginalFormat}";

    public override void OnEnd(LogRecord data)
    {
        var attributes = new List<KeyValuePair<string, object?>>();
        string? template = null;
        foreach (var (name, value) in data.Attributes ?? [])
        {
            if (name == Template)
            {
                template = value as string;
            }

            attributes.AddRange(told.Of(name, value));
        }

        if (data.Exception is { } exception)
        {
            attributes.Add(new("exception.type", exception.GetType().FullName));
            attributes.Add(new("exception.stacktrace", string.Join('\n', Causes(exception).Select(cause => $"{cause.GetType().FullName}\n{cause.StackTrace}"))));
            data.Exception = null;
        }

        // Without a template, the text is already written out.
        data.Body = template;
        data.FormattedMessage = null;
        data.Attributes = attributes;
    }

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}

/// <summary>
/// Stands between the scopes of the logs and what exports them: the exporter writes every scope out, and the framework’s tell the path that was asked for. It takes part
/// in logging only to be given the scopes, and logs nothing.
/// </summary>
internal sealed class ToldScopes(IServiceProvider services) : ILoggerProvider, ISupportExternalScope, IExternalScopeProvider
{
    private readonly Told told = services.GetRequiredService<Told>();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void SetScopeProvider(IExternalScopeProvider scopeProvider)
    {
        scopes = scopeProvider;
        foreach (var exporter in services.GetServices<ILoggerProvider>().OfType<OpenTelemetryLoggerProvider>())
        {
            ((ISupportExternalScope)exporter).SetScopeProvider(this);
        }
    }

    public void ForEachScope<TState>(Action<object?, TState> callback, TState state) => scopes.ForEachScope(
        (scope, given) =>
        {
            if (scope is IEnumerable<KeyValuePair<string, object?>> values && values.SelectMany(value => told.Of(value.Key, value.Value)).ToList() is { Count: > 0 } kept)
            {
                callback(kept, given);
            }
        },
        state);

    public IDisposable Push(object? state) => scopes.Push(state);

    public void Dispose()
    {
    }
}
