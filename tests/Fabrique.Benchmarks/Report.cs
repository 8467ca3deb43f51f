using System.Globalization;
using System.Text;
using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>A line of the table; a figure that does not apply is null.</summary>
internal sealed record Line(string Measure, string Engine, string Ours)
{
    public string? Elsa { get; init; }

    public double? Ratio { get; init; }

    /// <summary>Part of the plain commits of the same minute, counting one commit per acknowledged step.</summary>
    public double? OfLimit { get; init; }

    /// <summary>Processor time of the host for one instance, in microseconds.</summary>
    public double? Cpu { get; init; }

    /// <summary>The same of the database server.</summary>
    public double? ServerCpu { get; init; }

    public string? Target { get; init; }

    public bool? IsReached { get; init; }
}

/// <summary>The table, in Markdown.</summary>
internal sealed class Report
{
    private readonly List<Line> _lines = [];

    public static string Name(Engine engine) => engine == Engine.Sqlite ? "SQLite" : "PostgreSQL";

    public static string Number(double value) => value.ToString(value >= 100 ? "N0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Rate(double value) => Number(value) + "/s";

    public void Add(Line line)
    {
        _lines.Add(line);
        Console.Error.WriteLine(Text(line));
    }

    public override string ToString()
    {
        var text = new StringBuilder()
            .AppendLine("| measure | engine | ours | Elsa | ratio | of the plain commits | CPU of host + server | target | reached |")
            .AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var line in _lines)
        {
            text.AppendLine(Text(line));
        }

        return text.ToString();
    }

    private static string Text(Line line) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {line.Measure} | {line.Engine} | {line.Ours} | {line.Elsa ?? "—"} | {(line.Ratio is { } ratio ? Number(ratio) + "×" : "—")} | {(line.OfLimit is { } limit ? $"{limit * 100:0} %" : "—")} | {(line.Cpu is { } cpu ? Number(cpu) + (line.ServerCpu is { } server ? $" + {Number(server)}" : "") + " µs" : "—")} | {line.Target ?? "—"} | {line.IsReached switch { true => "yes", false => "**no**", null => "—" }} |");
}
