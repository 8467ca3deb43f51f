namespace Fabrique.Web.Setup;

/// <summary>What the process is asked to do: serve, or one verb and stop.</summary>
internal sealed class CommandLine
{
    private readonly Verb? verb;

    private CommandLine(Verb? verb, string? problem)
    {
        this.verb = verb;
        Problem = problem;
    }

    /// <summary>Why the command line is not understood, with the usage; null when it is.</summary>
    public string? Problem { get; }

    public static CommandLine Parse(string[] args) => Parse(args, Verbs.All);

    internal static CommandLine Parse(string[] args, IReadOnlyList<Verb> verbs)
    {
        if (args.Length == 0 || args[0].StartsWith('-') || args[0].StartsWith('/') || args[0].Contains('='))
        {
            return new CommandLine(null, null);
        }

        var asked = verbs.FirstOrDefault(known => known.Name == args[0]);
        return new CommandLine(asked, asked is null ? Usage(args[0], verbs) : null);
    }

    public Task<int> RunAsync(WebApplication app) => verb is null ? Serving.RunAsync(app) : verb.RunAsync(app);

    private static string Usage(string unknown, IReadOnlyList<Verb> verbs) => string.Join(
        Environment.NewLine,
        [
            $"Commande inconnue\u00a0: «\u00a0{unknown}\u00a0».",
            "Sans commande, l’application démarre et sert le site. Commandes\u00a0:",
            .. verbs.Select(known => $"  {known.Name,-12} {known.Purpose}"),
        ]);
}
