using System.Net;
using System.Text.Json;
using Fabrique.Testing;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Procedures;

public sealed class SendEventTests
{
    private const string Definition = """
        {"definitionId":"avis","name":"Avis","variables":[{"id":"a","name":"Adresse","typeName":"String","storageDriverTypeName":"WorkflowInstanceStorageDriver"}],
         "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[
          {"id":"v","type":"Elsa.SetVariable","version":1,"variable":{"id":"a","name":"Adresse"},"value":{"typeName":"Object","expression":{"type":"JavaScript","value":"createEventTriggerUrl('Favorable', 3600)"}}},
          {"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"Favorable"}}}]}}
        """;

    [Theory]
    [EngineData]
    public async Task An_address_that_a_procedure_gave_acts_when_it_is_confirmed_and_not_when_it_is_looked_at(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (instance, path) = await AwaitedAsync(app);
        var (other, _) = await AwaitedAsync(app);
        using var browser = app.Browse();

        await browser.GoAsync(path);
        Assert.Equal((HttpStatusCode.OK, "Confirmer votre réponse"), (browser.Status, browser.Title));
        Assert.Equal(WorkflowSubStatus.Suspended, await StateAsync(app, instance));
        await browser.PressAsync("Confirmer");

        Assert.Equal("C’est transmis", browser.Title);
        Assert.Equal(WorkflowSubStatus.Finished, await StateAsync(app, instance));
        Assert.Equal(WorkflowSubStatus.Suspended, await StateAsync(app, other));
    }

    [Fact]
    public async Task A_machine_sends_it_by_the_address_alone()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (instance, path) = await AwaitedAsync(app);
        using var client = new HttpClient { BaseAddress = app.Address };

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(WorkflowSubStatus.Suspended, await StateAsync(app, instance));
        using var answer = await client.PostAsync(path, null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(WorkflowSubStatus.Finished, await StateAsync(app, instance));
    }

    /// <summary>A mail's reader clicks twice, and the page is sent again.</summary>
    [Theory]
    [EngineData]
    public async Task An_address_sent_several_times_at_once_acts_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var (instance, path) = await AwaitedAsync(app);
        using var client = new HttpClient { BaseAddress = app.Address };

        await AtOnce.RunAsync(8, async _ =>
        {
            using var answer = await client.PostAsync(path, null);
            return answer.StatusCode;
        });
        using var again = await client.PostAsync(path, null);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(WorkflowSubStatus.Finished, await StateAsync(app, instance));
        Assert.Single(await app.Services.GetRequiredService<IWorkflowRuntime>().GetJournalAsync(instance), line => line is { ActivityId: "e", EventName: "Resumed" });
    }

    /// <summary>Sealed by the same keys for something else, or by other keys.</summary>
    [Fact]
    public async Task An_address_that_was_forged_does_nothing()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (instance, _) = await AwaitedAsync(app);
        var link = JsonSerializer.Serialize(new WorkflowEventLink("Favorable", instance, null));
        using var client = new HttpClient { BaseAddress = app.Address };
        foreach (var protector in (IDataProtector[])[app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Fabrique.Other"), new EphemeralDataProtectionProvider().CreateProtector("Fabrique.Procedures.EventLinks")])
        {
            using var refused = await client.PostAsync($"/evenement?t={Uri.EscapeDataString(protector.Protect(link))}", null);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var plain = await client.PostAsync($"/evenement?t={Uri.EscapeDataString(link)}", null);
        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Equal(WorkflowSubStatus.Suspended, await StateAsync(app, instance));
    }

    [Fact]
    public async Task An_address_that_was_changed_or_is_over_does_nothing()
    {
        await using var app = await FabriqueApp.StartAsync();
        var (instance, path) = await AwaitedAsync(app);
        using var client = new HttpClient { BaseAddress = app.Address };

        foreach (var wrong in (string[])["/evenement", "/evenement?t=", "/evenement?t=abc", path[..^4] + "AAAA"])
        {
            using var refused = await client.PostAsync(wrong, null);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        await app.JumpAsync(app.Now.AddHours(2));
        using var late = await client.PostAsync(path, null);
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        Assert.Contains("ne sert plus", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(WorkflowSubStatus.Suspended, await StateAsync(app, instance));
    }

    private static async Task<(string InstanceId, string Path)> AwaitedAsync(FabriqueApp app)
    {
        if (await app.Services.GetRequiredService<WorkflowDefinitionStore>().GetPublishedAsync("avis") is null)
        {
            await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(WorkflowDocument.Parse(Definition));
        }

        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var instance = await runtime.StartAsync(new StartRequest("avis"));
        var address = new Uri((await runtime.GetDataAsync(instance.Id))!.Variables.Single().Value!.Value.GetString()!);
        return (instance.Id, address.PathAndQuery);
    }

    private static async Task<WorkflowSubStatus> StateAsync(FabriqueApp app, string instanceId) =>
        (await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(instanceId))!.Instance.SubStatus;
}
