using System.Diagnostics;
using System.Globalization;
using Fabrique.Benchmarks;
using Fabrique.Testing;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Read(args);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

// As PostgreSQL is shipped: a commit is on the disk when it returns.
PostgresCluster.Durability = "";
ProcessFolder.MayBeInMemory = false;
var watch = Stopwatch.StartNew();
var report = new Report();
foreach (var engine in options.Engines)
{
    if (engine == Engine.PostgreSql && PostgresCluster.WhyUnavailable is { } reason)
    {
        Console.Error.WriteLine(reason);
        continue;
    }

    await new RuntimeMeasures(options, report, engine).RunAsync();
}

using (var memory = new MemoryMeasures(options, report))
{
    await memory.RunAsync();
}

if (options.Wants(DuplicateMeasures.Name))
{
    DuplicateMeasures.Run(Console.Out);
}

await new TelemetryMeasures(options, report).RunAsync();
await new PageMeasures(options, report).RunAsync();
await new SubmissionMeasures(options, report).RunAsync();
await new VoteMeasures(options, report).RunAsync();
await new ExportMeasures(options, report).RunAsync();

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {(options.IsQuick ? "quick, " : "")}{watch.Elapsed.TotalSeconds:0} s");
Console.WriteLine();
Console.Write(report);
return 0;
