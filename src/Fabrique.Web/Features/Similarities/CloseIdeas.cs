using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Similarity;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Similarities;

/// <summary>The ideas that are closest to an application.</summary>
/// <param name="Reference">Of the application.</param>
/// <param name="Lines">The closest that nobody put aside.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="Nothing">Why there are none; null when there are.</param>
/// <param name="MayRedirect">Whether the reader may propose a product instead.</param>
public sealed record CloseIdeasShown(string Reference, IReadOnlyList<ResemblanceLine> Lines, int Count, string? Nothing, bool MayRedirect);

/// <summary>« Idées proches », on the page of an application: for the staff of the Fabrique, and never for those who have the idea.</summary>
public sealed class CloseIdeas(ResemblanceReader reader, Actor actor) : ApplicationSection
{
    /// <summary>What is told when nothing is close.</summary>
    public const string None = "Aucune idée proche n’est connue, parmi les candidatures et les produits.";

    private const int Shown = 3;

    public override int Order => 50;

    public override string View => "/Features/Similarities/_CloseIdeas.cshtml";

    public override async Task<object?> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || application.IsOwnCaseOf(actor.Id) || application.SubmittedAt is null)
        {
            return null;
        }

        var lines = (await reader.ReadAsync(application, cancellationToken)).Where(line => line.Resemblance.Verdict is not ResemblanceVerdict.Different).ToList();
        return new CloseIdeasShown(
            application.Reference,
            [.. lines.Take(Shown)],
            lines.Count,
            lines.Count > 0 ? null : await reader.WhyNotComparedAsync(application, cancellationToken) ?? None,
            (actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator)) && application.MayBeRedirected(actor.Id) is null);
    }
}
