using System.Text.Json;
using System.Text.Json.Serialization;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests.Conformance;

/// <summary>
/// One rule of the runtime, as a file: a definition, what is done to it, and what must come of it. A property that is not known here is refused, so that
/// no expectation is ever silently unread.
/// </summary>
public sealed record ConformanceCase
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 256,
    };

    /// <summary>The rule, in one sentence.</summary>
    public required string Rule { get; init; }

    public required JsonElement Definition { get; init; }

    /// <summary>Published before, in this order.</summary>
    public IReadOnlyList<JsonElement> Definitions { get; init; } = [];

    /// <summary>Whether an instance is started; otherwise the steps must lead to one.</summary>
    public bool Start { get; init; } = true;

    public IReadOnlyDictionary<string, JsonElement> Input { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    public string? CorrelationId { get; init; }

    public IReadOnlyList<ConformanceStep> Steps { get; init; } = [];

    public required ConformanceExpectation Expect { get; init; }

    public static ConformanceCase Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<ConformanceCase>(File.ReadAllText(file), Reading)!;
        }
        catch (JsonException exception)
        {
            throw new JsonException($"{file}: {exception.Message}", exception);
        }
    }
}

/// <summary>One thing done to the instance; exactly one of event, advance, task, http, restart, retry and cancel.</summary>
public sealed record ConformanceStep
{
    /// <summary>Publishes this event, with <see cref="Payload"/> and <see cref="CorrelationId"/>.</summary>
    public string? Event { get; init; }

    public JsonElement? Payload { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Moves the clock and does all that is due.</summary>
    public TimeSpan? Advance { get; init; }

    /// <summary>Completes the task that this RunTask activity asked for, with <see cref="Result"/>.</summary>
    public string? Task { get; init; }

    public JsonElement? Result { get; init; }

    /// <summary>Sends a request such as "POST orders/12", with <see cref="Payload"/>, <see cref="Query"/> and, on the template <see cref="Route"/>, <see cref="RouteData"/>.</summary>
    public string? Http { get; init; }

    public string? Route { get; init; }

    public IReadOnlyDictionary<string, JsonElement> RouteData { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonElement> Query { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Goes on in a new process's worth of objects.</summary>
    public bool Restart { get; init; }

    /// <summary>Retries the open incident of this activity.</summary>
    public string? Retry { get; init; }

    public bool Cancel { get; init; }

    /// <returns>What the workflow answered to the request, if it did.</returns>
    public async Task<WorkflowHttpResponse?> ApplyAsync(TestHost host, string? instanceId)
    {
        var kinds = (Event is null ? 0 : 1) + (Advance is null ? 0 : 1) + (Task is null ? 0 : 1) + (Http is null ? 0 : 1) + (Restart ? 1 : 0) + (Retry is null ? 0 : 1) + (Cancel ? 1 : 0);
        Assert.True(kinds == 1, $"A step does exactly one thing: {this}");
        if (Event is not null)
        {
            await host.Runtime.PublishEventAsync(new EventRequest(Event) { Payload = Payload, CorrelationId = CorrelationId });
        }
        else if (Advance is { } time)
        {
            await host.AdvanceAsync(time);
        }
        else if (Task is not null)
        {
            await host.Runtime.CompleteTaskAsync(await host.TaskIdAsync(instanceId!, Task), Result);
        }
        else if (Retry is not null)
        {
            var incident = (await host.Runtime.GetOutlookAsync(instanceId!))!.Incidents.Single(open => open.ActivityId == Retry);
            await host.Runtime.RetryIncidentAsync(instanceId!, incident.Id);
        }
        else if (Cancel)
        {
            await host.Runtime.CancelAsync(instanceId!);
        }
        else if (Http is not null)
        {
            return await RequestAsync(host);
        }
        else
        {
            host.Restart();
        }

        return null;
    }

    private async Task<WorkflowHttpResponse?> RequestAsync(TestHost host)
    {
        var words = Http!.Split(' ');
        var route = HttpRoute.Of(words[0], Route ?? words[1]);
        var receivers = await host.Services.GetRequiredService<WorkflowHttpEndpoints>().FindReceiversAsync(route, null, null, take: 2);
        Assert.NotEmpty(receivers);
        var request = new WorkflowHttpRequest
        {
            Method = words[0],
            Path = words[1],
            RouteData = RouteData.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal),
            Query = Query.ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal),
            Content = Payload,
        };
        var exchange = new WorkflowHttpExchange();
        await exchange.ServeAsync(async () =>
        {
            foreach (var receiver in receivers)
            {
                if (receiver.DefinitionId is { } definitionId)
                {
                    await host.Runtime.StartAsync(new StartRequest(definitionId) { VersionId = receiver.VersionId, TriggerActivityId = receiver.ActivityId, TriggerPayload = request });
                }
                else
                {
                    await host.Runtime.ResumeAsync(new ResumeRequest(route.Name, route.Key) { InstanceId = receiver.InstanceId, Input = request });
                }
            }

            return receivers.Count;
        });
        return exchange.Response;
    }
}

/// <summary>What must have come of it. What is left out is not looked at.</summary>
public sealed record ConformanceExpectation
{
    /// <summary>Sub-status at the end.</summary>
    public string? Status { get; init; }

    /// <summary>Lines "activity:Event" of Elsa's own events, without those of the root; completions name their outcomes: "a:Completed[Done]".</summary>
    public IReadOnlyList<string>? Journal { get; init; }

    /// <summary>Texts that WriteLine wrote, in order; those of Log as "Level: text".</summary>
    public IReadOnlyList<string>? Written { get; init; }

    /// <summary>Values of these variables of the workflow.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Variables { get; init; }

    /// <summary>All outputs of the workflow.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Output { get; init; }

    /// <summary>What the history tells of all executions of these activities, in the order in which they began.</summary>
    public IReadOnlyList<ExpectedExecution>? Executions { get; init; }

    /// <summary>All open incidents, oldest first.</summary>
    public IReadOnlyList<ExpectedMessage>? Incidents { get; init; }

    /// <summary>All errors for which the definition is refused; then nothing is started.</summary>
    public IReadOnlyList<ExpectedMessage>? Problems { get; init; }

    /// <summary>All warnings with which the definition is published.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    public string? Name { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>What was answered to the requests, in their order, as "200 text/plain: content"; "nothing" where nothing was.</summary>
    public IReadOnlyList<string>? Responses { get; init; }

    /// <summary>Mails written, in no order, as "recipients: subject: body".</summary>
    public IReadOnlyList<string>? Mails { get; init; }

    /// <summary>All instances of other definitions, in no order, as "definition Status: texts written".</summary>
    public IReadOnlyList<string>? Others { get; init; }

    /// <summary>How many instances of the definition there are in the end.</summary>
    public int? Instances { get; init; }
}

/// <summary>An execution: its state, and all that it was given, gave and left by. What is left out is not looked at.</summary>
public sealed record ExpectedExecution
{
    public required string Activity { get; init; }

    public string? Status { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? State { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    public IReadOnlyList<string>? Outcomes { get; init; }
}

/// <summary>An activity, and a part of what is said of it.</summary>
public sealed record ExpectedMessage(string Activity, string Message);
