namespace Fabrique.Web.Kernel.Jobs;

/// <summary>A line of the table of recurring jobs.</summary>
/// <param name="Name">A name that never changes.</param>
/// <param name="Cron">When, in Paris: six fields, seconds first.</param>
/// <param name="JobType">An <see cref="IRecurringJob"/>.</param>
/// <param name="Order">Among those due together: a procedure's step may write what a later job sends.</param>
/// <param name="Label">What it does, in French, for those who administer: « Envoyer les messages ».</param>
public sealed record RecurringJobLine(string Name, string Cron, Type JobType, int Order, string Label);

/// <summary>Everything that the clock brings. At start, Hangfire is given these lines and forgets any other.</summary>
public sealed class RecurringJobs(IReadOnlyList<RecurringJobLine> lines)
{
    public const string EveryFifteenSeconds = "*/15 * * * * *";
    public const string EveryMinute = "0 * * * * *";
    public const string EveryNight = "0 30 3 * * *";

    /// <summary>Says a rhythm in French.</summary>
    public static string Tell(string cron) => cron switch
    {
        EveryFifteenSeconds => "toutes les 15 secondes",
        EveryMinute => "chaque minute",
        EveryNight => "chaque nuit à 3\u00a0h\u00a030",
        _ => cron,
    };

    /// <summary>In the order in which they are run when several are due.</summary>
    public IReadOnlyList<RecurringJobLine> Lines { get; } = [.. lines.OrderBy(line => line.Order)];

    /// <summary>The jobs of a scope, in their order.</summary>
    public IEnumerable<IRecurringJob> Resolve(IServiceProvider services) => Lines.Select(line => (IRecurringJob)services.GetRequiredService(line.JobType));
}
