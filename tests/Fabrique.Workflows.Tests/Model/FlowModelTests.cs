using System.Globalization;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Tests.Model;

/// <summary>
/// Random drawings under random stimuli, against the model. FABRIQUE_EFFORT multiplies the runs; FABRIQUE_SEED is the first one's seed: a failure names
/// the seed that repeats it alone.
/// </summary>
public sealed class FlowModelTests
{
    private const int MostStimuli = 8;
    private static readonly int FirstSeed = Setting("FABRIQUE_SEED", 1);
    private static readonly int Effort = Setting("FABRIQUE_EFFORT", 1);

    [Fact]
    public Task Any_drawing_runs_as_the_model_says() => SampleAsync(Engine.Sqlite, Lives.One, runs: 1_000);

    [Fact]
    public Task Restart_before_every_stimulus_changes_nothing() => SampleAsync(Engine.Sqlite, Lives.OnePerStimulus, runs: 300);

    [Fact]
    public Task Restart_after_every_activity_changes_nothing() => SampleAsync(Engine.Sqlite, Lives.OnePerActivity, runs: 100);

    [PostgresFact]
    public Task Any_drawing_runs_as_the_model_says_on_PostgreSql() => SampleAsync(Engine.PostgreSql, Lives.One, runs: 60);

    [PostgresFact]
    public Task Restart_after_every_activity_changes_nothing_on_PostgreSql() => SampleAsync(Engine.PostgreSql, Lives.OnePerActivity, runs: 30);

