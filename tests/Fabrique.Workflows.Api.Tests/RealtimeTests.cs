using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>Live updates, as Studio subscribes to them.</summary>
public sealed class RealtimeTests
{
    // Only tells what never comes from what is slow on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string[] Three = ["ActivityExecutionLogUpdatedAsync", "WorkflowExecutionLogUpdatedAsync", "WorkflowInstanceUpdatedAsync"];

    private static string Waiting => Draw.Flow("waiting").With(Draw.Event("first", "First"), Draw.Event("second", "Second")).Chain().Json();

    [Theory, EngineData]
    public async Task Each_step_of_an_observed_instance_is_told_in_three_messages(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting);
        var other = await host.RunAsync(Waiting);
        await using var studio = await ObserveAsync(host, instance.Id);

        await host.Runtime.PublishEventAsync(new EventRequest("First") { InstanceId = other.Id });
        await host.Runtime.PublishEventAsync(new EventRequest("First") { InstanceId = instance.Id });

        var told = await studio.TakeAsync(3);
        Assert.Equal(Three, told.Select(message => message.Name));
        var stats = told[0].Argument["stats"]!.AsArray();
        Sample.AssertShape(Sample.Stats, stats[0]);
        Assert.Equal([("first", 1, false), ("second", 0, true)], stats.Skip(1).Select(entry => ((string)entry!["activityId"]!, (int)entry["completedCount"]!, (bool)entry["isBlocked"]!)));
        Assert.Equal("{}", told[1].Argument.ToJsonString());
        Assert.Equal($$"""{"workflowInstanceId":"{{instance.Id}}"}""", told[2].Argument.ToJsonString());

        await host.Runtime.CancelAsync(instance.Id);
        Assert.Equal(Three, (await studio.TakeAsync(3)).Select(message => message.Name));
    }

    [Fact]
    public async Task What_moves_is_told_to_those_alone_who_look_at_it()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var first = await host.RunAsync(Waiting);
        var second = await host.RunAsync(Waiting);
        await using var one = await ObserveAsync(host, first.Id);
        await using var two = await ObserveAsync(host, second.Id);

        await host.Runtime.PublishEventAsync(new EventRequest("First") { InstanceId = first.Id });
        Assert.Equal(first.Id, (string)(await one.TakeAsync(3))[2].Argument["workflowInstanceId"]!);
        await host.Runtime.PublishEventAsync(new EventRequest("First") { InstanceId = second.Id });

        Assert.Equal(second.Id, (string)(await two.TakeAsync(3))[2].Argument["workflowInstanceId"]!);
    }

    [Theory, EngineData]
    public async Task A_step_of_another_process_is_told_at_the_next_poll(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting);
        await using var studio = await ObserveAsync(host, instance.Id);
        await using var elsewhere = host.BuildElsewhere();

        await elsewhere.GetRequiredService<IWorkflowRuntime>().PublishEventAsync(new EventRequest("First"));
        host.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Three, (await studio.TakeAsync(3)).Select(message => message.Name));
    }

    [Fact]
    public void Nobody_is_asked_about_what_nobody_looks_at()
    {
        var observed = new ObservedInstances();
        observed.OnCommitted("a");
        Assert.False(observed.Wakes.TryRead(out _));

        observed.Add("one", "a", 1);
        observed.Add("two", "a", 1);
        Assert.True(observed.Wakes.TryRead(out _));
        observed.OnCommitted("b");
        Assert.False(observed.Wakes.TryRead(out _));
        observed.OnCommitted("a");
        observed.OnCommitted("a");
        Assert.True(observed.Wakes.TryRead(out _));
        Assert.False(observed.Wakes.TryRead(out _));
        Assert.Equal((false, true, false), (observed.Move("a", 1), observed.Move("a", 2), observed.Move("a", 2)));

        observed.Remove("one");
        Assert.Equal(["a"], observed.Ids());
        observed.Remove("two");
        Assert.True(observed.IsEmpty);
    }

    [Fact]
    public async Task Who_leaves_is_forgotten()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var instance = await host.RunAsync(Waiting);
        var observed = host.Services.GetRequiredService<ObservedInstances>();
        var staying = await ObserveAsync(host, instance.Id);
        var leaving = await ObserveAsync(host, instance.Id);
        await leaving.DisposeAsync();
        await host.Runtime.PublishEventAsync(new EventRequest("First"));
        await staying.TakeAsync(3);
        await staying.DisposeAsync();

        using var deadline = new CancellationTokenSource(Patience);
        while (!observed.IsEmpty)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task The_hub_is_for_those_who_may_read_on_a_page_of_this_site()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var instance = await host.RunAsync(Waiting);

        Assert.Equal(HttpStatusCode.Unauthorized, await RefusalAsync(""));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalAsync("exec:tests"));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalAsync("*", "https://ailleurs.example"));
        foreach (var permission in new[] { "*", "read:*", "read:workflow-instances" })
        {
            await using var allowed = host.Connect(permission);
            await allowed.StartAsync();
            await allowed.InvokeAsync("ObserveInstanceAsync", instance.Id);
        }

        await using var admin = host.Connect("*");
        await admin.StartAsync();
        var unknown = await Assert.ThrowsAsync<HubException>(() => admin.InvokeAsync("ObserveInstanceAsync", "nobody"));
        Assert.Contains("n’existe pas", unknown.Message, StringComparison.Ordinal);

        async Task<HttpStatusCode?> RefusalAsync(string permissions, string origin = "http://localhost")
        {
            await using var connection = host.Connect(permissions, origin);
            return (await Assert.ThrowsAsync<HttpRequestException>(() => connection.StartAsync())).StatusCode;
        }
    }

    [Fact]
    public async Task A_page_of_another_site_opens_no_socket()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);

        foreach (var origin in new[] { "https://ailleurs.example", null })
        {
            var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.OpenSocketAsync("*", origin));
            Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
        }

        using var socket = await host.OpenSocketAsync("*", "http://localhost");
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    private static async Task<Studio> ObserveAsync(ApiHost host, string instanceId)
    {
        var studio = new Studio(host.Connect("*"));
        await studio.ObserveAsync(instanceId);
        return studio;
    }

    private sealed class Studio : IAsyncDisposable
    {
        private readonly HubConnection _connection;
        private readonly Channel<(string Name, JsonNode Argument)> _messages = Channel.CreateUnbounded<(string, JsonNode)>();

        public Studio(HubConnection connection)
        {
            _connection = connection;
            foreach (var name in Three)
            {
                connection.On<JsonNode>(name, argument => _messages.Writer.TryWrite((name, argument)));
            }
        }

        public async Task ObserveAsync(string instanceId)
        {
            await _connection.StartAsync();
            await _connection.InvokeAsync("ObserveInstanceAsync", instanceId);
        }

        public async Task<List<(string Name, JsonNode Argument)>> TakeAsync(int count)
        {
            using var deadline = new CancellationTokenSource(Patience);
            var taken = new List<(string, JsonNode)>();
            while (taken.Count < count)
            {
                taken.Add(await _messages.Reader.ReadAsync(deadline.Token));
            }

            return taken;
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
