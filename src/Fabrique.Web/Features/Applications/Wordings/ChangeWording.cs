using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Wordings;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>An administrator writes a wording, or has the software's again.</summary>
public sealed record ChangeWording
{
    public required string Key { get; init; }

    /// <summary>Null to have the software's again.</summary>
    public required string? Text { get; init; }

    /// <summary>The version that the page showed; null when it showed the software's.</summary>
    public required int? Version { get; init; }
}

public sealed class ChangeWordingHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<ChangeWording>(runner)
{
    protected override async Task<Outcome> ActAsync(ChangeWording input, CancellationToken cancellationToken)
    {
        var wording = WordingCatalog.Find(input.Key) ?? throw new InvalidOperationException("The page knows the wording.");
        var written = await db.Set<WordingOverride>().SingleOrDefaultAsync(one => one.Key == input.Key, cancellationToken);
        if ((input.Text ?? wording.Default) == (written?.Text ?? wording.Default) && (input.Text is null) == (written is null))
        {
            return Unchanged;
        }

        if (written is not null)
        {
            db.ExpectVersion(written, input.Version ?? -1);
        }

        if (input.Text is null)
        {
            db.Remove(written!);
            return Outcome.Done;
        }

        if (wording.FindProblem(input.Text) is { } problem)
        {
            return new Refusal("wording-unfit", problem);
        }

        if (written is null && input.Text == wording.Default)
        {
            return Unchanged;
        }

        var now = clock.GetUtcNow();
        if (written is null)
        {
            db.Add(WordingOverride.Of(Guid.CreateVersion7(now), input.Key, input.Text, actor.Id, now.UtcDateTime));
        }
        else
        {
            written.Change(input.Text, actor.Id, now.UtcDateTime);
        }

        return Outcome.Done;
    }

    private static Refusal Unchanged { get; } = new("wording-unchanged", "Ce texte est déjà celui qui est en vigueur : il n’y a rien à enregistrer.");
}
