using Fabrique.Web.Platform.Graph;

namespace Fabrique.Web.Tests.Platform.Graph;

public sealed class GraphDirectoryTests : IAsyncDisposable
{
    private const string First = """{ "value": [ { "id": "1", "mail": "a@x.fr", "accountEnabled": true, "department": "Bureau A", "manager": { "@odata.type": "#microsoft.graph.user", "id": "9", "mail": "b@x.fr" } }, { "id": "2", "mail": null, "department": "Salles" } ], "@odata.nextLink": "{address}v1.0/users?$skiptoken=deux" }""";
    private const string Last = """{ "value": [ { "id": "3", "mail": "c@x.fr", "accountEnabled": false, "department": null, "manager": { "id": "8" } } ] }""";

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly HurriedTime time = new();
    private ScriptedGraph graph = null!;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await graph.DisposeAsync();
    }

    [Fact]
    public async Task People_are_read_page_after_page_with_the_applications_own_token()
    {
        graph = (await ScriptedGraph.StartAsync()).Token().Json(First).Json(Last);
        Assert.Equal([new GraphPerson("a@x.fr", "Bureau A", "b@x.fr", true), new GraphPerson("c@x.fr", null, null, false)], await ReadAsync());
        Assert.Equal(
            [
                $"POST /locataire/oauth2/v2.0/token grant_type=client_credentials&client_id=appli&client_secret=secret&scope={graph.Address}.default",
                "GET /v1.0/users?$select=id,displayName,mail,department,officeLocation,accountEnabled&$expand=manager($select=id,mail)&$top=500 Bearer jeton",
                "GET /v1.0/users?$skiptoken=deux Bearer jeton",
            ],
            graph.Asked);
        Assert.Empty(time.Waits);
    }

    [Fact]
    public async Task It_waits_as_long_as_it_is_asked_to_and_asks_again()
    {
        graph = (await ScriptedGraph.StartAsync()).Status(503).Token().Status(429, "7").Status(429, "0").Json(First).Status(429, "3").Json(Last);
        Assert.Equal(2, (await ReadAsync()).Count);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(3)], time.Waits);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever()
    {
        graph = (await ScriptedGraph.StartAsync()).Token().Status(429, "3600");
        Assert.Contains("60 minutes", (await FailAsync()).Replace('\u00a0', ' '), StringComparison.Ordinal);
        await graph.DisposeAsync();
        graph = (await ScriptedGraph.StartAsync()).Token();
        for (var refusal = 0; refusal < 20; refusal++)
        {
            graph.Status(429, "1");
        }

        Assert.Contains("HTTP 429", (await FailAsync()).Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal(8, time.Waits.Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task What_is_refused_is_told_without_the_secret(int status)
    {
        graph = (await ScriptedGraph.StartAsync()).Status(status);
        var told = await FailAsync();
        Assert.Contains($"{status}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret=", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_nowhere_else()
    {
        await using var elsewhere = await ScriptedGraph.StartAsync();
        graph = (await ScriptedGraph.StartAsync()).Token().Json(First.Replace("{address}", elsewhere.Address.ToString(), StringComparison.Ordinal));
        Assert.Contains("n’est pas la sienne", await FailAsync(), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Asked);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("""{ "value": 3 }""")]
    public async Task What_is_not_understood_is_told(string answer)
    {
        graph = (await ScriptedGraph.StartAsync()).Token().Json(answer);
        Assert.Contains("ne répond pas, ou pas comme attendu", await FailAsync(), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<GraphPerson>> ReadAsync() => new GraphDirectory(http, time).ReadAsync(
        new GraphOptions { TenantId = "locataire", ClientId = "appli", ClientSecret = "secret", Address = graph.Address, Instance = graph.Address },
        CancellationToken.None);

    private async Task<string> FailAsync() => (await Assert.ThrowsAsync<GraphException>(ReadAsync)).Message;

    /// <summary>Waits for nothing, and notes how long it was to be.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
