using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests.Conformance;

/// <summary>Holds the runtime to every case file, on both engines, and once more in a new process's worth of objects for every step.</summary>
public sealed class ConformanceTests(ConformanceDatabases databases) : IClassFixture<ConformanceDatabases>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Conformance");

    private static readonly string[] ElsaEvents = ["Started", "Completed", "Suspended", "Resumed", "Faulted", "Canceled"];

    public static IEnumerable<TheoryDataRow<string, Engine, bool>> Cases()
    {
        var missing = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable;
        return Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal)
            .SelectMany(file => new[] { Engine.Sqlite, Engine.PostgreSql }, (file, engine) => (file, engine))
            .SelectMany(_ => new[] { false, true }, (pair, restarts) => new TheoryDataRow<string, Engine, bool>(pair.file, pair.engine, restarts)
            {
                Skip = pair.engine == Engine.PostgreSql ? missing : null,
            });
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Runtime_keeps_the_rule(string file, Engine engine, bool restarts)
    {
        var conformance = ConformanceCase.Read(Path.Combine(Folder, file));
        await using var host = TestHost.On(await databases.EmptyAsync(engine));
        foreach (var other in conformance.Definitions)
        {
            await host.PublishAsync(other.GetRawText());
        }

        var document = WorkflowDocument.Parse(conformance.Definition.GetRawText());
        if (conformance.Expect.Problems is { } problems)
        {
            var thrown = await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Publisher.PublishAsync(document));
            AssertMessages(problems, thrown.Problems.Select(found => (found.Problem.ActivityId, found.Problem.Reason.ToString())));
            return;
        }

        // A definition that does what it says is published without a word.
        Assert.Equal(conformance.Expect.Doubts, (await host.Publisher.CheckAsync(document)).Select(problem => problem.ToString()));
        await host.Publisher.PublishAsync(document);
        RestartIf(host, restarts);
        string? instanceId = null;
        if (conformance.Start)
        {
            instanceId = (await host.Runtime.StartAsync(new StartRequest(document.DefinitionId)
            {
                CorrelationId = conformance.CorrelationId,
                Input = conformance.Input.ToDictionary(input => input.Key, input => (object?)input.Value, StringComparer.Ordinal),
            })).Id;
        }

        var responses = new List<string>();
        foreach (var step in conformance.Steps)
        {
            RestartIf(host, restarts);
            instanceId ??= await InstancesAsync(host, document) is [var found, ..] ? found.Id : null;
            var response = await step.ApplyAsync(host, instanceId);
            if (step.Http is not null)
            {
                responses.Add(response is null ? "nothing" : $"{response.StatusCode} {response.ContentType}: {Encoding.UTF8.GetString(response.Content.Span)}");
            }
        }

        Assert.Equal(conformance.Expect.Responses ?? responses, responses);
        RestartIf(host, restarts);
        await AssertAsync(host, conformance.Expect, document, instanceId);
    }

    [Theory]
    [InlineData("""{"rule":"r","definition":{},"expect":{"status":"Finished","jurnal":[]}}""")]
    [InlineData("""{"rule":"r","definition":{},"expect":{"status":"Finished"},"step":[]}""")]
    [InlineData("""{"rule":"r","definition":{}}""")]
    public void Case_with_an_unknown_or_missing_property_is_refused(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);

        Assert.Throws<JsonException>(() => ConformanceCase.Read(file));
        File.Delete(file);
    }

    private static void RestartIf(TestHost host, bool restarts)
    {
        if (restarts)
        {
            host.Restart();
        }
    }

    private static Task<IReadOnlyList<InstanceSummary>> InstancesAsync(TestHost host, WorkflowDocument document) =>
        host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = document.DefinitionId });

    private static async Task AssertAsync(TestHost host, ConformanceExpectation expected, WorkflowDocument document, string? instanceId)
    {
        var instances = await InstancesAsync(host, document);
        if (expected.Instances is { } count)
        {
            Assert.Equal(count, instances.Count);
            if (count == 0)
            {
                return;
            }
        }

        if (expected.Others is { } others)
        {
            var found = (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Where(instance => instance.DefinitionId != document.DefinitionId).ToList();
            var lines = new List<string>();
            foreach (var instance in found)
            {
                lines.Add($"{instance.DefinitionId} {instance.SubStatus}: {await host.WrittenAsync(instance.Id)}");
            }

            Assert.Equal(others.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
        }

        if (expected.Mails is { } mails)
        {
            var rows = await host.BusinessRowsAsync();
            Assert.Equal(mails.Order(StringComparer.Ordinal), rows.Where(row => row.Name.StartsWith("mail/", StringComparison.Ordinal)).Select(row => row.Value).Order(StringComparer.Ordinal));
        }

        instanceId ??= Assert.Single(instances).Id;
        var outlook = (await host.Runtime.GetOutlookAsync(instanceId))!;
        var records = await host.Runtime.GetJournalAsync(instanceId);
        var root = document.Root?["id"]?.ToString();
        Assert.Equal(expected.Status, outlook.Instance.SubStatus.ToString());
        if (expected.Journal is { } journal)
        {
            Assert.Equal(journal, records.Where(record => record.ActivityId != root && ElsaEvents.Contains(record.EventName, StringComparer.Ordinal)).Select(Line));
        }

        if (expected.Written is { } written)
        {
            Assert.Equal(written, records.Where(record => record.EventName is "Written" or "Logged").Select(record => record.Message));
        }

        if (expected.Executions is { } executions)
        {
            AssertExecutions(executions, await host.Runtime.GetExecutionsAsync(instanceId));
        }

        AssertMessages(expected.Incidents ?? [], outlook.Incidents.Select(incident => (incident.ActivityId, incident.Message)));
        if (expected.Name is not null)
        {
            Assert.Equal(expected.Name, outlook.Instance.Name);
        }

        if (expected.CorrelationId is not null)
        {
            Assert.Equal(expected.CorrelationId, outlook.Instance.CorrelationId);
        }

        var (variables, output) = await host.ValuesAsync(instanceId);
        foreach (var (name, value) in expected.Variables ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            Assert.True(variables.ContainsKey(name), $"The workflow has no variable {name}.");
            AssertValue(name, value, variables[name]);
        }

        if (expected.Output is { } outputs)
        {
            Assert.Equal(outputs.Keys.Order(StringComparer.Ordinal), output.Select(property => property.Key).Order(StringComparer.Ordinal));
            foreach (var (name, value) in outputs)
            {
                AssertValue(name, value, output[name]);
            }
        }
    }

    private static string Line(JournalRecord record)
    {
        var outcomes = record.EventName == "Completed" ? record.Payload?.GetProperty("Outcomes").EnumerateArray().Select(outcome => outcome.GetString()) : null;
        return $"{record.ActivityId}:{record.EventName}{(outcomes is null ? "" : $"[{string.Join(',', outcomes)}]")}";
    }

    private static void AssertExecutions(IReadOnlyList<ExpectedExecution> expected, IReadOnlyList<ActivityExecutionRecord> actual)
    {
        var named = expected.Select(execution => execution.Activity).ToHashSet(StringComparer.Ordinal);
        var found = actual.Where(execution => named.Contains(execution.ActivityId)).ToList();
        Assert.Equal(expected.Select(execution => execution.Activity), found.Select(execution => execution.ActivityId));
        foreach (var (wanted, record) in expected.Zip(found))
        {
            Assert.Equal(wanted.Status ?? record.Status.ToString(), record.Status.ToString());
            Assert.Equal(wanted.Outcomes ?? record.Outcomes, record.Outcomes);
            AssertValues(wanted.State, record.ActivityState);
            AssertValues(wanted.Outputs, record.Outputs);
        }
    }

    private static void AssertValues(IReadOnlyDictionary<string, JsonElement>? expected, IReadOnlyDictionary<string, JsonElement> actual)
    {
        if (expected is not null)
        {
            AssertValue("values", JsonSerializer.SerializeToElement(expected), JsonSerializer.SerializeToNode(actual));
        }
    }

    private static void AssertMessages(IReadOnlyList<ExpectedMessage> expected, IEnumerable<(string Activity, string Message)> actual)
    {
        var found = actual.ToList();
        Assert.Equal(expected.Select(message => message.Activity), found.Select(message => message.Activity));
        foreach (var (message, (_, text)) in expected.Zip(found))
        {
            Assert.Contains(message.Message, text, StringComparison.Ordinal);
        }
    }

    private static void AssertValue(string name, JsonElement expected, JsonNode? actual) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected.GetRawText()), actual), $"{name}: expected {expected.GetRawText()}, found {actual?.ToJsonString() ?? "null"}");
}
