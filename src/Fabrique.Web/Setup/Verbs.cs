using Fabrique.Data;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.Web.Setup;

/// <summary>The commands that the program knows, one line each.</summary>
internal static class Verbs
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("migrate", "met à jour le schéma de la base de données, puis s’arrête", MigrateAsync),
        new("verifier", "dit tout ce qui ne va pas dans les procédures d’un dossier, ou dans celles du programme", VerifyAsync) { Parameters = ["[dossier]"] },
        new("verifier-fichiers", "relit chaque pièce jointe et nomme celles qui sont absentes ou altérées, par exemple après une restauration", VerifyFilesAsync),
        SimulateCommand.Verb,
    ];

    private static async Task<int> MigrateAsync(WebApplication app, IReadOnlyList<string> arguments)
    {
        await app.MigrateDatabaseAsync();
        await Console.Out.WriteLineAsync("Le schéma de la base de données est à jour.");
        return 0;
    }

    private static async Task<int> VerifyFilesAsync(WebApplication app, IReadOnlyList<string> arguments)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var check = await FilesCheck.RunAsync(services.GetRequiredService<FabriqueDbContext>(), services.GetRequiredService<FileStore>(), CancellationToken.None);
        foreach (var line in check.Lost)
        {
            await Console.Out.WriteLineAsync(line);
        }

        await Console.Out.WriteLineAsync($"Pièces relues\u00a0: {check.Read}. Absentes ou altérées\u00a0: {check.Lost.Count}.");
        return check.Lost.Count == 0 ? 0 : StartUp.Refused;
    }

    private static async Task<int> VerifyAsync(WebApplication app, IReadOnlyList<string> arguments)
    {
        var path = arguments is [var given] ? Path.GetFullPath(given) : ShippedWorkflows.Folder(app.Configuration);
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new StartUpException($"«\u00a0{path}\u00a0» n’existe pas\u00a0: donnez un dossier de procédures, ou un fichier JSON.");
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
