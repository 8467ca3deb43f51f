using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Similarity;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Similarities.Compare;

/// <summary>Somebody of the team says whether two ideas are one.</summary>
public sealed record JudgeResemblance
{
    public required Guid ResemblanceId { get; init; }

    /// <summary>Of the resemblance, as the page showed it.</summary>
    public required int Version { get; init; }

    public required ResemblanceVerdict Verdict { get; init; }
}

public sealed class JudgeResemblanceHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<JudgeResemblance>(runner)
{
    protected override async Task<Outcome> ActAsync(JudgeResemblance input, CancellationToken cancellationToken)
    {
        var resemblance = await db.Resemblances.SingleOrDefaultAsync(resemblance => resemblance.Id == input.ResemblanceId, cancellationToken);
        if (resemblance is null)
        {
            return new Refusal("resemblance-gone", "Ce rapprochement n’existe plus : le texte de l’une des deux idées a changé.");
        }

        var applications = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery()
            .Where(application => application.Id == resemblance.ApplicationId || application.Id == resemblance.OtherApplicationId)
            .OrderBy(application => application.Id)
            .ToListAsync(cancellationToken);
        if (resemblance.MayBeJudged(input.Verdict, actor.Id, applications) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(resemblance, input.Version);
        var now = clock.GetUtcNow();
        resemblance.Judge(input.Verdict, actor.Id, applications, now.UtcDateTime);
        var product = await db.Products.Where(product => product.Id == resemblance.ProductId).Select(product => product.Name).SingleOrDefaultAsync(cancellationToken);
        foreach (var application in applications)
        {
            var other = product is null ? $"la candidature {applications.Single(one => one != application).Reference}" : $"le produit {product}";
            db.TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(now),
                new Subject(ApplicationSubject.SubjectCode, application.Id),
                now.UtcDateTime,
                actor.Id,
                input.Verdict is ResemblanceVerdict.Same ? $"C’est la même idée que {other}." : $"Ce n’est pas la même idée que {other}.",
                isInternal: true));
        }

        return Outcome.Done;
    }
}
