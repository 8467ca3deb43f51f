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
            return new CommandLine(null, []);
        }

        var given = args.Skip(1).TakeWhile(argument => !IsSetting(argument)).ToList();
        if (verbs.FirstOrDefault(known => known.Name == args[0]) is not { } asked)
        {
            return new CommandLine(null, []) { Problem = $"Commande inconnue\u00a0: «\u00a0{args[0]}\u00a0».{Environment.NewLine}{Usage(verbs)}" };
        }

        return new CommandLine(asked, given)
        {
            Problem = asked.Accepts(given.Count) ? null : $"La commande «\u00a0{asked.Name}\u00a0» s’écrit\u00a0: {asked.Usage}{Environment.NewLine}{Usage(verbs)}",
        };
    }

    private static bool IsSetting(string argument) => argument.StartsWith('-') || argument.Contains('=');

    private static string Usage(IReadOnlyList<Verb> verbs)
    {
        var width = verbs.Max(known => known.Usage.Length) + 2;
        return string.Join(
            Environment.NewLine,
            [
                "Sans commande, l’application démarre et sert le site. Commandes\u00a0:",
                .. verbs.Select(known => $"  {known.Usage.PadRight(width)}{known.Purpose}"),
                $"  {"aide".PadRight(width)}montre cette liste",
            ]);
    }
}
