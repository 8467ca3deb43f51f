using System.Globalization;
using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>What to measure, and for how long.</summary>
internal sealed class BenchmarkOptions
{
    public const string Usage = "Usage: dotnet run -c Release --project tests/Fabrique.Benchmarks [-- [--quick] [--engine sqlite|postgresql] [--only commits,resume,flows,memory,size,timers,due,graphs,telemetry,pages,submissions,screening,exports,duplicates,juries]] [--program Fabrique.Web.dll [--beside another Fabrique.Web.dll] [--applications 10000]]";

    private static readonly string[] AllParts = ["commits", "resume", "flows", "memory", "size", "timers", "due", "graphs", "telemetry", "pages", "submissions", "screening", "exports", "duplicates", "juries"];

    public bool IsQuick { get; private set; }

    public IReadOnlyList<Engine> Engines { get; private set; } = [Engine.Sqlite, Engine.PostgreSql];

    public IReadOnlyList<string> Parts { get; private set; } = AllParts;

    /// <summary>The product's program, for what telemetry costs it and for its pages; null to leave them out.</summary>
    public string? Program { get; private set; }

    /// <summary>The program of another build, to be measured beside it.</summary>
    public string? Beside { get; private set; }

    /// <summary>How many applications there are when pages are measured; tasks and mails in proportion.</summary>
    public int Applications { get; private set; } = 10_000;

    /// <summary>How many there are when the list of applications is measured: twice, unless the command line says.</summary>
    public IReadOnlyList<int> ScreenedApplications { get; private set; } = [10_000, 100_000];

    /// <summary>Samples of which the median is kept.</summary>
    public int Rounds => IsQuick ? 3 : 5;

    /// <summary>Length of one sample.</summary>
    public TimeSpan Sample => TimeSpan.FromMilliseconds(IsQuick ? 250 : 700);

    public int InstancesForSize => IsQuick ? 1_000 : 5_000;

    /// <exception cref="ArgumentException">An argument is unknown.</exception>
    public static BenchmarkOptions Read(string[] arguments)
    {
        var options = new BenchmarkOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            switch (arguments[index])
            {
                case "--quick":
                    options.IsQuick = true;
                    break;
                case "--engine" when index + 1 < arguments.Length && Enum.TryParse<Engine>(arguments[index + 1], ignoreCase: true, out var engine):
                    options.Engines = [engine];
                    index++;
                    break;
                case "--only" when index + 1 < arguments.Length && arguments[index + 1].Split(',').All(part => AllParts.Contains(part, StringComparer.Ordinal)):
                    options.Parts = arguments[++index].Split(',');
                    break;
                case "--program" when index + 1 < arguments.Length && File.Exists(arguments[index + 1]):
                    options.Program = Path.GetFullPath(arguments[++index]);
                    break;
                case "--beside" when index + 1 < arguments.Length && File.Exists(arguments[index + 1]):
                    options.Beside = Path.GetFullPath(arguments[++index]);
                    break;
                case "--applications" when index + 1 < arguments.Length && int.TryParse(arguments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var applications) && applications >= 1_000:
                    (options.Applications, options.ScreenedApplications) = (applications, [applications]);
                    index++;
                    break;
                default:
                    throw new ArgumentException(Usage, nameof(arguments));
            }
        }

        return options;
    }

    public bool Wants(string part) => Parts.Contains(part, StringComparer.Ordinal);
}
