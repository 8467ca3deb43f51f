using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fabrique.Domain.Panels;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed partial class VoteTests
{
    private const string RunsVariable = "FABRIQUE_VOTE_RUNS";

    // For, against, abstained: 4, 3, 1.
    private static readonly VoteChoice[] Choices =
        [VoteChoice.For, VoteChoice.Against, VoteChoice.For, VoteChoice.Abstain, VoteChoice.Against, VoteChoice.For, VoteChoice.Against, VoteChoice.For];

    /// <summary>A few runs; as many as the variable says where one has the time.</summary>
    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable(RunsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var runs) ? runs : 5;

    [Theory, EngineData]
    public async Task Eight_secret_votes_at_once_are_all_counted(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        for (var run = 0; run < Runs; run++)
        {
            var ballot = await PanelActs.OpenVoteAsync(app, jury, VoteMode.Secret);
            var outcomes = await AtOnce.RunAsync(PanelActs.Voters.Length, number => PanelActs.VoteAsync(app, PanelActs.Voters[number], ballot, Choices[number]));

            Assert.All(outcomes, outcome => Assert.Null(outcome.Refusal));
            Assert.Equal(PanelActs.Voters.Length, (await PanelActs.BallotAsync(app, ballot)).Marks.Count);
            Assert.Equal(new VoteCount(4, 3, 1), (await PanelActs.CloseAsync(app, jury, ballot)).Count);
        }
    }

    [Theory, EngineData]
    public async Task Eight_votes_of_one_person_at_once_are_one(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        foreach (var mode in new[] { VoteMode.Named, VoteMode.Secret })
        {
            var ballot = await PanelActs.OpenVoteAsync(app, await PanelActs.JuryAsync(app), mode);
            var outcomes = await AtOnce.RunAsync(8, number => PanelActs.VoteAsync(app, "directrice", ballot, Choices[number]));

            Assert.Equal(1, outcomes.Count(outcome => outcome.IsDone));
            Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("vote-already-cast", outcome.Refusal!.Code));
            var saved = await PanelActs.BallotAsync(app, ballot);
            Assert.Equal(1, saved.Marks.Count + saved.Votes.Count);
        }
    }

    /// <summary>What is logged, with all its levels and scopes, and what is written anywhere but in the ballot, are the same whatever was voted.</summary>
    [Theory, EngineData]
    public async Task A_secret_vote_leaves_nothing_but_a_mark(Engine engine)
    {
        var log = new KeptLog();
        await using var app = await FabriqueApp.StartAsync(engine, services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter<KeptLog>(null, LogLevel.Trace)));
        var ballot = await PanelActs.OpenVoteAsync(app, await PanelActs.JuryAsync(app), VoteMode.Secret);
        var before = await CountAsync(app);
        log.Clear();
        for (var number = 0; number < PanelActs.Voters.Length; number++)
        {
            Assert.Null((await PanelActs.VoteAsync(app, PanelActs.Voters[number], ballot, Choices[number])).Refusal);
        }

        var told = log.ToString();
        Assert.Contains("update ", told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(ChoiceWord(), told);
        Assert.Equal(before, await CountAsync(app));
        Assert.DoesNotContain(nameof(VoteChoice.Against), new CastVote(ballot, VoteChoice.Against).ToString(), StringComparison.Ordinal);

        static Task<(int, int, int, int)> CountAsync(FabriqueApp app) => app.ReadAsync(async db =>
            (await db.AuditEntries.CountAsync(), await db.TimelineEntries.CountAsync(), await db.WorkItems.CountAsync(), await db.OutgoingMails.CountAsync()));
    }

    /// <summary>From its opening to its end, all rows that are added anywhere but in the ballot, and all that is logged, are the same whoever voted what.</summary>
    [Theory, EngineData]
    public async Task A_secret_vote_that_is_opened_held_and_closed_leaves_the_same_lines_whatever_was_voted(Engine engine)
    {
        var log = new KeptLog();
        await using var app = await FabriqueApp.StartAsync(engine, services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter<KeptLog>(null, LogLevel.Trace)));
        var (one, other) = (await HoldAsync(voter => Choices[voter]), await HoldAsync(voter => Choices[^(voter + 1)]));

        Assert.NotEmpty(one);
        Assert.Equal(one, other);
        Assert.DoesNotContain(one, line => line.StartsWith("Ballot ", StringComparison.Ordinal) || line.StartsWith("VoterMark ", StringComparison.Ordinal) || line.Contains("adopté", StringComparison.Ordinal));

        async Task<List<string>> HoldAsync(Func<int, VoteChoice> choose)
        {
            var jury = await PanelActs.JuryAsync(app);
            var session = await DeliberationActs.SessionAsync(app, jury);
            var before = await LinesAsync();
            log.Clear();
            var ballot = await DeliberationActs.OpenAsync(app, session.Id, VoteMode.Secret);
            await DeliberationActs.VoteAsync(app, ballot, choose);
            await DeliberationActs.DoAsync(app, "equipe", ballot, close: true);
            Assert.Equal(new VoteCount(4, 3, 1), (await PanelActs.BallotAsync(app, ballot)).Count);
            await DeliberationActs.DoAsync(app, "equipe", ballot, close: false);
            Assert.DoesNotMatch(ChoiceWord(), log.ToString());
            return [.. (await LinesAsync()).Except(before).Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Replace(jury.Items[0].Reference, "", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }

        Task<List<string>> LinesAsync() => app.ReadAsync(async db => (List<string>)
        [
            .. (await db.AuditEntries.ToListAsync()).Select(entry => $"{entry.Id} {entry.EntityType} {entry.Action} {entry.UseCase} {entry.Changes.Length}"),
            .. (await db.TimelineEntries.ToListAsync()).Select(entry => $"{entry.Id} {entry.Sentence} {entry.ActorId}"),
            .. (await db.WorkItems.ToListAsync()).Select(item => $"{item.Id} {item.Title}"),
            .. (await db.OutgoingMails.ToListAsync()).Select(mail => $"{mail.Id} {mail.Subject}"),
        ]);
    }

    [Theory, EngineData]
    public async Task A_vote_that_may_not_be_is_refused_with_its_reason(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var ballot = await PanelActs.OpenVoteAsync(app, jury, VoteMode.Secret);
        await PanelActs.RecuseAsync(app, jury, "coach");

        Assert.Equal("vote-recused", (await PanelActs.VoteAsync(app, "coach", ballot, VoteChoice.For)).Refusal?.Code);
        Assert.Equal("vote-absent", (await PanelActs.VoteAsync(app, "equipe", ballot, VoteChoice.For)).Refusal?.Code);
        Assert.Equal("vote-unknown-choice", (await PanelActs.VoteAsync(app, "manager", ballot, (VoteChoice)7)).Refusal?.Code);
        Assert.Equal("ballot-unknown", (await PanelActs.VoteAsync(app, "manager", Guid.CreateVersion7(), VoteChoice.For)).Refusal?.Code);

        app.Services.GetRequiredService<UrnKeys>().Destroy(ballot);
        Assert.Equal("ballot-key-lost", (await PanelActs.VoteAsync(app, "manager", ballot, VoteChoice.For)).Refusal?.Code);
        Assert.Empty((await PanelActs.BallotAsync(app, ballot)).Marks);
    }

    [Fact]
    public async Task A_key_is_made_once_kept_apart_and_destroyed()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        var (keys, ballot) = (app.Services.GetRequiredService<UrnKeys>(), Guid.CreateVersion7());
        Assert.Null(keys.Find(ballot));
        keys.Create(ballot);
        Assert.NotNull(keys.Find(ballot));
        Assert.Throws<IOException>(() => keys.Create(ballot));
        var file = Assert.Single(Directory.EnumerateFiles(app.Services.GetRequiredService<Fabrique.Web.Platform.Files.FileStore>().Folder, $"{ballot:N}*", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        keys.Destroy(ballot);
        keys.Destroy(ballot);
        Assert.Null(keys.Find(ballot));
        Assert.False(File.Exists(file));
    }

    /// <summary>A choice, not a column of counts. « For » is a word of every log.</summary>
    [GeneratedRegex(@"\b(Against|Abstain|VoteChoice)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ChoiceWord();

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        private readonly StringBuilder text = new();

        // These two write the shape of the model, whenever a query is first compiled, and no value.
        public ILogger CreateLogger(string categoryName) => categoryName is "Microsoft.EntityFrameworkCore.Query" or "Microsoft.EntityFrameworkCore.Model" ? NullLogger.Instance : this;

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
        {
            Write(state.ToString());
            return this;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Write(formatter(state, exception));
            Write(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}")) : null);
        }

        public void Clear()
        {
            lock (text)
            {
                text.Clear();
            }
        }

        public override string ToString()
        {
            lock (text)
            {
                return text.ToString();
            }
        }

        public void Dispose()
        {
        }

        private void Write(string? line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }
}