    private static async Task SampleAsync(Engine engine, Lives lives, int runs)
    {
        await using var host = await ModelHost.CreateAsync(engine, lives);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var written = new List<string>();
        (string Story, int Size)? smallest = null;
        for (var seed = FirstSeed; seed < FirstSeed + (runs * Effort); seed++)
        {
            var run = new RandomRun(host, seed, knowsCounts: lives != Lives.OnePerActivity);
            if (await run.FindDifferenceAsync() is { } difference && (smallest is null || run.Size < smallest.Value.Size))
            {
                smallest = ($"FABRIQUE_SEED={seed}\n{difference}\n{run.Describe()}", run.Size);
            }

            reached.UnionWith(run.Reached);
            written.AddRange(run.Written);
        }

        Assert.True(smallest is null, smallest?.Story);
        Assert.Equal(written.Order(StringComparer.Ordinal), (await host.QueryAsync(db => db.Settings.ToListAsync())).Select(row => row.Name).Where(name => name.Contains("/w", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowBookmarkRow>().CountAsync()));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
        if (runs >= 100)
        {
            Assert.Equal(
                ["Abandoned", "Back", "Choice", "Decision", "Each", "Flow", "Fork", "Join", "Line", "Steps", "Stop", "Switch", "WaitAnswer", "WaitEvent", "WaitTime", "Write"],
                reached.Order(StringComparer.Ordinal));
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private sealed class RandomRun(ModelHost host, int seed, bool knowsCounts)
    {
        private readonly string _id = $"i{seed}";
        private readonly List<string> _stimuli = [];
        private Flow _drawing = null!;
        private FlowModel _model = null!;

        public int Size => Flow.All(_drawing).Count() + _stimuli.Count;

        public IEnumerable<string> Reached => Started
            .Select(shape => shape.GetType().Name)
            .Concat(_model.Abandoned.Select(_ => "Abandoned"))
            .Concat(Flow.All(_drawing).OfType<Flow>().Where(flow => flow.Arrows.Any(flow.IsBackward)).Select(_ => "Back"));

        /// <summary>Business rows that there must be, each once.</summary>
        public List<string> Written { get; } = [];

        /// <summary>Two timers of one instant may interleave when a life ends between them.</summary>
        private bool IsOrdered => knowsCounts || _model.Waiting.Where(run => run.DueAt is not null).GroupBy(run => run.DueAt).All(due => due.Count() == 1);

        private IEnumerable<Shape> Started => Flow.All(_drawing).Where(shape => _model.Trace.Contains($"{shape.Id}:Started"));

        public async Task<string?> FindDifferenceAsync()
        {
            var random = new Random(seed);
            _drawing = RandomDrawing.Create(random);
            await host.PublishAsync(_drawing.ToDefinition($"r{seed}"));
            _model = new FlowModel(_drawing, host.Now);
            await host.DoAsync(runtime => runtime.StartAsync(new StartRequest($"r{seed}") { InstanceId = _id }));
            var difference = await CompareAsync(WorkflowSubStatus.Finished);
            while (difference is null && !_model.IsFinished && _stimuli.Count < MostStimuli && IsOrdered)
            {
                difference = await StimulateAsync(random) ?? await CompareAsync(WorkflowSubStatus.Finished);
            }

            if (!_model.IsFinished)
            {
                // Whatever happened, the next run starts on a database where nothing is due.
                _model.CancelAll();
                await host.DoAsync(runtime => runtime.CancelAsync(_id));
                difference ??= await CompareAsync(WorkflowSubStatus.Cancelled);
            }

            return difference ?? await CompareJournalAsync();
        }

        public string Describe() => $"{_drawing.Describe()}\nstimuli: {string.Join(", ", _stimuli)}\nmodel: {string.Join(' ', _model.Trace)}";

        private async Task<string?> StimulateAsync(Random random)
        {
            switch (_model.Waiting[random.Next(_model.Waiting.Count)])
            {
                case { Shape: WaitEvent wait }:
                    _stimuli.Add(wait.EventName);
                    var expected = _model.Publish(wait.EventName);
                    var resumed = await host.DoAsync(runtime => runtime.PublishEventAsync(new EventRequest(wait.EventName) { InstanceId = _id }));
                    return resumed == expected || !knowsCounts ? null : $"{wait.EventName} resumed {resumed} instead of {expected}";
                case { Shape: WaitAnswer wait }:
                    var answer = wait.Ports[random.Next(wait.Ports.Count)];
                    _stimuli.Add($"{wait.Id} {answer}");
                    _model.Answer(wait.Id, answer);
                    await host.DoAsync(runtime => runtime.ResumeAsync(new ResumeRequest("Test.Ask", wait.Id) { InstanceId = _id, Input = answer }));
                    return null;
                default:
                    _stimuli.Add("time");
                    host.Clock.Advance(_model.Waiting.Min(run => run.DueAt)!.Value - host.Now);
                    _model.PassTime(host.Now);
                    await host.SweepAsync();
                    return null;
            }
        }

        private async Task<string?> CompareAsync(WorkflowSubStatus end)
        {
            var outlook = (await host.Runtime.GetOutlookAsync(_id))!;
            return Difference("status", _model.IsFinished ? $"{WorkflowStatus.Finished} {end}" : $"{WorkflowStatus.Running} {WorkflowSubStatus.Suspended}", $"{outlook.Instance.Status} {outlook.Instance.SubStatus}")
                ?? Difference("incidents", "", string.Join(", ", outlook.Incidents.Select(incident => incident.Message)))
                ?? Difference("waits", Join(_model.Waiting.Select(run => $"{run.Shape.Id} {run.DueAt:O}")), Join(outlook.Waiting.Select(waiting => $"{waiting.ActivityId} {waiting.DueAt:O}")));
        }

        private async Task<string?> CompareJournalAsync()
        {
            var journal = await host.Runtime.GetJournalAsync(_id);
            Written.AddRange(journal.Where(record => record is { ActivityType: "Test.Effect", EventName: "Completed" }).Select(record => $"{record.ActivityInstanceId}/{record.ActivityId}"));
            var waits = Flow.All(_drawing).Where(shape => shape is WaitEvent or WaitAnswer or WaitTime).Select(shape => shape.Id).ToHashSet(StringComparer.Ordinal);
            return Difference("journal", string.Join(' ', _model.Trace), string.Join(' ', journal.Where(record => record.EventName is "Started" or "Suspended" or "Resumed" or "Completed").Select(record => $"{record.ActivityId}:{record.EventName}")))
                ?? Difference("abandoned", Join(_model.Abandoned), Join(journal.Where(record => record.EventName == "Canceled" && waits.Contains(record.ActivityId)).Select(record => record.ActivityId)))
                ?? Difference("sequence", Join(Enumerable.Range(1, journal.Count).Select(number => $"{number}")), Join(journal.Select(record => $"{record.Sequence}")));
        }

        private static string Join(IEnumerable<string> items) => string.Join(' ', items.Order(StringComparer.Ordinal));

        private static string? Difference(string what, string expected, string actual) =>
            expected == actual ? null : $"{what}\n  expected {expected}\n  actual   {actual}";
    }
}
