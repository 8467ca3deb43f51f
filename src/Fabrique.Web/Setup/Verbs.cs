using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.Simulation;

namespace Fabrique.Web.Setup;

/// <summary>A command that replaces serving: <c>Fabrique.Web migrate</c>. It is given the built application, whose pipeline is not mapped, and its own arguments.</summary>
internal sealed record Verb(string Name, string Purpose, Func<WebApplication, IReadOnlyList<string>, Task<int>> RunAsync)
{
    /// <summary>Names of its arguments, in order; one in brackets, <c>[dossier]</c>, may be left out.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Its own options, which may come in any order, and several times.</summary>
    public IReadOnlyList<VerbOption> Options { get; init; } = [];

    public string Usage => string.Join(' ', Parameters.Prepend(Name).Select(part => part is ['[', ..] || part == Name ? part : $"<{part}>"));

    public bool Accepts(int arguments) => arguments <= Parameters.Count && arguments >= Parameters.Count(parameter => parameter is not ['[', ..]);
}

/// <param name="Name">As it is typed, for example <c>--json</c>.</param>
/// <param name="Purpose">What it does, in French.</param>
/// <param name="Value">What its value is; null when it has none.</param>
internal sealed record VerbOption(string Name, string Purpose, string? Value = null)
{
    public string Usage => Value is null ? Name : $"{Name} <{Value}>";
}

/// <summary>The commands that the program knows, one line each.</summary>
internal static class Verbs
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("migrate", "met à jour le schéma de la base de données, puis s’arrête", MigrateAsync),
        new("verifier", "dit tout ce qui ne va pas dans les circuits d’un dossier, ou dans ceux du programme", VerifyAsync) { Parameters = ["[dossier]"] },
        SimulateCommand.Verb,
    ];

    private static async Task<int> MigrateAsync(WebApplication app, IReadOnlyList<string> arguments)
    {
        await app.MigrateDatabaseAsync();
        await Console.Out.WriteLineAsync("Le schéma de la base de données est à jour.");
        return 0;
    }

    private static async Task<int> VerifyAsync(WebApplication app, IReadOnlyList<string> arguments)
    {
        var path = arguments is [var given] ? Path.GetFullPath(given) : ShippedWorkflows.Folder(app.Configuration);
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new StartUpException($"«\u00a0{path}\u00a0» n’existe pas\u00a0: donnez un dossier de circuits, ou un fichier JSON.");
        }

        var findings = await app.Services.GetRequiredService<DefinitionReview>().ReviewAsync(path, CancellationToken.None);
        foreach (var finding in findings.Lines)
        {
            await Console.Out.WriteLineAsync(finding);
        }

        await Console.Out.WriteLineAsync(findings.Summary);
        return findings.Errors == 0 ? 0 : StartUp.Refused;
    }
}
