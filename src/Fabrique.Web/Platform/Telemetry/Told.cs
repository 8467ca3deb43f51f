using System.Collections.Frozen;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Telemetry;

namespace Fabrique.Web.Platform.Telemetry;

/// <summary>
/// What may leave the application in spans and logs: numbers, dates, and under the names below codes and ids. Whatever is not known to be free of personal data
/// stays: a library’s next version may well tell an address, and people write what they like into what others log.
/// </summary>
internal sealed class Told(SubjectTypes subjects)
{
    /// <summary>Names of what an instance is about, in the runtime’s spans and scopes: a procedure may write what it likes there.</summary>
    private static readonly string[] Correlations = ["fabrique.correlation", "Correlation"];

    private static readonly FrozenSet<string> Names =
    [
        // Ours, in spans.
        "fabrique.activity", "fabrique.instance", "fabrique.key", "fabrique.mail", "fabrique.outcome", "fabrique.procedure", "fabrique.refusal", "fabrique.result", "fabrique.signal",
        "fabrique.subject", "fabrique.subject.id", "fabrique.template",

        // Ours, in logs and their scopes.
        "ActivityId", "Code", "CorrelationId", "DefinitionId", "Id", "Instance", "InstanceId", "Key", "Kind", "Mail", "Observer", "Procedure", "SignalId", "Source", "Subject", "SubjectId",
        "Template", "UseCase",

        // OpenTelemetry’s conventions. Neither addresses of callers, nor paths, nor queries.
        "db.namespace", "db.operation.name", "db.query.text", "db.response.status_code", "db.system", "db.system.name", "error.type", "exception.type", "exception.stacktrace",
        "http.request.method", "http.route", "network.protocol.version", "server.address", "url.scheme",

        // The framework’s scopes.
        "ConnectionId", "RequestId", "SpanId", "TraceId",
    ];

    /// <summary>What is told of a value that goes by a name: itself, nothing, or what it says.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Of(string name, object? value)
    {
        if (Correlations.Contains(name))
        {
            return subjects.TryParse(value as string, out var subject) ? About(subject, isTag: name == Correlations[0]) : [];
        }

        var isTold = value switch
        {
            string or Guid => Names.Contains(name),
            bool or int or long or double or decimal or DateTime or DateTimeOffset or DateOnly or TimeSpan or Enum => true,
            _ => false,
        };
        return isTold ? [KeyValuePair.Create(name, value)] : [];
    }

    private static KeyValuePair<string, object?>[] About(Subject subject, bool isTag) =>
    [
        KeyValuePair.Create<string, object?>(isTag ? FabriqueTelemetry.SubjectTag : "Subject", subject.Kind),
        KeyValuePair.Create<string, object?>(isTag ? FabriqueTelemetry.SubjectIdTag : "SubjectId", subject.Id),
    ];
}
