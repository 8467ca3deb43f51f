using Fabrique.Workflows.CrashHost;

namespace Fabrique.Workflows.Reliability.Tests.Support;

/// <summary>A point of the runtime's life at which a host may die.</summary>
/// <param name="UseCase">Use case of the transaction concerned, as the runtime names it to the audit.</param>
/// <param name="Nth">Which transaction of that use case after <see cref="Before"/>, from 1.</param>
/// <param name="Act">What its caller asks; the point is reached there.</param>
internal sealed record Story(string UseCase, int Nth, params string[][] Act)
{
    private static readonly string[][] StartEffects = [["start", "effects", "i"]];
    private static readonly string[][] TwoWait = [["start", "wait", "i"], ["start", "wait", "j"]];
    private static readonly string[][] ChildWaits = [["start", "parent", "i"]];

    public static IReadOnlyDictionary<string, Story> All { get; } = new Dictionary<string, Story>(StringComparer.Ordinal)
    {
        ["start"] = new("workflow:effects", 1, StartEffects),
        ["second of several effects in a row"] = new("workflow:effects", 2, StartEffects),
        ["page with a signal"] = new("page", 1, ["request", "effects", "i"]),
        ["start by signal"] = new("workflow:effects", 1, ["request", "effects", "i"]),
        ["resume by bookmark"] = new("workflow:ask", 1, ["resume", "k"]) { Before = [["start", "ask", "i"]] },
        ["event fans out"] = new(CrashOrder.Any, 1, ["event", "go"]) { Before = TwoWait },
        ["signal claimed"] = new(CrashOrder.Any, 2, ["event", "go"]) { Before = TwoWait },
        ["resume by event"] = new("workflow:wait", 2, ["event", "go"]) { Before = TwoWait },
        ["event kept for later"] = new(CrashOrder.Any, 1, ["event", "go"]) { After = [["start", "wait", "i"]] },
        ["timer due"] = new("workflow:timer", 1, ["advance", "1.00:00:00"], ["sweep"]) { Before = [["start", "timer", "i"]], Again = [] },
        ["continue after the retry ladder"] = new("workflow:flaky", 1, ["advance", "00:00:10"], ["sweep"]) { Before = [["fail", "a", "briefly"], ["start", "flaky", "i"], ["repair"]], Again = [] },
        ["incident made"] = new("workflow:flaky", 1, ["start", "flaky", "i"]) { Before = [["fail", "f", "permanent"]], Again = [["fail", "f", "permanent"], ["start", "flaky", "i"]] },
        ["retry of an incident"] = new("workflow:flaky", 1, ["retry", "i", "$"]) { Before = [["fail", "f", "permanent"], ["start", "flaky", "i"], ["repair"], ["$", "incident", "i"]] },
        ["cancel"] = new("workflow:parent", 1, ["cancel", "i"]) { Before = ChildWaits },
        ["cancel of the child"] = new("workflow:child", 1, ["cancel", "i"]) { Before = ChildWaits },
        ["task completed"] = new("workflow:task", 1, ["complete", "$"]) { Before = [["start", "task", "i"], ["$", "task", "i"]] },
        ["child dispatched"] = new("workflow:parent", 1, ["start", "parent", "i"]),
        ["child started"] = new("workflow:child", 1, ["start", "parent", "i"]),
        ["child ends"] = new("workflow:child", 1, ["event", "grow"]) { Before = ChildWaits },
        ["child's end resumes its parent"] = new("workflow:parent", 1, ["event", "grow"]) { Before = ChildWaits },
        ["publish"] = new("workflow:publish", 1, ["ship", Definitions.SecondRelease]) { Before = [["ship", Definitions.FirstRelease]], After = [["start", "shipped", "i"]] },
    };

    /// <summary>Undisturbed.</summary>
    public string[][] Before { get; init; } = [];

    /// <summary>What a caller who got no answer does.</summary>
    public string[][] Again { get; init; } = Act;

    /// <summary>What happens after.</summary>
    public string[][] After { get; init; } = [];

    /// <summary>Each point with the moments at which a host may die there.</summary>
    public static IEnumerable<(string Name, Moment Moment)> Cells => All
        .SelectMany(story => new[] { story.Value.UseCase == CrashOrder.Any ? Moment.Begin : Moment.BeforeWrite, Moment.BeforeCommit, Moment.AfterCommit }.Select(moment => (story.Key, moment)))
        .Concat([("start", Moment.AfterBusinessRows), ("resume by bookmark", Moment.AfterBusinessRows)]);

    public string[] Order(Fault fault, Moment moment) => ["arm", $"{fault}", $"{moment}", UseCase, $"{Nth}"];
}

/// <summary>Tells the parts of a story to a host, or to another one after it.</summary>
internal sealed class Teller(Func<IReadOnlyList<string>, Task<string>> send)
{
    /// <summary>What the caller read and uses later: a task, an incident.</summary>
    private string _known = "";

    public Func<IReadOnlyList<string>, Task<string>> Send { get; set; } = send;

    public async Task TellAsync(IEnumerable<string[]> commands)
    {
        foreach (var command in commands)
        {
            if (command is ["$", .. var question])
            {
                _known = await Send(question);
            }
            else
            {
                await Send([.. command.Select(word => word == "$" ? _known : word)]);
            }
        }
    }
}
