using System.Globalization;
using System.Text.RegularExpressions;
using Fabrique.Data.Connections;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Setup;

/// <summary>Turns what an operator can mend into one sentence on the error stream and an exit code; anything else stays an exception.</summary>
internal static partial class StartUp
{
    public const int Refused = 1;
    public const int WrongUsage = 64;

    public static async Task<int> GuardAsync(CommandLine command, Func<Task<int>> run)
    {
        if (command.Problem is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return WrongUsage;
        }

        if (command.Help is { } help)
        {
            await Console.Out.WriteLineAsync(help);
            return 0;
        }

        try
        {
            return await run();
        }
        catch (Exception exception) when (Explain(exception) is not null)
        {
            await Console.Error.WriteLineAsync(Explain(exception));
            return Refused;
        }
    }

    /// <summary>The sentence for the operator, or null when the exception is a fault of the program.</summary>
    internal static string? Explain(Exception exception) => exception switch
    {
        StartUpException or DatabaseSetupException or MessageCatalogException => exception.Message,
        InvalidDefinitionException invalid => WorkflowSentences.Tell(invalid),
        OptionsValidationException options => $"Configuration invalide\u00a0: {string.Join(" ", options.Failures.Select(Sentence))}",
        AggregateException several when several.InnerExceptions.All(inner => Explain(inner) is not null) =>
            string.Join(" ", several.InnerExceptions.Select(Explain)),
        IOException { InnerException: AddressInUseException } => PortTaken(exception.Message),
        InvalidDataException when exception.Message.Contains("configuration", StringComparison.OrdinalIgnoreCase) =>
            $"Le fichier de configuration est illisible\u00a0: {exception.InnerException?.Message ?? exception.Message}",
        InvalidOperationException when UnreadableValue().Match(exception.Message) is { Success: true } match =>
            $"Configuration invalide\u00a0: la valeur de {match.Groups["name"].Value} ne peut pas être lue.",
        FormatException when exception.Message.StartsWith("Invalid url", StringComparison.Ordinal) =>
            $"L’adresse d’écoute est invalide\u00a0({exception.Message["Invalid url:".Length..].Trim()})\u00a0: écrivez par exemple --urls http://localhost:5080.",
        _ => null,
    };

    private static string PortTaken(string message)
    {
        var address = AddressPattern().Match(message).Value.TrimEnd('.', ':');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"L’adresse {address} est déjà utilisée par un autre programme\u00a0: arrêtez-le ou choisissez un autre port, par exemple avec --urls http://localhost:5081.");
    }

    private static string Sentence(string failure) => failure.EndsWith('.') ? failure : failure + ".";

    [GeneratedRegex("configuration value .* at '(?<name>[^']+)' to type", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UnreadableValue();

    [GeneratedRegex(@"https?://\S+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AddressPattern();
}
