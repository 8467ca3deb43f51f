using Fabrique.Web.Kernel.Hosting;

namespace Fabrique.Web.Setup;

/// <summary>
/// What the process is asked to do: serve, or one verb and stop. The arguments of a verb follow it; from the first that looks like a setting on
/// (<c>--Database:Path x</c>, <c>Database:Path=x</c>), what remains belongs to the configuration.
/// </summary>
internal sealed class CommandLine
{
    private readonly IReadOnlyList<string> arguments;

    private CommandLine(Verb? verb, IReadOnlyList<string> arguments)
    {
        Verb = verb;
        this.arguments = arguments;
    }

    /// <summary>The verb asked for; null to serve.</summary>
    public Verb? Verb { get; }

    /// <summary>Why the command line is not understood, with the usage; null when it is.</summary>
    public string? Problem { get; private init; }

    /// <summary>The usage, when it is all that was asked for.</summary>
    public string? Help { get; private init; }

    /// <summary>What belongs to the configuration.</summary>
    public string[] Settings { get; private init; } = [];

    public static CommandLine Parse(string[] args) => Parse(args, Verbs.All);

    public Task<int> RunAsync(WebApplication app) => Verb is null ? Serving.RunAsync(app) : Verb.RunAsync(app, arguments);

    internal static CommandLine Parse(string[] args, IReadOnlyList<Verb> verbs)
    {
        if (args is ["aide" or "--help" or "-h" or "-?", ..])
        {
            return new CommandLine(null, []) { Help = Usage(verbs) };
        }

        if (args.Length == 0 || IsSetting(args[0]) || args[0].StartsWith('/'))
        {
            return new CommandLine(null, []) { Settings = args };
        }

        if (verbs.FirstOrDefault(known => known.Name == args[0]) is not { } asked)
        {
            return new CommandLine(null, []) { Problem = $"Commande inconnue\u00a0: «\u00a0{args[0]}\u00a0».{Environment.NewLine}{Usage(verbs)}" };
        }

        var (given, positional) = Take(args, asked);
        return new CommandLine(asked, given)
        {
            Settings = args[(given.Count + 1)..],
            Problem = asked.Accepts(positional) ? null : $"La commande «\u00a0{asked.Name}\u00a0» s’écrit\u00a0: {asked.Usage}{Environment.NewLine}{Usage(verbs)}",
        };
    }

    /// <returns>What belongs to the verb, and how much of it is neither an option nor its value.</returns>
    private static (List<string> Given, int Positional) Take(string[] args, Verb verb)
    {
        var given = new List<string>();
        var positional = 0;
        for (var index = 1; index < args.Length; index++)
        {
            if (verb.Options.FirstOrDefault(option => option.Name == args[index]) is { } option)
            {
                given.Add(args[index]);
                if (option.Value is not null && index + 1 < args.Length)
                {
                    given.Add(args[++index]);
                }
            }
            else if (IsSetting(args[index]))
            {
                break;
            }
            else
            {
                given.Add(args[index]);
                positional++;
            }
        }

        return (given, positional);
    }

    private static bool IsSetting(string argument) => argument.StartsWith('-') || argument.Contains('=');

    private static string Usage(IReadOnlyList<Verb> verbs)
    {
        var width = verbs.SelectMany(known => known.Options.Select(option => option.Usage.Length + 2).Prepend(known.Usage.Length)).Max() + 2;
        return string.Join(
            Environment.NewLine,
            [
                "Sans commande, l’application démarre et sert le site. Commandes\u00a0:",
                .. verbs.SelectMany(known => known.Options.Select(option => $"    {option.Usage.PadRight(width - 2)}{option.Purpose}").Prepend($"  {known.Usage.PadRight(width)}{known.Purpose}")),
                $"  {"aide".PadRight(width)}montre cette liste",
            ]);
    }
}
