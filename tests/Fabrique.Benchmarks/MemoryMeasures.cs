using System.Data.Common;
using System.Diagnostics;
using Fabrique.Workflows;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Benchmarks;

/// <summary>The engine alone, without any database: compiled graphs executed in memory on one thread, and the compilation itself.</summary>
internal sealed class MemoryMeasures : IDisposable
{
    private readonly BenchmarkOptions _options;
    private readonly Report _report;
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().AddWorkflowRuntime().BuildServiceProvider();
    private readonly WorkflowOptions _settings;
    private readonly TimeProvider _clock = TimeProvider.System;

    public MemoryMeasures(BenchmarkOptions options, Report report)
    {
        _options = options;
        _report = report;
        _settings = _services.GetRequiredService<WorkflowOptions>();
    }

    public async Task RunAsync()
    {
        if (_options.Wants("memory"))
        {
            await MeasureAsync("flow10", Workloads.Flow10, isAsked: true);
            await MeasureAsync("seq10", Workloads.Seq10, isAsked: false);
            await MeasureAsync("flow10js", Workloads.Flow10Js, isAsked: false);
        }

        if (_options.Wants("graphs"))
        {
            await MeasureGraphsAsync();
        }
    }

    public void Dispose() => _services.Dispose();

    private async Task MeasureAsync(string name, string json, bool isAsked)
    {
        var workflow = Compile(WorkflowDocument.Parse(json));
        var samples = new List<(double Rate, double Bytes)>();
        for (var round = 0; round <= _options.Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var count = 0;
            while (watch.Elapsed < _options.Sample)
            {
                await ExecuteAsync(workflow);
                count++;
            }

            samples.Add((count / watch.Elapsed.TotalSeconds, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / count));
        }

        var rate = Sampling.Median(samples.Skip(1).Select(sample => sample.Rate));
        var bytes = Sampling.Median(samples.Skip(1).Select(sample => sample.Bytes));
        var elsa = name switch { "flow10" => ElsaFigures.InMemoryRate, "seq10" => 194, _ => (double?)null };
        _report.Add(new Line($"{name}, engine alone, one thread", "memory", Report.Rate(rate))
        {
            Elsa = elsa is { } figure ? Report.Rate(figure) : null,
            Ratio = rate / elsa,
            Target = isAsked ? "100×" : null,
            IsReached = isAsked ? rate >= 100 * elsa : null,
        });
        _report.Add(new Line($"{name}, engine alone, bytes allocated", "memory", Report.Number(bytes)) { Elsa = elsa is null ? null : Report.Number(ElsaFigures.InMemoryBytes), Ratio = elsa is null ? null : ElsaFigures.InMemoryBytes / bytes });
    }

    private async Task MeasureGraphsAsync()
    {
        var diamonds = WorkflowDocument.Parse(Workloads.Diamonds(200));
        var compiled = await Sampling.MedianMillisecondsAsync(20, () => Task.FromResult(Compile(diamonds)));
        var workflow = Compile(diamonds);
        var executed = await Sampling.MedianMillisecondsAsync(20, () => ExecuteAsync(workflow));
        _report.Add(new Line("200 diamonds in a row, compiled", "memory", $"{Report.Number(compiled)} ms") { Target = "milliseconds", IsReached = compiled < 100 });
        _report.Add(new Line("200 diamonds in a row, executed", "memory", $"{Report.Number(executed)} ms") { Target = "milliseconds", IsReached = executed < 100 });
        var json = Workloads.Chain(5_000);
        var opened = await Sampling.MedianMillisecondsAsync(5, () => Task.FromResult(Compile(WorkflowDocument.Parse(json))));
        _report.Add(new Line($"5,000 activities ({json.Length / 1024:N0} KB of JSON), read and compiled", "memory", $"{Report.Number(opened)} ms"));
    }

    private CompiledWorkflow Compile(WorkflowDocument document)
    {
        var workflow = GraphCompiler.Compile(document, CompositeVersions.None, "version", 1, _services.GetRequiredService<ActivityRegistry>(), _settings.Expressions);
        return workflow.HasErrors ? throw new InvalidOperationException(string.Join(Environment.NewLine, workflow.Problems)) : workflow;
    }

    /// <summary>All that a start does save for the database: state, activities, journal lines, the bytes to be stored.</summary>
    private async Task ExecuteAsync(CompiledWorkflow workflow)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var state = InstanceState.Create(Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N"), workflow, new StartRequest(workflow.DefinitionId), now);
        while (state.Status == WorkflowStatus.Running)
        {
            var burst = new Burst(state, new StepChanges(), _settings, _clock, NoStep.Instance, now, CancellationToken.None);
            if (await burst.RunAsync(null) is { } fault)
            {
                throw new InvalidOperationException(fault.Node.Id, fault.Exception);
            }

            state.Serialize();
        }
    }

    /// <summary>These workloads ask for no services.</summary>
    private sealed class NoStep : IStepTransaction
    {
        public static NoStep Instance { get; } = new();

        public IServiceProvider Services => throw new NotSupportedException();

        public DbConnection Connection => throw new NotSupportedException();

        public DbTransaction Transaction => throw new NotSupportedException();

        public IReadOnlyList<string> WrittenSignals => throw new NotSupportedException();

        public void SetUseCase(string useCase) => throw new NotSupportedException();

        public Task SaveBusinessRowsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CommitAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CommitAsync(DbBatch last, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
